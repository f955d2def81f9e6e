//go:build unix

package station

import (
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/unix"

	"pult/app/crm"
)

// lock keeps two programs from holding the telephone line of one home folder.
// The system frees it when the program ends, however it ends.
type lock struct{ file *os.File }

func takeLock(path string) (*lock, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock the home folder: %w", err)
	}
	if err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB); err != nil {
		_ = f.Close()
		if errors.Is(err, unix.EWOULDBLOCK) {
			err = crm.ErrConflict
		}
		return nil, fmt.Errorf("lock the home folder, %s: %w", path, err)
	}
	return &lock{f}, nil
}

func (l *lock) release() error { return l.file.Close() }
