package store

import "strings"

// The name of a client is in its text once more as one word that begins with a sign
// no folded word has: so the index tells whose name begins with what was typed.
const (
	markSign = "·"
	markMost = 64 // letters of a name; the rest is its address
)

// nameMark is that word for a name, empty for none.
func nameMark(plain []string) string {
	if len(plain) == 0 {
		return ""
	}
	mark := markSign + strings.Join(plain, markSign)
	letters := 0
	for i := range mark {
		if letters == markMost {
			return mark[:i]
		}
		letters++
	}
	return mark
}
