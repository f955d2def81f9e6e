// Package store keeps what Pult knows on disk, in two SQLite files of one
// folder. cache.db is a copy of 1C that may be thrown away at any time;
// journal.db holds calls, notes, promises and the outbox, and is precious. They
// are two because a bulk write in one file makes every other write to it wait:
// a note must not wait for a page of clients. No transaction spans both; rows
// refer to clients by their GUID in 1C.
package store

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"pult/app/phone"
)

// Names of the two files in Options.Dir.
const (
	cacheFile   = "cache.db"
	journalFile = "journal.db"
)

// Options say where and how to open a store.
type Options struct {
	Dir      string           // folder of both files; made when it is not there
	Now      func() time.Time // time.Now when nil
	Location *time.Location   // zone of the 1C base; time.Local when nil
	Plan     phone.Plan       // completes numbers typed into search
	ReadOnly bool             // looks only: makes, mends and migrates nothing
	Log      *slog.Logger     // slog.Default() when nil
}

// Store is both files, open.
type Store struct {
	Cache   *Cache
	Journal *Journal
}

// Open opens both files, makes what is missing and brings the journal to the
// current schema. A cache that is damaged or of another version is set aside and
// begun anew, for 1C has it all; a damaged journal is an error.
func Open(ctx context.Context, o Options) (*Store, error) {
	o = o.withDefaults()
	s, err := open(ctx, o)
	if err != nil {
		return nil, fail("open "+o.Dir, err)
	}
	return s, nil
}

func open(ctx context.Context, o Options) (*Store, error) {
	if !o.ReadOnly {
		if err := os.MkdirAll(o.Dir, 0o700); err != nil {
			return nil, err
		}
	}
	// The journal goes first: when a newer Pult has been here we must stop
	// before the cache is touched.
	journal, err := openJournal(ctx, o)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Join(o.Dir, journalFile), err)
	}
	cache, fresh, err := openCache(ctx, o)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", filepath.Join(o.Dir, cacheFile), err), journal.close())
	}
	s := &Store{Cache: cache, Journal: journal}
	if o.ReadOnly {
		return s, nil
	}
	if fresh {
		err = s.recallTalks(ctx)
	}
	if err == nil {
		err = s.recallImports(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (o Options) withDefaults() Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Location == nil {
		o.Location = time.Local
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	return o
}

// Close waits for writes under way and closes both files.
func (s *Store) Close() error {
	return fail("close", errors.Join(s.Journal.close(), s.Cache.close()))
}
