//go:build !windows && (!(linux || freebsd || openbsd || netbsd) || wayland)

package native

// pointer is not told to programs here.
func pointer() (x, y int, ok bool) { return 0, 0, false }

// attend has no way here; the pop-up and the sound must do.
func attend(any, bool) {}
