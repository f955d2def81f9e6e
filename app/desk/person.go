package desk

import (
	"slices"
	"strings"
	"unicode"
)

// samePerson finds whom a name means: "Петрова А. С." is "Петрова Анна Сергеевна"
// as long as nobody else may be. The whole name comes before one cut short.
func samePerson(name string, people []string) (found int, ok bool) {
	wanted := nameWords(name)
	for _, same := range []func(a, b []string) bool{slices.Equal[[]string], mayBeSame} {
		found, count := 0, 0
		for i, one := range people {
			if same(wanted, nameWords(one)) {
				found = i
				count++
			}
		}
		if count > 0 {
			return found, count == 1
		}
	}
	return 0, false
}

// nameWords folds a name: surname first, no case, no points, ё as е. Й is as и, for
// some systems write it as two signs of which the second is lost here.
func nameWords(name string) []string {
	clean := strings.Map(func(r rune) rune {
		switch r = unicode.ToLower(r); {
		case r == 'ё':
			return 'е'
		case r == 'й':
			return 'и'
		case unicode.Is(unicode.Mn, r):
			return -1
		case unicode.IsLetter(r):
			return r
		}
		return ' '
	}, name)
	words := strings.Fields(clean)
	initials := 0
	for initials < len(words) && len([]rune(words[initials])) == 1 {
		initials++
	}
	if initials == 0 || initials == len(words) {
		return words
	}
	return slices.Concat(words[initials:], words[:initials]) // "А. С. Петрова"
}

// mayBeSame compares surnames whole and what follows as far as both say it, an
// initial standing for any name that begins so. A surname alone is nobody.
func mayBeSame(a, b []string) bool {
	if len(a) < 2 || len(b) < 2 || a[0] != b[0] {
		return false
	}
	for i := 1; i < min(len(a), len(b)); i++ {
		short, long := a[i], b[i]
		if len(short) > len(long) {
			short, long = long, short
		}
		initial := len([]rune(short)) == 1
		if short != long && (!initial || !strings.HasPrefix(long, short)) {
			return false
		}
	}
	return true
}
