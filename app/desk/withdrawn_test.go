package desk_test

import (
	"errors"
	"testing"
	"time"

	"pult/app/crm"
	"pult/app/phone"
)

// books tells the cache what 1C has got since.
func (x *fixture) books(t *testing.T, round int64, change func(*crm.Batch)) {
	t.Helper()
	b := crm.Batch{Kind: "documents", Checkpoint: crm.Checkpoint{Kind: "documents", Round: round, At: clockNow()}}
	change(&b)
	if _, err := x.store.Cache.Apply(t.Context(), b); err != nil {
		t.Fatal(err)
	}
}

// hold is why the only entry of a list is not called.
func (x *fixture) hold(t *testing.T, list crm.CallList) crm.Verdict {
	t.Helper()
	left, err := x.WhyNot(t.Context(), list.ID)
	if err != nil || len(left) != 1 {
		t.Fatalf("%+v, %v", left, err)
	}
	return left[0].Verdict
}

func why(segment crm.Segment, amount crm.Money) func(int, *crm.Entry) {
	return func(_ int, e *crm.Entry) { e.Why = crm.Why{Segment: segment, Amount: amount} }
}

// A debtor that has promised is left alone until the day after, one that has paid for
// good.
func TestDebtorsWhoPromiseOrPayAreNotCalled(t *testing.T) {
	x := withArbiter(t, t.TempDir())
	list, ids := x.list(t, crm.DebtPurpose, []crm.Ref{vektor}, why(crm.SegmentDebtors, 8420000))
	if v := x.hold(t, list); !v.Free() {
		t.Fatalf("a debtor is not called: %+v", v)
	}
	tick(t)
	due := time.Date(2026, 11, 25, 0, 0, 0, 0, moscow)
	if err := x.Promise(t.Context(), vektor, crm.ID{}, 8420000, due); err != nil {
		t.Fatal(err)
	}
	if v := x.hold(t, list); v.Hold != crm.HoldPromised || !v.Until.Equal(due.AddDate(0, 0, 1)) {
		t.Errorf("has promised: %+v", v)
	}
	wait(t, 3*24*time.Hour)
	if v := x.hold(t, list); !v.Free() {
		t.Errorf("has not kept it: %+v", v)
	}
	x.books(t, 2, func(b *crm.Batch) {
		b.Documents = []crm.Document{{Ref: crm.Ref{90}, Kind: crm.Payment, Client: vektor, Number: "1", At: clockNow(), Amount: 8420000}}
	})
	if v := x.hold(t, list); v.Hold != crm.HoldPaid {
		t.Errorf("has paid: %+v", v)
	}
	if _, err := x.NextEntry(t.Context(), list.ID); !errors.Is(err, crm.ErrNotFound) {
		t.Errorf("offered all the same: %v", err)
	}
	if _, err := x.DialEntry(t.Context(), ids[0]); !errors.Is(err, crm.ErrWithheld) {
		t.Errorf("dialled all the same: %v", err)
	}
}

// Who has ordered since is taken out of a list of those who should.
func TestWhoHasBoughtIsWithdrawn(t *testing.T) {
	x := withArbiter(t, t.TempDir())
	list, ids := x.list(t, crm.ServicePurpose, []crm.Ref{zarya}, why(crm.SegmentDue, 0))
	if v := x.hold(t, list); !v.Free() {
		t.Fatalf("should order: %+v", v)
	}
	x.books(t, 2, func(b *crm.Batch) {
		b.Documents = []crm.Document{{Ref: crm.Ref{91}, Kind: crm.Order, Client: zarya, Number: "2", At: clockNow(), Amount: 100}}
	})
	if _, err := x.NextEntry(t.Context(), list.ID); !errors.Is(err, crm.ErrNotFound) {
		t.Errorf("offered all the same: %v", err)
	}
	if e := x.entry(t, ids[0]); e.State != crm.EntryWithdrawn || e.Cause != string(crm.HoldBought) {
		t.Errorf("the entry is %+v", e)
	}
}

// A talk that has nothing to do with any list counts, a colleague's too.
func TestATalkOutsideTheListCounts(t *testing.T) {
	x := withArbiter(t, t.TempDir())
	list, _ := x.list(t, crm.ServicePurpose, []crm.Ref{zarya}, func(_ int, e *crm.Entry) {
		e.Numbers = []phone.Number{plan.Parse("8 495 100-00-00")}
	})
	tick(t)
	call, err := x.Dial(t.Context(), plan.Parse("8 495 300-00-00"), zarya)
	if err != nil {
		t.Fatal(err)
	}
	<-x.phone.dialled
	x.talk(t, call)
	if v := x.hold(t, list); v.Hold != crm.HoldDay || v.Who != "Петрова Анна" {
		t.Errorf("talked to today: %+v", v)
	}
	wait(t, 24*time.Hour)
	if v := x.hold(t, list); !v.Free() {
		t.Errorf("talked to yesterday: %+v", v)
	}
}

// The manager turns to another telephone of the client, and keeps the entry while the
// card is open.
func TestTheNextTelephoneAndAnOpenCard(t *testing.T) {
	x := withArbiter(t, t.TempDir())
	list, ids := x.list(t, crm.ServicePurpose, []crm.Ref{zarya})
	offer := x.next(t, list)
	if err := x.NextNumber(t.Context(), ids[0]); err != nil {
		t.Fatal(err)
	}
	if e := x.entry(t, ids[0]); e.Number() != offer.Entry.Numbers[1] || e.Lease.Token != offer.Entry.Lease.Token {
		t.Errorf("the entry is %+v", e)
	}
	for range 3 {
		wait(t, 9*time.Minute)
		if err := x.RenewEntry(t.Context(), ids[0]); err != nil {
			t.Fatal(err)
		}
	}
	wait(t, 11*time.Minute)
	if err := x.RenewEntry(t.Context(), ids[0]); !errors.Is(err, crm.ErrConflict) {
		t.Errorf("kept after its lease ran out: %v", err)
	}
	if err := x.SkipEntry(t.Context(), ids[0], " "); !errors.Is(err, crm.ErrIncomplete) {
		t.Errorf("skipped without a reason: %v", err)
	}
	if err := x.CallbackEntry(t.Context(), ids[0], clockNow().Add(time.Hour), false, "письмом"); err != nil {
		t.Fatal(err)
	}
	if v := x.hold(t, list); v.Hold != crm.HoldLater {
		t.Errorf("before the time agreed upon: %+v", v)
	}
}
