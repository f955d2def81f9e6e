//go:build field

package telephony

import (
	"context"
	"net"
	"net/netip"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"pult/app/crm"
	"pult/app/phone"
	"pult/telephony/pbxtest"
)

// couple is two lines at one exchange, as people have them.
type couple struct {
	called, calling *stage
	calls           int
}

func startCouple(t *testing.T, server string, change func(*Config)) *couple {
	t.Helper()
	var lines [2]*stage
	for i, account := range [2][2]string{{testUser, testPassword}, {"102", "other"}} {
		cfg := testConfig(server)
		cfg.User, cfg.Password = account[0], account[1]
		cfg.pauses, cfg.probe = nil, 0
		change(&cfg)
		lines[i] = startLine(t, cfg)
		lines[i].told.awaitState(t, crm.LineRegistered)
	}
	return &couple{called: lines[0], calling: lines[1]}
}

func asIs(*Config) {}

// talk begins a talk and gives its ids on both sides.
func (c *couple) talk(t *testing.T) (ours, theirs crm.ID) {
	t.Helper()
	c.calls++
	ours = crm.NewID(time.Now())
	if err := c.calling.line.Dial(within(t), ours, phone.Number{Short: testUser}); err != nil {
		t.Fatal(err)
	}
	theirs = c.called.told.await(t, "ring", c.calls, ofKind("ringing")).call
	if err := c.called.line.Answer(within(t), theirs); err != nil {
		t.Fatal(err)
	}
	c.calling.told.awaitKind(t, "answered", ours)
	c.hear(t)
	return ours, theirs
}

// hear waits until both hear half a second of each other.
func (c *couple) hear(t *testing.T) {
	t.Helper()
	for _, s := range []*stage{c.called, c.calling} {
		loud := s.wave.loud.Load()
		waitFor(t, func() bool { return s.wave.loud.Load() >= loud+25 })
	}
}

// part hangs up on one side and waits for the other.
func (c *couple) part(t *testing.T, by *stage, id crm.ID, other *stage, others crm.ID) {
	t.Helper()
	if err := by.line.Hangup(within(t), id); err != nil {
		t.Fatal(err)
	}
	for s, id := range map[*stage]crm.ID{by: id, other: others} {
		if end := s.told.awaitEnd(t, id); end.Outcome != crm.Answered || end.Reason == "no ACK" {
			t.Errorf("ended as %+v", end)
		}
		s.assertNoCalls(t)
	}
}

// known waits until the exchange knows both again, and the lines know that. Without
// being asked they would not come before their bindings end; how soon they do come is
// seen by TestAnyMoment, on a clock that a busy machine does not hold up.
func (c *couple) known(t *testing.T, k *pbxtest.Kamailio, what string) {
	t.Helper()
	back := time.Now()
	for _, s := range []*stage{c.called, c.calling} {
		waitFor(t, func() bool { return k.Knows(s.line.cfg.User) })
		t.Logf("%s: %s is registered again after %v", what, s.line.cfg.User, time.Since(back).Round(time.Millisecond))
		waitFor(t, func() bool {
			up := false
			s.inside(t, func(a *actor) { up = a.status.State == crm.LineRegistered })
			return up
		})
	}
}

func users() map[string]string { return map[string]string{testUser: testPassword, "102": "other"} }

// The exchange restarts, at once or after a while, and has forgotten who was
// registered: lines find that out by themselves, whether people talk or not. Those
// who do notice nothing, and their BYE goes through it.
func TestKamailioRestarts(t *testing.T) {
	t.Parallel() // it mostly waits
	k := pbxtest.StartKamailio(t, users())
	c := startCouple(t, k.Addr.String(), asIs)
	for range 3 {
		k.Stop()
		k.Restart(t)
		c.known(t, k, "idle, a moment")
	}
	ours, theirs := c.talk(t)
	k.Stop()
	k.Restart(t)
	c.known(t, k, "in a talk, a moment")
	c.hear(t)
	k.Stop()
	for _, s := range []*stage{c.called, c.calling} {
		waitFor(t, func() bool {
			noticed := false
			s.inside(t, func(a *actor) { noticed = a.status.State == crm.LineConnecting })
			return noticed
		})
	}
	c.hear(t)
	k.Restart(t)
	c.known(t, k, "in a talk, until noticed")
	c.hear(t)
	c.part(t, c.calling, ours, c.called, theirs)
	ours, theirs = c.talk(t)
	c.part(t, c.called, theirs, c.calling, ours)
}

