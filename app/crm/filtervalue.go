package crm

import (
	"cmp"
	"slices"
	"strings"
)

// FilterValue is one value a field may be asked for, with the name people know it by.
type FilterValue struct{ Value, Name string }

// Suited are the values each word of a text stands in, those that begin with it first,
// and of them by name; so many at most.
func Suited(all []FilterValue, text string, most int) (list []FilterValue) {
	words := strings.Fields(Fold(text))
	type suiting struct {
		FilterValue
		folded string
		place  int
	}
	var found []suiting
	for _, v := range all {
		s := suiting{FilterValue: v, folded: Fold(v.Name)}
		if slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(s.folded, word) }) {
			continue
		}
		if len(words) > 0 && !strings.HasPrefix(s.folded, words[0]) {
			s.place = 1
		}
		found = append(found, s)
	}
	slices.SortStableFunc(found, func(a, b suiting) int {
		return cmp.Or(cmp.Compare(a.place, b.place), cmp.Compare(a.folded, b.folded), cmp.Compare(a.Value, b.Value))
	})
	for _, s := range found[:min(len(found), most)] {
		list = append(list, s.FilterValue)
	}
	return list
}
