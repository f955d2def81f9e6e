package desk_test

import (
	"errors"
	"testing"
	"time"

	"pult/app/crm"
	"pult/app/desk"
	"pult/app/feed"
	"pult/app/phone"
)

// talk answers a call that rings, or one more.
func talk(t *testing.T, x *fixture, from string) crm.ID {
	t.Helper()
	id := ring(x, from)
	await[feed.RingShown](t, x)
	x.Answered(id, now)
	await[feed.CallAnswered](t, x)
	return id
}

func (x *fixture) show(t *testing.T, id crm.ID) desk.Live {
	t.Helper()
	calls, _, err := x.Live(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range calls {
		if l.Call.ID == id {
			return l
		}
	}
	t.Fatalf("no call %v among %+v", id, calls)
	return desk.Live{}
}

func assertAsked(t *testing.T, x *fixture, want ...asked) {
	t.Helper()
	if len(x.phone.asked) != len(want) {
		t.Fatalf("the telephone was asked %+v, want %+v", x.phone.asked, want)
	}
	for i := range want {
		if x.phone.asked[i] != want[i] {
			t.Errorf("the telephone was asked %+v, want %+v", x.phone.asked[i], want[i])
		}
	}
}

func TestRejectTurnsAwayTheCallThatRings(t *testing.T) {
	x := open(t, t.TempDir())
	if err := x.Reject(t.Context(), crm.ID{}, crm.RejectBusy); !errors.Is(err, crm.ErrNoCall) {
		t.Errorf("without a call: %v", err)
	}
	talk(t, x, "89733456789")
	id := ring(x, "+79731112233")
	await[feed.RingShown](t, x)
	if err := x.Reject(t.Context(), crm.ID{}, crm.RejectDecline); err != nil {
		t.Fatal(err)
	}
	assertAsked(t, x, asked{"reject", id, "decline"})
}

// A call that rings is given on before anybody has answered; a talk is transferred.
func TestForward(t *testing.T) {
	x := open(t, t.TempDir())
	to := plan.Parse("102")
	rings := ring(x, "+79731112233")
	await[feed.RingShown](t, x)
	if err := x.Forward(t.Context(), crm.ID{}, phone.Number{}); !errors.Is(err, crm.ErrInvalid) {
		t.Errorf("to nobody: %v", err)
	}
	if err := x.Forward(t.Context(), crm.ID{}, to); err != nil {
		t.Fatal(err)
	}
	talks := talk(t, x, "89733456789")
	if err := x.Forward(t.Context(), crm.ID{}, to); err != nil {
		t.Fatal(err)
	}
	assertAsked(t, x, asked{"redirect", rings, "102"}, asked{"transfer", talks, "102"})
	if x.show(t, rings).Transferring || !x.show(t, talks).Transferring {
		t.Error("the talk is being handed over, the call that rings is not")
	}
	x.Ended(rings, crm.CallEnd{Outcome: crm.Transferred, By: "102", At: now})
	if end := await[feed.CallEnded](t, x); end.Call.AnsweredBy != "Киселёв Андрей Ильич" {
		t.Errorf("given to %q", end.Call.AnsweredBy)
	}
}

// While nobody knows what became of it a talk is not handed over once more; a
// transfer that failed leaves the talk as it was.
func TestTransferThatFails(t *testing.T) {
	x := open(t, t.TempDir())
	id := talk(t, x, "89733456789")
	x.phone.refusing = crm.ErrConflict
	if err := x.Transfer(t.Context(), id, plan.Parse("102")); !errors.Is(err, crm.ErrConflict) || x.show(t, id).Transferring {
		t.Errorf("refused at once: %v", err)
	}
	x.phone.refusing = nil
	if err := x.Transfer(t.Context(), id, plan.Parse("102")); err != nil {
		t.Fatal(err)
	}
	if err := x.Transfer(t.Context(), id, plan.Parse("103")); !errors.Is(err, crm.ErrConflict) || !x.show(t, id).Transferring {
		t.Errorf("twice: %v", err)
	}
	x.TransferEnded(id, crm.ErrBusy)
	if e := await[feed.TransferEnded](t, x); !errors.Is(e.Err, crm.ErrBusy) || x.show(t, id).Transferring {
		t.Errorf("told %+v", e)
	}
}

// The client who waits is the one who is connected.
func TestJoin(t *testing.T) {
	x := open(t, t.TempDir())
	client := talk(t, x, "89733456789")
	if err := x.Join(t.Context()); !errors.Is(err, crm.ErrTwoTalks) {
		t.Errorf("with one talk: %v", err)
	}
	x.Held(client, true, false)
	colleague := talk(t, x, "102")
	if err := x.Join(t.Context()); err != nil {
		t.Fatal(err)
	}
	assertAsked(t, x, asked{"join", client, colleague.String()})
	if !x.show(t, client).Transferring || !x.show(t, colleague).Transferring {
		t.Error("both are being handed over")
	}
	x.TransferEnded(client, crm.ErrRefused)
	await[feed.TransferEnded](t, x)
	if x.show(t, client).Transferring || x.show(t, colleague).Transferring {
		t.Error("both go on")
	}
	x.Held(talk(t, x, "103"), true, false)
	if err := x.Join(t.Context()); !errors.Is(err, crm.ErrTwoTalks) {
		t.Errorf("with three: %v", err)
	}
}

// A call that was turned away is on record as missed and disturbs nobody.
func TestSilentRing(t *testing.T) {
	x := open(t, t.TempDir())
	id := crm.NewID(now)
	x.Ringing(crm.Ring{Call: id, Number: plan.Parse("89733456789"), At: now, Silent: true})
	x.Ended(id, crm.CallEnd{Outcome: crm.Rejected, Code: 486, At: now.Add(time.Second)})
	for {
		e := <-x.events.C
		if _, ok := e.(feed.RingShown); ok {
			t.Fatal("it was shown")
		}
		if end, ok := e.(feed.CallEnded); ok {
			if end.Call.Client != vektor || end.Call.Outcome != crm.Missed {
				t.Errorf("ended as %+v", end.Call)
			}
			break
		}
	}
	if lines, err := x.History(t.Context(), crm.HistoryFilter{Client: vektor}); err != nil || len(lines) != 1 {
		t.Errorf("history %+v, %v", lines, err)
	}
}
