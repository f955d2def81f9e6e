// Package places tells where a telephone number comes from by its first digits: a
// region of Russia, a city of Kazakhstan, another country. Numbers move between
// operators and cities, so it is a hint and never proof.
package places

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
)

//go:embed places.txt
var table string

// Place is where a number comes from, in both languages.
type Place struct{ Russian, English string }

var byCode = sync.OnceValue(func() map[string]Place {
	all := map[string]Place{}
	for line := range strings.Lines(table) {
		code, names, ok := strings.Cut(strings.TrimSpace(line), "|")
		if !ok || code == "" || code[0] == '#' {
			continue
		}
		russian, english, _ := strings.Cut(names, "|")
		all[code] = Place{russian, english}
	}
	return all
})

// longest is more digits than any code has.
const longest = 7

// Of tells where a whole number comes from; false for codes nobody was given.
func Of(e164 int64) (Place, bool) {
	digits := strconv.FormatInt(e164, 10)
	for n := min(longest, len(digits)); n > 0; n-- {
		if place, ok := byCode()[digits[:n]]; ok {
			return place, true
		}
	}
	return Place{}, false
}
