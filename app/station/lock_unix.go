//go:build unix

package station

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"

	"pult/app/crm"
)

func flock(f *os.File) error {
	err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	if errors.Is(err, unix.EWOULDBLOCK) {
		return crm.ErrConflict
	}
	return err
}
