package card

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"pult/app/ui/internal/look"
	"pult/app/ui/internal/parts"
	"pult/app/view"
)

// story is the timeline with its filters and, under it, the whole text of the
// line that is chosen.
type story struct {
	title, asOf *parts.Label
	filters     [7]*parts.Tab
	list        *parts.List
	reader      *widget.Label
	page        *fyne.Container
	reading     bool
	player      *player
	opened      func(view.Row) // a line was clicked
	changed     func()         // the room is to be shared out anew
}

// whenColumn holds "21.11.2025 16:20" in caption size.
const whenColumn float32 = 84

// readerHeight holds four lines; longer texts scroll.
const readerHeight float32 = 84

func newStory(words *view.Printer, act Actions) *story {
	s := &story{
		changed: func() {}, player: newPlayer(words, act.Listening), opened: act.Opened,
		title: parts.NewLabel("Alt+", look.Caption, look.Muted),
		asOf:  parts.NewLabel("", look.Caption, look.Muted),
	}
	for i, key := range []string{"timeline.all", "timeline.calls", "timeline.mail", "timeline.notes", "timeline.onec", "timeline.goods", "timeline.terms"} {
		s.filters[i] = parts.NewTab(words.T(key), string(rune('1'+i)), func() { act.Filter(view.Filter(i)) })
	}
	s.list = parts.NewList(whenColumn, func(_ int, row view.Row) {
		s.read(row)
		if s.opened != nil {
			s.opened(row)
		}
	})
	s.reader = widget.NewLabel("")
	s.reader.Wrapping = fyne.TextWrapWord
	s.reader.Selectable = true
	s.page = container.NewStack(parts.NewFrame(look.Background, look.Line, look.Corner), container.NewVScroll(s.reader))
	s.page.Hide()
	return s
}

func (s *story) objects() []fyne.CanvasObject {
	list := []fyne.CanvasObject{s.title, s.asOf, s.list.Object(), s.page, s.player.root}
	for _, f := range s.filters {
		list = append(list, f.Object())
	}
	return list
}

func (s *story) layHead(x, y, width, height float32) {
	parts.PutMid(s.title, x, y+height-28, 30, 28)
	left := x + 24
	for _, f := range s.filters {
		size := f.Object().MinSize()
		parts.Put(f.Object(), left, y+height-size.Height, size.Width, size.Height)
		left += size.Width + 4
	}
	// Each figure says of when it is: where there is no room it need not be repeated.
	s.asOf.Hidden = left+8+s.asOf.MinSize().Width > x+width
	parts.PutRight(s.asOf, x+width, y+height-28, 28)
}

func (s *story) lay(x, y, width, height float32) {
	if s.player.root.Visible() {
		height -= playerHeight + 8
		parts.Put(s.player.root, x+12, y+height+2, width-24, playerHeight)
	}
	if s.reading {
		page := readerHeight
		if s.player.root.Visible() {
			page = playerHeight // the lines of the story need room too
		}
		height -= page + 8
		parts.Put(s.page, x+12, y+height+2, width-24, page)
	}
	parts.Put(s.list.Object(), x, y, width, height)
}

// mark shows which filter holds.
func (s *story) mark(chosen view.Filter) {
	for i, f := range s.filters {
		f.Mark(view.Filter(i) == chosen)
	}
}

func (s *story) show(rows []view.Row, hint string) {
	s.list.Set(rows, hint, "")
	if row, ok := s.list.Chosen(); ok && s.reading {
		s.read(row)
	} else {
		s.read(view.Row{})
	}
}

func (s *story) move(step int) {
	s.list.Move(step)
	if row, ok := s.list.Chosen(); ok {
		s.read(row)
	}
}

// read opens the whole text of a line that has one.
func (s *story) read(row view.Row) {
	s.reading = row.Full != ""
	s.reader.SetText(row.Full)
	if s.reading {
		s.page.Show()
	} else {
		s.page.Hide()
	}
	s.changed()
}
