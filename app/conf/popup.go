package conf

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"pult/app/crm"
)

// Popup is where the window of an incoming call stands.
type Popup struct {
	Corner string `toml:"corner"` // "bottom-right" when empty, "bottom-left", "top-right", "top-left"
	Screen string `toml:"screen"` // "main" when empty, "pointer" for the one with the mouse, or its number: "2"
}

func (p Popup) check() error {
	if !slices.Contains([]string{"", "bottom-right", "bottom-left", "top-right", "top-left"}, p.Corner) {
		return fmt.Errorf("popup.corner = %q, \"bottom-right\", \"bottom-left\", \"top-right\" or \"top-left\" is meant: %w", p.Corner, crm.ErrInvalid)
	}
	if n, err := strconv.Atoi(p.Screen); err == nil && n >= 1 || slices.Contains([]string{"", "main", "pointer"}, p.Screen) {
		return nil
	}
	return fmt.Errorf("popup.screen = %q, \"main\", \"pointer\" or a number from 1 is meant: %w", p.Screen, crm.ErrInvalid)
}

// Left tells a corner at the left side.
func (p Popup) Left() bool { return strings.HasSuffix(p.Corner, "left") }

// Top tells a corner at the upper side.
func (p Popup) Top() bool { return strings.HasPrefix(p.Corner, "top") }
