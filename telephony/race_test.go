package telephony

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/emiago/sipgo/sip"

	"pult/app/crm"
	"pult/app/phone"
	"pult/telephony/pbx"
)

func (s *stage) assertNoCalls(t *testing.T) {
	t.Helper()
	s.inside(t, func(a *actor) {
		if len(a.calls) != 0 || len(a.byCallID) != 0 {
			t.Errorf("left over: %d calls, %d Call-IDs", len(a.calls), len(a.byCallID))
		}
	})
}

func TestCancelRightAfterInvite(t *testing.T) {
	s := start(t, pbx.Options{})
	p := newRawPeer(t)
	p.to = s.localAddr(t)
	rounds(t, func(t testing.TB, i int) {
		p.t = t
		id := fmt.Sprintf("cancel-%d", i)
		p.send(
			p.message("INVITE", id, id, "", 1, "", rawSDP),
			p.message("CANCEL", id, id, "", 1, "", ""),
		)
		res := p.response(id, 487, sip.INVITE)
		p.send(p.message("ACK", id, id, tagOf(res), 1, "", ""))
	})
	s.told.await(t, "ends", probes, func(f fact) bool { return f.kind == "ended" && f.end.Outcome == crm.Missed })
	if n := s.told.count(ofKind("ringing")); n != probes {
		t.Errorf("%d rings for %d calls", n, probes)
	}
	s.assertNoCalls(t)
}

func TestByeRightAfterAck(t *testing.T) {
	s := start(t, pbx.Options{})
	p := newRawPeer(t)
	p.to = s.localAddr(t)
	rounds(t, func(t testing.TB, i int) {
		p.t = t
		id := fmt.Sprintf("bye-%d", i)
		p.send(p.message("INVITE", id, id, "", 1, "", rawSDP))
		ring := s.told.await(t, "ring", i+1, ofKind("ringing")).ring
		if err := s.line.Answer(within(t), ring.Call); err != nil {
			t.Fatal(err)
		}
		tag := tagOf(p.response(id, 200, sip.INVITE))
		p.send(
			p.message("ACK", id, id+"a", tag, 1, "", ""),
			p.message("BYE", id, id+"b", tag, 2, "", ""),
		)
		p.response(id, 200, sip.BYE)
	})
	s.told.await(t, "ends", probes, func(f fact) bool { return f.kind == "ended" && f.end.Outcome == crm.Answered })
	s.assertNoCalls(t)
}

func TestAnswerRightAfterRinging(t *testing.T) {
	p, s := startRaw(t)
	rounds(t, func(t testing.TB, i int) {
		p.t = t
		id := crm.NewID(time.Now())
		if err := s.line.Dial(within(t), id, phone.Number{E164: 79123456789}); err != nil {
			t.Fatal(err)
		}
		invite := p.request(sip.INVITE)
		tag := fmt.Sprintf("t%d", i)
		p.send(
			answer(invite, 180, "Ringing", tag, ""),
			answer(invite, 200, "OK", tag, rawSDP),
		)
		p.request(sip.ACK)
		s.told.awaitKind(t, "answered", id)
		if err := s.line.Hangup(within(t), id); err != nil {
			t.Fatal(err)
		}
		p.send(answer(p.request(sip.BYE), 200, "OK", "", ""))
		s.told.awaitKind(t, "ended", id)
	})
	if n := s.told.count(ofKind("remote")); n != probes {
		t.Errorf("180 was heard %d times in %d calls", n, probes)
	}
	s.assertNoCalls(t)
}

// TestTwoMessagesInOneSegment does the same over TCP, where messages share
// segments all the time.
func TestTwoMessagesInOneSegment(t *testing.T) {
	for _, transport := range []string{"tcp", "tls"} {
		t.Run(transport, func(t *testing.T) { twoMessagesInOneSegment(t, transport) })
	}
}

func twoMessagesInOneSegment(t *testing.T, transport string) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	cfg := testConfig(listener.Addr().String() + ";transport=" + transport)
	if transport == "tls" {
		web := httptest.NewUnstartedServer(nil) // for its certificate
		web.StartTLS()
		defer web.Close()
		roots := x509.NewCertPool()
		roots.AddCert(web.Certificate())
		cfg.roots = roots
		listener = tls.NewListener(listener, web.TLS)
	}
	s := startLine(t, cfg)
	conn, err := listener.Accept()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	p := &streamPeer{rawPeer: rawPeer{t: t, to: &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 5060}}, tcp: conn, parser: sip.NewParser().NewSIPStream()}
	p.conn = newRawPeer(t).conn // its address stands in the messages
	register, _ := p.next().(*sip.Request)
	p.write(answer(register, 200, "OK", "", ""))
	s.told.awaitState(t, crm.LineRegistered)

	rounds(t, func(t testing.TB, i int) {
		p.t = t
		id := fmt.Sprintf("segment-%d", i)
		p.write("\r\n\r\n"+p.message("INVITE", id, id, "", 1, "", rawSDP), p.message("CANCEL", id, id, "", 1, "", ""))
		for {
			res, ok := p.next().(*sip.Response)
			if ok && res.StatusCode == 487 && res.CallID().Value() == id {
				p.write(p.message("ACK", id, id, tagOf(res), 1, "", ""))
				return
			}
		}
	})
	s.told.await(t, "ends", probes, func(f fact) bool { return f.kind == "ended" && f.end.Outcome == crm.Missed })
	s.assertNoCalls(t)
}

// streamPeer is a rawPeer over TCP.
type streamPeer struct {
	rawPeer
	tcp    net.Conn
	parser *sip.ParserStream
}

// write sends all messages in one segment.
func (p *streamPeer) write(messages ...string) {
	p.t.Helper()
	var all []byte
	for _, m := range messages {
		all = append(all, m...)
	}
	if _, err := p.tcp.Write(all); err != nil {
		p.t.Fatal(err)
	}
}

func (p *streamPeer) next() sip.Message {
	p.t.Helper()
	buffer := make([]byte, 65535)
	for {
		if m, _, err := p.parser.ParseNext(); err == nil {
			return m
		}
		_ = p.tcp.SetReadDeadline(time.Now().Add(limit))
		n, err := p.tcp.Read(buffer)
		if err != nil {
			p.t.Fatalf("the line sends nothing: %v", err)
		}
		if _, err := p.parser.Write(buffer[:n]); err != nil {
			p.t.Fatal(err)
		}
	}
}
