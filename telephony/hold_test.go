package telephony

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/emiago/sipgo/sip"

	"pult/app/crm"
	"pult/telephony/internal/media"
	"pult/telephony/pbx"
)

// answered brings a call from outside up.
func (s *stage) answered(t testing.TB, caller pbx.Caller) (*pbx.Call, crm.ID) {
	t.Helper()
	call, ring := s.call(t, caller)
	s.answer(t, call, ring.Call)
	return call, ring.Call
}

func (s *stage) answer(t testing.TB, call *pbx.Call, id crm.ID) {
	t.Helper()
	if err := s.line.Answer(within(t), id); err != nil {
		t.Fatal(err)
	}
	if r, err := call.Wait(within(t), pbx.Talking); err != nil || r.State != pbx.Talking {
		t.Fatalf("the exchange saw %+v, %v", r, err)
	}
}

func (s *stage) hold(t testing.TB, id crm.ID, on bool) {
	t.Helper()
	if err := s.line.Hold(within(t), id, on); err != nil {
		t.Fatalf("hold %v: %v", on, err)
	}
}

func (w *witness) awaitHeld(t testing.TB, id crm.ID, here, there bool) {
	t.Helper()
	w.await(t, fmt.Sprintf("held %v %v", here, there), 1, func(f fact) bool {
		return f.kind == "held" && f.call == id && f.here == here && f.there == there
	})
}

// forget lets the next wait see only what comes from now on.
func (w *witness) forget(kind string) { w.forgetUntil(kind, func(fact) bool { return false }) }

// forgetUntil lets it see only what has come behind the first of some facts, which
// may be more than was there when somebody waited for that.
func (w *witness) forgetUntil(kind string, last func(fact) bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for i, f := range w.facts {
		if f.kind == kind {
			w.facts[i].kind = "old " + kind
		}
		if last(f) {
			return
		}
	}
}

