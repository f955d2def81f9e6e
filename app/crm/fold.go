package crm

import (
	"unicode"
	"unicode/utf8"
)

// Fold brings a text to the form search compares: lower case, е for ё, words
// parted by one space, nothing but letters and digits. SQLite folds no Cyrillic,
// so this is done here, for what is indexed and for what is asked alike.
func Fold(text string) string {
	out := make([]byte, 0, len(text))
	space, last := false, rune(0)
	for _, r := range text {
		switch {
		case r >= 'а' && r <= 'я', r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			// nothing to fold: nearly every sign
		case r >= 'А' && r <= 'Я', r >= 'A' && r <= 'Z':
			r += ' '
		case r == 'ё', r == 'Ё':
			r = 'е'
		case r == '\u0306' && last == 'и' && !space:
			out = utf8.AppendRune(out[:len(out)-len("и")], 'й') // macOS writes й as two signs
			last = 'й'
			continue
		case r < ' ', r == ' ':
			space = true
			continue
		case unicode.In(r, unicode.Mn, unicode.Cf):
			continue // accents, soft hyphens, direction marks
		case !unicode.IsLetter(r) && !unicode.IsNumber(r):
			space = true
			continue
		default:
			r = unicode.ToLower(r)
		}
		if space && len(out) > 0 {
			out = append(out, ' ')
		}
		space, last = false, r
		out = utf8.AppendRune(out, r)
	}
	return string(out)
}
