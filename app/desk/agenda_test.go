package desk_test

import (
	"errors"
	"testing"
	"time"

	"pult/app/crm"
	"pult/app/feed"
)

// tick lets the clock go on.
func tick(t *testing.T) {
	passed.Add(int64(time.Millisecond))
	t.Cleanup(func() { passed.Store(0) })
}

// over has somebody call and give up, or talk for so many seconds.
func over(t *testing.T, x *fixture, from string, seconds int) crm.ID {
	t.Helper()
	tick(t)
	id := ring(x, from)
	end := crm.CallEnd{Outcome: crm.Missed, At: now}
	if seconds > 0 {
		x.Answered(id, now)
		end = crm.CallEnd{Outcome: crm.Answered, At: now.Add(time.Duration(seconds) * time.Second)}
	}
	x.Ended(id, end)
	for await[feed.CallEnded](t, x).Call.ID != id {
	}
	return id
}

func TestResultOfATalkIsOnRecord(t *testing.T) {
	dir := t.TempDir()
	x := open(t, dir)
	id := over(t, x, "8 973 345-67-89", 60)
	if err := x.SetResult(t.Context(), crm.ID{}, crm.ResultRefused, " price "); err != nil {
		t.Fatal(err)
	}
	if err := x.Note(t.Context(), id, "купит в декабре"); err != nil {
		t.Fatal(err)
	}
	if err := x.SetResult(t.Context(), id, "nonsense", ""); !errors.Is(err, crm.ErrInvalid) {
		t.Errorf("nonsense: %v", err)
	}
	x.stop()
	x = open(t, dir)
	lines, err := x.History(t.Context(), crm.HistoryFilter{Client: vektor})
	if err != nil || len(lines) != 1 || lines[0].Result != crm.ResultRefused || lines[0].Reason != "price" || lines[0].Text != "купит в декабре" {
		t.Errorf("history %+v, %v", lines, err)
	}
}