func record(t testing.TB, c *pbx.Call) pbx.Record {
	t.Helper()
	r, err := c.Record(within(t))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// sent counts the packets of sound that have left us.
func (s *stage) sent(t *testing.T, id crm.ID) (n uint64) {
	t.Helper()
	s.inside(t, func(a *actor) { n = a.calls[id].session.Stats().Sent })
	return n
}

// While the other side is held no packet leaves and nothing is played; afterwards
// both hear each other again.
func TestHoldStopsSoundBothWays(t *testing.T) {
	s := start(t, pbx.Options{})
	call, id := s.answered(t, pbx.Caller{})
	awaitSound(t, s, call)
	s.hold(t, id, true)
	s.told.awaitHeld(t, id, true, false)
	if r := record(t, call); !r.Held {
		t.Error("the exchange does not know of the hold")
	}
	// A frame that was under way at the moment of holding may still pass.
	sent, played := s.sent(t, id), s.wave.loud.Load()
	s.deviceRuns(t)
	if n := s.sent(t, id) - sent; n > 1 {
		t.Errorf("%d packets left while on hold", n)
	}
	if n := s.wave.loud.Load() - played; n > 1 {
		t.Errorf("%d frames were played while on hold", n)
	}
	s.hold(t, id, false)
	s.told.awaitHeld(t, id, false, false)
	received, played := record(t, call).Sound.Loud, s.wave.loud.Load()
	waitFor(t, func() bool { return record(t, call).Sound.Loud >= received+5 && s.wave.loud.Load() >= played+5 })
}

func TestHoldOnceTold(t *testing.T) {
	s := start(t, pbx.Options{})
	_, id := s.answered(t, pbx.Caller{})
	for range 3 {
		s.hold(t, id, true)
	}
	s.stop()
	if n := s.told.count(ofKind("held")); n != 1 {
		t.Errorf("Held came %d times", n)
	}
	if err := s.line.Hold(within(t), id, true); !errors.Is(err, crm.ErrNotConnected) {
		t.Errorf("not served: %v", err)
	}
}

// Both sides hold and let go in every order.
func TestBothSidesHold(t *testing.T) {
	s := start(t, pbx.Options{})
	call, id := s.answered(t, pbx.Caller{})
	there := func(on bool) {
		if err := call.Hold(within(t), on); err != nil {
			t.Fatal(err)
		}
	}
	there(true)
	s.told.awaitHeld(t, id, false, true)
	s.hold(t, id, true)
	s.told.awaitHeld(t, id, true, true)
	there(false)
	s.told.awaitHeld(t, id, true, false)
	there(true)
	s.told.forget("held")
	s.hold(t, id, false)
	s.told.awaitHeld(t, id, false, true)
	there(false)
	s.told.awaitHeld(t, id, false, false)
	awaitSound(t, s, call)
}

// A change that meets one of the other side is tried again (RFC 3261 section 14.1).
func TestHoldThroughGlare(t *testing.T) {
	e := startPBX(t, pbx.Options{})
	cfg := testConfig(e.Addr().String())
	cfg.glareUnit = 10 * time.Microsecond
	s := startLine(t, cfg)
	s.pbx = e
	s.told.awaitState(t, crm.LineRegistered)
	call, id := s.answered(t, pbx.Caller{})
	for round := range 20 {
		if err := call.Glare(within(t), 1+round%3); err != nil {
			t.Fatal(err)
		}
		s.hold(t, id, round%2 == 0)
	}
	if r := record(t, call); r.Glares != 39 || r.Held {
		t.Errorf("the exchange saw %+v", r)
	}
	if err := call.Glare(within(t), 100); err != nil {
		t.Fatal(err)
	}
	if err := s.line.Hold(within(t), id, true); !errors.Is(err, crm.ErrRefused) {
		t.Errorf("endless glare gives %v", err)
	}
	if n := s.told.count(func(f fact) bool { return f.kind == "held" && f.here }); n != 10 {
		t.Errorf("held %d times", n)
	}
}

// While our own offer is open theirs is answered 491; both then come through.
func TestOfferDuringOurs(t *testing.T) {
	p, s := startWithRaw(t, pbx.Options{})
	ring, tag := p.talk(s, "glare")
	done := make(chan error, 1)
	go func() { done <- s.line.Hold(within(t), ring.Call, true) }()
	ours := p.request(sip.INVITE)
	p.send(p.message("INVITE", "glare", "theirs", tag, 2, "", rawSDP))
	p.response("glare", 491, sip.INVITE)
	p.send(p.message("ACK", "glare", "theirs", tag, 2, "", ""))
	p.send(p.message("UPDATE", "glare", "update", tag, 3, "", rawSDP))
	p.response("glare", 491, sip.UPDATE)
	p.send(answer(ours, 200, "OK", "", rawSDP+"a=recvonly\r\n"))
	p.request(sip.ACK)
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	// The other side wants to talk; we hold, so it may only listen.
	p.send(p.message("INVITE", "glare", "again", tag, 4, "", rawSDP))
	res := p.response("glare", 200, sip.INVITE)
	if d, err := media.Read(res.Body(), media.Plain); err != nil || d.Direction != media.SendOnly {
		t.Errorf("answered %s, %v", d.Direction, err)
	}
	p.send(p.message("ACK", "glare", "again2", tag, 4, "", ""))
	// It asks what we want: still nothing.
	p.send(p.message("INVITE", "glare", "empty", tag, 5, "", ""))
	res = p.response("glare", 200, sip.INVITE)
	if d, err := media.Read(res.Body(), media.Plain); err != nil || d.Direction != media.SendOnly {
		t.Errorf("offered %s, %v", d.Direction, err)
	}
	p.send(p.message("ACK", "glare", "empty2", tag, 5, "", rawSDP+"a=recvonly\r\n"))
	go func() { done <- s.line.Hold(within(t), ring.Call, false) }()
	p.send(answer(p.request(sip.INVITE), 200, "OK", "", rawSDP))
	if err := <-done; err != nil {
		t.Fatal(err)
	}
}

func TestHoldRefusedChangesNothing(t *testing.T) {
	p, s := startWithRaw(t, pbx.Options{})
	ring, tag := p.talk(s, "no")
	done := make(chan error, 1)
	go func() { done <- s.line.Hold(within(t), ring.Call, true) }()
	p.send(answer(p.request(sip.INVITE), 488, "Not Acceptable Here", "", ""))
	if err := <-done; !errors.Is(err, crm.ErrRefused) {
		t.Errorf("hold gives %v", err)
	}
	s.inside(t, func(a *actor) {
		if c := a.calls[ring.Call]; c.held || c.quiet.Load() {
			t.Error("sound is off after a hold that was refused")
		}
	})
	// A side that knows the call no more: it is over.
	go func() { done <- s.line.Hold(within(t), ring.Call, true) }()
	p.send(answer(p.request(sip.INVITE), 481, "Call/Transaction Does Not Exist", "", ""))
	if err := <-done; !errors.Is(err, crm.ErrNoCall) {
		t.Errorf("hold gives %v", err)
	}
	s.told.awaitEnd(t, ring.Call)
	p.send(answer(p.request(sip.BYE), 481, "Gone", "", ""))
	p.send(p.message("OPTIONS", "no", "o", tag, 9, "", ""))
	s.assertNoCalls(t)
}

// The Contact of an answer to a change is where the next request goes.
func TestTargetRefreshByResponse(t *testing.T) {
	p, s := startWithRaw(t, pbx.Options{})
	ring, _ := p.talk(s, "refresh")
	moved := newRawPeer(t)
	done := make(chan error, 1)
	go func() { done <- s.line.Hold(within(t), ring.Call, true) }()
	text := answer(p.request(sip.INVITE), 200, "OK", "", rawSDP+"a=recvonly\r\n")
	begin, rest, _ := strings.Cut(text, "Contact: <sip:raw@")
	_, rest, _ = strings.Cut(rest, ">")
	p.send(begin + "Contact: <sip:raw@" + moved.conn.LocalAddr().String() + ">" + rest)
	moved.request(sip.ACK)
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if err := s.line.Hangup(within(t), ring.Call); err != nil {
		t.Fatal(err)
	}
	moved.send(answer(moved.request(sip.BYE), 200, "OK", "", ""))
}

// An UPDATE moves the target as well.
func TestTargetRefreshByUpdate(t *testing.T) {
	p, s := startWithRaw(t, pbx.Options{})
	ring, tag := p.talk(s, "update")
	moved := newRawPeer(t)
	p.send(strings.Replace(p.message("UPDATE", "update", "u2", tag, 2, "", ""),
		"Contact: <sip:raw@"+p.conn.LocalAddr().String(), "Contact: <sip:raw@"+moved.conn.LocalAddr().String(), 1))
	p.response("update", 200, sip.UPDATE)
	if err := s.line.Hangup(within(t), ring.Call); err != nil {
		t.Fatal(err)
	}
	moved.send(answer(moved.request(sip.BYE), 200, "OK", "", ""))
}

// Both sides want a change at the same moment, again and again: whoever is told
// 491 tries again, and in the end both know the same.
func TestBothHoldAtOnce(t *testing.T) {
	e := startPBX(t, pbx.Options{})
	cfg := testConfig(e.Addr().String())
	cfg.glareUnit = 50 * time.Microsecond
	s := startLine(t, cfg)
	s.pbx = e
	s.told.awaitState(t, crm.LineRegistered)
	call, id := s.answered(t, pbx.Caller{})
	for round := range probes {
		on := round%2 == 0
		done := make(chan error, 1)
		go func() {
			err := call.Hold(within(t), on)
			for errors.Is(err, pbx.ErrRefused) {
				err = call.Hold(within(t), on)
			}
			done <- err
		}()
		if err := s.line.Hold(within(t), id, on); err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		if err := <-done; err != nil {
			t.Fatalf("round %d, the outside: %v", round, err)
		}
		if held := record(t, call).Held; held != on {
			t.Fatalf("round %d: the exchange sees held %v", round, held)
		}
	}
	s.inside(t, func(a *actor) {
		if c := a.calls[id]; c.held || c.agreed || c.there || c.change != nil || c.quiet.Load() {
			t.Errorf("in the end held %v agreed %v there %v", c.held, c.agreed, c.there)
		}
	})
	awaitSound(t, s, call)
	t.Logf("%d of %d rounds met in the middle", record(t, call).Glares, probes)
}
