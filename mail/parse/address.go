package parse

import (
	"net/mail"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"

	"pult/app/crm"
)

// readAddresses reads a field of addresses. What no standard allows (a comma in a
// bare name, semicolons between, two addresses in one) is picked apart all the
// same; then it says false and the addresses are less sure.
func readAddresses(value, raw string) ([]crm.Address, bool) {
	if len(value) > maxField {
		value = value[:maxField]
	}
	s := addressScanner{rest: value, raw: raw, sure: true}
	s.run()
	return s.list, s.sure
}

// addressScanner walks over a field once.
type addressScanner struct {
	rest string
	raw  string
	list []crm.Address
	sure bool

	name    strings.Builder // of the address to come, words still encoded
	comment string
	parted  bool // a comma was met in what may be a name
	decoded bool // the text was encoded as a whole
	after   bool // an address in brackets has just ended
}

func (s *addressScanner) run() {
	for s.rest != "" && len(s.list) < MaxAddresses {
		switch c := s.rest[0]; c {
		case '"':
			var text string
			text, s.rest = cutQuoted(s.rest[1:])
			if strings.HasPrefix(s.rest, "@") && cleanAddress(text+"@a.a") == "" {
				text = `"` + text + `"` // a name before the @ that only quotes make possible: no address for us
			}
			s.collect(text)
		case '(':
			s.comment, s.rest = cutComment(s.rest)
		case '<':
			s.angle()
		case ',', ';':
			s.rest = s.rest[1:]
			s.after = false
			s.end(c == ';')
		case ':':
			s.rest = s.rest[1:]
			if strings.Contains(s.name.String(), "@") || strings.EqualFold(strings.TrimSpace(s.name.String()), "mailto") {
				s.sure = false
			}
			s.name.Reset() // name of a group
			s.parted = false
		default:
			n := strings.IndexAny(s.rest[1:], `"(<,;:`) + 1
			if n == 0 {
				n = len(s.rest)
			}
			text := s.rest[:n]
			s.rest = s.rest[n:]
			s.collect(text)
		}
	}
	s.end(false)
}

// maxCollected bounds what may stand before an address: it is looked at again at
// each comma.
const maxCollected = 4096

// collect adds to what may be a name.
func (s *addressScanner) collect(text string) {
	if s.name.Len()+len(text) > maxCollected {
		s.name.Reset()
		s.sure = false
		return
	}
	s.name.WriteString(text)
}

// angle reads <address>. A name that stands before it is complete.
func (s *addressScanner) angle() {
	window := s.rest[1:min(len(s.rest), 1+4*maxAddress)]
	text, _, closed := strings.Cut(window, ">")
	rest := s.rest[min(len(s.rest), len("<")+len(text)+len(">")):]
	if i := strings.IndexAny(text, "<,;"); !closed || i >= 0 && !strings.HasPrefix(text, "@") {
		if i < 0 {
			i = len(text)
		}
		text, rest = text[:i], s.rest[1+i:]
		rest = strings.TrimPrefix(rest, ">")
		s.sure = false
	}
	s.rest = rest
	if _, after, routed := strings.Cut(text, ":"); routed && strings.HasPrefix(text, "@") {
		text = after // <@relay:name@host>
	}
	name := s.take()
	if s.after && strings.TrimSpace(name) == "" {
		s.sure = false // programs differ in which of two they take
	}
	s.after = true
	if strings.ContainsAny(strings.Trim(name, "@ "), "@") && cleanAddress(name) != "" && s.parted {
		s.add("", name)
		name = ""
	}
	if s.parted {
		s.sure = false
	}
	s.add(name, text)
	s.parted = false
}

// end is met at a comma: what stands before it is a bare address, the beginning
// of a name with a comma in it, or nothing.
func (s *addressScanner) end(hard bool) {
	text := s.name.String()
	bare := strings.TrimSpace(text)
	switch {
	case bare == "":
		s.name.Reset()
		s.parted = false
	case strings.Contains(bare, "@"):
		s.name.Reset()
		name := s.comment
		s.comment = ""
		s.bare(name, bare)
		s.parted = false
	case (hard || s.rest == "") && !s.decoded && strings.Contains(bare, "=?"):
		s.name.Reset()
		s.parted = false
		s.within(bare)
	case hard || s.rest == "":
		s.name.Reset()
		s.comment = ""
		s.sure = false // a name without an address
		s.parted = false
	default:
		s.collect(",")
		s.parted = true
	}
}

