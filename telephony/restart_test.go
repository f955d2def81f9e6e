//go:build field

package telephony

import (
	"net/netip"
	"testing"
	"time"

	"pult/app/crm"
	"pult/app/phone"
	"pult/telephony/pbxtest"
)

// The exchange is gone for a while and comes back on its port, having forgotten
// who was registered. Lines that were refreshing find it within 5 s, people who
// talk do not notice, and their BYE goes through it.
func TestKamailioRestarts(t *testing.T) {
	k := pbxtest.StartKamailio(t, map[string]string{testUser: testPassword, "102": "other"})
	var lines [2]*stage
	for i, account := range [2][2]string{{testUser, testPassword}, {"102", "other"}} {
		cfg := testConfig(k.Addr.String())
		cfg.User, cfg.Password = account[0], account[1]
		cfg.pauses = nil // those of the users
		cfg.Expiry = minExpiry
		lines[i] = startLine(t, cfg)
		lines[i].told.awaitState(t, crm.LineRegistered)
	}
	called, calling := lines[0], lines[1]
	ours := crm.NewID(time.Now())
	if err := calling.line.Dial(within(t), ours, phone.Number{Short: testUser}); err != nil {
		t.Fatal(err)
	}
	theirs := called.told.awaitRing(t).Call
	if err := called.line.Answer(within(t), theirs); err != nil {
		t.Fatal(err)
	}
	calling.told.awaitKind(t, "answered", ours)
	talk := func() {
		for _, s := range lines {
			loud := s.wave.loud.Load()
			waitFor(t, func() bool { return s.wave.loud.Load() >= loud+25 })
		}
	}
	talk()

	k.Stop()
	var rounds [2]int
	for i, s := range lines {
		s.inside(t, func(a *actor) { rounds[i] = a.reg.round })
	}
	for i, s := range lines { // a refresh meets nobody
		waitFor(t, func() bool {
			asked := false
			s.inside(t, func(a *actor) { asked = a.reg.round > rounds[i] })
			return asked
		})
	}
	talk()
	for _, s := range lines {
		s.inside(t, func(a *actor) { a.reg.bound = netip.AddrPort{} }) // until a REGISTER is accepted
	}
	k.Restart(t)
	back := time.Now()
	for i, s := range lines {
		waitFor(t, func() bool {
			again := false
			s.inside(t, func(a *actor) { again = a.reg.bound.IsValid() && a.status.State == crm.LineRegistered })
			return again
		})
		took := time.Since(back)
		t.Logf("line %d is registered again after %v", i, took.Round(time.Millisecond))
		if took > 5*time.Second { // a REGISTER is repeated each 4 s
			t.Errorf("line %d was registered again after %v", i, took)
		}
	}
	talk()
	if err := calling.line.Hangup(within(t), ours); err != nil {
		t.Fatal(err)
	}
	if end := called.told.awaitEnd(t, theirs); end.Outcome != crm.Answered {
		t.Errorf("ended as %+v", end)
	}
	if end := calling.told.awaitEnd(t, ours); end.Outcome != crm.Answered {
		t.Errorf("ended as %+v", end)
	}
	for _, s := range lines {
		s.assertNoCalls(t)
	}
	// And it is a line that can be called.
	again := crm.NewID(time.Now())
	if err := calling.line.Dial(within(t), again, phone.Number{Short: testUser}); err != nil {
		t.Fatal(err)
	}
	called.told.await(t, "ring", 2, ofKind("ringing"))
}
