package telephony

import (
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/emiago/sipgo/sip"

	"pult/app/crm"
	"pult/telephony/pbx"
)

// hangUp ends a call from our side at a raw peer.
func (p *rawPeer) hangUp(t testing.TB, s *stage, id crm.ID) {
	t.Helper()
	if err := s.line.Hangup(within(t), id); err != nil {
		t.Fatal(err)
	}
	p.send(answer(p.request(sip.BYE), 200, "OK", "", ""))
	s.told.awaitKind(t, "ended", id)
}

// Queues repeat their 180 all through a long ring: fifteen, and then the answer.
func TestFifteenRingsThenAnswer(t *testing.T) {
	p, s := startRaw(t)
	rounds(t, func(t testing.TB, i int) {
		p.t = t
		id := s.dial(t)
		invite := p.request(sip.INVITE)
		tag := fmt.Sprintf("t%d", i)
		var all []string
		for range 15 {
			all = append(all, answer(invite, 180, "Ringing", tag, ""))
		}
		p.send(append(all, answer(invite, 200, "OK", tag, rawSDP))...)
		p.request(sip.ACK)
		s.told.awaitKind(t, "answered", id)
		p.hangUp(t, s, id)
	})
	s.assertNoCalls(t)
}

// Long routes make an INVITE of 1400 bytes and an answer that is no shorter: more
// than goes into one packet of the network next to other headers.
func TestLargeInviteOverUDP(t *testing.T) {
	const size = 1400
	p, s := startWithRaw(t, pbx.Options{})
	route := "Record-Route: <sip:" + p.conn.LocalAddr().String() + ";lr>\r\n"
	route += "Record-Route: <sip:" + p.conn.LocalAddr().String() + ";lr;x=%s>\r\n"
	rounds(t, func(t testing.TB, i int) {
		p.t = t
		id := fmt.Sprintf("large-%d", i)
		bare := len(p.message("INVITE", id, id, "", 1, fmt.Sprintf(route, ""), rawSDP))
		p.send(p.message("INVITE", id, id, "", 1, fmt.Sprintf(route, strings.Repeat("x", size-bare)), rawSDP))
		ring := s.told.await(t, "ring", i+1, ofKind("ringing")).ring
		if err := s.line.Answer(within(t), ring.Call); err != nil {
			t.Fatal(err)
		}
		tag := tagOf(p.response(id, 200, sip.INVITE))
		p.send(p.message("ACK", id, id+"a", tag, 1, "", ""))
		p.hangUp(t, s, ring.Call)
	})
	s.assertNoCalls(t)
}

// The ACK of our answer never comes: the call is over, a BYE is sent and the
// desk is told. Fifty at a time, for each waits out its timers.
func TestAckIsLost(t *testing.T) {
	const together = 50
	p := newRawPeer(t)
	cfg := testConfig(p.conn.LocalAddr().String())
	cfg.T1, cfg.T2, cfg.Calls = 2*time.Millisecond, 8*time.Millisecond, together
	s := startLine(t, cfg)
	p.send(answer(p.request(sip.REGISTER), 200, "OK", "", ""))
	s.told.awaitState(t, crm.LineRegistered)
	p.to = s.localAddr(t)
	parted := make(chan string, 4*probes) // a BYE may come again
	go p.partWithAll(parted)
	for begin := 0; begin < probes; begin += together {
		for i := range together {
			id := fmt.Sprintf("lost-%d", begin+i)
			p.send(p.message("INVITE", id, id, "", 1, "", rawSDP))
			ring := s.told.await(t, "ring", begin+i+1, ofKind("ringing")).ring
			if err := s.line.Answer(within(t), ring.Call); err != nil {
				t.Fatal(err)
			}
		}
		s.told.await(t, "ends", begin+together, ofKind("ended"))
	}
	byes := make(map[string]bool)
	waitFor(t, func() bool {
		for len(parted) > 0 {
			byes[<-parted] = true
		}
		return len(byes) == probes
	})
	if n := s.told.count(func(f fact) bool { return f.kind == "ended" && f.end.Outcome == crm.NetworkFault }); n != probes {
		t.Errorf("%d of %d missed", probes-n, probes)
	}
	s.assertNoCalls(t)
}

