package newlist

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"pult/app/ui/internal/look"
	"pult/app/ui/internal/parts"
	"pult/app/view"
)

// beside is who would come in and who not, at all times.
type beside struct {
	in, of    *parts.Label
	wrong     *parts.Prose
	counts    *parts.List
	first     *parts.List
	firstName *parts.Label
	lines     [2]*parts.Plate
	ground    *parts.Plate
	box       *fyne.Container
}

func newBeside(v *View) *beside {
	b := &beside{
		in: parts.NewBold("", look.PopupName+4, look.Text), of: parts.NewFit("", look.Body, look.Muted),
		wrong: parts.NewProse("", look.Body, look.Danger), ground: parts.NewPlate(look.Background),
		firstName: parts.NewFit(v.words.T("newlist.first"), look.Caption, look.Muted),
	}
	b.firstName.Bold = true
	b.counts = parts.NewList(0, func(row int, _ view.Row) { v.act.Counted(row) })
	b.first = parts.NewList(0, nil)
	b.counts.Walk(v.keys, func(row int) { v.act.Counted(row) })
	b.first.Walk(v.keys, nil)
	for i := range b.lines {
		b.lines[i] = parts.NewHairline()
	}
	b.box = container.New(&parts.Place{Lay: b.lay}, b.ground, b.in, b.of, b.wrong, b.lines[0], b.counts.Object(), b.lines[1], b.firstName, b.first.Object())
	return b
}

func (b *beside) lay(size fyne.Size) {
	b.ground.Resize(size)
	width := size.Width - 2*look.Inset
	parts.PutMid(b.in, look.Inset, 8, width, 32)
	parts.PutMid(b.of, look.Inset, 41, width, 20)
	parts.Put(b.wrong, look.Inset, 6, width, 60)
	parts.Put(b.lines[0], 0, 70, size.Width, 1)
	rows := float32(max(min(len(b.counts.Rows()), 9), 4))
	tall := rows*parts.RowPitch + 4
	parts.Put(b.counts.Object(), look.Inset-12, 74, width+24, tall)
	y := 74 + tall + 4
	parts.Put(b.lines[1], 0, y, size.Width, 1)
	parts.PutMid(b.firstName, look.Inset, y+8, width, 20)
	parts.Put(b.first.Object(), look.Inset-12, y+30, width+24, size.Height-y-34)
}

// Counting tells that what stands beside is not yet of what stands in the window.
func (v *View) Counting(word string) {
	b := v.beside
	b.wrong.Set("", look.Danger)
	b.wrong.Hide()
	if b.in.Text == "" {
		b.of.SetColored(word, look.Muted)
		v.root.Refresh()
		return
	}
	b.in.SetColored(b.in.Text, look.Muted)
	b.of.SetColored(word, look.Muted)
}

// Counts shows how many come in, of whom, and why others do not.
func (v *View) Counts(in, of string, rows []view.Row, none, hint string) {
	b := v.beside
	b.wrong.Hide()
	b.in.SetColored(in, look.Text)
	b.of.SetColored(of, look.Muted)
	b.counts.Set(rows, none, hint)
	b.counts.Choose(0)
	b.box.Refresh()
	v.root.Refresh()
}

// Wrong says in place of counts what keeps them from being made.
func (v *View) Wrong(sentence string) {
	b := v.beside
	b.in.Set("")
	b.of.Set("")
	b.wrong.Set(sentence, look.Danger)
	b.wrong.Show()
	b.counts.Set(nil, "", "")
	b.first.Set(nil, "", "")
	b.box.Refresh()
	v.root.Refresh()
}

// First shows the first of those a count counts.
func (v *View) First(rows []view.Row) {
	v.beside.first.Set(rows, "", "")
	v.beside.first.Top()
	v.beside.firstName.Hidden = len(rows) == 0
	v.beside.box.Refresh()
}

// MoveCount steps to another count.
func (v *View) MoveCount(step int) {
	v.beside.counts.Move(step)
	if at := v.beside.counts.At(); at >= 0 {
		v.act.Counted(at)
	}
}

// Beside is what stands beside: how many come in, what is said under that, the rows of
// counts and the first of the one that is chosen.
func (v *View) Beside() (in, said string, counts, first []view.Row) {
	b := v.beside
	said = b.of.Text
	if b.wrong.Text != "" {
		said = b.wrong.Text
	}
	return b.in.Text, said, b.counts.Rows(), b.first.Rows()
}
