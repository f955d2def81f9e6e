//go:build unix

package station

import "golang.org/x/sys/unix"

// FreeSpace is how many bytes a folder's disk has left for us.
func FreeSpace(dir string) (uint64, error) {
	var s unix.Statfs_t
	if err := unix.Statfs(dir, &s); err != nil {
		return 0, err
	}
	return s.Bavail * uint64(s.Bsize), nil
}
