package store

import (
	"strings"
	"unicode"
)

// The same keys in both layouts.
const (
	latinKeys    = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
	cyrillicKeys = "ёйцукенгшщзхъфывапролджэячсмитьбю"
	latinShift   = `~{}:"<>`
	cyrilShift   = "ёхъжэбю"
)

var (
	toCyrillic = keyMap(latinKeys+latinShift, cyrillicKeys+cyrilShift)
	toLatin    = keyMap(cyrillicKeys, latinKeys)
)

func keyMap(from, to string) map[rune]rune {
	m := map[rune]rune{}
	target := []rune(to)
	for i, r := range []rune(from) {
		m[r] = target[i]
	}
	return m
}

// otherLayouts gives what was meant if the keyboard stood in the wrong layout:
// "ghbdtn" is "привет". Texts without a letter to turn have no other reading.
func otherLayouts(text string) []string {
	var list []string
	for _, m := range []map[rune]rune{toCyrillic, toLatin} {
		turned := strings.Map(func(r rune) rune {
			if to, ok := m[unicode.ToLower(r)]; ok {
				return to
			}
			return r
		}, text)
		if turned != text && strings.ContainsFunc(turned, unicode.IsLetter) {
			list = append(list, turned)
		}
	}
	return list
}
