package telephony

import (
	"net/netip"
	"sync/atomic"
	"testing"
	"time"

	"pult/app/crm"
	"pult/telephony/pbx"
)

// network is the address this machine has now: Linux has all of 127.0.0.0/8.
type network struct{ at atomic.Pointer[netip.Addr] }

func (n *network) moveTo(addr netip.Addr) { n.at.Store(&addr) }

func (n *network) source(netip.AddrPort) (netip.Addr, error) { return *n.at.Load(), nil }

// moved waits for the registration from the new address. How soon it comes is seen
// by TestAnyMoment, on a clock that a busy machine does not hold up.
func (n *network) moved(t *testing.T, s *stage, addr netip.Addr) {
	t.Helper()
	began := time.Now()
	n.moveTo(addr)
	waitFor(t, func() bool {
		there := false
		s.inside(t, func(a *actor) { there = a.reg.bound.Addr() == addr && a.status.State == crm.LineRegistered })
		return there
	})
	t.Logf("registered from the new address after %v", time.Since(began).Round(time.Millisecond))
}

// talkMoved waits until the other side of a talk has agreed to the new address.
func (s *stage) talkMoved(t *testing.T, id crm.ID, addr netip.Addr) {
	t.Helper()
	waitFor(t, func() bool {
		done := false
		s.inside(t, func(a *actor) {
			c := a.calls[id]
			done = c != nil && !c.strayed && c.change == nil && c.session.Local().Addr() == addr
		})
		return done
	})
}

// A laptop goes from one network to another in the middle of a talk.
func TestTalkGoesAlongToAnotherNetwork(t *testing.T) {
	p := startPBX(t, pbx.Options{})
	var here network
	here.moveTo(loop(2))
	cfg := testConfig(p.Addr().String())
	cfg.source = here.source
	s := startLine(t, cfg)
	s.pbx = p
	s.told.awaitState(t, crm.LineRegistered)
	far, ring := s.call(t, pbx.Caller{})
	if err := s.line.Answer(within(t), ring.Call); err != nil {
		t.Fatal(err)
	}
	heard := func() {
		t.Helper()
		loud := s.wave.loud.Load()
		before, err := far.Record(within(t))
		if err != nil {
			t.Fatal(err)
		}
		waitFor(t, func() bool {
			now, err := far.Record(within(t))
			return err == nil && now.Sound.Loud > before.Sound.Loud+10 && s.wave.loud.Load() > loud+10
		})
	}
	heard()
	here.moved(t, s, loop(3))
	s.talkMoved(t, ring.Call, loop(3))
	heard()
	contacts, err := p.Contacts(within(t), testUser)
	if err != nil || len(contacts) != 1 {
		t.Errorf("contacts %v, %v: the one of before is to be taken back", contacts, err)
	}
	if err := far.Hangup(within(t)); err != nil {
		t.Fatal(err)
	}
	if end := s.told.awaitEnd(t, ring.Call); end.Outcome != crm.Answered || end.Code != 0 {
		t.Errorf("ended as %+v", end)
	}
	if r, err := p.Registry(within(t)); err != nil || r.Stars != 0 {
		t.Errorf("registry %+v, %v", r, err)
	}
}
