package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"pult/app/crm"
)

// listPage is how many entries are written at once: a note taken meanwhile waits for
// a page and no longer.
const listPage = 1000

// MakeList writes a new list, page by page. Until all of it is there it stands still;
// one that was stopped on the way is taken away at once, one that a crash broke off by
// the next that is made.
func (j *Journal) MakeList(ctx context.Context, list crm.CallList, entries []crm.Entry) error {
	if len(entries) <= listPage {
		return j.RecordList(ctx, list, entries)
	}
	if err := j.record(ctx, "clear away lists that were broken off", func(t *tx) error { return t.forgetUnmade(list.Made) }); err != nil {
		return err
	}
	if err := j.makePages(ctx, list, entries); err != nil {
		whole := context.WithoutCancel(ctx)
		return errors.Join(err, j.record(whole, "take a list away", func(t *tx) error { return t.forgetList(list.ID) }))
	}
	return nil
}

func (j *Journal) makePages(ctx context.Context, list crm.CallList, entries []crm.Entry) error {
	unmade := list
	unmade.Paused = crm.Pause{Cause: crm.PauseByMaking, Since: list.Made}
	for page := range slices.Chunk(entries, listPage) {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := j.RecordList(ctx, unmade, page); err != nil {
			return err
		}
	}
	return j.RecordList(ctx, list, nil)
}

// forgetList takes a list away that nobody has worked yet.
func (t *tx) forgetList(id crm.ID) error {
	if err := t.run(`DELETE FROM list_entry WHERE list = ?`, id[:]); err != nil {
		return err
	}
	return t.run(`DELETE FROM call_list WHERE id = ?`, id[:])
}

// unmadeAfter is how old a list must be that is still being made: it was broken off.
// Others may be under way in another program.
const unmadeAfter = time.Hour

func (t *tx) forgetUnmade(now time.Time) error {
	const unmade = `paused ->> 'cause' = ? AND made < ?`
	values := args{string(crm.PauseByMaking), now.Add(-unmadeAfter).UnixMilli()}
	if err := t.run(`DELETE FROM list_entry WHERE list IN (SELECT id FROM call_list WHERE `+unmade+`)`, values...); err != nil {
		return err
	}
	return t.run(`DELETE FROM call_list WHERE `+unmade, values...)
}

// ChangeList adds newcomers to a list, withdraws waiting entries that fit no more and
// takes back those that fit again. Whatever somebody has or has agreed upon stays as
// it is.
func (j *Journal) ChangeList(ctx context.Context, list crm.ID, change crm.ListChange, now time.Time) (done crm.Refreshed, err error) {
	const gone = `
		UPDATE list_entry SET state = ?, cause = ?
		WHERE id = ? AND list = ? AND state IN ('new', 'retry') AND (until IS NULL OR until <= ?)`
	const back = `UPDATE list_entry SET state = ?, cause = '' WHERE id = ? AND list = ? AND state = ? AND cause = ?`
	err = j.record(ctx, "refresh a list", func(t *tx) error {
		done = crm.Refreshed{}
		for _, id := range change.Gone {
			changed, err := t.changed(gone, string(crm.EntryWithdrawn), string(crm.HoldLeft), id[:], list[:], now.UnixMilli())
			if err != nil {
				return err
			}
			count(&done.Gone, changed)
		}
		for _, id := range change.Back {
			changed, err := t.changed(back, string(crm.EntryNew), id[:], list[:], string(crm.EntryWithdrawn), string(crm.HoldLeft))
			if err != nil {
				return err
			}
			count(&done.Back, changed)
		}
		return nil
	})
	for page := range slices.Chunk(change.Add, listPage) {
		if err != nil {
			return done, err
		}
		err = j.record(ctx, "add to a list", func(t *tx) error {
			for _, e := range page {
				if e.List != list {
					return fmt.Errorf("an entry of another list: %w", crm.ErrInvalid)
				}
				if err := t.addEntry(e); err != nil {
					return err
				}
			}
			return nil
		})
		if err == nil {
			done.Added += len(page)
		}
	}
	return done, err
}

func count(n *int, happened bool) {
	if happened {
		*n++
	}
}
