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

// The clock of these tests stands on a Sunday; lists are called on the Monday after it.
const toMonday = 24 * time.Hour

// withArbiter makes the journal decide, as a workstation of its own has it.
func withArbiter(t *testing.T, dir string, change ...func(*desk.Options)) *fixture {
	t.Helper()
	wait(t, toMonday)
	return open(t, dir, append([]func(*desk.Options){func(o *desk.Options) { o.Arbiter = o.Journal }}, change...)...)
}

// wait moves the clock on until the test is over.
func wait(t *testing.T, d time.Duration) {
	t.Helper()
	passed.Add(int64(d))
	t.Cleanup(func() { passed.Store(0) })
}

func clockNow() time.Time { return now.Add(time.Duration(passed.Load())) }

// list records a list of these clients, changed as wanted.
func (x *fixture) list(t *testing.T, purpose crm.Purpose, clients []crm.Ref, change ...func(i int, e *crm.Entry)) (crm.CallList, []crm.ID) {
	t.Helper()
	made := clockNow().Add(-time.Hour)
	l := crm.CallList{ID: crm.NewID(made), Name: "Проверка", Purpose: purpose, Made: made, Author: "Петрова Анна"}
	var entries []crm.Entry
	var ids []crm.ID
	for i, client := range clients {
		e := crm.Entry{
			ID: crm.EntryID(l.ID, client, phone.Number{}), List: l.ID, Client: client, Name: "Клиент", Place: i, State: crm.EntryNew,
			Numbers: []phone.Number{plan.Parse("8 495 100-00-0" + string(rune('0'+i))), plan.Parse("8 495 200-00-0" + string(rune('0'+i)))},
		}
		for _, c := range change {
			c(i, &e)
		}
		entries, ids = append(entries, e), append(ids, e.ID)
	}
	if err := x.store.Journal.RecordList(t.Context(), l, entries); err != nil {
		t.Fatal(err)
	}
	return l, ids
}

