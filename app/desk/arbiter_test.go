package desk_test

import (
	"log/slog"
	"testing"
	"time"

	"pult/app/crm"
	"pult/app/desk"
	"pult/app/desk/arbitertest"
	"pult/app/store"
)

// The journal of a workstation decides for all programs that have it open.
func TestJournalIsAnArbiter(t *testing.T) {
	arbitertest.Run(t, func(t *testing.T, list crm.CallList, entries []crm.Entry, now func() time.Time) (desk.Arbiter, desk.Arbiter) {
		dir := t.TempDir()
		open := func() *store.Journal {
			s, err := store.Open(t.Context(), store.Options{Dir: dir, Now: now, Location: moscow, Plan: plan, Log: slog.New(slog.DiscardHandler)})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = s.Close() })
			return s.Journal
		}
		one, other := open(), open()
		if err := one.RecordList(t.Context(), list, entries); err != nil {
			t.Fatal(err)
		}
		return one, other
	})
}
