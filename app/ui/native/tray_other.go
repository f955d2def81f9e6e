//go:build windows || darwin

package native

// Tray tells whether something shows the icons of programs: these systems do.
func Tray() bool { return true }
