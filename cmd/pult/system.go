package main

import (
	"os"
	"path/filepath"
)

// system tells the system of the workstation of the panel: to start it with the
// session, and to open links to telephone numbers in it. Both are the user's own
// and need no rights.
type system struct {
	home string
	root string // in place of the user's folders, for tests
}

// schemes are the links the panel opens.
var schemes = []string{"tel", "callto", "sip"}

// program is how to start the panel on this home folder.
func (s system) program() ([]string, error) {
	path, err := os.Executable()
	if err != nil {
		return nil, err
	}
	return []string{path, "--home", s.home}, nil
}

// writeOrRemove keeps a file with that text, or none.
func writeOrRemove(path string, text string, keep bool) error {
	if !keep {
		if err := os.Remove(path); err != nil && !os.IsNotExist(err) {
			return err
		}
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil { //nolint:gosec // folders of the session, read by it
		return err
	}
	return os.WriteFile(path, []byte(text), 0o644) //nolint:gosec // holds no secret, the session reads it
}

func there(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
