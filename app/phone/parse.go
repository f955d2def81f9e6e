package phone

import (
	"net/url"
	"strings"
	"unicode"
)

// maxText bounds what is read: a phone field of 1C holds 500 characters, a SIP
// header is hostile input.
const maxText = 1024

// Parse reads the first number in text. Text that holds none gives a Number of
// kind None which keeps the text.
func (p Plan) Parse(text string) Number {
	all := p.ParseAll(text)
	if len(all) == 0 {
		return Number{Raw: clip(text)}
	}
	first := all[0]
	first.Raw = clip(text)
	return first
}

// ParseAll reads every number in a field such as
// "8 (912) 345-67-89 доб. 12; +7 495 …".
func (p Plan) ParseAll(text string) []Number {
	s := scanner{plan: p, rest: []rune(unwrap(clip(text)))}
	return s.numbers()
}

func clip(text string) string {
	if len(text) > maxText {
		text = strings.ToValidUTF8(text[:maxText], "")
	}
	return text
}

// unwrap takes the number out of a tel or sip URI (RFC 3966, RFC 3261 section
// 19.1) and undoes percent escapes; other text passes unchanged.
func unwrap(text string) string {
	text = strings.TrimSpace(text)
	text = strings.Trim(text, "<>")
	lower := strings.ToLower(text)
	for _, scheme := range []string{"tel:", "callto:", "sips:", "sip:"} {
		if !strings.HasPrefix(lower, scheme) {
			continue
		}
		text = strings.TrimPrefix(text[len(scheme):], "//")
		text, _, _ = strings.Cut(text, "@")
		text, parameters, _ := strings.Cut(text, ";")
		if plain, err := url.PathUnescape(text); err == nil {
			text = plain
		}
		return text + contextOf(parameters)
	}
	if strings.Contains(text, "%2B") || strings.Contains(text, "%2b") {
		if plain, err := url.PathUnescape(text); err == nil {
			return plain
		}
	}
	return text
}

// contextOf keeps only the extension of URI parameters. A phone-context names
// the exchange, not the number, and must not be read as digits.
func contextOf(parameters string) string {
	for part := range strings.SplitSeq(parameters, ";") {
		if ext, ok := strings.CutPrefix(strings.ToLower(part), "ext="); ok {
			return " ext " + ext
		}
	}
	return ""
}

// separators may stand inside one number.
func isSeparator(r rune) bool {
	return unicode.IsSpace(r) || strings.ContainsRune("-–—‐‑−().[]\u200b\u200e\u200f\u202a\u202c\u2060\ufeff", r)
}

// breaks end a number: what follows is another one, or an extension.
func isBreak(r rune) bool { return strings.ContainsRune(",;/|\\&\n\r", r) }
