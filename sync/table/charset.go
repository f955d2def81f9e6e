package table

import (
	"bytes"
	"encoding/binary"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// codePages are the single-byte encodings of Russian, the likeliest first.
var codePages = []struct {
	name string
	page *charmap.Charmap
}{
	{"windows-1251", charmap.Windows1251},
	{"cp866", charmap.CodePage866},
	{"koi8-r", charmap.KOI8R},
}

// sampleSize is how much of a file its encoding is told by.
const sampleSize = 64 << 10

// decode makes UTF-8 of a file in whatever encoding it is.
func decode(data []byte) (text, encoding string) {
	if rest, ok := bytes.CutPrefix(data, []byte("\xef\xbb\xbf")); ok {
		return string(bytes.ToValidUTF8(rest, []byte("\ufffd"))), "utf-8"
	}
	if order, rest, ok := wide(data); ok {
		return fromUTF16(rest, order), "utf-16"
	}
	if mostlyUTF8(data) {
		return string(bytes.ToValidUTF8(data, []byte("\ufffd"))), "utf-8"
	}
	sample := data[:min(sampleSize, len(data))]
	best, most := 0, -1e9
	for i, candidate := range codePages {
		if score := russian(sample, candidate.page); score > most {
			best, most = i, score
		}
	}
	page := codePages[best]
	decoded, _ := page.page.NewDecoder().Bytes(data) // every byte means something
	return string(decoded), page.name
}

// wide tells UTF-16 by its mark, or by every second byte of the beginning being
// zero or the high byte of Cyrillic.
func wide(data []byte) (binary.ByteOrder, []byte, bool) {
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}):
		return binary.LittleEndian, data[2:], true
	case bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		return binary.BigEndian, data[2:], true
	}
	sample := data[:min(4096, len(data)&^1)]
	var high [2]int
	for i, b := range sample {
		if b == 0 || b == 4 {
			high[i%2]++
		}
	}
	half := len(sample) / 2
	switch {
	case half < 4:
		return nil, nil, false
	case high[1]*10 >= half*9:
		return binary.LittleEndian, data, true
	case high[0]*10 >= half*9:
		return binary.BigEndian, data, true
	}
	return nil, nil, false
}

func fromUTF16(data []byte, order binary.ByteOrder) string {
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = order.Uint16(data[2*i:])
	}
	return string(utf16.Decode(units))
}

// mostlyUTF8 forgives a letter cut in half: one in a hundred.
func mostlyUTF8(data []byte) bool {
	wide, broken := 0, 0
	for len(data) > 0 {
		r, size := utf8.DecodeRune(data)
		if r == utf8.RuneError && size <= 1 {
			broken++
		} else if size > 1 {
			wide++
		}
		data = data[size:]
	}
	return broken == 0 || broken*100 <= wide
}

// frequency is how many of a thousand letters of Russian texts each is.
var frequency = map[rune]float64{
	'о': 110, 'е': 85, 'а': 80, 'и': 74, 'н': 67, 'т': 63, 'с': 55, 'р': 47, 'в': 45, 'л': 44, 'к': 35, 'м': 32, 'д': 30,
	'п': 28, 'у': 26, 'я': 20, 'ы': 19, 'ь': 17, 'г': 17, 'з': 16, 'б': 16, 'ч': 14, 'й': 12, 'х': 10, 'ж': 9, 'ш': 7,
	'ю': 6, 'ц': 5, 'щ': 4, 'э': 3, 'ф': 3, 'ъ': 1, 'ё': 1,
}

// russian tells how much like Russian a text looks in a code page: by its
// letters, and by capitals that stand where words begin.
func russian(data []byte, page *charmap.Charmap) float64 {
	score, before, letters := 0.0, ' ', 0
	for _, b := range data {
		r := page.DecodeByte(b)
		if b >= 0x80 {
			letters++
			switch weight, known := frequency[unicode.ToLower(r)]; {
			case known:
				score += weight
			case r == '№' || r == '«' || r == '»' || r == '\u00a0' || r == '–' || r == '—':
			default:
				score -= 200
			}
			if unicode.IsUpper(r) && unicode.IsLower(before) {
				score -= 200
			}
		}
		before = r
	}
	return score / float64(max(1, letters))
}
