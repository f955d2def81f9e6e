package conf

import "strings"

// array is a value in brackets, which may go on over lines.
type array struct {
	depth     int
	commented bool // a comment stands inside: it would be lost with the value
}

// scan reads the brackets of a line and tells where behind the last one it ends;
// -1 when the array goes on in the next line.
func (a *array) scan(text string) int {
	for at := 0; at < len(text); at++ {
		switch text[at] {
		case '"', '\'':
			at += valueLength(text[at:]) - 1
		case '#':
			a.commented = true
			return -1
		case '[':
			a.depth++
		case ']':
			if a.depth--; a.depth == 0 {
				return at + 1
			}
		}
	}
	return -1
}

// arrayOver finds where an array that begins behind the = of a line ends: the last
// line of it, and what stands there behind it. False says that it never does.
func arrayOver(lines [][]byte, first int, value string) (last int, rest string, a array, ok bool) {
	text := value
	for last = first; ; {
		if end := a.scan(text); end >= 0 {
			return last, text[end:], a, true
		}
		if last++; last == len(lines) {
			return first, "", a, false
		}
		text = string(lines[last])
	}
}

// rewriteArray puts a value of one line in the place of an array over several.
func rewriteArray(lines [][]byte, first, last int, rest, value string) {
	text := string(lines[first])
	at := strings.Index(text, "=") + 1
	for at < len(text) && (text[at] == ' ' || text[at] == '\t') {
		at++
	}
	lines[first] = []byte(text[:at] + value + rest)
	for i := first + 1; i <= last; i++ {
		lines[i] = nil
	}
}
