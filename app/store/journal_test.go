package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"pult/app/crm"
)

// ended is an answered call of a client, over at noon.
func ended(client int) crm.Call {
	return crm.Call{
		ID: crm.NewID(noon), SIPCallID: "a@b", Account: "101", Direction: crm.Incoming,
		Number: plan.Parse("8 912 345-67-89 доб. 5"), Display: "Иван", Called: "+74950000000",
		Client: ref(client), Contact: ref(21), RangAt: noon.Add(-2 * time.Minute).UTC(),
		AnsweredAt: noon.Add(-time.Minute).UTC(), EndedAt: noon.UTC(), Outcome: crm.Answered, Note: "обещал",
	}
}

func record(t testing.TB, j *Journal, call crm.Call, push bool) {
	t.Helper()
	if err := j.RecordCall(context.Background(), call, "Анна", push); err != nil {
		t.Fatal(err)
	}
}

func TestCallComesBackAsRecorded(t *testing.T) {
	j, ctx := newStore(t, t.TempDir()).Journal, context.Background()
	call := ended(1)
	call.EndedAt, call.Outcome = time.Time{}, ""
	record(t, j, call, true)
	if open := must(j.OpenCalls(ctx))(t); len(open) != 1 || open[0] != call {
		t.Errorf("open: %+v", open)
	}
	call = ended(1)
	record(t, j, call, false)
	if got := must(j.Call(ctx, call.ID))(t); got != call {
		t.Errorf("got %+v\nwant %+v", got, call)
	}
	if _, err := j.Call(ctx, crm.NewID(noon)); !errors.Is(err, crm.ErrNotFound) {
		t.Errorf("no call gave %v", err)
	}
	lines := must(j.History(ctx, crm.HistoryFilter{Client: ref(1)}))(t)
	want := lineOfCall(call, "Анна")
	if i := slices.Index(lines, want); i < 0 || want.Seconds != 60 {
		t.Errorf("lines %+v\nwant %+v", lines, want)
	}
	if err := j.RecordCall(ctx, crm.Call{}, "", false); !errors.Is(err, crm.ErrInvalid) {
		t.Errorf("an empty call gave %v", err)
	}
}

func TestOutboxTakesOnlyWhatMayBeSent(t *testing.T) {
	j, ctx := newStore(t, t.TempDir()).Journal, context.Background()
	ringing, nobodys := ended(1), ended(1)
	ringing.EndedAt = time.Time{}
	nobodys.Client = crm.Ref{}
	record(t, j, ringing, true)
	record(t, j, nobodys, true)
	record(t, j, ended(1), false)
	if list := must(j.Outbox(ctx))(t); len(list) != 0 {
		t.Errorf("in the outbox: %+v", list)
	}
	ringing.EndedAt = noon
	record(t, j, ringing, true)
	list := must(j.Outbox(ctx))(t)
	if len(list) != 1 || list[0].ID != ringing.ID || list[0].Revision != 1 || list[0].State != crm.FactWaiting ||
		list[0].Kind != crm.CallFacts || list[0].Client != ref(1) {
		t.Errorf("in the outbox: %+v", list)
	}
	if line := must(j.History(ctx, crm.HistoryFilter{Client: ref(1), Limit: 3}))(t); line[0].Fact == "" && line[1].Fact == "" {
		t.Errorf("history does not tell: %+v", line)
	}
}

func TestRevisions(t *testing.T) {
	j, ctx := newStore(t, t.TempDir()).Journal, context.Background()
	call := ended(1)
	record(t, j, call, true)
	record(t, j, call, true)
	fact := func() (f crm.Fact) {
		if list := must(j.Outbox(ctx))(t); len(list) == 1 {
			f = list[0]
		}
		return f
	}
	if f := fact(); f.Revision != 1 {
		t.Fatalf("an identical call made it %+v", f)
	}
	send := func() crm.Fact {
		p, err := j.ClaimFact(ctx, []crm.FactKind{crm.CallFacts}, time.Minute)
		f := p.Fact
		if err != nil || p.Call != call {
			t.Fatalf("claimed %+v, %v", p, err)
		}
		must(0, j.FactSent(ctx, f.ID, f.Revision))(t)
		return f
	}
	send()
	if f := fact(); f.Revision != 0 {
		t.Fatalf("sent, but still in the outbox: %+v", f)
	}
	call.Note = "обещал в среду"
	record(t, j, call, true)
	if f := fact(); f.Revision != 2 || f.State != crm.FactWaiting {
		t.Fatalf("an edited note made it %+v", f)
	}

	// Edited again while the second revision is on its way.
	f := must(j.claim(ctx, []crm.FactKind{crm.CallFacts}))(t)
	call.Client = ref(2)
	record(t, j, call, true)
	if _, err := j.ClaimFact(ctx, []crm.FactKind{crm.CallFacts}, time.Minute); !errors.Is(err, crm.ErrNotFound) {
		t.Fatalf("claimed under another's lease: %v", err)
	}
	must(0, j.FactSent(ctx, f.ID, f.Revision))(t)
	if f := fact(); f.Revision != 3 || f.State != crm.FactWaiting || f.Client != ref(2) {
		t.Fatalf("after the sending of an old revision: %+v", f)
	}
	if f := send(); f.Revision != 3 {
		t.Fatalf("sent %+v", f)
	}

	call.Client = crm.Ref{}
	record(t, j, call, true)
	if f := fact(); f.State != crm.FactStuck || f.Reason == "" {
		t.Fatalf("1C has it and the client is gone: %+v", f)
	}
	if _, err := j.ClaimFact(ctx, []crm.FactKind{crm.CallFacts}, time.Minute); !errors.Is(err, crm.ErrNotFound) {
		t.Fatalf("claimed a fact without a client: %v", err)
	}
	call.Client = ref(3)
	record(t, j, call, true)
	if f := send(); f.Client != ref(3) {
		t.Fatalf("sent %+v", f)
	}
}

