package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"pult/app/ui/internal/look"
)

// Hint is a small text that floats over a pane beside what the mouse is on. It
// lies on top of all else and takes no clicks.
type Hint struct {
	text *Label
	box  *fyne.Container
	root *fyne.Container
}

// NewHint makes one that is hidden.
func NewHint() *Hint {
	h := &Hint{text: NewFit("", look.Caption, look.Surface)}
	ground := NewPlate(look.Text)
	ground.Corner = 4
	h.box = container.New(&Place{Lay: func(size fyne.Size) {
		ground.Resize(size)
		PutMid(h.text, hintSide, 0, size.Width-2*hintSide, size.Height)
	}}, ground, h.text)
	h.root = container.NewWithoutLayout(h.box)
	h.box.Hide()
	return h
}

const (
	hintSide   float32 = 8
	hintHeight float32 = 24
)

// Object is what to put over a pane.
func (h *Hint) Object() fyne.CanvasObject { return h.root }

// Text is what it says now.
func (h *Hint) Text() string {
	if !h.box.Visible() {
		return ""
	}
	return h.text.Text
}

// Show says a text above a place of the window, inside the pane; an empty text
// hides it.
func (h *Hint) Show(text string, at fyne.Position) {
	if text == "" {
		h.box.Hide()
		return
	}
	h.text.Set(text)
	corner := fyne.CurrentApp().Driver().AbsolutePositionForObject(h.root)
	pane := h.root.Size()
	width := min(fyne.MeasureText(text, look.Caption, fyne.TextStyle{}).Width+2*hintSide+1, pane.Width-8)
	x := min(max(at.X-corner.X-width/2, 4), pane.Width-width-4)
	y := at.Y - corner.Y - hintHeight - 4
	if y < 2 {
		y = at.Y - corner.Y + 24
	}
	Put(h.box, x, y, width, hintHeight)
	h.box.Show()
	h.box.Refresh()
}
