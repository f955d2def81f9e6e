package store

import (
	"context"
	"errors"
)

// Stamp tells whether another program has written: two stamps of a file are the
// same as long as nobody else has.
type Stamp struct{ Journal, Cache int64 }

// Stamp asks both files. What this program writes goes through the connections
// that are asked, and SQLite counts only what comes by others.
func (s *Store) Stamp(ctx context.Context) (of Stamp, err error) {
	ask := func(db *database, into *int64) error {
		if db.write == nil {
			return errReadOnly
		}
		return db.write.db.QueryRowContext(ctx, "PRAGMA data_version").Scan(into)
	}
	err = errors.Join(ask(s.Journal.db, &of.Journal), ask(s.Cache.db, &of.Cache))
	return of, fail("look for what others write", err)
}