// A day of nonces that live 3 s, asked for within calls as well: questions,
// refreshes, hold, and hanging up from both sides.
func TestKamailioNoncesGrowOld(t *testing.T) {
	t.Parallel() // it mostly waits
	k := pbxtest.StartKamailio(t, users(), pbxtest.Strict)
	c := startCouple(t, k.Addr.String(), asIs)
	const nonceLife = 4 * time.Second // 3 s, and what Kamailio rounds
	for i := range 2 {
		ours, theirs := c.talk(t)
		old := time.After(nonceLife)
		c.calling.hold(t, ours, true)
		c.called.told.awaitHeld(t, theirs, false, true)
		c.called.inside(t, func(a *actor) { a.register() })
		<-old // by the clock of the exchange
		c.calling.hold(t, ours, false)
		c.called.told.awaitHeld(t, theirs, false, false)
		c.hear(t)
		if i == 0 {
			c.part(t, c.calling, ours, c.called, theirs)
		} else {
			c.part(t, c.called, theirs, c.calling, ours)
		}
	}
	for _, s := range []*stage{c.called, c.calling} {
		if n := s.told.count(func(f fact) bool { return f.kind == "line" && f.status.State != crm.LineRegistered }); n > 1 {
			t.Errorf("the line was lost %d times", n-1)
		}
	}
}

// Both machines get another address in the middle of a talk, one after the other:
// it goes on, may be ended by either, and the next call comes through.
func TestKamailioSeesAnotherAddress(t *testing.T) {
	t.Parallel() // it mostly waits
	k := pbxtest.StartKamailio(t, users(), pbxtest.Strict)
	var nets [2]network
	i := 0
	c := startCouple(t, k.Addr.String(), func(cfg *Config) {
		nets[i].moveTo(loop(byte(10 + i)))
		cfg.source = nets[i].source
		i++
	})
	for round := range 2 {
		ours, theirs := c.talk(t)
		for i, end := range []struct {
			*stage
			id crm.ID
		}{{c.called, theirs}, {c.calling, ours}} {
			there := loop(byte(20 + 10*round + i))
			nets[i].moved(t, end.stage, there)
			end.talkMoved(t, end.id, there)
			c.hear(t)
		}
		if round == 0 {
			c.part(t, c.calling, ours, c.called, theirs)
		} else {
			c.part(t, c.called, theirs, c.calling, ours)
		}
	}
	c.talk(t)
}

// The name of the exchange leads to another machine, and the first one is off.
func TestKamailioMovesToAnotherAddress(t *testing.T) {
	t.Parallel() // it mostly waits
	first := pbxtest.StartKamailio(t, users())
	names := [2]*net.Resolver{}
	for i := range names {
		names[i] = nameServer(t, nil, map[string][]netip.Addr{"pbx.example": {loop(byte(1 + i))}})
	}
	var now atomic.Pointer[net.Resolver]
	now.Store(names[0])
	c := startCouple(t, net.JoinHostPort("pbx.example", strconv.Itoa(int(first.Addr.Port()))), func(cfg *Config) {
		cfg.resolver = &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, network, addr string) (net.Conn, error) {
			return now.Load().Dial(ctx, network, addr)
		}}
	})
	ours, theirs := c.talk(t)
	first.Stop()
	second := pbxtest.StartKamailio(t, users(), pbxtest.InPlaceOf(first, loop(2)))
	now.Store(names[1])
	c.known(t, second, "another address")
	c.hear(t)
	c.part(t, c.calling, ours, c.called, theirs)
	ours, theirs = c.talk(t)
	c.part(t, c.called, theirs, c.calling, ours)
}

// Over a stream the end of the connection tells.
func TestKamailioRestartsOverStreams(t *testing.T) {
	for _, transport := range []string{"tcp", "tls"} {
		t.Run(transport, func(t *testing.T) {
			t.Parallel() // it mostly waits
			k := pbxtest.StartSecureKamailio(t, users())
			at := map[string]netip.AddrPort{"tcp": k.TCP, "tls": k.TLS}[transport]
			c := startCouple(t, at.String()+";transport="+transport, func(cfg *Config) { cfg.Fingerprint = k.Fingerprint })
			k.Stop()
			k.Restart(t)
			c.known(t, k, "idle, a moment")
			ours, theirs := c.talk(t)
			k.Stop()
			k.Restart(t)
			c.known(t, k, "in a talk, a moment")
			c.hear(t)
			c.part(t, c.calling, ours, c.called, theirs)
			for _, s := range []*stage{c.called, c.calling} {
				waitFor(t, func() bool { // Kamailio answers empty lines
					pongs := false
					s.inside(t, func(a *actor) { pongs = a.pulse.pongs })
					return pongs
				})
			}
		})
	}
}
