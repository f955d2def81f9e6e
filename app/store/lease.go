package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"pult/app/crm"
)

// The lease of an entry lies in its row. A lease that ran out counts as none, so a
// program that was killed gives its entry back by doing nothing.

const (
	entryWaits = `state IN ('new', 'retry', 'callback')`
	entryFree  = `(token IS NULL OR until <= ?2)`
)

// ClaimEntry leases the first of these entries that still waits and is free, in their
// order: nobody else gets it until it is released or the lease runs out. A manager
// has one lease at a time, crm.ErrConflict says that there is another;
// crm.ErrNotFound that none of these is free.
func (j *Journal) ClaimEntry(ctx context.Context, manager string, among []crm.ID, lease time.Duration) (entry crm.Entry, err error) {
	err = j.record(ctx, "lease an entry", func(t *tx) error {
		now := j.now()
		held, err := t.heldEntry(manager, now)
		if err == nil {
			return fmt.Errorf("the manager has another entry, %s: %w", held.ID, crm.ErrConflict)
		}
		if !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		for _, id := range among {
			taken, err := t.changed(`
				UPDATE list_entry SET holder = ?3, token = ?4, until = ?5
				WHERE id = ?1 AND `+entryWaits+` AND `+entryFree+` AND (next IS NULL OR next <= ?2)`,
				id[:], now.UnixMilli(), manager, idBytes(crm.NewID(now)), now.Add(lease).UnixMilli())
			if err != nil {
				return err
			}
			if taken {
				entry, err = t.entry(id)
				return err
			}
		}
		return crm.ErrNotFound
	})
	return entry, err
}

func idBytes(id crm.ID) []byte { return id[:] }

// RenewEntry makes a lease last from now on. Who comes too late, or with the token of
// another lease, gets crm.ErrConflict.
func (j *Journal) RenewEntry(ctx context.Context, id, token crm.ID, lease time.Duration) (renewed crm.Lease, err error) {
	err = j.record(ctx, "renew a lease", func(t *tx) error {
		now := j.now()
		kept, err := t.changed(`UPDATE list_entry SET until = ? WHERE id = ? AND token = ? AND until > ?`,
			now.Add(lease).UnixMilli(), id[:], token[:], now.UnixMilli())
		if err == nil && !kept {
			err = fmt.Errorf("the lease is gone: %w", crm.ErrConflict)
		}
		if err != nil {
			return err
		}
		entry, err := t.entry(id)
		renewed = entry.Lease
		return err
	})
	return renewed, err
}

// ReleaseEntry gives an entry back. To release what is not held any more changes
// nothing: the lease of somebody else stays.
func (j *Journal) ReleaseEntry(ctx context.Context, id, token crm.ID) error {
	return j.record(ctx, "give an entry back", func(t *tx) error {
		return t.run(`UPDATE list_entry SET holder = '', token = NULL, until = NULL WHERE id = ? AND token = ? AND `+entryWaits, id[:], token[:])
	})
}

// HeldEntry is the waiting entry a manager has leased; crm.ErrNotFound when there is
// none.
func (j *Journal) HeldEntry(ctx context.Context, manager string) (entry crm.Entry, err error) {
	err = j.read(ctx, "read a lease", func(t *tx) error {
		entry, err = t.heldEntry(manager, j.now())
		return err
	})
	return entry, err
}

func (t *tx) heldEntry(manager string, now time.Time) (crm.Entry, error) {
	const query = selectEntry + ` WHERE holder = ? AND until > ? AND token IS NOT NULL AND ` + entryWaits + ` LIMIT 1`
	return scanEntry(func(places ...any) error { return t.row(query, args{manager, now.UnixMilli()}, places...) })
}
