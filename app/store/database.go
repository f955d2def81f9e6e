package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/mattn/go-sqlite3"

	"pult/app/crm"
)

// busyTimeout is how long one process waits for a write of another: the panel
// and the console may work on one folder, and a page of 10,000 clients takes
// about a second.
const busyTimeout = 10 * time.Second

// readers is how many read a file at once at the least: two questions that take long,
// and a ring. Each holds its own pages and statements.
const readers = 3

// database is one SQLite file: a connection that writes and a pool that reads.
// One writer is the right shape for SQLite; more only wait for each other.
type database struct {
	write *pool // nil when read only
	read  *pool
}

// connector opens connections without a driver name in a global table.
type connector struct {
	driver *sqlite3.SQLiteDriver
	dsn    string
}

// Connect opens a connection. SQLite does not wait for others while it turns a
// file to WAL mode or folds the log back at the last close, whatever its busy
// timeout says; so the waiting is done here.
func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	patience := time.NewTimer(busyTimeout)
	defer patience.Stop()
	for {
		conn, err := c.driver.Open(c.dsn)
		if !errors.Is(kindOf(err), crm.ErrBusy) {
			return conn, err
		}
		select {
		case <-time.After(10 * time.Millisecond):
		case <-patience.C:
			return nil, err
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// Driver satisfies driver.Connector.
func (c connector) Driver() driver.Driver { return c.driver }

// openDatabase opens a file. synchronous is FULL for what cannot be had again.
func openDatabase(path, synchronous string, readOnly bool) (*database, error) {
	if readOnly {
		// Without this SQLite would say only that it cannot open the file.
		if _, err := os.Stat(path); err != nil {
			return nil, err
		}
	} else if err := touchPrivate(path); err != nil {
		return nil, err
	}
	db := &database{}
	if !readOnly {
		db.write = newPool(connect(path, url.Values{
			"_txlock":      {"immediate"},
			"_synchronous": {synchronous},
			"_cache_size":  {"-2048"}, // kilobytes
		}, writing(synchronous)), 1)
	}
	// Readers open for writing, with writing forbidden by a pragma: a file in
	// WAL mode cannot be opened read only unless a writer has it open. The system
	// keeps the file in its memory once for all of them: many times the pages
	// here hardly make a search faster.
	db.read = newPool(connect(path, url.Values{
		"_query_only": {"true"},
		"_cache_size": {"-1024"},
	}, ""), max(readers, runtime.NumCPU()))
	return db, nil
}

// writing gives the pragmas of the connection that writes.
func writing(synchronous string) string {
	if synchronous == "FULL" {
		// macOS answers fsync before the disk has the data; elsewhere this
		// changes nothing.
		return "PRAGMA journal_mode=WAL; PRAGMA fullfsync=1; PRAGMA checkpoint_fullfsync=1"
	}
	// A page of 1C touches most pages of the indexes: folding the log back after
	// each would write them all twice. Half as many pages of twice the size are less
	// work for that; only a file that has none yet takes another size. How many fit
	// into the memory for them is reckoned anew when their size is said again.
	return "PRAGMA page_size=8192; PRAGMA journal_mode=WAL; " + roomForFew + "; PRAGMA wal_autocheckpoint=8000"
}

// Room for pages of the cache in the connection that writes it: a load touches most
// of the indexes, and what a call leaves there is a few rows.
const (
	roomForAll = "PRAGMA cache_size=-65536" // kilobytes
	roomForFew = "PRAGMA cache_size=-2048"
)

func connect(path string, values url.Values, pragmas string) connector {
	values.Set("_foreign_keys", "true")
	values.Set("_busy_timeout", strconv.Itoa(int(busyTimeout.Milliseconds())))
	values.Set("mode", "rw")
	// The driver keeps this many prepared statements a connection; preparing
	// anew costs a third of a lookup.
	values.Set("_stmt_cache_size", "128")
	name := filepath.ToSlash(path)
	if !strings.HasPrefix(name, "/") {
		name = "/" + name // file:/C:/Users/…
	}
	d := &sqlite3.SQLiteDriver{}
	if pragmas != "" {
		d.ConnectHook = func(c *sqlite3.SQLiteConn) error {
			_, err := c.Exec(pragmas, nil)
			return err
		}
	}
	return connector{d, "file:" + (&url.URL{Path: name}).EscapedPath() + "?" + values.Encode()}
}

// touchPrivate makes the file for its owner only. SQLite gives its -wal and
// -shm files the mode of the main one.
func touchPrivate(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if info.Mode().Perm()&0o077 != 0 {
		return f.Chmod(0o600)
	}
	return nil
}

// close closes readers first, so that the last connection is one that may fold
// the log back into the file.
func (d *database) close() error {
	err := d.read.close()
	if d.write != nil {
		if e := d.write.close(); err == nil {
			err = e
		}
	}
	return err
}

func newPool(c driver.Connector, size int) *pool {
	db := sql.OpenDB(c)
	db.SetMaxOpenConns(size)
	db.SetMaxIdleConns(size)
	return &pool{db}
}
