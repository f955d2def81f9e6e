package newlist

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"pult/app/ui/internal/look"
	"pult/app/ui/internal/parts"
)

func (v *View) build() {
	v.ground = parts.NewPlate(look.Surface)
	v.divider, v.top, v.low = parts.NewHairline(), parts.NewHairline(), parts.NewHairline()
	objects := []fyne.CanvasObject{v.ground, v.divider, v.top, v.low}
	for i := range v.tabs {
		objects = append(objects, v.tabs[i].Object())
	}
	for _, body := range v.bodies {
		objects = append(objects, body)
	}
	objects = append(objects, v.beside.box, v.said, v.nameWord, v.name, v.nameDone)
	for _, w := range []Work{Create, Keep, Close} {
		objects = append(objects, v.work[w])
	}
	objects = append(objects, v.offer.shade, v.offer.box)
	v.root = container.New(&parts.Place{Min: fyne.NewSize(880, 460), Lay: v.lay}, objects...)
	v.footer()
}

func (v *View) lay(size fyne.Size) {
	v.ground.Resize(size)
	bottom, wide := size.Height-foot, size.Width-pane
	x := side - 8
	for _, t := range v.tabs {
		least := t.Object().MinSize()
		parts.Put(t.Object(), x, 8, least.Width, least.Height)
		x += least.Width + 12
	}
	parts.Put(v.top, 0, head, wide, 1)
	for _, body := range v.bodies {
		parts.Put(body, 0, head+1, wide, bottom-head-1)
	}
	parts.Put(v.divider, wide, 0, 1, size.Height)
	parts.Put(v.beside.box, wide+1, 0, pane-1, size.Height)
	parts.Put(v.low, 0, bottom, wide, 1)
	parts.Put(v.said, side, bottom+4, wide-2*side, 32)
	x = side
	for _, w := range []Work{Create, Keep, Close} {
		if b := v.work[w]; b.Visible() {
			parts.Put(b, x, bottom+38, b.MinSize().Width, 30)
			x += b.MinSize().Width + 8
		}
	}
	if v.naming {
		parts.PutMid(v.nameWord, side, bottom+38, column, 30)
		done := v.nameDone.MinSize().Width
		parts.Put(v.name, side+column+8, bottom+38, wide-2*side-column-done-16, 30)
		parts.Put(v.nameDone, wide-side-done, bottom+38, done, 30)
	}
	v.offer.lay(v.root, wide, bottom)
}