func TestAComplaintIsSaidUntilItIsClosed(t *testing.T) {
	x := open(t, t.TempDir())
	says := func() crm.Say {
		t.Helper()
		say, err := x.SayOf(t.Context(), vektor)
		if err != nil {
			t.Fatal(err)
		}
		return say
	}
	over(t, x, "8 973 345-67-89", 60)
	if err := x.SetResult(t.Context(), crm.ID{}, crm.ResultComplaint, ""); err != nil {
		t.Fatal(err)
	}
	if say := says(); say.Kind != crm.SayComplaint || say.Author != "Петрова Анна" {
		t.Errorf("says %+v", say)
	}
	tick(t)
	if err := x.Ban(t.Context(), vektor, true, "звонит юрист"); err != nil {
		t.Fatal(err)
	}
	if say := says(); say.Kind != crm.SayBanned || say.Text != "звонит юрист" {
		t.Errorf("says %+v", say)
	}
	ring(x, "8 973 345-67-89")
	if e := await[feed.RingShown](t, x); e.Say.Kind != crm.SayBanned {
		t.Errorf("the pop-up says %+v", e.Say)
	}
	tick(t)
	for _, err := range []error{
		x.Ban(t.Context(), vektor, false, ""), x.Complain(t.Context(), vektor, false, ""), x.Consent(t.Context(), vektor, false, "сказал сам"),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	card, err := x.Card(t.Context(), vektor)
	if err != nil || card.Standing.Ban.Holds() || card.Standing.Complaint.Holds() || card.Standing.Consent.Value != crm.ResultNo {
		t.Errorf("stands %+v, %v", card.Standing, err)
	}
	if say := says(); say.Kind != crm.SayOverdue {
		t.Errorf("says %+v", say)
	}
	if err := x.Ban(t.Context(), crm.Ref{}, true, ""); !errors.Is(err, crm.ErrInvalid) {
		t.Errorf("a ban of nobody: %v", err)
	}
}

func TestTasksSurviveARestart(t *testing.T) {
	dir := t.TempDir()
	x := open(t, dir)
	id := over(t, x, "8 973 345-67-89", 60)
	later, err := x.AddTask(t.Context(), crm.Task{Call: id, Due: now.Add(2 * time.Hour), Text: "про КП"})
	if err != nil {
		t.Fatal(err)
	}
	unknown := over(t, x, "+79120000001", 60)
	for _, task := range []crm.Task{{Call: unknown, Due: now.Add(time.Hour)}, {Client: zarya, Due: now.AddDate(0, 0, 3), Day: true}} {
		if _, err := x.AddTask(t.Context(), task); err != nil {
			t.Fatal(err)
		}
	}
	x.stop()
	x = open(t, dir)
	day, err := x.Day(t.Context())
	if err != nil || len(day.Tasks) != 2 || day.Tasks[0].Number.E164 != 79120000001 || day.Tasks[1].Client != vektor || day.Names[vektor] != "Вектор" {
		t.Fatalf("day %+v, %v", day, err)
	}
	if err := x.FinishTask(t.Context(), day.Tasks[0].ID); err != nil {
		t.Fatal(err)
	}
	if err := x.Postpone(t.Context(), later.ID, now.AddDate(0, 0, 1), false, ""); err != nil {
		t.Fatal(err)
	}
	if day, err = x.Day(t.Context()); err != nil || len(day.Tasks) != 0 {
		t.Errorf("day %+v, %v", day.Tasks, err)
	}
	all, err := x.Tasks(t.Context())
	if err != nil || len(all.Tasks) != 2 || all.Tasks[0].Text != "про КП" || !all.Tasks[0].Due.Equal(now.AddDate(0, 0, 1)) {
		t.Errorf("tasks %+v, %v", all.Tasks, err)
	}
	if err := x.FinishTask(t.Context(), crm.NewID(now)); !errors.Is(err, crm.ErrNotFound) {
		t.Errorf("no task: %v", err)
	}
	if _, err := x.AddTask(t.Context(), crm.Task{Client: zarya}); !errors.Is(err, crm.ErrInvalid) {
		t.Errorf("a task without a time: %v", err)
	}
}

func TestMissedCallsWaitUntilTheirCallerWasSpokenWith(t *testing.T) {
	x := open(t, t.TempDir())
	waiting := func() (numbers []string) {
		t.Helper()
		day, err := x.Day(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range day.Missed {
			numbers = append(numbers, m.Number.String())
		}
		return numbers
	}
	const known, stranger, spammer = "+79733456789", "+79120000001", "+79120000002"
	over(t, x, known, 0)
	over(t, x, stranger, 0)
	over(t, x, stranger, 0)
	third := over(t, x, spammer, 0)
	if list := waiting(); len(list) != 3 {
		t.Fatalf("waiting %v", list)
	}
	tick(t)
	// To dial without reaching anybody settles nothing, nor does a wrong key.
	id, err := x.Dial(t.Context(), plan.Parse(known), crm.Ref{})
	if err != nil {
		t.Fatal(err)
	}
	x.Ended(id, crm.CallEnd{Outcome: crm.NoAnswer, At: now})
	over(t, x, known, 1)
	if list := waiting(); len(list) != 3 {
		t.Errorf("waiting %v", list)
	}
	over(t, x, known, 30)
	if list := waiting(); len(list) != 2 {
		t.Errorf("waiting %v", list)
	}
	if err := x.SetResult(t.Context(), third, crm.ResultSettled, ""); err != nil {
		t.Fatal(err)
	}
	if err := x.MarkCaller(t.Context(), plan.Parse(stranger), crm.CallerPrivate); err != nil {
		t.Fatal(err)
	}
	if list := waiting(); len(list) != 0 {
		t.Errorf("waiting %v", list)
	}
}

func TestPromisesOfTheDay(t *testing.T) {
	x := open(t, t.TempDir())
	for client, days := range map[crm.Ref]int{vektor: -2, zarya: 0, sever: 3} {
		if err := x.Promise(t.Context(), client, crm.ID{}, 4000000, now.AddDate(0, 0, days)); err != nil {
			t.Fatal(err)
		}
	}
	day, err := x.Day(t.Context())
	if err != nil || len(day.Promises) != 2 || day.Promises[0].Client != vektor || day.Promises[1].Client != zarya {
		t.Fatalf("promises %+v, %v", day.Promises, err)
	}
	paid := crm.Document{Ref: crm.Ref{99}, Kind: crm.Payment, Client: vektor, Number: "1", At: now.Add(time.Hour), Amount: 4000000}
	if _, err := x.store.Cache.Apply(t.Context(), crm.Batch{Kind: "payments", Documents: []crm.Document{paid}, Checkpoint: crm.Checkpoint{Kind: "payments", Round: 1, At: now}}); err != nil {
		t.Fatal(err)
	}
	if day, err = x.Day(t.Context()); err != nil || len(day.Promises) != 1 || day.Promises[0].Client != zarya {
		t.Errorf("promises %+v, %v", day.Promises, err)
	}
}

func TestTheTrayAndWhatBecomesOfItsCallers(t *testing.T) {
	x := open(t, t.TempDir())
	const stranger, spammer = "+79120000001", "+79120000002"
	first := over(t, x, stranger, 0)
	over(t, x, stranger, 30)
	over(t, x, spammer, 0)
	over(t, x, "+79733456789", 0)
	tray := func() []crm.Caller {
		t.Helper()
		list, err := x.Tray(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	if list := tray(); len(list) != 2 || list[0].Number.String() != spammer || list[1].Calls != 2 {
		t.Fatalf("tray %+v", list)
	}

	// Spam rings, but disturbs nobody: neither the pop-up nor F2 mean it.
	if err := x.MarkCaller(t.Context(), plan.Parse(spammer), crm.CallerSpam); err != nil {
		t.Fatal(err)
	}
	quiet := ring(x, spammer)
	loud := ring(x, "+79733456789")
	if e := await[feed.RingShown](t, x); e.Call.ID != loud {
		t.Errorf("shown %v", e.Call.Number)
	}
	if err := x.Answer(t.Context(), crm.ID{}); err != nil || x.phone.answered[0] != loud {
		t.Errorf("answered %v, %v", x.phone.answered, err)
	}
	if live, _, err := x.Live(t.Context()); err != nil || len(live) != 1 {
		t.Errorf("live %+v, %v", live, err)
	}
	x.Ended(quiet, crm.CallEnd{Outcome: crm.Missed, At: now})
	x.Ended(loud, crm.CallEnd{Outcome: crm.Missed, At: now})
	if list := tray(); len(list) != 2 || list[0].Mark != crm.CallerUnsorted || list[1].Mark != crm.CallerSpam || list[1].Calls != 2 {
		t.Errorf("tray %+v", list)
	}
	tick(t)
	if err := x.MarkCaller(t.Context(), plan.Parse(spammer), crm.CallerUnsorted); err != nil {
		t.Fatal(err)
	}
	ring(x, spammer)
	if e := await[feed.RingShown](t, x); e.Call.Number.String() != spammer {
		t.Errorf("shown %v", e.Call.Number)
	}

	// A number that is attached brings its calls along, those to come too.
	if err := x.AttachCaller(t.Context(), plan.Parse(stranger), sever); err != nil {
		t.Fatal(err)
	}
	if list := tray(); len(list) != 1 {
		t.Errorf("tray %+v", list)
	}
	call, err := x.store.Journal.Call(t.Context(), first)
	if err != nil || call.Client != sever {
		t.Errorf("call %+v, %v", call, err)
	}
	next := ring(x, stranger)
	if e := await[feed.RingShown](t, x); e.Call.ID != next || e.Call.Client != sever || len(e.Matches) != 1 {
		t.Errorf("shown %+v", e)
	}
	if err := x.AttachCaller(t.Context(), plan.Parse("101"), sever); !errors.Is(err, crm.ErrInvalid) {
		t.Errorf("an internal number: %v", err)
	}
}

// A record that is given to another client is written into 1C again, for the same
// fact: it belongs to exactly one.
func TestARecordGivenToAnotherClientFollowsIn1C(t *testing.T) {
	x := open(t, t.TempDir())
	id := over(t, x, "8 973 345-67-89", 60)
	if err := x.Assign(t.Context(), id, zarya, crm.Ref{}); err != nil {
		t.Fatal(err)
	}
	facts, err := x.Outbox(t.Context())
	if err != nil || len(facts) != 1 || facts[0].Client != zarya || facts[0].Revision != 2 {
		t.Errorf("facts %+v, %v", facts, err)
	}
	for client, want := range map[crm.Ref]int{vektor: 0, zarya: 1} {
		if lines, err := x.History(t.Context(), crm.HistoryFilter{Client: client}); err != nil || len(lines) != want {
			t.Errorf("%v has %d lines, %v", client, len(lines), err)
		}
	}
}