func (x *fixture) entry(t *testing.T, id crm.ID) crm.Entry {
	t.Helper()
	e, err := x.store.Journal.Entry(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func (x *fixture) next(t *testing.T, list crm.CallList) desk.Offer {
	t.Helper()
	offer, err := x.NextEntry(t.Context(), list.ID)
	if err != nil {
		t.Fatalf("next: %v", err)
	}
	return offer
}

// dial calls an entry and waits for the line to have heard of it.
func (x *fixture) dial(t *testing.T, id crm.ID) crm.ID {
	t.Helper()
	tick(t)
	call, err := x.DialEntry(t.Context(), id)
	if err != nil {
		t.Fatalf("dial: %v", err)
	}
	if got := <-x.phone.dialled; got != call {
		t.Fatalf("the line dials %s, want %s", got, call)
	}
	return call
}

// endsWith ends a call of a list as the line would.
func (x *fixture) endsWith(t *testing.T, call crm.ID, outcome crm.Outcome, code int) {
	t.Helper()
	x.Ended(call, crm.CallEnd{Outcome: outcome, Code: code, At: clockNow()})
	await[feed.CallEnded](t, x)
}

func (x *fixture) talk(t *testing.T, call crm.ID) {
	t.Helper()
	x.Answered(call, clockNow())
	wait(t, 2*time.Minute)
	x.endsWith(t, call, crm.Answered, 0)
}

// A whole entry: drawn, dialled, talked to, its result in the history, in the outbox
// and in the list; then the next one.
func TestAListIsCalled(t *testing.T) {
	x := withArbiter(t, t.TempDir())
	list, ids := x.list(t, crm.ServicePurpose, []crm.Ref{zarya, sever})
	offer := x.next(t, list)
	if offer.Entry.ID != ids[0] || offer.Entry.Lease.Manager != "Петрова Анна" {
		t.Fatalf("offered %+v", offer.Entry)
	}
	if again := x.next(t, list); again.Entry.ID != ids[0] || again.Entry.Lease.Token != offer.Entry.Lease.Token {
		t.Errorf("asked twice, offered %+v", again.Entry)
	}
	call := x.dial(t, ids[0])
	if e := x.entry(t, ids[0]); e.State != crm.EntryDialing || e.Call != call {
		t.Errorf("while it is dialled: %+v", e)
	}
	if _, err := x.DialEntry(t.Context(), ids[0]); !errors.Is(err, crm.ErrWithheld) {
		t.Errorf("dialled twice: %v", err)
	}
	var withheld *crm.Withheld
	if _, err := x.DialEntry(t.Context(), ids[1]); !errors.As(err, &withheld) || withheld.Hold != crm.HoldOnCall || x.entry(t, ids[1]).State != crm.EntryNew {
		t.Errorf("dialled during another call: %v", err)
	}
	x.talk(t, call)
	if e := x.entry(t, ids[0]); e.State != crm.EntryWrapUp || e.Attempts != 1 {
		t.Errorf("after the talk: %+v", e)
	}
	if after := x.next(t, list); after.Entry.ID != ids[0] {
		t.Error("the next client comes before the result of this one")
	}
	wait(t, 20*time.Second)
	said := crm.Said{Result: crm.ResultRefused, Reason: "price", Note: "вернёмся весной", Answers: []crm.Answer{{Question: 0, Options: []int{1}}}}
	if err := x.SetEntryResult(t.Context(), ids[0], said); err != nil {
		t.Fatal(err)
	}
	if err := x.SetEntryResult(t.Context(), ids[0], said); !errors.Is(err, crm.ErrConflict) {
		t.Errorf("a second result: %v", err)
	}
	if e := x.entry(t, ids[0]); e.State != crm.EntryDone || e.Result != crm.ResultRefused || e.Reason != "price" || !e.Lease.Token.IsZero() {
		t.Errorf("after the result: %+v", e)
	}
	attempts, err := x.store.Journal.Attempts(t.Context(), ids[0])
	if err != nil || len(attempts) != 1 {
		t.Fatal(attempts, err)
	}
	if a := attempts[0]; a.Call != call || a.Outcome != crm.Answered || !a.Counted || a.Seconds != 120 || a.Result != crm.ResultRefused || a.WrapUp != 20 || len(a.Answers) != 1 {
		t.Errorf("the attempt is %+v", a)
	}
	lines, err := x.History(t.Context(), crm.HistoryFilter{Client: zarya})
	if err != nil || len(lines) != 1 || lines[0].Result != crm.ResultRefused || lines[0].Text != "вернёмся весной" || lines[0].Fact != crm.FactWaiting {
		t.Errorf("history %+v, %v", lines, err)
	}
	if offer := x.next(t, list); offer.Entry.ID != ids[1] {
		t.Errorf("next is %+v", offer.Entry)
	}
}

// Who is not called is named with the reason, and does not stand in the way of others.
func TestWhoIsNotCalledDoesNotBlockTheNext(t *testing.T) {
	x := withArbiter(t, t.TempDir())
	if err := x.Ban(t.Context(), zarya, true, "просил"); err != nil {
		t.Fatal(err)
	}
	list, ids := x.list(t, crm.ServicePurpose, []crm.Ref{zarya, sever, vektor}, func(i int, e *crm.Entry) {
		if i == 1 {
			e.Numbers = []phone.Number{plan.Parse("8 912 345-67-89")}
		}
	})
	offer := x.next(t, list)
	if offer.Entry.ID != ids[2] || len(offer.Passed) != 2 || offer.Passed[0].Verdict.Hold != crm.HoldBanned || offer.Passed[1].Verdict.Hold != crm.HoldZone {
		t.Errorf("offered %+v, passed over %+v", offer.Entry, offer.Passed)
	}
	if _, err := x.DialEntry(t.Context(), ids[0]); !errors.Is(err, crm.ErrWithheld) {
		t.Errorf("who is banned is dialled: %v", err)
	}
	why, err := x.WhyNot(t.Context(), list.ID)
	if err != nil || len(why) != 3 || why[0].Verdict.Hold != crm.HoldBanned || why[1].Verdict.Hold != crm.HoldZone {
		t.Errorf("why not: %+v, %v", why, err)
	}
	if err := x.SetHours(t.Context(), sever, "+03:00", 0, 0); err != nil {
		t.Fatal(err)
	}
	if err := x.SkipEntry(t.Context(), ids[2], "обед"); err != nil {
		t.Fatal(err)
	}
	if offer := x.next(t, list); offer.Entry.ID != ids[1] {
		t.Errorf("a zone was given, and next is %+v, %+v", offer.Entry, offer.Passed)
	}
}

// The gate is asked again when the number is dialled: what has changed since holds.
func TestGateIsAskedAgainAtTheDial(t *testing.T) {
	x := withArbiter(t, t.TempDir())
	list, ids := x.list(t, crm.ServicePurpose, []crm.Ref{zarya})
	x.next(t, list)
	if err := x.Ban(t.Context(), zarya, true, ""); err != nil {
		t.Fatal(err)
	}
	var withheld *crm.Withheld
	if _, err := x.DialEntry(t.Context(), ids[0]); !errors.As(err, &withheld) || withheld.Hold != crm.HoldBanned {
		t.Errorf("banned meanwhile: %v", err)
	}
	if len(x.phone.dialled) > 0 {
		t.Error("it was dialled")
	}
}

// A result moves the entry, and what it demands goes where it belongs, all at once.
func TestResultsReachTheDayTheBooksAndTheBans(t *testing.T) {
	x := withArbiter(t, t.TempDir())
	list, ids := x.list(t, crm.DebtPurpose, []crm.Ref{zarya, vektor, sever})
	other, others := x.list(t, crm.ServicePurpose, []crm.Ref{sever}, func(_ int, e *crm.Entry) {
		e.Numbers = []phone.Number{plan.Parse("8 495 100-00-02"), plan.Parse("8 495 200-00-02")}
	})
	result := func(id crm.ID, said crm.Said) {
		t.Helper()
		if offer := x.next(t, list); offer.Entry.ID != id {
			t.Fatalf("next is %s, passed %+v", offer.Entry.ID, offer.Passed)
		}
		x.talk(t, x.dial(t, id))
		if err := x.SetEntryResult(t.Context(), id, said); err != nil {
			t.Fatal(err)
		}
	}
	due := time.Date(2026, 11, 26, 0, 0, 0, 0, moscow)
	result(ids[0], crm.Said{Result: crm.ResultWillPay, Sum: 8420000, When: due, Day: true})
	promise, err := x.store.Journal.Promise(t.Context(), zarya)
	if err != nil || promise.Amount != 8420000 || !promise.Due.Equal(due) || promise.Call != x.entry(t, ids[0]).Call {
		t.Errorf("promise %+v, %v", promise, err)
	}
	at := clockNow().Add(3 * time.Hour).Truncate(time.Minute)
	result(ids[1], crm.Said{Result: crm.ResultCallBack, When: at, Note: "после обеда"})
	day, err := x.Day(t.Context())
	if err != nil || len(day.Tasks) != 1 || day.Tasks[0].Client != vektor || !day.Tasks[0].Due.Equal(at) || day.Tasks[0].Text != "после обеда" {
		t.Errorf("the day has %+v, %v", day.Tasks, err)
	}
	if e := x.entry(t, ids[1]); e.State != crm.EntryCallback || e.Owner != "Петрова Анна" || !e.Next.Equal(at) {
		t.Errorf("the callback is %+v", e)
	}
	result(ids[2], crm.Said{Result: crm.ResultDoNotCall, Reason: "звоните через юриста"})
	if bar := x.Barred(t.Context(), plan.Parse("8 495 100-00-02"), crm.Ref{}); bar == nil || bar.Text != "звоните через юриста" {
		t.Errorf("the number is not banned: %+v", bar)
	}
	if e := x.entry(t, others[0]); e.Number().E164 != plan.Parse("8 495 200-00-02").E164 || e.State != crm.EntryRetry {
		t.Errorf("the other list would call it still: %+v", e)
	}
	if why, err := x.WhyNot(t.Context(), other.ID); err != nil || why[0].Verdict.Hold != crm.HoldDay {
		t.Errorf("talked to today by another list: %+v, %v", why, err)
	}
	// The time agreed upon comes: for a firm the cap does not stand in its way.
	wait(t, at.Sub(clockNow()))
	if offer, err := x.NextEntry(t.Context(), list.ID); err != nil || offer.Entry.ID != ids[1] {
		t.Errorf("at the time agreed upon: %+v, %v", offer.Passed, err)
	}
	x.talk(t, x.dial(t, ids[1]))
	if err := x.SetEntryResult(t.Context(), ids[1], crm.Said{Result: crm.ResultAgreed}); err != nil {
		t.Fatal(err)
	}
	if day, err := x.Day(t.Context()); err != nil || len(day.Tasks) != 0 {
		t.Errorf("the callback is made, and the day has %+v, %v", day.Tasks, err)
	}
}

// A machine is heard while it talks: the attempt counts then too, or it would be called
// for ever.
func TestAResultSaidInTheTalkIsAnAttempt(t *testing.T) {
	x := withArbiter(t, t.TempDir(), func(o *desk.Options) { o.Rules.Attempts = 1 })
	list, ids := x.list(t, crm.ServicePurpose, []crm.Ref{zarya})
	x.next(t, list)
	call := x.dial(t, ids[0])
	x.Answered(call, clockNow())
	await[feed.CallAnswered](t, x)
	if err := x.SetEntryResult(t.Context(), ids[0], crm.Said{Result: crm.ResultVoicemail}); err != nil {
		t.Fatal(err)
	}
	wait(t, time.Minute)
	x.endsWith(t, call, crm.Answered, 0)
	if e := x.entry(t, ids[0]); e.Attempts != 1 || e.Heard != crm.Answered || e.State != crm.EntryExhausted {
		t.Errorf("after a machine was heard: %+v", e)
	}
	attempts, err := x.store.Journal.Attempts(t.Context(), ids[0])
	if err != nil || len(attempts) != 1 || !attempts[0].Counted || attempts[0].Result != crm.ResultVoicemail {
		t.Errorf("attempts %+v, %v", attempts, err)
	}
}

// What is not complete is not written, and the entry waits for the rest.
func TestAResultWithoutWhatItDemandsIsNotTaken(t *testing.T) {
	x := withArbiter(t, t.TempDir())
	list, ids := x.list(t, crm.ServicePurpose, []crm.Ref{zarya})
	x.next(t, list)
	x.talk(t, x.dial(t, ids[0]))
	for _, said := range []crm.Said{{Result: crm.ResultCallBack}, {Result: crm.ResultRefused}, {Result: crm.ResultWillPay, When: clockNow().Add(time.Hour)}} {
		if err := x.SetEntryResult(t.Context(), ids[0], said); !errors.Is(err, crm.ErrIncomplete) {
			t.Errorf("%+v: %v", said, err)
		}
	}
	if e := x.entry(t, ids[0]); e.State != crm.EntryWrapUp {
		t.Errorf("the entry is %s", e.State)
	}
}

// Calls that reach nobody, one after the other: each as the rule has it, on both
// telephones, and a fault of the line stops the list.
func TestCallsThatReachNobody(t *testing.T) {
	x := withArbiter(t, t.TempDir())
	list, ids := x.list(t, crm.ServicePurpose, []crm.Ref{zarya})
	x.next(t, list)
	x.endsWith(t, x.dial(t, ids[0]), crm.Unreachable, 404)
	e := x.entry(t, ids[0])
	if e.State != crm.EntryRetry || e.Phone != 1 || e.Attempts != 0 {
		t.Errorf("after a wrong number: %+v", e)
	}
	if day, err := x.Day(t.Context()); err != nil || len(day.Tasks) != 1 || day.Tasks[0].Kind != crm.NumberTask || day.Tasks[0].Number.E164 != e.Numbers[0].E164 {
		t.Errorf("nobody is to put the number right: %+v, %v", day.Tasks, err)
	}
	if offer := x.next(t, list); offer.Entry.ID != ids[0] || offer.Entry.Number().E164 != e.Numbers[1].E164 {
		t.Errorf("the next telephone is not offered: %+v", offer.Entry)
	}
	x.endsWith(t, x.dial(t, ids[0]), crm.Busy, 486)
	if e = x.entry(t, ids[0]); !e.Next.Equal(clockNow().Add(15*time.Minute).Truncate(time.Millisecond)) || e.Attempts != 1 {
		t.Errorf("after busy: %+v", e)
	}
	if _, err := x.NextEntry(t.Context(), list.ID); !errors.Is(err, crm.ErrNotFound) {
		t.Errorf("nobody is to be called yet: %v", err)
	}
	wait(t, 15*time.Minute)
	x.next(t, list)
	x.endsWith(t, x.dial(t, ids[0]), crm.Cancelled, 487)
	if e = x.entry(t, ids[0]); e.State != crm.EntryRetry || e.Attempts != 1 || e.Next.After(clockNow()) {
		t.Errorf("after we broke it off: %+v", e)
	}
	for range 3 {
		x.next(t, list)
		x.endsWith(t, x.dial(t, ids[0]), crm.NetworkFault, 503)
		wait(t, 6*time.Minute)
	}
	var withheld *crm.Withheld
	if _, err := x.NextEntry(t.Context(), list.ID); !errors.As(err, &withheld) || withheld.Hold != crm.HoldPaused {
		t.Errorf("three faults in a row: %v", err)
	}
	if e = x.entry(t, ids[0]); e.Attempts != 1 {
		t.Errorf("faults of the line count as attempts: %+v", e)
	}
	if err := x.ResumeList(t.Context(), list.ID); err != nil {
		t.Fatal(err)
	}
	x.next(t, list)
	x.endsWith(t, x.dial(t, ids[0]), crm.NetworkFault, 503)
	wait(t, 6*time.Minute)
	x.next(t, list) // one more fault does not stop it again
}

// A manager at lunch is offered nobody; the list goes on for others.
func TestABreakIsTheManagersOwn(t *testing.T) {
	x := withArbiter(t, t.TempDir())
	list, _ := x.list(t, crm.ServicePurpose, []crm.Ref{zarya, sever})
	if err := x.PauseList(t.Context(), list.ID, crm.PauseLunch, time.Time{}, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := x.NextEntry(t.Context(), list.ID); !errors.Is(err, crm.ErrWithheld) {
		t.Errorf("at lunch: %v", err)
	}
	if away, err := x.store.Journal.AwayFrom(t.Context(), list.ID, "Пётр"); err != nil || away.On(clockNow()) {
		t.Errorf("a colleague is at lunch too: %+v, %v", away, err)
	}
	wait(t, time.Minute)
	if err := x.ResumeList(t.Context(), list.ID); err != nil {
		t.Fatal(err)
	}
	x.next(t, list)
	if err := x.PauseList(t.Context(), list.ID, "siesta", time.Time{}, ""); !errors.Is(err, crm.ErrInvalid) {
		t.Errorf("a pause nobody knows: %v", err)
	}
}

// Only lists of service go on by themselves.
func TestOnlyServiceGoesOnByItself(t *testing.T) {
	x := withArbiter(t, t.TempDir())
	for _, purpose := range crm.Purposes() {
		list, ids := x.list(t, purpose, []crm.Ref{zarya})
		tick(t)
		offer, call, err := x.AdvanceEntry(t.Context(), list.ID)
		if purpose != crm.ServicePurpose {
			if !errors.Is(err, crm.ErrByHand) || !call.IsZero() || x.entry(t, ids[0]).State != crm.EntryNew {
				t.Errorf("%s: %v", purpose, err)
			}
			continue
		}
		if err != nil || offer.Entry.ID != ids[0] || <-x.phone.dialled != call {
			t.Errorf("%s: %+v, %v", purpose, offer, err)
		}
		x.endsWith(t, call, crm.Busy, 486)
	}
}

// Without anybody who decides, one's own portion is called and no other.
func TestWithoutAnArbiterOnlyTheOwnPortion(t *testing.T) {
	wait(t, toMonday)
	x := open(t, t.TempDir())
	list, ids := x.list(t, crm.ServicePurpose, []crm.Ref{zarya, sever}, func(i int, e *crm.Entry) {
		if i == 1 {
			e.Portion = "Петрова Анна"
		}
	})
	offer := x.next(t, list)
	if offer.Entry.ID != ids[1] || len(offer.Passed) != 1 || offer.Passed[0].Verdict.Hold != crm.HoldOffline {
		t.Errorf("offered %+v, passed over %+v", offer.Entry, offer.Passed)
	}
	x.endsWith(t, x.dial(t, ids[1]), crm.Busy, 486)
	if _, err := x.DialEntry(t.Context(), ids[0]); !errors.Is(err, crm.ErrWithheld) {
		t.Errorf("the portion of all is dialled: %v", err)
	}
}

// A program that is killed during a call: nobody is called by it again. Who was talked
// to is asked about first, who was not is tried by the rule.
func TestAnEntryLeftInACallIsNotDialledAgain(t *testing.T) {
	dir := t.TempDir()
	x := withArbiter(t, dir)
	list, ids := x.list(t, crm.ServicePurpose, []crm.Ref{zarya, sever})
	x.next(t, list)
	x.endsWith(t, x.dial(t, ids[0]), crm.Busy, 486)
	x.next(t, list)
	x.dial(t, ids[1])
	x.stop() // without a word of how the call ended

	wait(t, 20*time.Minute)
	x = open(t, dir, func(o *desk.Options) { o.Arbiter = o.Journal })
	offer := x.next(t, list)
	if offer.Entry.ID != ids[0] {
		t.Fatalf("offered %+v", offer.Entry)
	}
	if e := x.entry(t, ids[1]); e.State != crm.EntryNew || e.Attempts != 0 || e.Heard != crm.Interrupted {
		t.Errorf("who did not answer: %+v", e)
	}
	call := x.dial(t, ids[0])
	x.Answered(call, clockNow())
	await[feed.CallAnswered](t, x)
	x.stop()

	wait(t, 20*time.Minute)
	x = open(t, dir, func(o *desk.Options) { o.Arbiter = o.Journal })
	offer = x.next(t, list)
	if offer.Entry.ID != ids[0] || offer.Entry.State != crm.EntryWrapUp {
		t.Fatalf("who was talked to: %+v", offer.Entry)
	}
	if _, err := x.DialEntry(t.Context(), ids[0]); !errors.Is(err, crm.ErrWithheld) {
		t.Errorf("dialled again: %v", err)
	}
	if err := x.SetEntryResult(t.Context(), ids[0], crm.Said{Result: crm.ResultAgreed}); err != nil {
		t.Fatal(err)
	}
}
