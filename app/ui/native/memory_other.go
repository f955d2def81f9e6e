//go:build !linux

package native

// spare is not needed where the system sees to it.
func spare() {}
