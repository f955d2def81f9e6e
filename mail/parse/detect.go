package parse

import (
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// maxSample is how much of a text its charset is told by.
const maxSample = 16 << 10

// guess names the charset of bytes nobody has named. A hint is believed when the
// text makes sense in it.
func guess(data []byte, hint string) string {
	data = data[:min(len(data), maxSample)]
	if mostlyUTF8(data) {
		return "utf-8"
	}
	if hint = charsetName(hint); hint == "koi8-r" {
		hint = "koi8-u"
	}
	if !inRuns(data) && (hint == "" || western(hint)) {
		return "windows-1252"
	}
	best, most := "", 0
	for _, page := range pages() {
		score := page.score(data)
		if page.name == hint {
			score += len(data) / 4 // of two that both make sense
		}
		if best == "" || score > most {
			best, most = page.name, score
		}
	}
	return best
}

// mostlyUTF8 forgives a letter cut in half: one in fifty, and one at the end.
func mostlyUTF8(data []byte) bool {
	wide, broken := 0, 0
	for len(data) > 0 {
		if data[0] < utf8.RuneSelf {
			data = data[1:]
			continue
		}
		r, size := utf8.DecodeRune(data)
		switch {
		case r != utf8.RuneError || size > 1:
			wide++
		case utf8.FullRune(data):
			broken++
		default:
			return wide > 0 && broken*50 <= wide
		}
		data = data[size:]
	}
	return broken == 0 || broken*50 <= wide
}

// russianUTF8 tells a text that is UTF-8 beyond doubt: in a code page of one byte
// four Cyrillic letters never look like that by chance.
func russianUTF8(data []byte) bool {
	data = data[:min(len(data), maxSample)]
	letters := 0
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		switch {
		case r == utf8.RuneError && utf8.FullRune(data[i:]):
			return false
		case r == 'ё' || r >= 'А' && r <= 'я':
			letters++
		case r >= utf8.RuneSelf && r < 0x400:
			letters -= 4
		}
		i += size
	}
	return letters >= 4
}

// inRuns tells whether high bytes stand side by side, as Russian words do.
// Accents of western languages stand alone.
func inRuns(data []byte) bool {
	alone, beside := 0, 0
	for i, c := range data {
		switch {
		case c < 0x80:
		case i > 0 && data[i-1] >= 0x80 || i+1 < len(data) && data[i+1] >= 0x80:
			beside++
		default:
			alone++
		}
	}
	return beside > alone
}

// frequency is how many of a thousand letters of Russian texts each is.
var frequency = map[rune]int{
	'о': 110, 'е': 85, 'а': 80, 'и': 74, 'н': 67, 'т': 63, 'с': 55, 'р': 47, 'в': 45, 'л': 44, 'к': 35, 'м': 32, 'д': 30,
	'п': 28, 'у': 26, 'я': 20, 'ы': 19, 'ь': 17, 'г': 17, 'з': 16, 'б': 16, 'ч': 14, 'й': 12, 'х': 10, 'ж': 9, 'ш': 7,
	'ю': 6, 'ц': 5, 'щ': 4, 'э': 3, 'ф': 3, 'ъ': 1, 'ё': 2, 'і': 1, 'ї': 1, 'є': 1, 'ґ': 1,
}

// pairs are letters that often follow each other.
const pairs = "стнотонаенпоовниравокорооспоерлиалпрретнеотороветванелололеинкатаескитьоматдеемоггоаситилриве" +
	"обонопзаавсяисамодимнылаиймедомиьнивбовыедаяруляттрэтчемодаусктиещщеждихвссксепемубышеойыйиеияыхуюегожизча" +
	"счёттоварзаказоплатадоговорсуммаценаподписьпожалуйстаздравствуйтеуважением"

// page is a code page with what its bytes are worth.
type page struct {
	name   string
	weight [256]int  // of a letter by itself
	letter [256]rune // small; 0 for what is none
	upper  [256]bool
}

var pages = sync.OnceValue(func() []*page {
	var list []*page
	for _, known := range []struct {
		name  string
		table *charmap.Charmap
	}{
		// The likeliest first.
		{"windows-1251", charmap.Windows1251},
		{"koi8-u", charmap.KOI8U}, // the letters of koi8-r and four more
		{"cp866", charmap.CodePage866},
		{"iso-8859-5", charmap.ISO8859_5},
	} {
		p := &page{name: known.name}
		for b := 0x80; b < 0x100; b++ {
			r := known.table.DecodeByte(byte(b))
			small := unicode.ToLower(r)
			switch weight, ok := frequency[small]; {
			case ok:
				p.weight[b], p.letter[b], p.upper[b] = weight, small, small != r
			case r == '№' || r == '«' || r == '»' || r == '\u00a0' || r == '–' || r == '—' || r == '“' || r == '”' || r == '„' || r == '…' || r == '•':
			default:
				p.weight[b] = -200
			}
		}
		list = append(list, p)
	}
	return list
})

var follows = sync.OnceValue(func() map[[2]rune]bool {
	known := map[[2]rune]bool{}
	var last rune
	for _, r := range pairs {
		known[[2]rune{last, r}] = true
		last = r
	}
	return known
})

// score tells how much like Russian a text looks in a page: by its letters, by
// those that follow each other, and by capitals that stand where words begin.
func (p *page) score(data []byte) int {
	score, known := 0, follows()
	var last byte
	for _, b := range data {
		if b >= 0x80 {
			score += p.weight[b]
			switch {
			case p.letter[b] == 0 || p.letter[last] == 0:
			case p.upper[b] && !p.upper[last]:
				score -= 200
			case p.upper[b]:
				score -= 10 // words of capitals are seldom
				fallthrough
			default:
				if known[[2]rune{p.letter[last], p.letter[b]}] {
					score += 40
				}
			}
		}
		last = b
	}
	return score
}
