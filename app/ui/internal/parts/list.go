package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"pult/app/ui/internal/look"
	"pult/app/view"
)

// List shows rows of one height and a sentence when there are none. Keys move
// the choice by Move, so the list needs no focus of its own.
type List struct {
	rows   []view.Row
	chosen int
	opened func(int, view.Row)
	ended  func()
	detail float32 // where details begin at the least
	list   *walked
	title  *Label
	hint   *Label
	root   *fyne.Container
}

// RowPitch is how far rows are apart: the toolkit keeps room for a line between
// them.
const RowPitch = look.Row + 3

// NewList makes a list; when is the width of its column of times, 0 for none.
// opened is told the row that was clicked or entered.
func NewList(when float32, opened func(int, view.Row)) *List {
	l := &List{
		chosen: -1, opened: opened,
		title: NewFit("", look.Body, look.Text), hint: NewFit("", look.Caption, look.Muted),
	}
	l.list = newWalked(l,
		func() fyne.CanvasObject { return newRow(when) },
		func(id widget.ListItemID, o fyne.CanvasObject) {
			row, ok := o.(*Row)
			if !ok || id >= len(l.rows) {
				return
			}
			row.detail, row.focused = l.detail, l.list.held
			row.set(l.rows[id], id == l.chosen, func() { l.open(id) })
			if l.ended != nil && id >= len(l.rows)-endIsNear {
				l.ended()
			}
		},
	)
	l.list.HideSeparators = true
	l.title.Align, l.hint.Align = fyne.TextAlignCenter, fyne.TextAlignCenter
	empty := container.New(&Place{Min: fyne.NewSize(80, 40), Lay: func(size fyne.Size) {
		y := min(size.Height/3, 120)
		PutMid(l.title, 8, y, size.Width-16, 20)
		PutMid(l.hint, 8, y+20, size.Width-16, 18)
	}}, l.title, l.hint)
	l.root = container.NewStack(empty, l.list)
	return l
}

// endIsNear is how many rows before the last one its end is near.
const endIsNear = 20

// OnEnd is told, while a row near the end is drawn, that more rows may be wanted. It
// must not touch the list by itself.
func (l *List) OnEnd(told func()) { l.ended = told }

// Object is what to put on the screen.
func (l *List) Object() fyne.CanvasObject { return l.root }

// Details has the details of all rows begin at one place, as far as titles let them.
func (l *List) Details(at float32) { l.detail = at }

// Set shows rows. The choice stays on the row it was on while the list is the same
// length, and when rows only came behind it; without rows the sentence and its hint are
// shown.
func (l *List) Set(rows []view.Row, title, hint string) {
	if len(rows) != len(l.rows) && !l.stays(rows) {
		l.chosen = -1
	}
	l.rows = rows
	if len(rows) > 0 {
		title, hint = "", ""
	}
	l.title.Set(title)
	l.hint.Set(hint)
	l.list.Refresh()
}

// stays tells that the row the choice is on stands where it was.
func (l *List) stays(rows []view.Row) bool {
	was, ok := l.Chosen()
	if !ok || l.chosen >= len(rows) {
		return false
	}
	is := rows[l.chosen]
	return !was.Entry.IsZero() && was.Entry == is.Entry
}

// Rows are what is shown.
func (l *List) Rows() []view.Row { return l.rows }

// Top scrolls to the first row and drops the choice.
func (l *List) Top() {
	l.chosen = -1
	l.list.ScrollToTop()
	l.list.Refresh()
}

// Rewind is Top for rows that are about to be set: they are drawn once.
func (l *List) Rewind() {
	l.chosen = -1
	if l.list.GetScrollOffset() > 0 {
		l.list.ScrollToTop()
	}
}

// Move steps the choice over headings.
func (l *List) Move(step int) {
	for i := l.chosen + step; i >= 0 && i < len(l.rows); i += step {
		if !l.rows[i].Head && !l.rows[i].Under {
			l.choose(i)
			return
		}
	}
}

// Choose puts the choice on a row; -1 on none.
func (l *List) Choose(i int) {
	if i < 0 || i >= len(l.rows) {
		l.chosen = -1
		l.list.Refresh()
		return
	}
	l.choose(i)
}

// Chosen is the row the choice is on.
func (l *List) Chosen() (view.Row, bool) {
	if l.chosen < 0 || l.chosen >= len(l.rows) {
		return view.Row{}, false
	}
	return l.rows[l.chosen], true
}

// At is the place of the choice; -1 for none.
func (l *List) At() int { return l.chosen }

// Enter opens the choice, or the first row when nothing is chosen.
func (l *List) Enter() {
	if _, ok := l.Chosen(); !ok {
		l.Move(1)
	}
	if _, ok := l.Chosen(); ok {
		l.open(l.chosen)
	}
}

func (l *List) choose(i int) {
	l.chosen = i
	l.list.ScrollTo(i)
	l.list.Refresh()
}

func (l *List) open(i int) {
	if i < 0 || i >= len(l.rows) {
		return
	}
	l.choose(i)
	if l.opened != nil {
		l.opened(i, l.rows[i])
	}
}
