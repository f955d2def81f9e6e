package view

import "strings"

// Guillemets sets the straight quotes of 1C's names as Russian print does:
// ООО «Вектор». An odd one out is left as it is.
func Guillemets(text string) string {
	if strings.Count(text, `"`)%2 != 0 {
		return text
	}
	var b strings.Builder
	open := false
	for _, r := range text {
		switch {
		case r != '"':
			b.WriteRune(r)
		case open:
			b.WriteRune('»')
			open = false
		default:
			b.WriteRune('«')
			open = true
		}
	}
	return b.String()
}
