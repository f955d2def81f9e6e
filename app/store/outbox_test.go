package store

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"pult/app/crm"
)

func lead(n int) crm.Lead {
	id := crm.NewID(noon)
	id[15] = byte(n)
	return crm.Lead{ID: id, Name: "Новый сад", INN: "7701234567", Phone: "+74951234567", Author: "Анна", At: noon.UTC()}
}

// What goes next is said by the order of acceptance: not by ids, which come from
// the time of the fact, nor by a clock that was set back.
func TestALaterFactNeverOvertakes(t *testing.T) {
	now := noon
	s := newStore(t, t.TempDir(), func(o *Options) { o.Now = func() time.Time { return now } })
	j, ctx, kinds := s.Journal, context.Background(), crm.FactKinds()
	var order []crm.ID
	for i := range 5 {
		now = noon.Add(-time.Duration(i) * time.Hour) // it goes back all the time
		n := note(1)
		n.ID, n.At = crm.NewID(now), now
		must(0, j.RecordLine(ctx, n, true))(t)
		call := ended(1)
		call.ID = crm.NewID(now.Add(-time.Minute))
		record(t, j, call, true)
		order = append(order, n.ID, call.ID)
	}
	now = noon
	first := must(j.claim(ctx, kinds))(t)
	must(0, j.FactDelayed(ctx, first.ID, now.Add(time.Minute), crm.Fault{Kind: crm.ErrLocked, Detail: "занято"}))(t)
	if f, err := j.claim(ctx, kinds); !errors.Is(err, crm.ErrNotFound) {
		t.Fatalf("%v overtook the one that waits: %v", f, err)
	}
	now = now.Add(time.Hour)
	var got []crm.ID
	for {
		f, err := j.claim(ctx, kinds)
		if errors.Is(err, crm.ErrNotFound) {
			break
		}
		got = append(got, must(f, err)(t).ID)
		must(0, j.FactSent(ctx, f.ID, f.Revision))(t)
	}
	if !slices.Equal(got, order) {
		t.Errorf("sent in the order %v, accepted in %v", got, order)
	}
}

// A call of a new client waits for the client, even when that is stuck, and even
// when the call was there first. Nobody else waits.
func TestWhatDependsOnANewClientWaitsForIt(t *testing.T) {
	now := noon
	s := newStore(t, t.TempDir(), func(o *Options) { o.Now = func() time.Time { return now } })
	j, ctx, kinds := s.Journal, context.Background(), crm.FactKinds()
	early, l := ended(1), lead(1)
	record(t, j, early, true)
	must(0, j.RecordLead(ctx, l, true))(t)
	must(0, j.RecordLead(ctx, l, true))(t) // once more changes nothing
	early.Client = crm.Ref(l.ID)
	record(t, j, early, true)
	late, other := ended(1), ended(2)
	late.Client = crm.Ref(l.ID)
	record(t, j, late, true)
	record(t, j, other, true)

	p := must(j.ClaimFact(ctx, kinds, time.Minute))(t)
	if p.Fact.ID != l.ID || p.Lead.Name != l.Name || p.Fact.Revision != 1 {
		t.Fatalf("first goes %+v", p)
	}
	if f := must(j.claim(ctx, kinds))(t); f.ID != other.ID {
		t.Fatalf("then goes %+v", f)
	}
	must(0, j.FactStuck(ctx, l.ID, crm.Fault{Kind: crm.ErrNoRight, Subject: "Catalog_Партнеры", Detail: "нет прав"}))(t)
	if f, err := j.claim(ctx, kinds); !errors.Is(err, crm.ErrNotFound) {
		t.Fatalf("%+v went without its client, %v", f, err)
	}
	stuck := must(j.Outbox(ctx))(t)[1]
	if fault := stuck.Fault(); stuck.ID != l.ID || !errors.Is(fault, crm.ErrNoRight) || fault.Subject != "Catalog_Партнеры" || fault.Detail != "нет прав" {
		t.Errorf("stuck: %+v", stuck)
	}
	must(0, j.RetryFact(ctx, l.ID))(t)
	must(j.claim(ctx, kinds))(t)
	must(0, j.LeadSent(ctx, l.ID, 1, crm.Ref(l.ID)))(t)
	for _, want := range []crm.ID{early.ID, late.ID} {
		f := must(j.claim(ctx, kinds))(t)
		if f.ID != want {
			t.Errorf("then %v, want %v", f.ID, want)
		}
		must(0, j.FactSent(ctx, f.ID, f.Revision))(t)
	}
}

