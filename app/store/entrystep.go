package store

import (
	"context"
	"fmt"
	"time"

	"pult/app/crm"
	"pult/app/phone"
)

// RecordStep writes one step of an entry with all that belongs to it: the call, its
// line of history, its row in the outbox, the attempt, next steps. crm.ErrConflict
// says that the entry is not as it was any more, and nothing is written. paused
// tells that this was the last of several faults of the line and the list stands
// still now.
func (j *Journal) RecordStep(ctx context.Context, s crm.EntryStep) (paused bool, err error) {
	err = j.record(ctx, "record a step of a list", func(t *tx) error {
		if err := t.moveEntry(s, j.now()); err != nil {
			return err
		}
		if !s.Call.ID.IsZero() {
			if err := t.recordCall(s.Call, s.Author, s.Push, j.now()); err != nil {
				return err
			}
		}
		if !s.Attempt.Call.IsZero() {
			if err := t.saveAttempt(s.Attempt); err != nil {
				return err
			}
		}
		if err := t.followUp(s, j.location, j.now()); err != nil {
			return err
		}
		paused, err = t.pauseByFaults(s.Attempt, j.now())
		return err
	})
	return paused, err
}

// moveEntry changes the entry if it is as it was read.
func (t *tx) moveEntry(s crm.EntryStep, now time.Time) error {
	if s.From.ID.IsZero() {
		return nil
	}
	is, err := t.entry(s.From.ID)
	switch {
	case err != nil:
		return err
	case !s.Fits(is):
		return fmt.Errorf("the entry is %s: %w", is.State, crm.ErrConflict)
	case s.Starts() && !is.Lease.Holds(now):
		return fmt.Errorf("the lease is gone: %w", crm.ErrConflict)
	}
	return t.saveEntry(s.Entry)
}

// followUp writes what comes of a result beside the call.
func (t *tx) followUp(s crm.EntryStep, location *time.Location, now time.Time) error {
	for _, task := range s.Tasks {
		if err := t.recordTask(task, location); err != nil {
			return err
		}
	}
	if !s.Promise.ID.IsZero() {
		if err := t.recordPromise(s.Promise, s.Notes, location, now); err != nil {
			return err
		}
	}
	if !s.Ban.ID.IsZero() {
		if err := t.declare(s.Ban); err != nil {
			return err
		}
	}
	if s.Skip.Entry.IsZero() {
		return nil
	}
	return t.run(`INSERT INTO list_skip (entry, at, list, manager, reason) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		s.Skip.Entry[:], s.Skip.At.UnixMilli(), s.Skip.List[:], s.Skip.Manager, s.Skip.Reason)
}

// declare writes a statement. A ban of a number reaches the entries of all lists.
func (t *tx) declare(line crm.Interaction) error {
	if err := t.saveInteraction(line); err != nil {
		return err
	}
	if line.Kind != crm.BanKind || line.Result != crm.ResultYes || line.Number.Kind() != phone.Public {
		return nil
	}
	banned, err := t.entries(entryWaits+` AND json_extract(numbers, '$[' || phone || '].E164') = ?`, line.Number.E164)
	if err != nil {
		return err
	}
	for _, e := range banned {
		if err := t.saveEntry(e.Banned()); err != nil {
			return err
		}
	}
	return nil
}
