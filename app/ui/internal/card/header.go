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
	// What was agreed goes before the firm's full name, which stands under Alt+7.
	legal := width - 12 - fyne.MeasureText(h.last.Text, h.last.Point, fyne.TextStyle{}).Width
	legal = min(max(legal, width*0.3), fyne.MeasureText(h.legal.Text, h.legal.Point, fyne.TextStyle{}).Width+1)
	parts.PutMid(h.legal, x, y+28, legal, 18)
	parts.PutMid(h.last, x+legal+12, y+28, width-legal-12, 18)
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
	veil        *parts.Veil // tells where the line comes from, and copies it
}

func newSay(hint parts.Hinted, copied func()) *say {
	s := &say{
		veil:   parts.NewVeil(hint, copied),
		ground: parts.NewPlate(look.Tint), bar: parts.NewPlate(look.Accent),
		text: parts.NewPara(look.Strong, look.Text),
	}
	s.ground.Corner = 3
	return s
}

func (s *say) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{s.ground, s.bar, s.text, s.veil}
}

func (s *say) lay(x, y, width, height float32) {
	parts.Put(s.ground, x, y, width, height)
	parts.Put(s.bar, x, y, 4, height)
	parts.Put(s.text, x+14, y, width-24, height)
	parts.Put(s.veil, x, y, width, height)
}

func (s *say) show(words *view.Printer, c view.Card) {
	ground, bar, color := look.Tint, look.Accent, look.Text
	switch {
	case c.Alarm:
		ground, bar, color = look.DangerTint, look.Danger, look.Danger
	case c.Say == "":
		ground, bar = look.Hover, look.Line
	}
	s.ground.Set(ground)
	s.bar.Set(bar)
	s.text.Set(c.Say, color)
	s.veil.Set("")
	if c.Source != "" {
		s.veil.Set(c.Source + ". " + words.T("source.copy"))
	}
}

// empty is what stands where a card will be.
type empty struct {
	title *parts.Label
	hint  *parts.Prose
	root  *fyne.Container
}

func newEmpty() *empty {
	e := &empty{title: parts.NewFit("", look.Strong, look.Text), hint: parts.NewProse("", look.Body, look.Muted).Centered()}
	e.title.Align = fyne.TextAlignCenter
	e.root = container.New(&parts.Place{Lay: func(size fyne.Size) {
		parts.PutMid(e.title, 0, size.Height/3, size.Width, 24)
		width := size.Width - 2*look.Inset
		parts.Put(e.hint, look.Inset, size.Height/3+28, width, min(e.hint.Tall(width), 72))
	}}, e.title, e.hint)
	return e
}

func (e *empty) set(title, hint string) {
	e.title.Set(title)
	e.hint.Set(hint, look.Muted)
	e.root.Refresh()
}