// partWithAll answers all that asks for it and tells of each BYE, until the socket is
// closed.
func (p *rawPeer) partWithAll(parted chan<- string) {
	buffer := make([]byte, 65535)
	for {
		n, _, err := p.conn.ReadFromUDP(buffer)
		if err != nil {
			return
		}
		m, err := sip.ParseMessage(buffer[:n])
		req, ok := m.(*sip.Request)
		if err != nil || !ok || req.Method == sip.ACK {
			continue
		}
		_, _ = p.conn.WriteToUDP([]byte(answer(req, 200, "OK", "", "")), p.to)
		if req.Method == sip.BYE {
			parted <- req.CallID().Value()
		}
	}
}

// Two telephones pick up at once: each hears an ACK with its own tag, the one that
// was later is hung up, and the call is with the other.
func TestForkedAnswers(t *testing.T) {
	p, s := startRaw(t)
	rounds(t, func(t testing.TB, i int) {
		p.t = t
		id := s.dial(t)
		invite := p.request(sip.INVITE)
		first, second := fmt.Sprintf("a%d", i), fmt.Sprintf("b%d", i)
		p.send(answer(invite, 180, "Ringing", second, ""), answer(invite, 200, "OK", first, rawSDP), answer(invite, 200, "OK", second, rawSDP))
		acked, loser := make(map[string]bool), ""
		for len(acked) < 2 || loser == "" {
			m, ok := p.read()
			if !ok {
				t.FailNow()
			}
			req, isReq := m.(*sip.Request)
			if !isReq {
				continue
			}
			tag, _ := req.To().Params.Get("tag")
			switch req.Method {
			case sip.ACK:
				acked[tag] = true
			case sip.BYE:
				loser = tag
				p.send(answer(req, 200, "OK", "", ""))
			}
		}
		if !acked[first] || !acked[second] || loser != second {
			t.Errorf("ACKs %v, BYE to %s", acked, loser)
		}
		s.told.awaitKind(t, "answered", id)
		p.hangUp(t, s, id)
	})
	s.assertNoCalls(t)
}

// Nonces that grow old between one request and the next cost a round more and
// nothing else: calls and registrations over many of them.
func TestCallsOverManyNonces(t *testing.T) {
	s := start(t, pbx.Options{
		NonceUses: 20,
		Callee:    func(string) pbx.Callee { return pbx.Callee{Refuse: 486} },
	})
	rounds(t, func(t testing.TB, i int) {
		if i%2 == 0 {
			s.line.Retry()
		}
		id := s.dial(t)
		if end := s.told.awaitEnd(t, id); end.Code != 486 {
			t.Errorf("ended as %+v", end)
		}
	})
	if n := s.told.count(func(f fact) bool { return f.status.State == crm.LineRefused }); n != 0 {
		t.Error("an old nonce was taken for a wrong password")
	}
	s.assertNoCalls(t)
}

// Both sides change the call at the same moment, ours by hold, theirs by an INVITE
// without a description: it ends as both know it, whoever was told 491.
func TestHoldMeetsEmptyInvite(t *testing.T) {
	p := newRawPeer(t)
	cfg := testConfig(p.conn.LocalAddr().String())
	cfg.glareUnit = 10 * time.Microsecond
	s := startLine(t, cfg)
	p.seesOff(t)
	p.send(answer(p.request(sip.REGISTER), 200, "OK", "", ""))
	s.told.awaitState(t, crm.LineRegistered)
	p.to = s.localAddr(t)
	ring, tag := p.talk(s, "meet")
	g := &glaring{rawPeer: p, id: "meet", tag: tag, seq: 1}
	rounds(t, func(t testing.TB, i int) {
		p.t = t
		held := make(chan error, 1)
		g.offer()
		go func() { held <- s.line.Hold(within(t), ring.Call, i%2 == 0) }()
		for g.theirs || !g.ours {
			g.next(t)
		}
		g.ours = false
		if err := <-held; err != nil {
			t.Fatal(err)
		}
		s.inside(t, func(a *actor) {
			c := a.calls[ring.Call]
			if c.held != (i%2 == 0) || c.agreed != c.held || c.quiet.Load() != c.held {
				t.Errorf("held %v, agreed %v", c.held, c.agreed)
			}
		})
	})
	t.Logf("%d of %d met in the middle", g.met, probes)
	if g.met == 0 {
		t.Error("the two never met")
	}
	p.hangUp(t, s, ring.Call)
	s.assertNoCalls(t)
}

