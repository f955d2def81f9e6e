// Package look is how Pult looks: its colours in light and dark, its sizes and
// its icons, as a Fyne theme.
package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Theme carries the tokens of the panel. What it does not name comes from the
// toolkit's own theme.
type Theme struct {
	fyne.Theme
	fixed   bool // the user chose light or dark; else the system says
	variant fyne.ThemeVariant
}

// New makes the theme: "light", "dark", or what the system prefers.
func New(name string) *Theme {
	t := &Theme{Theme: theme.DefaultTheme()}
	switch name {
	case "light":
		t.fixed, t.variant = true, theme.VariantLight
	case "dark":
		t.fixed, t.variant = true, theme.VariantDark
	}
	return t
}

// Color gives our colours, and ours in place of the toolkit's.
func (t *Theme) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	if t.fixed {
		variant = t.variant
	}
	colors := light
	if variant == theme.VariantDark {
		colors = dark
	}
	if own, ok := toolkitColors[name]; ok {
		name = own
	}
	if c, ok := colors[name]; ok {
		return painted(c)
	}
	return t.Theme.Color(name, variant)
}

// toolkitColors maps what Fyne's own widgets ask for to our tokens.
var toolkitColors = map[fyne.ThemeColorName]fyne.ThemeColorName{
	theme.ColorNameBackground:          Surface, // a window is filled with it anyway: most lies on nothing else
	theme.ColorNameForeground:          Text,
	theme.ColorNamePrimary:             Accent,
	theme.ColorNameForegroundOnPrimary: OnAccent,
	theme.ColorNameInputBackground:     Surface,
	theme.ColorNameInputBorder:         Edge,
	theme.ColorNamePlaceHolder:         Muted,
	theme.ColorNameDisabled:            Muted,
	theme.ColorNameSeparator:           Line,
	theme.ColorNameSelection:           Tint,
	theme.ColorNameHover:               Hover,
	theme.ColorNamePressed:             Tint,
	theme.ColorNameFocus:               Tint,
	theme.ColorNameMenuBackground:      Surface,
	theme.ColorNameOverlayBackground:   Surface,
	theme.ColorNameError:               Danger,
	theme.ColorNameScrollBar:           Edge,
	theme.ColorNameShadow:              Clear,
}

// Size gives the dense sizes of the panel.
func (t *Theme) Size(name fyne.ThemeSizeName) float32 {
	switch name {
	case theme.SizeNameText:
		return Body
	case theme.SizeNameCaptionText:
		return Caption
	case theme.SizeNamePadding:
		return 3
	case theme.SizeNameInnerPadding:
		return 6
	case theme.SizeNameInputRadius, theme.SizeNameSelectionRadius:
		return Corner
	case theme.SizeNameInputBorder:
		return 1
	case theme.SizeNameScrollBar:
		return 8
	case theme.SizeNameScrollBarSmall:
		return 3
	}
	return t.Theme.Size(name)
}
