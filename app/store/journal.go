package store

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"time"

	"pult/app/crm"
)

// Journal keeps calls, history, promises and the outbox. A method that returned
// nil has its fact on disk, behind a flush.
type Journal struct {
	db       *database
	writer   *writer // nil when read only
	now      func() time.Time
	location *time.Location
	log      *slog.Logger
}

func openJournal(ctx context.Context, o Options) (*Journal, error) {
	path := filepath.Join(o.Dir, journalFile)
	db, err := openDatabase(path, "FULL", o.ReadOnly)
	if err != nil {
		return nil, err
	}
	j := &Journal{db: db, now: o.Now, location: o.Location, log: o.Log}
	if err := j.prepare(ctx, path, o.ReadOnly); err != nil {
		return nil, errors.Join(err, db.close())
	}
	if !o.ReadOnly {
		j.writer = startWriter(db.write, o.Log)
	}
	return j, nil
}

// prepare checks the file and brings it to the newest schema.
func (j *Journal) prepare(ctx context.Context, path string, readOnly bool) error {
	if err := j.db.check(ctx, path); err != nil {
		if !isDamage(err) {
			return err
		}
		return fmt.Errorf("calls and notes in this file cannot be read; stop Pult, copy the file, "+
			"recover it with `sqlite3 %s .recover` or put back a copy of it, or move it away to begin an empty one: %w: %w",
			journalFile, crm.ErrGarbled, err)
	}
	steps, err := journalMigrations()
	if err != nil {
		return err
	}
	if !readOnly {
		return migrate(ctx, j.db.write, steps)
	}
	newest := steps[len(steps)-1].version
	return j.db.read.do(ctx, func(t *tx) error {
		version, err := t.version()
		switch {
		case err != nil || version == newest:
			return err
		case version > newest:
			return newerSchema(version, newest)
		default:
			return fmt.Errorf("the schema is %d, this Pult reads %d; start the panel once: %w", version, newest, crm.ErrConflict)
		}
	})
}

// close waits for writes under way.
func (j *Journal) close() error {
	if j.writer != nil {
		j.writer.stop()
	}
	return j.db.close()
}

func (j *Journal) read(ctx context.Context, doing string, f func(*tx) error) error {
	return fail(doing, j.db.read.do(ctx, f))
}

// record runs f in a transaction, which others may share, and returns when it
// is on disk.
func (j *Journal) record(ctx context.Context, doing string, f func(*tx) error) error {
	if j.writer == nil {
		return fail(doing, errReadOnly)
	}
	return fail(doing, j.writer.do(ctx, f))
}
