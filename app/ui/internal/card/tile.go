package card

import (
	"fyne.io/fyne/v2"

	"pult/app/ui/internal/look"
	"pult/app/ui/internal/parts"
	"pult/app/view"
)

// tile is one figure with its caption and two lines that explain it.
type tile struct{ caption, value, first, second *parts.Label }

func newTile() *tile {
	t := &tile{
		caption: parts.NewFit("", look.Caption, look.Muted),
		value:   parts.NewBold("", look.Strong, look.Text),
		first:   parts.NewFit("", look.Body, look.Muted),
		second:  parts.NewFit("", look.Body, look.Muted),
	}
	// A sum must never be cut: on a narrow screen it is made smaller first.
	t.caption.Least, t.value.Least, t.first.Least, t.second.Least = look.Caption-1, look.Body-2, look.Caption-1, look.Caption-1
	return t
}

func (t *tile) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{t.caption, t.value, t.first, t.second}
}

func (t *tile) lay(x, y, width float32) {
	parts.PutMid(t.caption, x, y, width, 16)
	parts.PutMid(t.value, x, y+17, width, 22)
	parts.PutMid(t.first, x, y+39, width, 18)
	parts.PutMid(t.second, x, y+56, width, 18)
}

func (t *tile) show(v view.Tile) {
	t.caption.Set(v.Caption)
	t.value.Bold = v.Tone != view.Quiet
	t.value.SetColored(v.Value, parts.ToneColor(v.Tone))
	t.first.SetColored(v.First, parts.ToneColor(v.Alarm))
	t.second.SetColored(v.Second, parts.ToneColor(v.Echo))
}
