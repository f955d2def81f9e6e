package odata

import (
	"bytes"
	"encoding/hex"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"pult/app/crm"
)

// unquote reads a string of JSON that is known to begin and end with a quote. A
// sign 1C should have escaped is taken as it is: a card with a stray tabulator
// is better than none.
func unquote(raw []byte) string {
	raw = raw[1 : len(raw)-1]
	var text string
	if bytes.IndexByte(raw, '\\') < 0 {
		text = string(raw)
	} else {
		text = unescape(raw)
	}
	if !utf8.ValidString(text) {
		text = strings.ToValidUTF8(text, "\ufffd")
	}
	return text
}

// escapes are the one-letter ones (RFC 8259, section 7).
var escapes = [256]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

func unescape(raw []byte) string {
	out := make([]byte, 0, len(raw))
	for i := 0; i < len(raw); i++ {
		if raw[i] != '\\' || i+1 == len(raw) {
			out = append(out, raw[i])
			continue
		}
		i++
		if c := escapes[raw[i]]; c != 0 {
			out = append(out, c)
			continue
		}
		r, ok := hexRune(raw[i:])
		if !ok {
			out = append(out, '\\', raw[i]) // no escape JSON knows
			continue
		}
		i += 4
		if utf16.IsSurrogate(r) {
			if i+2 < len(raw) && raw[i+1] == '\\' {
				if second, ok := hexRune(raw[i+2:]); ok && utf16.DecodeRune(r, second) != utf8.RuneError {
					r = utf16.DecodeRune(r, second)
					i += 6
				}
			}
		}
		out = utf8.AppendRune(out, r) // half a pair becomes U+FFFD
	}
	return string(out)
}

// hexRune reads uXXXX.
func hexRune(raw []byte) (rune, bool) {
	if len(raw) < 5 || raw[0] != 'u' {
		return 0, false
	}
	var two [2]byte
	if _, err := hex.Decode(two[:], raw[1:5]); err != nil {
		return 0, false
	}
	return rune(two[0])<<8 | rune(two[1]), true
}

// plainRef reads a GUID in quotes as 1C writes it.
func plainRef(raw []byte) (ref crm.Ref, ok bool) {
	if len(raw) != 38 || raw[0] != '"' || raw[9] != '-' || raw[14] != '-' || raw[19] != '-' || raw[24] != '-' {
		return ref, false
	}
	at := 0
	for _, part := range [...][2]int{{1, 9}, {10, 14}, {15, 19}, {20, 24}, {25, 37}} {
		n, err := hex.Decode(ref[at:], raw[part[0]:part[1]])
		if err != nil {
			return crm.Ref{}, false
		}
		at += n
	}
	return ref, true
}

// plainTime reads a moment as 1C writes it.
func plainTime(text string, zone *time.Location) (time.Time, bool) {
	if len(text) != len(dateLayout) {
		return time.Time{}, false
	}
	for i, c := range []byte(dateLayout) {
		if isDigit := c >= '0' && c <= '9'; isDigit && (text[i] < '0' || text[i] > '9') || !isDigit && text[i] != c {
			return time.Time{}, false
		}
	}
	two := func(i int) int { return int(text[i]-'0')*10 + int(text[i+1]-'0') }
	year, month, day, hour, minute, second := two(0)*100+two(2), two(5), two(8), two(11), two(14), two(17)
	if month < 1 || month > 12 || day < 1 || day > 28 || hour > 23 || minute > 59 || second > 59 {
		return time.Time{}, false // the ends of months are left to package time
	}
	return time.Date(year, time.Month(month), day, hour, minute, second, 0, zone).UTC(), true
}
