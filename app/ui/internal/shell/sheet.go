package shell

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"pult/app/ui/internal/look"
	"pult/app/ui/internal/parts"
	"pult/app/view"
)

// sheet is a list with a title over the card: who is not called and why, a report.
type sheet struct {
	title *parts.Label
	aside *parts.Label
	root  *fyne.Container
}

func newSheet(list *parts.List) *sheet {
	s := &sheet{title: parts.NewBold("", look.Strong, look.Text), aside: parts.NewLabel("", look.Caption, look.Muted)}
	ground, rule := parts.NewPlate(look.Surface), parts.NewHairline()
	s.root = container.New(&parts.Place{Lay: func(size fyne.Size) {
		ground.Resize(size)
		right := parts.PutRight(s.aside, size.Width-look.Inset, 8, 28)
		parts.PutMid(s.title, look.Inset, 8, right-look.Inset-12, 28)
		parts.Put(rule, 0, 42, size.Width, 1)
		parts.Put(list.Object(), 4, 44, size.Width-8, size.Height-48)
	}}, ground, rule, s.title, s.aside, list.Object())
	s.root.Hide()
	return s
}

// Spread shows rows over the card.
func (v *View) Spread(title, aside string, rows []view.Row, empty, hint string) {
	v.sheet.title.Set(title)
	v.sheet.aside.Set(aside)
	v.Sheet.Set(rows, empty, hint)
	v.sheet.root.Show()
	v.root.Refresh() // what was never shown has no canvas yet: nobody would paint it
}

// Fold gives the card back; it tells whether anything lay over it.
func (v *View) Fold() bool {
	was := v.sheet.root.Visible()
	v.sheet.root.Hide()
	return was
}

// Spreading tells whether something lies over the card.
func (v *View) Spreading() bool { return v.sheet.root.Visible() }

// Guided shows the pane of a call list with all it says now, or takes it away.
func (v *View) Guided(on bool) {
	switch {
	case v.guide == nil, !on && !v.guide.Visible():
		return
	case on && v.guide.Visible():
		if v.guideHeight(v.guide.Size().Width) != v.guideTall {
			v.lay(v.root.Size())
		}
		return
	}
	if on {
		v.guide.Show()
	} else {
		v.guide.Hide()
	}
	v.root.Refresh()
}
