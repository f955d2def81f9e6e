package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"pult/app/ui/internal/look"
)

// Tap makes anything clickable, with a ground that answers the mouse.
type Tap struct {
	widget.BaseWidget
	content fyne.CanvasObject
	ground  *Plate
	tapped  func()
}

// NewTap wraps content.
func NewTap(content fyne.CanvasObject, tapped func()) *Tap {
	t := &Tap{content: content, ground: NewPlate(look.Clear), tapped: tapped}
	t.ground.Corner = look.Corner
	t.ExtendBaseWidget(t)
	return t
}

// Ground colours what lies under the content: a selection.
func (t *Tap) Ground(color fyne.ThemeColorName) { t.ground.Set(color) }

// Tapped does what was asked for.
func (t *Tap) Tapped(*fyne.PointEvent) {
	if t.tapped != nil {
		t.tapped()
	}
}

// Cursor is the hand.
func (t *Tap) Cursor() desktop.Cursor { return desktop.PointerCursor }

// CreateRenderer is the toolkit's way to draw.
func (t *Tap) CreateRenderer() fyne.WidgetRenderer { return &tapRenderer{t} }

type tapRenderer struct{ tap *Tap }

func (r *tapRenderer) Layout(size fyne.Size) {
	r.tap.ground.Resize(size)
	r.tap.content.Resize(size)
}
func (r *tapRenderer) MinSize() fyne.Size { return r.tap.content.MinSize() }
func (r *tapRenderer) Refresh() {
	r.tap.ground.Refresh()
	r.tap.content.Refresh()
}

func (r *tapRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.tap.ground, r.tap.content}
}
func (r *tapRenderer) Destroy() {}
