// Package keymap is the window that shows every key and what it does.
package keymap

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"pult/app/ui/internal/look"
	"pult/app/ui/internal/parts"
)

// Page is one column: keys that belong together.
type Page struct {
	Title string
	Lines []Line
}

// Line is a key and what it does.
type Line struct{ Key, Does string }

const (
	side      float32 = 20
	gap       float32 = 16
	top       float32 = 20
	line      float32 = 28
	keyColumn float32 = 94
	column    float32 = 328
)

// New draws the pages side by side, and under them a hint.
func New(pages []Page, hint string) fyne.CanvasObject {
	ground, rule := parts.NewPlate(look.Surface), parts.NewHairline()
	under := parts.NewProse(hint, look.Body, look.Muted)
	objects := []fyne.CanvasObject{ground, rule, under}
	type row struct {
		frame     *parts.Plate
		key, does *parts.Label
	}
	longest := 0
	heads := make([]*parts.Label, len(pages))
	rows := make([][]row, len(pages))
	for i, p := range pages {
		heads[i] = parts.NewBold(p.Title, look.Strong, look.Text)
		objects = append(objects, heads[i])
		longest = max(longest, len(p.Lines))
		for _, l := range p.Lines {
			r := row{parts.NewFrame(look.Background, look.Edge, 4), parts.NewLabel(l.Key, look.Caption, look.Text), parts.NewFit(l.Does, look.Body, look.Text)}
			rows[i] = append(rows[i], r)
			objects = append(objects, r.frame, r.key, r.does)
		}
	}
	n := float32(len(pages))
	size := fyne.NewSize(2*side+n*column+(n-1)*gap, top+34+float32(longest)*line+56)
	return container.New(&parts.Place{Min: size, Lay: func(size fyne.Size) {
		ground.Resize(size)
		for i := range pages {
			x := side + float32(i)*(column+gap)
			parts.PutMid(heads[i], x, top, column, 24)
			y := top + 34
			for _, r := range rows[i] {
				width := r.key.MinSize().Width + 14
				parts.Put(r.frame, x, y+3, width, line-7)
				parts.PutMid(r.key, x+7, y-1, width, line)
				parts.PutMid(r.does, x+keyColumn, y-1, column-keyColumn, line)
				y += line
			}
		}
		parts.Put(rule, side, size.Height-46, size.Width-2*side, 1)
		parts.Put(under, side, size.Height-42, size.Width-2*side, 36)
	}}, objects...)
}