// glaring is the other side of a call in which both change things.
type glaring struct {
	*rawPeer
	id, tag string
	seq     int
	theirs  bool // its INVITE is not answered for good
	ours    bool // the line's INVITE was accepted
	met     int
}

// offer sends an INVITE without a description.
func (g *glaring) offer() {
	g.seq++
	g.theirs = true
	g.send(g.message("INVITE", g.id, fmt.Sprintf("meet-%d", g.seq), g.tag, g.seq, "", ""))
}

// next takes one message and does what it asks for.
func (g *glaring) next(t testing.TB) {
	m, ok := g.read()
	if !ok {
		t.FailNow()
	}
	switch m := m.(type) {
	case *sip.Request:
		if m.Method != sip.INVITE {
			return
		}
		if g.theirs {
			g.met++
			g.send(answer(m, 491, "Request Pending", "", ""))
			return
		}
		g.send(answer(m, 200, "OK", "", rawSDP))
		g.ours = true
	case *sip.Response:
		seq := m.CSeq()
		if seq.MethodName != sip.INVITE || int(seq.SeqNo) != g.seq || m.StatusCode < 200 || !g.theirs {
			return
		}
		branch := fmt.Sprintf("meet-%d", g.seq)
		switch {
		case m.StatusCode == 491:
			g.met++
			g.send(g.message("ACK", g.id, branch, g.tag, g.seq, "", ""))
			g.offer()
		case m.StatusCode < 300:
			g.send(g.message("ACK", g.id, branch+"a", g.tag, g.seq, "", rawSDP))
			g.theirs = false
		}
	}
}

// The socket dies under the line again and again, idle and while it rings, at the
// port of before and at another one, as after a change of the network: each time
// the line is registered anew, and what rang is told of its end.
func TestListenerIsKilled(t *testing.T) {
	p := newRawPeer(t)
	cfg := testConfig(p.conn.LocalAddr().String())
	cfg.pauses = []time.Duration{time.Millisecond}
	s := startLine(t, cfg)
	p.seesOff(t)
	p.send(answer(p.request(sip.REGISTER), 200, "OK", "", ""))
	s.told.awaitState(t, crm.LineRegistered)
	p.to = s.localAddr(t)
	moves := 0
	rounds(t, func(t testing.TB, i int) {
		p.t = t
		id := fmt.Sprintf("killed-%d", i)
		rings := i%2 == 0
		if rings {
			p.send(p.message("INVITE", id, id, "", 1, "", rawSDP))
			p.response(id, 180, sip.INVITE)
		}
		var before netip.AddrPort
		s.inside(t, func(a *actor) {
			before = a.reg.contact
			if i%4 > 1 {
				a.lastPort = 0
			}
			_ = a.link.Close()
		})
		register := p.request(sip.REGISTER)
		via := register.Via()
		p.to = &net.UDPAddr{IP: net.ParseIP(via.Host), Port: via.Port}
		p.send(answer(register, 200, "OK", "", ""))
		s.told.await(t, "registration", i+2, func(f fact) bool { return f.status.State == crm.LineRegistered })
		if p.to.String() != before.String() {
			moves++
			if gone := contactsOf(register); !slices.ContainsFunc(gone, func(c string) bool {
				return strings.Contains(c, before.String()) && strings.Contains(c, "expires=0")
			}) {
				t.Errorf("moved without taking the old address back: %q", gone)
			}
		}
		if rings {
			p.send(p.message("CANCEL", id, id, "", 1, "", ""))
			p.send(p.message("ACK", id, id, tagOf(p.response(id, 487, sip.INVITE)), 1, "", ""))
			s.told.await(t, "end", i/2+1, func(f fact) bool { return f.kind == "ended" && f.end.Outcome == crm.Missed })
		}
	})
	if moves == 0 {
		t.Error("the line never moved")
	}
	s.assertNoCalls(t)
}

func contactsOf(req *sip.Request) []string {
	var all []string
	for _, h := range req.GetHeaders("contact") {
		all = append(all, h.String())
	}
	return all
}
