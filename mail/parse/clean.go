package parse

import (
	"strings"
	"unicode"
)

// clean takes out of a text what is not to be seen: control signs, marks that turn
// the direction of writing, signs of no width. Bytes that mean nothing become
// one sign that says so. Lines and tabs stay.
func clean(text string) string {
	if visible(text) {
		return text
	}
	text = strings.ToValidUTF8(text, "\ufffd")
	if !strings.ContainsFunc(text, unseen) {
		return text
	}
	return strings.Map(func(r rune) rune {
		if unseen(r) {
			return -1
		}
		return r
	}, text)
}

// visible tells a text of printable ASCII: that of most fields.
func visible(text string) bool {
	for i := range len(text) {
		if text[i] < ' ' || text[i] > '~' {
			return false
		}
	}
	return true
}

func unseen(r rune) bool {
	switch {
	case r == '\n' || r == '\t':
		return false
	case r < ' ' || r >= 0x7f && r < 0xa0:
		return true // C0, C1
	case r < 0x300:
		return r == 0xad // soft hyphen
	}
	return r == 0x61c || // Arabic letter mark
		r >= 0x200b && r <= 0x200f && r != 0x200d || // of no width, left and right marks; emoji are joined by 200D
		r >= 0x2028 && r <= 0x202e || r >= 0x2060 && r <= 0x206f || // separators, embeddings, isolates
		r == 0xfeff || r >= 0xfff0 && r <= 0xfffb || r >= 0xe0000 && r <= 0xe0fff || unicode.Is(unicode.Co, r)
}

// oneLine is a clean text on one line, with single spaces.
func oneLine(text string) string {
	return strings.Join(strings.Fields(clean(text)), " ")
}
