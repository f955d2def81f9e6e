package view

import "strings"

// Keys of a Russian keyboard and the Latin signs on them.
const (
	latinKeys   = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
	russianKeys = "йцукенгшщзхъфывапролджэячсмитьбюё"
)

var otherLayout = func() *strings.Replacer {
	var pairs []string
	russian := []rune(russianKeys)
	for i, latin := range latinKeys {
		pairs = append(pairs, string(latin), string(russian[i]))
	}
	return strings.NewReplacer(pairs...)
}()

// OtherLayout is what was meant when a Russian word was typed on the Latin
// layout: "dtrnjh" is "вектор". Text with Russian letters is left as it is.
func OtherLayout(text string) string {
	lower := strings.ToLower(text)
	if strings.ContainsAny(lower, russianKeys) || !strings.ContainsAny(lower, "abcdefghijklmnopqrstuvwxyz") {
		return text
	}
	return otherLayout.Replace(lower)
}
