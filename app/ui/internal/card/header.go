package card

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"pult/app/ui/internal/look"
	"pult/app/ui/internal/parts"
	"pult/app/view"
)

// header is the name, whose client it is, the legal entity and the last talk.
type header struct{ name, owner, legal, last *parts.Label }

func newHeader() *header {
	h := &header{
		name:  parts.NewBold("", look.Name, look.Text),
		owner: parts.NewLabel("", look.Body, look.Muted),
		legal: parts.NewFit("", look.Caption, look.Muted),
		last:  parts.NewFit("", look.Caption, look.Muted),
	}
	h.last.Align = fyne.TextAlignTrailing
	h.name.Least = look.Strong
	return h
}

func (h *header) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{h.name, h.owner, h.legal, h.last}
}

func (h *header) lay(x, y, width float32) {
	left := parts.PutRight(h.owner, x+width, y, 30)
	parts.PutMid(h.name, x, y, left-x-12, 30)
	half := width * 0.45
	parts.PutMid(h.legal, x, y+28, half, 18)
	parts.PutMid(h.last, x+half+8, y+28, width-half-8, 18)
}

func (h *header) show(c view.Card) {
	h.name.Set(c.Name)
	h.owner.Set(c.Owner)
	h.legal.Set(c.Legal)
	h.last.Set(c.Last)
}

// say is the one line a talk begins with.
type say struct {
	ground, bar *parts.Plate
	text        *parts.Para
}

func newSay() *say {
	s := &say{
		ground: parts.NewPlate(look.Tint), bar: parts.NewPlate(look.Accent),
		text: parts.NewPara(look.Strong, look.Text),
	}
	s.ground.Corner = 3
	return s
}

func (s *say) objects() []fyne.CanvasObject { return []fyne.CanvasObject{s.ground, s.bar, s.text} }

func (s *say) lay(x, y, width, height float32) {
	parts.Put(s.ground, x, y, width, height)
	parts.Put(s.bar, x, y, 4, height)
	parts.Put(s.text, x+14, y, width-24, height)
}

func (s *say) show(text string, alarm bool) {
	ground, bar, color := look.Tint, look.Accent, look.Text
	switch {
	case alarm:
		ground, bar, color = look.DangerTint, look.Danger, look.Danger
	case text == "":
		ground, bar = look.Hover, look.Line
	}
	s.ground.Set(ground)
	s.bar.Set(bar)
	s.text.Set(text, color)
}

// empty is what stands where a card will be.
type empty struct {
	title, hint *parts.Label
	root        *fyne.Container
}

func newEmpty() *empty {
	e := &empty{title: parts.NewFit("", look.Strong, look.Text), hint: parts.NewFit("", look.Body, look.Muted)}
	e.title.Align, e.hint.Align = fyne.TextAlignCenter, fyne.TextAlignCenter
	e.root = container.New(&parts.Place{Lay: func(size fyne.Size) {
		parts.PutMid(e.title, 0, size.Height/3, size.Width, 24)
		parts.PutMid(e.hint, 0, size.Height/3+26, size.Width, 20)
	}}, e.title, e.hint)
	return e
}

func (e *empty) set(title, hint string) {
	e.title.Set(title)
	e.hint.Set(hint)
}
