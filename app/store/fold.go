package store

import (
	"strings"
	"unicode"
)

// Fold brings a text to the form search compares: lower case, е for ё, words
// parted by one space, nothing but letters and digits. SQLite folds no Cyrillic,
// so this is done here, for what is indexed and for what is asked alike.
func Fold(text string) string {
	out := make([]rune, 0, len(text))
	space := false
	for _, r := range text {
		r = unicode.ToLower(r)
		switch {
		case r == 'ё':
			r = 'е'
		case r == '\u0306' && len(out) > 0 && out[len(out)-1] == 'и' && !space:
			out[len(out)-1] = 'й' // macOS writes й as two signs
			continue
		case unicode.In(r, unicode.Mn, unicode.Cf):
			continue // accents, soft hyphens, direction marks
		case !unicode.IsLetter(r) && !unicode.IsNumber(r):
			space = true
			continue
		}
		if space && len(out) > 0 {
			out = append(out, ' ')
		}
		space = false
		out = append(out, r)
	}
	return string(out)
}

// words lists the different words of texts in the order they come.
func words(texts ...string) []string {
	var list []string
	seen := map[string]bool{}
	for _, text := range texts {
		for word := range strings.FieldsSeq(Fold(text)) {
			if !seen[word] {
				seen[word] = true
				list = append(list, word)
			}
		}
	}
	return list
}
