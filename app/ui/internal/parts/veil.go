package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"pult/app/ui/internal/look"
)

// Veil lies unseen over other objects: it tells of the mouse and takes clicks for
// them.
type Veil struct {
	widget.BaseWidget
	text   string
	hint   Hinted
	tapped func()
}

// NewVeil makes one that says nothing.
func NewVeil(hint Hinted, tapped func()) *Veil {
	v := &Veil{hint: hint, tapped: tapped}
	v.ExtendBaseWidget(v)
	return v
}

// Set is what it says under the mouse.
func (v *Veil) Set(text string) { v.text = text }

// MouseIn says it.
func (v *Veil) MouseIn(*desktop.MouseEvent) { v.hint(v.text, above(v, v.Size().Width/2)) }

// MouseMoved is of no interest.
func (v *Veil) MouseMoved(*desktop.MouseEvent) {}

// MouseOut says nothing any more.
func (v *Veil) MouseOut() { v.hint("", fyne.Position{}) }

// Tapped does what was asked for.
func (v *Veil) Tapped(*fyne.PointEvent) {
	if v.tapped != nil {
		v.tapped()
	}
}

// CreateRenderer is the toolkit's way to draw.
func (v *Veil) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(canvas.NewRectangle(look.Color(look.Clear)))
}
