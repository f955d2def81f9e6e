package telephony

import (
	"strings"
	"testing"

	"github.com/emiago/sipgo/sip"

	"pult/app/crm"
	"pult/telephony/pbx"
)

const otherFrom = "sip:+79123456789@"

// awaitRenamed waits for the nth name of a call.
func (s *stage) awaitRenamed(t testing.TB, id crm.ID, n int, number, display string) {
	t.Helper()
	f := s.told.await(t, "the name "+number, n, func(f fact) bool { return f.kind == "renamed" && f.call == id })
	if f.ring.Number.String() != number || f.ring.Display != display {
		t.Errorf("name %d is %s %q, want %s %q", n, f.ring.Number, f.ring.Display, number, display)
	}
}

// A talk that is handed over to us, and one whose other side is somebody else by
// now: the number on the card follows.
func TestOtherSideIsRenamed(t *testing.T) {
	p, s := startWithRaw(t, pbx.Options{})
	ring, tag := p.talk(s, "first")
	renamed := func(number string) {
		t.Helper()
		s.told.await(t, "the name "+number, 1, func(f fact) bool {
			return f.kind == "renamed" && f.call == ring.Call && f.ring.Number.String() == number
		})
	}
	p.send(p.message("UPDATE", "first", "u", tag, 2, "P-Asserted-Identity: \"Ivanov\" <sip:+79161112233@127.0.0.1>\r\n", ""))
	p.response("first", 200, sip.UPDATE)
	renamed("+79161112233")
	invite := p.message("INVITE", "second", "second", "", 1, "Replaces: first;to-tag="+tag+";from-tag=ffirst\r\n", rawSDP)
	p.send(strings.Replace(invite, otherFrom, "sip:+79260001122@", 1))
	res := p.response("second", 200, sip.INVITE)
	p.send(strings.Replace(p.message("ACK", "second", "second-ack", tagOf(res), 1, "", ""), otherFrom, "sip:+79260001122@", 1))
	renamed("+79260001122")
	// A sign of life names nobody else.
	p.send(strings.Replace(p.message("UPDATE", "second", "u2", tagOf(res), 2, "", ""), otherFrom, "sip:+79260001122@", 1))
	p.response("second", 200, sip.UPDATE)
	p.seeOff()
	s.stop()
	if n := s.told.count(ofKind("renamed")); n != 2 {
		t.Errorf("renamed %d times", n)
	}
}

// An exchange without headers of its own writes who it is now into From (RFC 4916).
func TestOtherSideChangesItsFrom(t *testing.T) {
	p, s := startRaw(t)
	ring, tag := p.talk(s, "id")
	from := func(message, uri string) string { return strings.Replace(message, otherFrom, uri, 1) }
	p.send(from(p.message("UPDATE", "id", "u1", tag, 2, "", ""), "sip:+79161112233@"))
	p.response("id", 200, sip.UPDATE)
	s.awaitRenamed(t, ring.Call, 1, "+79161112233", "Romashka")
	p.send(from(p.message("UPDATE", "id", "u2", tag, 3, "", ""), "sip:89161112233@"), // the same, written otherwise
		from(p.message("UPDATE", "id", "u3", tag, 4, "", ""), "sip:asterisk@")) // nobody
	for range 2 {
		p.response("id", 200, sip.UPDATE)
	}
	p.send(from(p.message("INVITE", "id", "i1", tag, 5, "", rawSDP), "sip:102@"))
	p.response("id", 200, sip.INVITE)
	p.send(from(p.message("ACK", "id", "a1", tag, 5, "", ""), "sip:102@"))
	s.awaitRenamed(t, ring.Call, 2, "102", "Romashka")
	if err := s.line.Hangup(within(t), ring.Call); err != nil {
		t.Fatal(err)
	}
	bye := p.request(sip.BYE)
	if user := bye.To().Address.User; user != "102" {
		t.Errorf("the last request is to %q", user)
	}
	p.send(answer(bye, 200, "OK", "", ""))
	s.told.awaitEnd(t, ring.Call)
	if n := s.told.count(ofKind("renamed")); n != 2 {
		t.Errorf("renamed %d times", n)
	}
}

// A number that is forwarded is answered by somebody else, who may hand it over once
// more. What is known already is not told again, and our own name is no news.
func TestAnswerNamesWhoAnswered(t *testing.T) {
	p, s := startRaw(t)
	named := func(response, who string) string {
		return strings.Replace(response, "Content-Length:", "P-Asserted-Identity: "+who+"\r\nContent-Length:", 1)
	}
	for _, who := range []string{"<sip:101@127.0.0.1>", "<sip:8" + somebody.String()[2:] + "@127.0.0.1>", "<sip:anonymous@127.0.0.1>"} {
		id := s.dial(t)
		p.send(named(answer(p.request(sip.INVITE), 200, "OK", "x", rawSDP), who))
		p.request(sip.ACK)
		s.told.awaitKind(t, "answered", id)
		p.hangUp(t, s, id)
		if n := s.told.count(ofKind("renamed")); n != 0 {
			t.Errorf("%s renamed", who)
		}
	}
	id := s.dial(t)
	p.send(named(answer(p.request(sip.INVITE), 200, "OK", "x", rawSDP), `"Петров" <sip:104@127.0.0.1>`))
	p.request(sip.ACK)
	s.awaitRenamed(t, id, 1, "104", "Петров")
	done := make(chan error, 1)
	go func() { done <- s.line.Hold(within(t), id, true) }()
	p.send(named(answer(p.request(sip.INVITE), 200, "OK", "", strings.Replace(rawSDP, "m=", "a=recvonly\r\nm=", 1)), "<tel:+79161112233>"))
	p.request(sip.ACK)
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	s.awaitRenamed(t, id, 2, "+79161112233", "")
	p.hangUp(t, s, id)
}
