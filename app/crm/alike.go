package crm

import (
	"slices"
	"strings"
	"unicode"
)

// legalForms stand in names and tell nobody apart.
var legalForms = map[string]bool{
	"ооо": true, "оао": true, "зао": true, "пао": true, "ао": true, "нао": true, "ип": true, "чп": true, "чуп": true, "уп": true,
	"тоо": true, "нко": true, "гуп": true, "муп": true, "фгуп": true, "кфх": true, "снт": true, "тсж": true, "пбоюл": true,
	"ltd": true, "llc": true, "inc": true, "gmbh": true, "общество": true, "с": true, "ограниченной": true,
	"ответственностью": true, "акционерное": true, "индивидуальный": true, "предприниматель": true,
	"фирма": true, "компания": true, "и": true,
}

// NameWords are the folded words of a name that tell clients apart, sorted and
// each once. A name of nothing but legal forms keeps them.
func NameWords(name string) []string {
	all := strings.Fields(Fold(name))
	words := slices.DeleteFunc(slices.Clone(all), func(word string) bool { return legalForms[word] })
	if len(words) == 0 {
		words = all
	}
	slices.Sort(words)
	return slices.Compact(words)
}

// NameKey is the same for names that differ in case, punctuation, legal form and
// the order of words: «Ромашка», ООО and ООО "РОМАШКА".
func NameKey(name string) string { return strings.Join(NameWords(name), " ") }

// shortForms are legal forms and the like that stand before a name.
var shortForms = map[string]bool{"тд": true, "гк": true}

// PlainName are the folded words of a name in their order, without the legal form
// before or behind them. A name of nothing else keeps it.
func PlainName(name string) []string {
	all := strings.Fields(Fold(name))
	first, last := 0, len(all)
	for first < last && (legalForms[all[first]] || shortForms[all[first]]) {
		first++
	}
	for last > first && legalForms[all[last-1]] {
		last--
	}
	if first == last {
		return all
	}
	return all[first:last]
}

// Bounds of what Alike compares.
const (
	alikeLeast = 5   // letters: one of four is too much of a name
	alikeMost  = 120 // the rest of a longer name is its address
)

// Alike tells keys of names that a typing mistake may part: one change in a short
// name, one in ten letters of a long one. Numbers must be the same: shop 1 is
// not shop 2.
func Alike(a, b string) bool {
	if a == b {
		return a != ""
	}
	x, y := []rune(a), []rune(b)
	if min(len(x), len(y)) < alikeLeast || max(len(x), len(y)) > alikeMost || numbersOf(a) != numbersOf(b) {
		return false
	}
	most := max(1, min(len(x), len(y))/10)
	return distance(x, y, most) <= most
}

// numbersOf are the digits of a text with everything else a space.
func numbersOf(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsDigit(r) }), " ")
}

// distance counts single-letter changes (Damerau, neighbours swapped included);
// it stops counting beyond most.
func distance(x, y []rune, most int) int {
	if len(x)-len(y) > most || len(y)-len(x) > most {
		return most + 1
	}
	before, last, now := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(x); i++ {
		now[0] = i
		least := i
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			now[j] = min(last[j]+1, now[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				now[j] = min(now[j], before[j-2]+1)
			}
			least = min(least, now[j])
		}
		if least > most {
			return most + 1
		}
		before, last, now = last, now, before
	}
	return last[len(y)]
}

// CleanEmail is an address as addresses are compared; empty when it is none.
func CleanEmail(text string) string {
	text = strings.ToLower(strings.Trim(strings.TrimSpace(text), "<>.,;"))
	text = strings.TrimPrefix(text, "mailto:")
	name, host, ok := strings.Cut(text, "@")
	if !ok || name == "" || !strings.Contains(host, ".") || strings.HasPrefix(host, ".") ||
		strings.ContainsFunc(text, unicode.IsSpace) || strings.ContainsAny(text, `,;<>()"\`) || strings.Contains(host, "@") {
		return ""
	}
	return text
}