// within reads addresses that are encoded together with their names.
func (s *addressScanner) within(text string) {
	text, _ = decodeWords(text, s.raw)
	inner := addressScanner{rest: text, raw: "utf-8", decoded: true}
	if strings.Contains(text, "@") {
		inner.run()
	}
	s.list = append(s.list, inner.list[:min(len(inner.list), MaxAddresses-len(s.list))]...)
	s.sure = false
}

// bare adds what stands without angle brackets: "a@b.ru" or, carelessly written,
// "Иванов a@b.ru".
func (s *addressScanner) bare(name, text string) {
	words := strings.Fields(text)
	if len(words) == 1 {
		s.add(name, text)
		return
	}
	s.sure = false
	var before []string
	for _, word := range words {
		if cleanAddress(word) == "" {
			before = append(before, word)
			continue
		}
		s.add(strings.Join(before, " "), word)
		before = nil
	}
}

// take is the name collected so far.
func (s *addressScanner) take() string {
	name := s.name.String()
	s.name.Reset()
	if strings.TrimSpace(name) == "" {
		name = s.comment
	}
	s.comment = ""
	return name
}

func (s *addressScanner) add(name, text string) {
	if len(s.list) >= MaxAddresses {
		return
	}
	email := cleanAddress(text)
	if email == "" {
		decoded, _ := decodeWords(text, s.raw) // some encode the address too
		email = cleanAddress(decoded)
		if email == "" {
			s.sure = s.sure && strings.TrimSpace(name+text) == ""
			return
		}
		s.sure = false
	}
	if s.list = append(s.list, crm.Address{Email: email}); len(name) > 0 {
		decoded, _ := decodeWords(strings.TrimSpace(name), s.raw)
		s.list[len(s.list)-1].Name = shorten(strings.Trim(oneLine(decoded), ` '"`), maxName)
	}
}

// maxName is how much of a name is kept, in signs.
const maxName = 200

// shorten keeps the first signs of a text.
func shorten(text string, most int) string {
	if len(text) <= most {
		return text
	}
	n := 0
	for i := range text {
		if n++; n > most {
			return text[:i]
		}
	}
	return text
}

// cutComment reads (…), which may hold others.
func cutComment(text string) (comment, rest string) {
	depth := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return strings.TrimSpace(text[1:i]), text[i+1:]
			}
		}
	}
	return strings.TrimSpace(text[1:]), ""
}

// maxAddress is RFC 5321's bound of a path.
const maxAddress = 254

// cleanAddress checks an address and gives its host in ASCII; empty when it is
// none.
func cleanAddress(text string) string {
	text = strings.TrimPrefix(strings.Trim(strings.TrimSpace(text), "<>'\""), "mailto:")
	at := strings.LastIndexByte(text, '@')
	if at <= 0 || at == len(text)-1 || len(text) > 2*maxAddress || !utf8.ValidString(text) {
		return ""
	}
	local, host := text[:at], strings.ToLower(strings.TrimSuffix(text[at+1:], "."))
	if clean(text) != text || strings.ContainsAny(text, " \t\n,;<>()\"\\") || strings.Contains(local, "@") {
		return ""
	}
	if !plain(host) {
		ascii, err := idna.Lookup.ToASCII(host)
		if err != nil {
			return ""
		}
		host = ascii
	}
	if len(local)+1+len(host) > maxAddress || !validHost(host) {
		return ""
	}
	return local + "@" + host
}

// validHost tells a name of letters, digits and hyphens, or an address in
// brackets.
func validHost(host string) bool {
	if strings.HasPrefix(host, "[") && strings.HasSuffix(host, "]") {
		return true
	}
	for label := range strings.SplitSeq(host, ".") {
		if label == "" || len(label) > 63 {
			return false
		}
		for _, c := range []byte(label) {
			if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' && c != '_' {
				return false
			}
		}
	}
	return true
}

// Addresses reads what a person has typed into a field of addresses. It says
// false when any of it could not be understood as it stands.
func Addresses(text string) ([]crm.Address, bool) {
	list, sure := readAddresses(text, "utf-8")
	for _, a := range list {
		if _, err := mail.ParseAddress("<" + a.Email + ">"); err != nil {
			sure = false
		}
	}
	return list, sure
}
