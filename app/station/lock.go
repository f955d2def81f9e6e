package station

import (
	"fmt"
	"os"
	"path/filepath"

	"pult/app/conf"
)

// lock keeps two programs from doing at once what only one may do on a home
// folder. The system frees it when the program ends, however it ends.
type lock struct{ file *os.File }

// takeLock takes a lock or fails at once; crm.ErrConflict says that another
// program has it.
func takeLock(path string) (*lock, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err == nil {
		if err = flock(f); err != nil {
			_ = f.Close()
		}
	}
	if err != nil {
		return nil, fmt.Errorf("lock the home folder, %s: %w", path, err)
	}
	return &lock{f}, nil
}

func (l *lock) release() error { return l.file.Close() }

func lockPath(c *conf.Config) string { return filepath.Join(c.Home(), "pult.lock") }
