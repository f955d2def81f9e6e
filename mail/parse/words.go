package parse

import "strings"

// word is one encoded word of RFC 2047: =?charset?B?text?=.
type word struct {
	charset string
	data    []byte
}

// decodeWords reads a field in which words may be encoded. Bytes above 127 that
// stand as they are belong to the charset given. It says false when a charset had
// to be guessed.
func decodeWords(value, raw string) (string, bool) {
	if !strings.Contains(value, "=?") {
		return decodeRaw(value, raw), true
	}
	var out strings.Builder
	var open word // words that follow each other are one: a letter may be split between them
	sure := true
	flush := func() {
		if open.charset != "" || open.data != nil {
			text, ok := decodeText(open.data, open.charset, raw)
			out.WriteString(text)
			sure = sure && ok
			open = word{}
		}
	}
	for strings.Contains(value, "?=") {
		at := strings.Index(value, "=?")
		if at < 0 {
			break
		}
		next, size, ok := readWord(value[at:])
		gap := value[:at]
		if !ok {
			flush()
			out.WriteString(decodeRaw(value[:at+2], raw))
			value = value[at+2:]
			continue
		}
		if open.charset == "" && open.data == nil || strings.TrimLeft(gap, " \t\r\n") != "" || !strings.EqualFold(open.charset, next.charset) {
			flush()
			if out.Len() == 0 || strings.TrimLeft(gap, " \t\r\n") != "" {
				out.WriteString(decodeRaw(gap, raw))
			}
			open = next
		} else {
			open.data = append(open.data, next.data...)
		}
		value = value[at+size:]
	}
	flush()
	out.WriteString(decodeRaw(value, raw))
	return out.String(), sure
}

// maxWord is longer than any encoded word that is honest; the standard allows 75.
const maxWord = 4096

// readWord reads the encoded word a text begins with, and tells how long it is.
func readWord(text string) (w word, size int, ok bool) {
	text = text[:min(len(text), maxWord)]
	name, rest, found := strings.Cut(text[len("=?"):], "?")
	if !found || len(rest) < 2 || rest[1] != '?' || len(name) > 60 || strings.ContainsAny(name, " \t=<>\"") {
		return w, 0, false
	}
	w.charset, _, _ = strings.Cut(name, "*") // a language may follow: RFC 2231
	body := rest[2:]
	end := -1
	switch rest[0] {
	case 'B', 'b':
		if end = strings.Index(body, "?="); end >= 0 {
			w.data, _ = decodeBase64([]byte(strings.ReplaceAll(body[:end], " ", "")), maxWord)
		}
	case 'Q', 'q':
		if end = wordEnd(body); end >= 0 {
			w.data = decodeQ(body[:end])
		}
	}
	return w, len("=?") + len(name) + len("?Q?") + end + len("?="), end >= 0
}

// wordEnd finds "?=". A bare question mark and a code may follow each other inside
// a word too, so two hexadecimal digits behind it speak for a later end.
func wordEnd(body string) int {
	first := strings.Index(body, "?=")
	for at := first; at >= 0; {
		after := body[at+2:]
		if len(after) < 2 || hexDigit(after[0]) > 15 || hexDigit(after[1]) > 15 {
			return at
		}
		next := strings.Index(after, "?=")
		if next < 0 || strings.ContainsAny(after[:next], " \t") {
			break
		}
		at += 2 + next
	}
	return first
}

// decodeQ undoes the Q form; what is no code stays as it is.
func decodeQ(text string) []byte {
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '_':
			out = append(out, ' ')
		case c == '=' && i+2 < len(text):
			b, ok := hexPair([]byte(text[i+1 : i+3]))
			if !ok {
				out = append(out, c)
				continue
			}
			out = append(out, b)
			i += 2
		default:
			out = append(out, c)
		}
	}
	return out
}
