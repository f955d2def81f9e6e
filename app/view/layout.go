package view

import (
	"strings"
	"unicode"
)

// Keys of a Russian keyboard and the Latin signs on them.
const (
	latinKeys   = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
	russianKeys = "йцукенгшщзхъфывапролджэячсмитьбюё"
)

var toRussian, toLatin = func() (russian, latin map[rune]rune) {
	russian, latin = map[rune]rune{}, map[rune]rune{}
	letters := []rune(russianKeys)
	for i, r := range latinKeys {
		russian[r], latin[letters[i]] = letters[i], r
	}
	return russian, latin
}()

// Readings are a text in lower case as it was typed, and as it was meant if the
// keyboard stood in the other layout: "dtrnjh" is "вектор", "мусtor" is "vector".
func Readings(text string) []string {
	text = strings.ToLower(text)
	list := []string{text}
	for _, keys := range []map[rune]rune{toRussian, toLatin} {
		turned := strings.Map(func(r rune) rune {
			if to, ok := keys[r]; ok {
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

// Mentions tells that every word of a question begins some word of the texts, in
// either layout, ё being е.
func Mentions(texts []string, question string) bool {
	text := " " + strings.Join(plainWords(strings.Join(texts, " ")), " ")
	for _, reading := range Readings(question) {
		asked := plainWords(reading)
		found := len(asked) > 0
		for _, word := range asked {
			found = found && strings.Contains(text, " "+word)
		}
		if found {
			return true
		}
	}
	return false
}

func plainWords(text string) []string {
	text = strings.ReplaceAll(strings.ToLower(text), "ё", "е")
	return strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
}
