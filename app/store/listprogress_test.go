package store

import (
	"testing"
	"time"

	"pult/app/crm"
	"pult/app/phone"
)

// How far a list has come is counted from its entries and its calls: a client who was
// called twice is one who was called, and one spoken with is one reached.
func TestListProgressCountsClients(t *testing.T) {
	j, ctx := newStore(t, t.TempDir()).Journal, t.Context()
	made := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	list := crm.CallList{ID: crm.NewID(made), Name: "Должники", Purpose: crm.DebtPurpose, Author: "Анна", Made: made}
	states := []crm.EntryState{crm.EntryNew, crm.EntryRetry, crm.EntryCallback, crm.EntryWrapUp, crm.EntryDone, crm.EntryDone, crm.EntryNoPhone, crm.EntryBanned}
	var entries []crm.Entry
	for i, state := range states {
		client := crm.Ref{byte(i + 1)}
		entries = append(entries, crm.Entry{ID: crm.EntryID(list.ID, client, phone.Number{}), List: list.ID, Client: client, Place: i, State: state})
	}
	if err := j.RecordList(ctx, list, entries); err != nil {
		t.Fatal(err)
	}
	calls := []struct {
		entry   int
		outcome crm.Outcome
		counted bool
	}{{1, crm.NoAnswer, true}, {1, crm.NoAnswer, true}, {2, crm.Answered, true}, {4, crm.Answered, true}, {5, crm.Answered, true}, {0, crm.Cancelled, false}}
	err := j.record(ctx, "record calls", func(t *tx) error {
		for i, c := range calls {
			at := made.Add(time.Duration(i) * 5 * time.Minute)
			if err := t.saveAttempt(crm.Attempt{
				Call: crm.NewID(at), Entry: entries[c.entry].ID, List: list.ID, Manager: "Анна", At: at, Outcome: c.outcome, Counted: c.counted, Seconds: 60,
			}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	standing, err := j.ListStanding(ctx, list.ID, made)
	if err != nil {
		t.Fatal(err)
	}
	p := standing.Progress
	pace := p.Pace
	p.Pace = crm.Pace{}
	if want := (crm.ListProgress{Total: 8, Waiting: 3, Busy: 1, Done: 2, Left: 2, Dialled: 5, Reached: 3, Calls: 5}); p != want {
		t.Errorf("progress is\n%+v, want\n%+v", p, want)
	}
	// Six calls, five minutes apart, the last of one minute: 26 minutes of work.
	if pace.Calls != 6 || pace.Talks != 3 || pace.Worked != 26*time.Minute || p.ReachedPercent() != 60 {
		t.Errorf("pace is %+v, reached %d %%", pace, p.ReachedPercent())
	}
	if got, want := pace.Finish(made, 6), made.Add(26*time.Minute); !got.Equal(want) {
		t.Errorf("six more are done by %s, want %s", got, want)
	}
	all, err := j.ListStandings(ctx, made.Add(24*time.Hour))
	if err != nil || len(all) != 1 || all[0].Progress.Pace.Calls != 0 || all[0].Progress.Total != 8 {
		t.Errorf("all lists are %+v (%v)", all, err)
	}
}
