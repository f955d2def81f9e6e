//go:build field

package telephony

import (
	"testing"
	"time"

	"pult/app/crm"
	"pult/app/phone"
	"pult/telephony/pbxtest"
)

// startBeside puts a line beside a real desk phone, which answers at once unless it
// is manual, behind a real proxy that forks to both, and somebody else who can be
// called. Without the option Presence the proxy knows no dialog package.
func startBeside(t *testing.T, manual bool, options ...pbxtest.Option) (desk *pbxtest.Baresip, beside *pair, other *stage) {
	t.Helper()
	k := pbxtest.StartKamailio(t, map[string]string{testUser: "secret", "102": "other"}, options...)
	desk = pbxtest.StartBaresip(t, pbxtest.Phone{
		User: testUser, Password: "secret", Registrar: k.Addr, Codec: "pcma", Manual: manual,
	})
	cfg := testConfig(k.Addr.String())
	cfg.Password, cfg.Companion, cfg.AutoAnswer = "secret", true, true // baresip takes no spaces
	cfg.newsPause = limit
	x := &pair{}
	x.beside, x.told = startWatching(t, cfg)
	x.told.awaitState(t, crm.LineRegistered)
	cfg = testConfig(k.Addr.String())
	cfg.User, cfg.Password = "102", "other"
	other = startLine(t, cfg)
	other.told.awaitState(t, crm.LineRegistered)
	return desk, x, other
}

// A desk phone takes a call that a proxy forks: ours is cancelled with the reason,
// and the talk goes on without us.
func TestKamailioForksToTheDeskPhone(t *testing.T) {
	desk, x, other := startBeside(t, false)
	id := crm.NewID(time.Now())
	if err := other.line.Dial(within(t), id, phone.Number{Short: testUser}); err != nil {
		t.Fatal(err)
	}
	ring := x.told.awaitRing(t)
	if ring.Number.String() != "102" {
		t.Errorf("ring %+v", ring)
	}
	other.told.awaitKind(t, "answered", id)
	if end := x.told.awaitEnd(t, ring.Call); end.Outcome != crm.Elsewhere {
		t.Errorf("ended %+v", end)
	}
	desk.Talking(t, 1)
	loud := other.wave.loud.Load()
	waitFor(t, func() bool { return other.wave.loud.Load() >= loud+5 })
	if err := other.line.Hangup(within(t), id); err != nil {
		t.Fatal(err)
	}
	desk.Ended(t, 1)
	x.beside.assertNoCalls(t)
}

// A click rings the real desk phone, which calls the number itself; our leg is
// taken away and they talk on.
func TestKamailioClickToCall(t *testing.T) {
	desk, x, other := startBeside(t, false)
	ours := crm.NewID(time.Now())
	if err := x.beside.line.Dial(within(t), ours, phone.Number{Short: "102"}); err != nil {
		t.Fatal(err)
	}
	ring := other.told.awaitRing(t)
	if ring.Number.String() != testUser {
		t.Errorf("the number is rung by %+v", ring)
	}
	x.only(t, "ended", 0)
	if err := other.line.Answer(within(t), ring.Call); err != nil {
		t.Fatal(err)
	}
	if end := x.told.awaitEnd(t, ours); end.Outcome != crm.Answered {
		t.Errorf("ended %+v", end)
	}
	desk.Talking(t, 2) // with us, then with the number
	desk.Ended(t, 1)
	x.only(t, "ringing", 0)
	x.beside.assertNoCalls(t)
	if err := other.line.Hangup(within(t), ring.Call); err != nil {
		t.Fatal(err)
	}
	desk.Ended(t, 2)
}

// The number turns the call down, and the click says so.
func TestKamailioClickToCallOfABusyNumber(t *testing.T) {
	_, x, other := startBeside(t, false)
	other.line.SetDoNotDisturb(true)
	ours := crm.NewID(time.Now())
	if err := x.beside.line.Dial(within(t), ours, phone.Number{Short: "102"}); err != nil {
		t.Fatal(err)
	}
	if end := x.told.awaitEnd(t, ours); end.Outcome != crm.Busy || end.Code != 486 {
		t.Errorf("ended %+v", end)
	}
	x.only(t, "ringing", 0)
}
