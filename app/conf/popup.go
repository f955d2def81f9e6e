package conf

import (
	"slices"
	"strconv"
)

// Popup is where the window of an incoming call stands.
type Popup struct {
	Corner string `toml:"corner"` // "bottom-right" when empty, "bottom-left", "top-right", "top-left"
	Screen string `toml:"screen"` // "main" when empty, "pointer" for the one with the mouse, or its number: "2"
}

func (p Popup) check() error {
	if !slices.Contains([]string{"", "bottom-right", "bottom-left", "top-right", "top-left"}, p.Corner) {
		return misfit("popup.corner", 0, `popup.corner = %q, "bottom-right", "bottom-left", "top-right" or "top-left" is meant`, p.Corner)
	}
	if n, err := strconv.Atoi(p.Screen); err == nil && n >= 1 || slices.Contains([]string{"", "main", "pointer"}, p.Screen) {
		return nil
	}
	return misfit("popup.screen", 0, `popup.screen = %q, "main", "pointer" or a number from 1 is meant`, p.Screen)
}
