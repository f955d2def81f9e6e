package telephony

import (
	"strings"
	"unicode"

	"github.com/emiago/sipgo/sip"

	"pult/app/phone"
)

// maxText bounds what is kept of a header, in bytes.
const maxText = 256

// identity is who calls whom, as the exchange tells it.
type identity struct {
	number  phone.Number
	display string
	called  string
}

// identify reads the caller from an INVITE of the registrar. The exchange's own
// word (RFC 3325, then Remote-Party-ID) comes before what the caller says of
// itself. A caller that hides has a number of kind None with the text kept.
func identify(req *sip.Request, plan phone.Plan) identity {
	id, ok := asserted(req, plan)
	id.called = calledNumber(req)
	from := address{name: unquote(req.From().DisplayName), uri: req.From().Address}
	if id.display == "" {
		id.display = cleaned(from.name)
	}
	if ok {
		return id
	}
	id.number = plan.Parse(from.user())
	if id.number.Kind() != phone.None {
		return id
	}
	if n := plan.Parse(id.display); n.Kind() != phone.None {
		id.number = n
		return id
	}
	id.number = phone.Number{Raw: cleaned(from.user())}
	return id
}

// asserted is who the exchange says is there, in a request or in an answer; false
// says that it names no number.
func asserted(m sip.Message, plan phone.Plan) (identity, bool) {
	var id identity
	all := append(addresses(m, "p-asserted-identity"), addresses(m, "remote-party-id")...)
	for _, a := range all {
		if a.name != "" {
			id.display = cleaned(a.name)
			break
		}
	}
	for _, a := range telFirst(all) {
		if n := plan.Parse(a.user()); n.Kind() != phone.None {
			id.number = n
			return id, true
		}
	}
	return id, false
}

// calledNumber is the number that was dialled: an exchange that forwards names
// it in Diversion, others in To, or only in the Request-URI.
func calledNumber(req *sip.Request) string {
	if diverted := addresses(req, "diversion"); len(diverted) > 0 {
		// The last entry is the first diversion (RFC 5806 section 3).
		if user := diverted[len(diverted)-1].user(); user != "" {
			return cleaned(user)
		}
	}
	if to := (address{uri: req.To().Address}).user(); to != "" {
		return cleaned(to)
	}
	return cleaned(address{uri: req.Recipient}.user())
}

// address is one value of an identity header.
type address struct {
	name string
	uri  sip.Uri
}

// user is the part that may be a number.
func (a address) user() string {
	user := a.uri.User
	if user == "" {
		user = a.uri.Raw() // tel:
	}
	user, _, _ = strings.Cut(user, ";") // ;phone-context and other parameters
	if escaped := strings.ToUpper(user); strings.Contains(escaped, "%2B") {
		user = "+" + strings.ReplaceAll(escaped, "%2B", "")
	}
	return user
}

// addresses reads all values of a header that sipgo gives as text.
func addresses(m sip.Message, name string) []address {
	var all []address
	for _, h := range m.GetHeaders(name) {
		for _, text := range splitValues(h.Value()) {
			var (
				uri    sip.Uri
				params sip.HeaderParams
			)
			display, err := sip.ParseAddressValue(text, &uri, &params)
			if err == nil {
				all = append(all, address{name: unquote(display), uri: uri})
			}
		}
	}
	return all
}

// splitValues cuts a header at commas outside of quotes and angle brackets.
func splitValues(text string) []string { return splitAt(text, ',') }

func splitAt(text string, mark byte) []string {
	var values []string
	quoted, angled, escaped := false, false, false
	start := 0
	for i := range len(text) {
		switch c := text[i]; {
		case escaped:
			escaped = false
		case quoted && c == '\\':
			escaped = true
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '<':
			angled = true
		case c == '>':
			angled = false
		case c == mark && !angled:
			values = append(values, strings.TrimSpace(text[start:i]))
			start = i + 1
		}
	}
	return append(values, strings.TrimSpace(text[start:]))
}

// telFirst puts tel URIs before sip ones: they are numbers by definition.
func telFirst(all []address) []address {
	sorted := make([]address, 0, len(all))
	for _, tel := range []bool{true, false} {
		for _, a := range all {
			if strings.EqualFold(a.uri.Scheme, "tel") == tel {
				sorted = append(sorted, a)
			}
		}
	}
	return sorted
}

// unquote undoes the escapes of a quoted string (RFC 3261 section 25.1), whose
// quotes sipgo has taken off.
func unquote(text string) string {
	text = strings.TrimSpace(text)
	if !strings.Contains(text, `\`) {
		return text
	}
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] == '\\' && i+1 < len(text) {
			i++
		}
		b.WriteByte(text[i])
	}
	return b.String()
}

// cleaned makes hostile text fit to be shown: valid UTF-8, printable, short.
func cleaned(text string) string {
	text = strings.ToValidUTF8(text, "")
	text = strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return -1
	}, text)
	if len(text) > maxText {
		text = strings.ToValidUTF8(text[:maxText], "")
	}
	return strings.TrimSpace(text)
}