// 1C has given a reference of its own: all the journal has of the client follows,
// and so does who still writes the old one.
func TestJournalFollowsTheReferenceOf1C(t *testing.T) {
	j, ctx := newStore(t, t.TempDir()).Journal, context.Background()
	l := lead(1)
	old, given := crm.Ref(l.ID), ref(77)
	must(0, j.RecordLead(ctx, l, true))(t)
	call, n := ended(1), note(1)
	call.Client, n.Client = old, old
	record(t, j, call, true)
	must(0, j.RecordLine(ctx, n, true))(t)
	promise := crm.Promise{ID: crm.NewID(noon), Client: old, Given: noon, Due: noon, Amount: 100}
	must(0, j.RecordPromise(ctx, promise, true))(t)
	must(j.claim(ctx, crm.FactKinds()))(t)
	must(0, j.LeadSent(ctx, l.ID, 1, given))(t)

	call.Note = "ждёт счёт" // the desk still knows the old one
	record(t, j, call, true)
	if got := must(j.Call(ctx, call.ID))(t); got.Client != given || got.Note != call.Note {
		t.Errorf("call %+v", got)
	}
	for _, client := range []crm.Ref{old, given} {
		if lines := must(j.History(ctx, crm.HistoryFilter{Client: client}))(t); len(lines) != 3 || lines[0].Client != given {
			t.Errorf("history %+v", lines)
		}
	}
	if p := must(j.Promise(ctx, given))(t); p.ID != promise.ID {
		t.Errorf("promise %+v", p)
	}
	for _, f := range must(j.Outbox(ctx))(t) {
		if f.Client != given {
			t.Errorf("fact %+v", f)
		}
	}
	if got := must(j.Lead(ctx, l.ID))(t); got.Client != given {
		t.Errorf("lead %+v", got)
	}
}

// A letter comes back with all it has, and one of an unknown kind is not taken.
func TestLettersAndMeetingsAreFacts(t *testing.T) {
	j, ctx := newStore(t, t.TempDir()).Journal, context.Background()
	letter := crm.Interaction{
		ID: crm.NewID(noon), Kind: crm.MailKind, At: noon.UTC(), Client: ref(1), Direction: crm.Incoming, Subject: "Счёт",
		Address: "a@b.example", Message: "<1@b.example>", Text: "оплатим", Author: "Анна",
	}
	must(0, j.RecordLine(ctx, letter, true))(t)
	meeting := crm.Interaction{ID: crm.NewID(noon), Kind: crm.MeetingKind, At: noon.UTC(), Client: ref(2), Subject: "Склад", Seconds: 600}
	must(0, j.RecordLine(ctx, meeting, true))(t)
	for _, want := range []crm.Interaction{letter, meeting} {
		p := must(j.ClaimFact(ctx, crm.FactKinds(), time.Minute))(t)
		want.Fact = crm.FactWaiting
		if p.Line != want || p.Fact.Kind != crm.FactKindOf(want.Kind) {
			t.Errorf("claimed %+v\nwant %+v", p.Line, want)
		}
	}
	letter.Kind = crm.CallKind
	if err := j.RecordLine(ctx, letter, true); !errors.Is(err, crm.ErrInvalid) {
		t.Errorf("a call among the lines gave %v", err)
	}
}

// The outbox of the version before keeps its facts and their order.
func TestOutboxOfTheVersionBefore(t *testing.T) {
	dir, ctx := t.TempDir(), context.Background()
	db := rawFile(t, touch(t, filepath.Join(dir, journalFile)))
	steps := must(journalMigrations())(t)
	for _, step := range steps[:2] {
		must(db.ExecContext(ctx, step.text))(t)
	}
	must(db.ExecContext(ctx, "PRAGMA user_version = 2"))(t)
	call, client := crm.NewID(noon), ref(1)
	must(db.ExecContext(ctx, `INSERT INTO call (id, sip_call_id, account, direction, short, ext, raw, display, called, client, rang_at, ended_at, outcome, note, author)
		VALUES (?, '', '', 'in', '', '', '', '', '', ?, 1, 2, 'missed', '', '')`, call[:], client[:]))(t)
	must(db.ExecContext(ctx, `INSERT INTO outbox VALUES (?, 'calls', 'waiting', ?, 5, 3, 7, 0, 'занято', 2, 1)`, call[:], client[:]))(t)
	must(0, db.Close())(t)
	j := newStore(t, dir).Journal
	list := must(j.Outbox(ctx))(t)
	if len(list) != 1 || list[0].ID != call || list[0].Attempts != 3 || list[0].Reason != "занято" || list[0].Revision != 2 || list[0].Client != client {
		t.Errorf("outbox %+v", list)
	}
	if p := must(j.ClaimFact(ctx, crm.FactKinds(), time.Minute))(t); p.Call.ID != call {
		t.Errorf("claimed %+v", p)
	}
}

func touch(t *testing.T, path string) string {
	t.Helper()
	must(0, touchPrivate(path))(t)
	return path
}
