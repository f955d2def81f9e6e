package store

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"time"

	"pult/app/crm"
	"pult/app/phone"
)

// cacheVersion is the number of the schema in migrations/cache.sql.
const cacheVersion = 10

// Cache is the local copy of 1C.
type Cache struct {
	db       *database
	path     string
	talks    *writer // notes who was talked to; nil when read only
	now      func() time.Time
	location *time.Location
	plan     phone.Plan
	log      *slog.Logger

	loading sync.Mutex // held by the load that uses what follows
	known   ids        // of clients, during a first reading
	behind  time.Time  // since when search is, see stale.go; zero when it is not
	noted   idSet      // clients whose text is known to be behind

	patience time.Duration // of one question of search, see holder.go
}

// openCache opens cache.db. fresh tells that it was made anew.
func openCache(ctx context.Context, o Options) (c *Cache, fresh bool, err error) {
	path := filepath.Join(o.Dir, cacheFile)
	db, err := openSoundCache(ctx, o, path)
	if err != nil {
		return nil, false, err
	}
	if !o.ReadOnly {
		if fresh, err = createCache(ctx, db.write); err != nil {
			return nil, false, errors.Join(err, db.close())
		}
	}
	c = &Cache{
		db: db, path: path, now: o.Now, location: o.Location, plan: o.Plan, log: o.Log,
		patience: searchPatience,
	}
	if db.write != nil {
		c.talks = startWriter(db.write, o.Log)
	}
	return c, fresh, nil
}

// openSoundCache opens the file if it is one we can work with, and else makes
// place for a new one.
func openSoundCache(ctx context.Context, o Options, path string) (*database, error) {
	db, err := openDatabase(path, "NORMAL", o.ReadOnly)
	if err != nil {
		return nil, err
	}
	version, err := inspect(ctx, db, path)
	usable := version == cacheVersion || version == 0 && !o.ReadOnly
	if err == nil && usable {
		return db, nil
	}
	if closing := db.close(); err == nil {
		err = closing
	}
	switch {
	case o.ReadOnly && err == nil:
		return nil, fmt.Errorf("the schema is %d, this Pult reads %d; start the panel once: %w", version, cacheVersion, crm.ErrConflict)
	case o.ReadOnly, err != nil && !isDamage(err):
		return nil, err
	case err != nil:
		kept, moving := setAside(path, o.Now())
		if moving != nil {
			return nil, errors.Join(err, moving)
		}
		o.Log.Warn("store: damaged cache set aside, 1C will be read anew", "kept", filepath.Base(kept), "error", err)
	default:
		o.Log.Info("store: cache of another version, 1C will be read anew", "version", version)
		if err := discard(path); err != nil {
			return nil, err
		}
	}
	return openDatabase(path, "NORMAL", false)
}

// inspect checks the file and reads the number of its schema.
func inspect(ctx context.Context, db *database, path string) (version int, err error) {
	if _, err := os.Stat(path + badSuffix); err == nil {
		return 0, errDamaged
	}
	if err := db.check(ctx, path); err != nil {
		return 0, err
	}
	err = db.read.do(ctx, func(t *tx) error {
		var fts bool
		if err := t.row("SELECT sqlite_compileoption_used('ENABLE_FTS5')", nil, &fts); err != nil {
			return err
		}
		if !fts {
			return errors.New("SQLite was built without FTS5, search cannot work: build with -tags sqlite_fts5")
		}
		version, err = t.version()
		return err
	})
	return version, err
}

func createCache(ctx context.Context, p *pool) (fresh bool, err error) {
	schema, err := migrations.ReadFile("migrations/cache.sql")
	if err != nil {
		return false, err
	}
	err = p.do(ctx, func(t *tx) error {
		version, err := t.version()
		if err != nil || version != 0 {
			return err
		}
		fresh = true
		if err := t.run(string(schema)); err != nil {
			return err
		}
		return t.run("PRAGMA user_version = " + strconv.Itoa(cacheVersion))
	})
	return fresh, err
}

func (c *Cache) close() error {
	if c.talks != nil {
		c.talks.stop()
	}
	return c.db.close()
}

// read runs f over one moment of the cache.
func (c *Cache) read(ctx context.Context, doing string, f func(*tx) error) error {
	return c.failed(doing, c.db.read.do(ctx, f))
}

// change runs f in a transaction that writes.
func (c *Cache) change(ctx context.Context, doing string, f func(*tx) error) error {
	if c.db.write == nil {
		return fail(doing, errReadOnly)
	}
	return c.failed(doing, c.db.write.do(ctx, f))
}

// load is change for thousands of rows.
func (c *Cache) load(ctx context.Context, doing string, f func(*tx) error) error {
	if c.db.write == nil {
		return fail(doing, errReadOnly)
	}
	return c.failed(doing, c.db.write.load(ctx, f))
}

// failed words an error. Damage met in use is marked beside the file, for a
// large file is not checked whole at the start: the next start sets it aside.
func (c *Cache) failed(doing string, err error) error {
	if isDamage(err) && c.db.write != nil {
		c.log.Error("store: the cache is damaged, the next start will make it anew", "error", err)
		if e := os.WriteFile(c.path+badSuffix, nil, 0o600); e != nil {
			c.log.Error("store: damage of the cache could not be marked", "error", e)
		}
	}
	return fail(doing, err)
}

var errReadOnly = fmt.Errorf("the store was opened to look only: %w", crm.ErrDenied)

// Count tells how many clients are in sight and how many whole numbers lead to
// clients.
func (c *Cache) Count(ctx context.Context) (clients, phones int, err error) {
	err = c.read(ctx, "count clients", func(t *tx) error {
		if err := t.row("SELECT count(*) FROM client WHERE state = 1", nil, &clients); err != nil {
			return err
		}
		return t.row("SELECT count(*) FROM phone", nil, &phones)
	})
	return clients, phones, err
}

// Round gives the number of a new round of reading. Numbers grow over all
// processes that share the file.
func (c *Cache) Round(ctx context.Context) (round int64, err error) {
	err = c.change(ctx, "begin a round", func(t *tx) error {
		if err := t.run("DELETE FROM news WHERE at < ?", c.now().Add(-newsKept).UnixMilli()); err != nil {
			return err
		}
		return t.row("UPDATE round SET last = last + 1 RETURNING last", nil, &round)
	})
	return round, err
}
