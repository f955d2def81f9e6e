package telephony

import (
	"errors"
	"strings"
	"testing"
	"time"

	"pult/app/crm"
	"pult/app/phone"
	"pult/telephony/pbx"
)

const client = "+79123456789"

// click dials from the line beside and gives the call and the ring of the desk phone.
func (x *pair) click(t *testing.T) (ours, desk crm.ID) {
	t.Helper()
	ours = crm.NewID(time.Now())
	if err := x.beside.line.Dial(within(t), ours, phone.Number{E164: 79123456789}); err != nil {
		t.Fatal(err)
	}
	return ours, x.desk.told.awaitRing(t).Call
}

func referral(r pbx.Referral, o pbx.Options) pbx.Options {
	o.Refer = func(string) pbx.Referral { return r }
	return o
}

// A click rings the desk phone, then the client; the call has one name all the way,
// and the panel does not ring of its own call.
func TestClickToCall(t *testing.T) {
	eachExchange(t, func(t *testing.T, o pbx.Options) {
		x := startPair(t, referral(pbx.Referral{RingFor: 50 * time.Millisecond}, o))
		ours, desk := x.click(t)
		x.only(t, "remote", 0)
		if err := x.desk.line.Answer(within(t), desk); err != nil {
			t.Fatal(err)
		}
		x.told.awaitKind(t, "remote", ours)
		x.told.awaitKind(t, "answered", ours)
		calls, err := x.pbx.Calls(within(t))
		if err != nil || len(calls[0].Refers) != 1 || !strings.Contains(calls[0].Refers[0].To, client) {
			t.Fatalf("handed over: %+v, %v", calls[0].Refers, err)
		}
		x.only(t, "ended", 0)
		if err := x.desk.line.Hangup(within(t), desk); err != nil {
			t.Fatal(err)
		}
		if end := x.told.awaitEnd(t, ours); end.Outcome != crm.Answered {
			t.Errorf("ended %+v", end)
		}
		for _, kind := range []string{"ringing", "elsewhere"} {
			x.only(t, kind, 0)
		}
		for _, kind := range []string{"remote", "answered", "ended"} {
			x.only(t, kind, 1)
		}
		x.beside.assertNoCalls(t)
	})
}

// How the number answers is how the call ends.
func TestClickToCallThatIsNotAnswered(t *testing.T) {
	for code, want := range map[int]crm.Outcome{
		486: crm.Busy, 480: crm.NoAnswer, 404: crm.Unreachable, 603: crm.Rejected, 503: crm.NetworkFault,
	} {
		x := startPair(t, referral(pbx.Referral{Final: code}, pbx.Options{Dialogs: pbx.NamedDialogs}))
		ours, desk := x.click(t)
		if err := x.desk.line.Answer(within(t), desk); err != nil {
			t.Fatal(err)
		}
		if end := x.told.awaitEnd(t, ours); end.Outcome != want || end.Code != code {
			t.Errorf("%d ended %+v", code, end)
		}
		x.only(t, "answered", 0)
		x.desk.told.awaitEnd(t, desk)
		x.beside.assertNoCalls(t)
	}
}

// Nobody lifts the desk phone, or somebody turns it away, or we give up: the client
// was never called.
func TestClickToCallWithoutTheDeskPhone(t *testing.T) {
	for what, end := range map[string]func(*pair, crm.ID, crm.ID) error{
		"given up":    func(x *pair, ours, _ crm.ID) error { return x.beside.line.Hangup(within(t), ours) },
		"turned away": func(x *pair, _, desk crm.ID) error { return x.desk.line.Reject(within(t), desk, crm.RejectDecline) },
	} {
		x := startPair(t, pbx.Options{Dialogs: pbx.NamedDialogs})
		ours, desk := x.click(t)
		if err := end(x, ours, desk); err != nil {
			t.Fatal(err)
		}
		if end := x.told.awaitEnd(t, ours); end.Outcome != crm.Cancelled {
			t.Errorf("%s: ended %+v", what, end)
		}
		x.desk.told.awaitEnd(t, desk)
		x.only(t, "ringing", 0)
		waitFor(t, func() (gone bool) { // the exchange confirms that it gave up
			x.beside.inside(t, func(a *actor) { gone = len(a.byCallID) == 0 })
			return gone
		})
	}
}

// An exchange that lets nobody hand over, and a desk phone that is not there.
func TestClickToCallThatCannotBe(t *testing.T) {
	x := startPair(t, referral(pbx.Referral{Refuse: 405}, pbx.Options{Dialogs: pbx.NamedDialogs}))
	ours, desk := x.click(t)
	if err := x.desk.line.Answer(within(t), desk); err != nil {
		t.Fatal(err)
	}
	if end := x.told.awaitEnd(t, ours); end.Outcome != crm.NetworkFault || end.Code != 405 {
		t.Errorf("ended %+v", end)
	}
	x.desk.told.awaitEnd(t, desk)
	x.desk.stop()
	again := crm.NewID(time.Now())
	if err := x.beside.line.Dial(within(t), again, phone.Number{E164: 79123456789}); err != nil {
		t.Fatal(err)
	}
	if end := x.told.awaitEnd(t, again); end.Outcome != crm.NetworkFault {
		t.Errorf("ended %+v", end)
	}
	x.only(t, "ringing", 0)
}

// Once the number is being called, the call is the desk phone's.
func TestClickToCallIsHandedOver(t *testing.T) {
	x := startPair(t, referral(pbx.Referral{RingFor: time.Hour}, pbx.Options{Dialogs: pbx.NamedDialogs}), noNews)
	ours, desk := x.click(t)
	if err := x.desk.line.Answer(within(t), desk); err != nil {
		t.Fatal(err)
	}
	x.told.awaitKind(t, "remote", ours)
	if err := x.beside.line.Hangup(within(t), ours); !errors.Is(err, crm.ErrNotHere) {
		t.Errorf("hung up with %v", err)
	}
	if err := x.desk.line.Hangup(within(t), desk); err != nil {
		t.Fatal(err)
	}
	x.told.awaitEnd(t, ours)
	x.only(t, "answered", 0)
}

// Without the dialog package a call is known to be answered, not for how long.
func TestClickToCallWithoutDialogPackage(t *testing.T) {
	x := startPair(t, pbx.Options{NoEventsOf: pbx.Lamps})
	ours, desk := x.click(t)
	if err := x.desk.line.Answer(within(t), desk); err != nil {
		t.Fatal(err)
	}
	if end := x.told.awaitEnd(t, ours); end.Outcome != crm.Answered {
		t.Errorf("ended %+v", end)
	}
	x.only(t, "answered", 0)
}

// The desk phone is asked to answer by itself when that is wished.
func TestClickToCallAsksToAnswer(t *testing.T) {
	for _, wish := range []bool{false, true} {
		x := startPair(t, pbx.Options{Dialogs: pbx.NamedDialogs}, func(c *Config) { c.AutoAnswer = wish })
		ours, _ := x.click(t)
		x.beside.inside(t, func(a *actor) {
			req := a.calls[ours].invite
			if got := req.GetHeader("Call-Info") != nil && req.GetHeader("Alert-Info") != nil; got != wish {
				t.Errorf("asked %v, want %v", got, wish)
			}
		})
	}
}
