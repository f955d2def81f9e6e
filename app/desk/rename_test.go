package desk_test

import (
	"testing"

	"pult/app/crm"
	"pult/app/feed"
)

// A colleague calls, has a word with us and hands the client over.
func TestAnotherOtherSide(t *testing.T) {
	x := open(t, t.TempDir())
	id := talk(t, x, "102")
	x.Renamed(id, plan.Parse("102"), "") // nothing new
	x.Renamed(id, plan.Parse("89733456789"), "Вектор")
	e := await[feed.CallRenamed](t, x)
	if e.Call.Number.String() != "+79733456789" || e.Call.Client != vektor || e.Call.Contact != ivanov || len(e.Matches) != 1 || e.Say.Kind != crm.SayOverdue {
		t.Errorf("told %+v", e)
	}
	if a := await[feed.CallAssigned](t, x); a.Call.Client != vektor {
		t.Errorf("assigned to %v", a.Call.Client)
	}
	if l := x.show(t, id); l.Call.Number.String() != "+79733456789" || len(l.Matches) != 1 {
		t.Errorf("shown %+v", l)
	}
	// The client's secretary hands over to a number nobody knows.
	x.Renamed(id, plan.Parse("+79739999999"), "")
	if e := await[feed.CallRenamed](t, x); e.Call.Client != vektor || len(e.Matches) != 0 {
		t.Errorf("told %+v", e)
	}
	x.Ended(id, crm.CallEnd{Outcome: crm.Answered, At: now})
	await[feed.CallEnded](t, x)
	if lines, err := x.History(t.Context(), crm.HistoryFilter{Client: vektor}); err != nil || len(lines) != 1 {
		t.Errorf("history %+v, %v", lines, err)
	}
}

// What a manager has chosen nobody changes.
func TestChosenClientStays(t *testing.T) {
	x := open(t, t.TempDir())
	id := talk(t, x, "102")
	if err := x.Assign(t.Context(), id, zarya, crm.Ref{}); err != nil {
		t.Fatal(err)
	}
	x.Renamed(id, plan.Parse("89733456789"), "")
	if e := await[feed.CallRenamed](t, x); e.Call.Client != zarya || len(e.Matches) != 1 {
		t.Errorf("told %+v", e)
	}
}

// A number is dialled again as it was dialled, whoever came to the telephone.
func TestRedialAfterAnotherOtherSide(t *testing.T) {
	x := open(t, t.TempDir())
	id, err := x.Dial(t.Context(), plan.Parse("102"), crm.Ref{})
	if err != nil || <-x.phone.dialled != id {
		t.Fatal(err)
	}
	x.Renamed(id, plan.Parse("89733456789"), "")
	await[feed.CallRenamed](t, x)
	x.Ended(id, crm.CallEnd{Outcome: crm.Answered, At: now})
	await[feed.CallEnded](t, x)
	if id, err = x.Redial(t.Context()); err != nil || <-x.phone.dialled != id {
		t.Fatal(err)
	}
	if call := await[feed.CallStarted](t, x).Call; call.Number.String() != "102" {
		t.Errorf("called %v", call.Number)
	}
}
