package guide

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"pult/app/ui/internal/look"
	"pult/app/ui/internal/parts"
)

// chip is something a digit says.
type chip struct {
	digit, name *parts.Label
	tap         *parts.Tap
}

const chipText float32 = 13 // from the digit to the name

func newChip(digit int, tapped func()) *chip {
	c := &chip{digit: parts.NewLabel(strconv.Itoa(digit%10), look.Caption, look.Muted), name: parts.NewFit("", look.Body, look.Text)}
	c.tap = parts.NewTap(container.New(&parts.Place{Lay: func(size fyne.Size) {
		parts.PutMid(c.digit, 2, 0, 8, size.Height)
		parts.PutMid(c.name, chipText, 0, size.Width-chipText, size.Height)
	}}, c.digit, c.name), tapped)
	return c
}

// width shows all of its name, in bold too.
func (c *chip) width() float32 {
	return chipText + fyne.MeasureText(c.name.Text, look.Body, fyne.TextStyle{Bold: c.name.Bold}).Width + 6
}

func (c *chip) set(name string, on, asleep bool) {
	color, ground := look.Text, look.Clear
	switch {
	case on:
		color, ground = look.Accent, look.Tint
	case asleep:
		color = look.Muted
	}
	c.name.Bold = on
	c.name.SetColored(name, color)
	c.tap.Ground(ground)
}
