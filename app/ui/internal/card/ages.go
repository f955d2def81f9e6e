package card

import (
	"fyne.io/fyne/v2"

	"pult/app/ui/internal/look"
	"pult/app/ui/internal/parts"
	"pult/app/view"
)

// ages is the debt as one thin bar, the oldest part last and loudest. The sums
// stand under Alt+7.
type ages struct {
	spans       [7]*parts.Plate
	shown       view.Ages
	x, y, width float32
}

// ageColors go from what is not late to what is late most; a debt without a date
// is of no colour.
var ageColors = [7]fyne.ThemeColorName{
	look.Good, look.Warning, look.Warning, look.Danger, look.Danger, look.Danger, look.Edge,
}

func newAges() *ages {
	a := &ages{}
	for i := range a.spans {
		a.spans[i] = parts.NewPlate(ageColors[i])
	}
	return a
}

func (a *ages) objects() []fyne.CanvasObject {
	list := make([]fyne.CanvasObject, len(a.spans))
	for i, s := range a.spans {
		list[i] = s
	}
	return list
}

func (a *ages) lay(x, y, width float32) {
	a.x, a.y, a.width = x, y, width
	for i, part := range a.shown {
		if part <= 0 {
			parts.Put(a.spans[i], x, y, 0, 0)
			continue
		}
		span := max(part*width, 3)
		parts.Put(a.spans[i], x, y, span-1, 4)
		x += span
	}
}

func (a *ages) set(shown view.Ages) {
	a.shown = shown
	a.lay(a.x, a.y, a.width)
}
