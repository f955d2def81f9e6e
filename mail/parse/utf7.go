package parse

import (
	"encoding/binary"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// decodeUTF7 reads RFC 2152: runs of UTF-16 in base64 between "+" and "-". The
// library of charsets has left it out.
func decodeUTF7(data []byte) string {
	var out strings.Builder
	for i := 0; i < len(data); i++ {
		if data[i] != '+' {
			if data[i] < utf8.RuneSelf {
				out.WriteByte(data[i])
			}
			continue
		}
		end := i + 1
		for end < len(data) && base64Value[data[end]] < 64 {
			end++
		}
		switch {
		case end > i+1:
			units, _ := decodeBase64(data[i+1:end], end-i)
			wide := make([]uint16, len(units)/2)
			for n := range wide {
				wide[n] = binary.BigEndian.Uint16(units[2*n:])
			}
			out.WriteString(string(utf16.Decode(wide)))
		case end < len(data) && data[end] == '-':
			out.WriteByte('+')
		}
		if end < len(data) && data[end] == '-' {
			end++
		}
		i = end - 1
	}
	return out.String()
}
