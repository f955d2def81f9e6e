package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"
)

// checkLimit is the size up to which a file is checked whole when it is opened;
// that takes about a tenth of a second. Larger files are checked by use.
const checkLimit = 64 << 20

// badSuffix names the mark of a file that proved damaged in use.
const badSuffix = ".bad"

// check reads enough of a file to know that it is a sound one of SQLite.
func (d *database) check(ctx context.Context, path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	return d.read.do(ctx, func(t *tx) error {
		var tables int
		if err := t.row("SELECT count(*) FROM sqlite_schema", nil, &tables); err != nil {
			return err
		}
		if info.Size() > checkLimit {
			return nil
		}
		var verdict string
		if err := t.row("PRAGMA quick_check(1)", nil, &verdict); err != nil {
			return err
		}
		if verdict != "ok" {
			return fmt.Errorf("%w: %s", errDamaged, verdict)
		}
		return nil
	})
}

// setAside moves a file and its log out of the way, for whoever wants to look.
func setAside(path string, now time.Time) (string, error) {
	kept := path + ".damaged-" + now.UTC().Format("20060102-150405")
	for _, suffix := range []string{"-wal", "-shm", "", badSuffix} {
		err := os.Rename(path+suffix, kept+suffix)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
	}
	return kept, nil
}

// discard deletes a file and its log.
func discard(path string) error {
	for _, suffix := range []string{"-wal", "-shm", ""} {
		if err := os.Remove(path + suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}
