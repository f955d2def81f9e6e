package look

import (
	"image/color"

	"fyne.io/fyne/v2"
)

// Color looks a token up in the theme that is set now.
func Color(name fyne.ThemeColorName) color.Color {
	settings := fyne.CurrentApp().Settings()
	current := settings.Theme()
	if own, ok := current.(*Theme); ok {
		return own.Color(name, settings.ThemeVariant())
	}
	// Under a foreign theme (a test's) the light colours stand in: the toolkit
	// would answer an unknown name with a transparent one.
	if c, ok := light[name]; ok {
		return painted(c)
	}
	return current.Color(name, settings.ThemeVariant())
}

// painted gives the toolkit's own sign for nothing: only what has that colour it does
// not paint. A clear ground costs as much to paint as any other.
func painted(c color.NRGBA) color.Color {
	if c.A == 0 {
		return color.Transparent
	}
	return c
}
