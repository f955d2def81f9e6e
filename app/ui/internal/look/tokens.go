package look

import (
	"image/color"

	"fyne.io/fyne/v2"
)

// Colours of the panel. Screens name them and never hold a colour itself, so
// that light and dark switch while the panel runs.
const (
	Background  fyne.ThemeColorName = "pult.background" // window
	Surface     fyne.ThemeColorName = "pult.surface"    // card, list, pop-up
	Text        fyne.ThemeColorName = "pult.text"
	Muted       fyne.ThemeColorName = "pult.muted"  // captions, ages, keys
	Line        fyne.ThemeColorName = "pult.line"   // hairlines
	Edge        fyne.ThemeColorName = "pult.edge"   // outline of fields and buttons
	Accent      fyne.ThemeColorName = "pult.accent" // selection, primary button, links
	OnAccent    fyne.ThemeColorName = "pult.onaccent"
	Tint        fyne.ThemeColorName = "pult.tint"   // ground of what is selected
	Hover       fyne.ThemeColorName = "pult.hover"  // ground under the mouse
	Danger      fyne.ThemeColorName = "pult.danger" // overdue, faults; always with a word too
	DangerTint  fyne.ThemeColorName = "pult.dangertint"
	Warning     fyne.ThemeColorName = "pult.warning" // promised today, stale data, what is switched off for a while
	WarningTint fyne.ThemeColorName = "pult.warningtint"
	Good        fyne.ThemeColorName = "pult.good" // paid, connected
	Clear       fyne.ThemeColorName = "pult.clear"
)

// Sizes of text and of what repeats. The unit is a point of a 100 % screen.
const (
	Caption   float32 = 11
	Body      float32 = 13
	Strong    float32 = 15
	Name      float32 = 20
	PopupName float32 = 22

	Row    float32 = 28 // one line of a list
	Corner float32 = 6
	Gap    float32 = 4
	Inset  float32 = 16 // from the edge of a pane to its text
)

var light = map[fyne.ThemeColorName]color.NRGBA{
	Background: rgb(0xF7F7F5), Surface: rgb(0xFFFFFF), Text: rgb(0x1B1F24), Muted: rgb(0x5B6570),
	Line: rgb(0xE3E6EA), Edge: rgb(0xC9CFD6), Accent: rgb(0x0B6BCB), OnAccent: rgb(0xFFFFFF),
	Tint: rgb(0xEDF4FC), Hover: rgb(0xF0F2F4), Danger: rgb(0xC62828), DangerTint: rgb(0xFCECEC),
	Warning: rgb(0x9A5B00), WarningTint: rgb(0xFFF3DD), Good: rgb(0x1B7F4B), Clear: {},
}

var dark = map[fyne.ThemeColorName]color.NRGBA{
	Background: rgb(0x14171A), Surface: rgb(0x1C2126), Text: rgb(0xE8EBEE), Muted: rgb(0x9AA4AE),
	Line: rgb(0x2C333A), Edge: rgb(0x434C55), Accent: rgb(0x5AA9FF), OnAccent: rgb(0x0B1B2B),
	Tint: rgb(0x1F3145), Hover: rgb(0x252B31), Danger: rgb(0xFF7A7A), DangerTint: rgb(0x3A2326),
	Warning: rgb(0xFFB74D), WarningTint: rgb(0x382D1B), Good: rgb(0x57C98A), Clear: {},
}

func rgb(hex uint32) color.NRGBA {
	return color.NRGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: 0xFF} //nolint:gosec // three bytes of a literal
}
