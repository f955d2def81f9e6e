package telephony

import (
	"bytes"
	"net/netip"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/emiago/sipgo/sip"

	"pult/app/phone"
	"pult/telephony/internal/media"
)

// inviteWith is nil when the parser refuses the headers.
func inviteWith(from string, headers ...string) *sip.Request {
	text := "INVITE sip:84951234567@192.0.2.9 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKx\r\nFrom: " + from +
		"\r\nTo: <sip:84996382584@pbx.example>\r\nCall-ID: x\r\nCSeq: 1 INVITE\r\n"
	for _, h := range headers {
		text += h + "\r\n"
	}
	m, err := sip.ParseMessage([]byte(text + "Content-Length: 0\r\n\r\n"))
	if err != nil {
		return nil
	}
	req, _ := m.(*sip.Request)
	return req
}

func TestIdentity(t *testing.T) {
	const client = "+79123456789"
	tests := []struct {
		name    string
		from    string
		headers []string
		number  string
		display string
	}{
		{"from user", `"89123456789" <sip:89123456789@pbx>;tag=a`, nil, client, "89123456789"},
		{"operator's form", `<sip:79123456789@mango>;tag=a`, nil, client, ""},
		{"ten digits", `<sip:9123456789@x>;tag=a`, nil, client, ""},
		{"asserted before from", `"Anonymous" <sip:anonymous@anonymous.invalid>;tag=a`, []string{`P-Asserted-Identity: "Ivan" <sip:+79123456789@pbx>`}, client, "Ivan"},
		{"asserted with parameters", `<sip:anonymous@x>;tag=a`, []string{`P-Asserted-Identity: "X" <sip:89123456789@10.0.0.1;user=phone>`}, client, "X"},
		{"tel before sip", `<sip:101@x>;tag=a`, []string{`P-Asserted-Identity: <sip:+74950000000@pbx>, <tel:+79123456789>`}, client, ""},
		{"two asserted headers", `<sip:101@x>;tag=a`, []string{`P-Asserted-Identity: <sip:+74950000000@pbx>`, `P-Asserted-Identity: <tel:+7-912-345-67-89>`}, client, ""},
		{"remote party", `<sip:unknown@x>;tag=a`, []string{`Remote-Party-ID: "Petrov, Ivan" <sip:89123456789@pbx>;party=calling;screen=yes`}, client, "Petrov, Ivan"},
		{"escaped plus and context", `<sip:%2B79123456789;phone-context=x@pbx>;tag=a`, nil, client, ""},
		{"digits in the display name", `"Sales: 8 912 345-67-89" <sip:trunk@pbx>;tag=a`, nil, client, "Sales: 8 912 345-67-89"},
		{"colleague", `"Anna" <sip:102@pbx>;tag=a`, nil, "102", "Anna"},
		{"anonymous", `"Anonymous" <sip:anonymous@anonymous.invalid>;tag=a`, nil, "", "Anonymous"},
		{"escapes", `"a \"b\"" <sip:unknown@pbx>;tag=a`, nil, "", `a "b"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			id := identify(inviteWith(tt.from, tt.headers...), phone.Plan{Country: "RU", AreaCode: "495"})
			if id.number.String() != tt.number || id.display != tt.display {
				t.Errorf("%q %q, want %q %q", id.number, id.display, tt.number, tt.display)
			}
			if id.called != "84996382584" {
				t.Errorf("called %q", id.called)
			}
			if id.number.Kind() == phone.None && id.number.Raw == "" {
				t.Error("the raw text is lost")
			}
		})
	}
	diverted := identify(inviteWith(`<sip:102@x>;tag=a`, `Diversion: <sip:103@x>, <tel:+74951112233>`), phone.Plan{})
	if diverted.called != "+74951112233" {
		t.Errorf("called %q before the diversion", diverted.called)
	}
}

func FuzzIdentity(f *testing.F) {
	f.Add(`"Anonymous" <sip:anonymous@anonymous.invalid>;tag=a`, `"Petrov, Ivan" <tel:+7912>, <sip:1;x=%@y>`)
	f.Add(`<sip:%2B7912@x>;tag=a`, `"\`)
	addTorture(f, func(data []byte) {
		if m, err := sip.ParseMessage(data); err == nil && m.From() != nil && m.To() != nil {
			f.Add(m.From().Value(), m.To().Value())
		}
	})
	f.Fuzz(func(t *testing.T, from, asserted string) {
		if strings.ContainsAny(from+asserted, "\r\n") {
			return
		}
		req := inviteWith(from, "P-Asserted-Identity: "+asserted, "Remote-Party-ID: "+asserted, "Diversion: "+asserted)
		if req == nil || req.From() == nil || req.To() == nil {
			return
		}
		id := identify(req, phone.Plan{})
		for _, text := range []string{id.display, id.called} {
			if !utf8.ValidString(text) || len(text) > maxText {
				t.Errorf("text %q", text)
			}
		}
	})
}

func FuzzSDP(f *testing.F) {
	f.Add([]byte(rawSDP))
	f.Add([]byte(rawSDP + "m=video 0 RTP/AVP 99\r\na=sendonly\r\n"))
	f.Add([]byte(strings.Replace(rawSDP, "AVP", "SAVP", 1) +
		"a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:PS1uQCVeeCFCanVmcjkpPywjNWhcYD0mXXtxaVBR|2^20|1:4\r\n"))
	addTorture(f, func(data []byte) {
		_, body, _ := bytes.Cut(data, []byte("\r\n\r\n"))
		f.Add(body)
	})
	f.Fuzz(func(t *testing.T, body []byte) {
		d, err := media.Read(body, media.Optional)
		if err != nil {
			return
		}
		s, err := media.Open(netip.MustParseAddr("127.0.0.1"), media.Optional)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		answer, err := s.Answer(media.Identity{}, d)
		if err != nil {
			return
		}
		if _, err := media.Read(answer, media.Optional); err != nil {
			t.Errorf("our own answer cannot be read: %v\n%s", err, answer)
		}
	})
}
