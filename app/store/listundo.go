package store

import (
	"context"
	"time"

	"pult/app/crm"
)

// untouched tells entries that nobody has done anything with.
const untouched = `
	list = ?1 AND state IN ('new', 'banned', 'duplicate', 'no_phone', 'withdrawn') AND attempts = 0 AND faults = 0 AND last IS NULL
		AND call IS NULL AND result = '' AND (until IS NULL OR until <= ?2)
		AND NOT EXISTS (SELECT 1 FROM list_attempt a WHERE a.entry = list_entry.id)
		AND NOT EXISTS (SELECT 1 FROM list_skip s WHERE s.entry = list_entry.id)`

// UndoList takes a list back. It is closed first, so that nobody draws from it
// meanwhile, and its entries go page by page. What was worked on stays, and the list
// with it.
func (j *Journal) UndoList(ctx context.Context, id crm.ID, now time.Time) (done crm.ListUndone, err error) {
	err = j.record(ctx, "undo a list", func(t *tx) error {
		if _, err := t.callList(id); err != nil {
			return err
		}
		return t.run(`UPDATE call_list SET closed = coalesce(closed, ?) WHERE id = ?`, now.UnixMilli(), id[:])
	})
	for more := err == nil; more && err == nil; {
		removed := 0
		err = j.record(ctx, "undo a list", func(t *tx) error {
			removed = 0
			return t.each(`DELETE FROM list_entry WHERE id IN (SELECT id FROM list_entry WHERE `+untouched+` LIMIT ?3) RETURNING 1`,
				args{id[:], now.UnixMilli(), listPage}, func(scan func(...any) error) error {
					removed++
					return scan(new(int))
				})
		})
		done.Removed += removed
		more = removed > 0
	}
	if err != nil {
		return done, err
	}
	err = j.record(ctx, "undo a list", func(t *tx) error {
		if err := t.row(`SELECT count(*) FROM list_entry WHERE list = ?`, args{id[:]}, &done.Kept); err != nil || done.Kept > 0 {
			return err
		}
		if err := t.run(`DELETE FROM list_break WHERE list = ?`, id[:]); err != nil {
			return err
		}
		return t.run(`DELETE FROM call_list WHERE id = ?`, id[:])
	})
	return done, err
}
