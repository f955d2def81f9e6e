package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"pult/app/crm"
)

// Freshness tells for each kind of data when it was last read to its end. A
// kind that never was is not listed.
func (c *Cache) Freshness(ctx context.Context) (list []crm.Freshness, err error) {
	const query = `SELECT kind, full_at, full_rows FROM checkpoint WHERE full_at IS NOT NULL ORDER BY kind`
	err = c.read(ctx, "read freshness", func(t *tx) error {
		return t.each(query, nil, func(scan func(...any) error) error {
			var f crm.Freshness
			defer func() { list = append(list, f) }()
			return scan(&f.Kind, timeInto{&f.At}, &f.Rows)
		})
	})
	return list, err
}

// asOf is when the figures of a client were said: by the file that brought it, or
// by 1C.
func (t *tx) asOf(client int64) (at time.Time, err error) {
	err = t.row("SELECT as_of FROM imported WHERE client = ?", args{client}, timeInto{&at})
	if errors.Is(err, sql.ErrNoRows) {
		return t.asOfOneC()
	}
	return at, err
}

// asOfOneC is when the figures of a client were last read in full: clients or
// debts, whichever is older. While one of them is being read for the first time
// there is no such moment. Debts that were never asked for do not count, for
// not every base keeps them.
func (t *tx) asOfOneC() (time.Time, error) {
	var oldest time.Time
	first := true
	err := t.each(`SELECT full_at FROM checkpoint WHERE kind IN ('clients', 'debts')`, nil,
		func(scan func(...any) error) error {
			var at time.Time
			if err := scan(timeInto{&at}); err != nil {
				return err
			}
			if first || at.Before(oldest) {
				oldest, first = at, false
			}
			return nil
		})
	return oldest, err
}

// Checkpoints tells how far reading has come, kind by kind.
func (c *Cache) Checkpoints(ctx context.Context) (list []crm.Checkpoint, err error) {
	const query = `SELECT kind, round, rows, at, place, done, compared FROM checkpoint ORDER BY kind`
	err = c.read(ctx, "read checkpoints", func(t *tx) error {
		return t.each(query, nil, func(scan func(...any) error) error {
			var p crm.Checkpoint
			defer func() { list = append(list, p) }()
			return scan(&p.Kind, &p.Round, &p.Rows, timeInto{&p.At}, &p.Place, &p.Done, timeInto{&p.Compared})
		})
	})
	return list, err
}

// saveCheckpoint notes how far reading has come. A kind that was only looked at
// for changes keeps the number of its rows.
func (t *tx) saveCheckpoint(p crm.Checkpoint) error {
	const query = `
		INSERT INTO checkpoint (kind, round, rows, at, place, done, full_at, full_rows, compared)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, iif(?6, ?4, NULL), iif(?6, ?3, 0), ?7)
		ON CONFLICT (kind) DO UPDATE SET
			round = excluded.round, rows = excluded.rows, at = excluded.at, place = excluded.place, done = excluded.done,
			full_at = iif(?6, excluded.full_at, full_at),
			full_rows = iif(?6 AND ?8, excluded.full_rows, full_rows),
			compared = coalesce(excluded.compared, compared)`
	compared := p.Compared
	if p.Done && p.Whole {
		compared = p.At
	}
	return t.run(query, p.Kind, p.Round, p.Rows, millis(p.At), p.Place, p.Done, millis(compared), p.Whole)
}