func TestStuckAndDelayed(t *testing.T) {
	now := noon
	s := newStore(t, t.TempDir(), func(o *Options) { o.Now = func() time.Time { return now } })
	j, ctx, kinds := s.Journal, context.Background(), []crm.FactKind{crm.CallFacts}
	call := ended(1)
	record(t, j, call, true)
	if _, err := j.ClaimFact(ctx, []crm.FactKind{"mails"}, time.Minute); !errors.Is(err, crm.ErrNotFound) {
		t.Errorf("claimed a kind that is not allowed: %v", err)
	}
	must(j.claim(ctx, kinds))(t)
	must(0, j.FactDelayed(ctx, call.ID, now.Add(time.Hour), crm.Fault{Kind: crm.ErrBusy, Detail: "нет связи"}))(t)
	if _, err := j.claim(ctx, kinds); !errors.Is(err, crm.ErrNotFound) {
		t.Errorf("claimed before its time: %v", err)
	}
	now = now.Add(time.Hour)
	if f := must(j.claim(ctx, kinds))(t); f.Attempts != 2 || f.Reason != "нет связи" {
		t.Errorf("claimed %+v", f)
	}
	must(0, j.FactStuck(ctx, call.ID, crm.Fault{Kind: crm.ErrRefused, Detail: "Не заполнено поле"}))(t)
	if waiting, stuck, err := j.OutboxCount(ctx); waiting != 0 || stuck != 1 || err != nil {
		t.Errorf("%d waiting, %d stuck, %v", waiting, stuck, err)
	}
	must(0, j.RetryFact(ctx, call.ID))(t)
	if f := must(j.claim(ctx, kinds))(t); f.Attempts != 3 { // 1C is asked before a third sending
		t.Errorf("claimed %+v", f)
	}
	must(0, j.FactSent(ctx, call.ID, 1))(t)
	for name, err := range map[string]error{
		"retry":   j.RetryFact(ctx, call.ID),
		"delay":   j.FactDelayed(ctx, call.ID, now, crm.Fault{Kind: crm.ErrBusy, Detail: ""}),
		"stuck":   j.FactStuck(ctx, call.ID, crm.Fault{Kind: crm.ErrRefused, Detail: ""}),
		"nothing": j.FactSent(ctx, crm.NewID(now), 1),
	} {
		if !errors.Is(err, crm.ErrNotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func (j *Journal) claim(ctx context.Context, kinds []crm.FactKind) (crm.Fact, error) {
	p, err := j.ClaimFact(ctx, kinds, time.Minute)
	return p.Fact, err
}

func TestFactsOfAClientKeepTheirOrder(t *testing.T) {
	now := noon
	s := newStore(t, t.TempDir(), func(o *Options) { o.Now = func() time.Time { return now } })
	j, ctx, kinds := s.Journal, context.Background(), []crm.FactKind{crm.CallFacts}
	var calls []crm.Call
	for i, client := range []int{1, 1, 2} {
		call := ended(client)
		call.ID = crm.NewID(noon.Add(time.Duration(i) * time.Second))
		record(t, j, call, true)
		calls = append(calls, call)
	}
	if f := must(j.claim(ctx, kinds))(t); f.ID != calls[0].ID {
		t.Errorf("first %v", f.ID)
	}
	if f := must(j.claim(ctx, kinds))(t); f.ID != calls[2].ID {
		t.Error("the second of the same client overtook the first, or another client waited")
	}
	if _, err := j.claim(ctx, kinds); !errors.Is(err, crm.ErrNotFound) {
		t.Errorf("got %v", err)
	}
	now = now.Add(time.Minute) // the lease has run out: the sender was killed
	if f := must(j.claim(ctx, kinds))(t); f.ID != calls[0].ID || f.Attempts != 2 {
		t.Errorf("after the lease: %+v", f)
	}
	must(0, j.FactDelayed(ctx, calls[0].ID, now.Add(time.Hour), crm.Fault{Kind: crm.ErrBusy, Detail: "занято"}))(t)
	must(0, j.FactSent(ctx, calls[2].ID, 1))(t)
	if _, err := j.claim(ctx, kinds); !errors.Is(err, crm.ErrNotFound) {
		t.Errorf("a delayed fact does not hold back the next: %v", err)
	}
	must(0, j.FactStuck(ctx, calls[0].ID, crm.Fault{Kind: crm.ErrRefused, Detail: "нет прав"}))(t)
	if f := must(j.claim(ctx, kinds))(t); f.ID != calls[1].ID {
		t.Errorf("a stuck fact blocks: %+v", f)
	}
}

func TestTwoClaimantsNeverGetTheSameFact(t *testing.T) {
	dir, ctx := t.TempDir(), context.Background()
	stores := []*Store{newStore(t, dir), newStore(t, dir)}
	const facts = 60
	for i := range facts {
		record(t, stores[i%2].Journal, ended(i+1), true)
	}
	var mu sync.Mutex
	claimed := map[crm.ID]int{}
	var group sync.WaitGroup
	for i := range 4 {
		group.Go(func() {
			for {
				f, err := stores[i%2].Journal.claim(ctx, []crm.FactKind{crm.CallFacts})
				if errors.Is(err, crm.ErrNotFound) {
					return
				}
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				claimed[f.ID]++
				mu.Unlock()
			}
		})
	}
	group.Wait()
	if len(claimed) != facts {
		t.Errorf("%d of %d claimed", len(claimed), facts)
	}
	for id, n := range claimed {
		if n != 1 {
			t.Errorf("%s claimed %d times", id, n)
		}
	}
}

func TestHistory(t *testing.T) {
	j, ctx := newStore(t, t.TempDir()).Journal, context.Background()
	missed := ended(0)
	missed.Client, missed.Outcome, missed.AnsweredAt = crm.Ref{}, crm.Missed, time.Time{}
	missed.RangAt = noon.Add(-time.Hour)
	record(t, j, missed, false)
	record(t, j, ended(1), false)
	must(0, j.RecordLine(ctx, note(1), false))(t)
	must(0, j.RecordLine(ctx, note(2), false))(t)
	tests := []struct {
		name   string
		filter crm.HistoryFilter
		want   int
	}{
		{"all", crm.HistoryFilter{}, 4},
		{"a client's", crm.HistoryFilter{Client: ref(1)}, 2},
		{"a number's", crm.HistoryFilter{Number: plan.Parse("89123456789")}, 2},
		{"both", crm.HistoryFilter{Client: ref(1), Number: plan.Parse("89123456789")}, 1},
		{"an internal number's", crm.HistoryFilter{Number: plan.Parse("101")}, 0},
		{"before", crm.HistoryFilter{Before: noon}, 2},
		{"limited", crm.HistoryFilter{Limit: 1}, 1},
	}
	for _, tt := range tests {
		list := must(j.History(ctx, tt.filter))(t)
		if len(list) != tt.want {
			t.Errorf("%s: %d lines, want %d", tt.name, len(list), tt.want)
		}
		for i := 1; i < len(list); i++ {
			if list[i].At.After(list[i-1].At) {
				t.Errorf("%s: not the newest first", tt.name)
			}
		}
	}
	promise := crm.Promise{ID: crm.NewID(noon), Client: ref(1), Amount: 1000000, Given: noon.Add(time.Hour), Due: noon.AddDate(0, 0, 5), Author: "Петрова"}
	if err := j.RecordPromise(ctx, promise, false); err != nil {
		t.Fatal(err)
	}
	talks := must(j.LastTalks(ctx, []crm.Ref{ref(1), ref(2), ref(3)}))(t) // a promise stands elsewhere
	if len(talks) != 2 || talks[ref(1)].Kind != crm.NoteKind {
		t.Errorf("last talks %+v", talks)
	}
}

func TestPromise(t *testing.T) {
	j, ctx := newStore(t, t.TempDir()).Journal, context.Background()
	if _, err := j.Promise(ctx, ref(1)); !errors.Is(err, crm.ErrNotFound) {
		t.Errorf("none gave %v", err)
	}
	due := time.Date(2026, 5, 20, 0, 0, 0, 0, moscow)
	for i, amount := range []crm.Money{100_00, 124_500_00} {
		p := crm.Promise{ID: crm.NewID(noon), Client: ref(1), Given: noon.Add(time.Duration(i) * time.Hour), Due: due, Amount: amount, Author: "Анна"}
		must(0, j.RecordPromise(ctx, p, false))(t)
		must(0, j.RecordPromise(ctx, p, false))(t)
	}
	p := must(j.Promise(ctx, ref(1)))(t)
	if p.Amount != 124_500_00 || !p.Due.Equal(due) || !p.Given.Equal(noon.Add(time.Hour)) {
		t.Errorf("got %+v", p)
	}
	list := must(j.History(ctx, crm.HistoryFilter{Client: ref(1)}))(t)
	if len(list) != 2 || list[0].Kind != crm.PromiseKind || list[0].Text != "124500.00 2026-05-20" || list[0].ID != p.ID {
		t.Errorf("history %+v", list)
	}
}

func TestFailedRequestDoesNotSpoilItsGroup(t *testing.T) {
	j, ctx := newStore(t, t.TempDir()).Journal, context.Background()
	call := ended(1)
	record(t, j, call, false)
	clash := note(1)
	clash.ID = call.ID
	var group sync.WaitGroup
	for i := range 40 {
		group.Go(func() {
			if i%4 == 0 {
				if err := j.RecordLine(ctx, clash, false); !errors.Is(err, crm.ErrConflict) {
					t.Errorf("a note under the id of a call gave %v", err)
				}
			} else if err := j.RecordLine(ctx, note(2), false); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if list := must(j.History(ctx, crm.HistoryFilter{Client: ref(2)}))(t); len(list) != 30 {
		t.Errorf("%d notes of 30", len(list))
	}
}

// A failure half way through a call must leave nothing of it.
func TestRecordCallIsAllOrNothing(t *testing.T) {
	dir, ctx := t.TempDir(), context.Background()
	s := newStore(t, dir)
	for _, table := range []string{"interaction", "outbox"} {
		_, err := s.Journal.db.write.db.Exec(fmt.Sprintf(
			`CREATE TEMP TRIGGER stop_%[1]s BEFORE INSERT ON main.%[1]s BEGIN SELECT raise(FAIL, 'stop'); END`, table))
		must(0, err)(t)
		call := ended(1)
		if err := s.Journal.RecordCall(ctx, call, "Анна", true); err == nil {
			t.Fatalf("%s: recorded", table)
		}
		must(s.Journal.db.write.db.Exec("DROP TRIGGER stop_" + table))(t)
		if _, err := s.Journal.Call(ctx, call.ID); !errors.Is(err, crm.ErrNotFound) {
			t.Errorf("%s: half of the call stays: %v", table, err)
		}
		if list := must(s.Journal.History(ctx, crm.HistoryFilter{}))(t); len(list) != 0 {
			t.Errorf("%s: a line stays: %+v", table, list)
		}
	}
}

func TestWritesAfterCloseAreRefused(t *testing.T) {
	s := must(Open(context.Background(), Options{Dir: t.TempDir()}))(t)
	must(0, s.Close())(t)
	if err := s.Journal.RecordLine(context.Background(), note(1), false); !errors.Is(err, crm.ErrDenied) {
		t.Errorf("got %v", err)
	}
}

func TestCancelledWriteChangesNothing(t *testing.T) {
	j := newStore(t, t.TempDir()).Journal
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := j.RecordLine(ctx, note(1), false); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if list := must(j.History(context.Background(), crm.HistoryFilter{}))(t); len(list) != 0 {
		t.Errorf("recorded %+v", list)
	}
}

// Who took a call is kept with it and with its line of history. A journal from
// before there was room for that is brought up to date with what it holds.
func TestAnsweredByIsKept(t *testing.T) {
	dir, ctx := t.TempDir(), context.Background()
	steps := must(journalMigrations())(t)
	path := filepath.Join(dir, journalFile)
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	execFile(t, path, steps[0].text+`; PRAGMA user_version = 1;
		INSERT INTO interaction VALUES (x'00000000000000000000000000000001', 'note', 1, NULL, NULL, '', NULL, '', '', '', '', 0, 'старая', 'Анна');`)
	j := newStore(t, dir).Journal
	call := ended(1)
	call.AnsweredAt, call.Outcome, call.AnsweredBy = time.Time{}, crm.Elsewhere, "102"
	record(t, j, call, false)
	if got := must(j.Call(ctx, call.ID))(t); got != call {
		t.Errorf("got %+v\nwant %+v", got, call)
	}
	lines := must(j.History(ctx, crm.HistoryFilter{}))(t)
	if len(lines) != 2 || lines[0].AnsweredBy != "102" || lines[1].Text != "старая" || lines[1].AnsweredBy != "" {
		t.Errorf("lines %+v", lines)
	}
}
