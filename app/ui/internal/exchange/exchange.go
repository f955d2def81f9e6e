// Package exchange is the window of the exchange with 1C: what was read and as of
// when, what could not be and why, what waits to be written, and what was done.
package exchange

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"pult/app/ui/internal/look"
	"pult/app/ui/internal/parts"
	"pult/app/view"
)

// Page is one of the lists.
type Page int

// Pages.
const (
	Data Page = iota
	Aside
	Outbox
	Rounds
	pages
)

// Work is what can be begun.
type Work int

// Works. Reading and comparing are ended by the same key.
const (
	Read Work = iota
	Check
	Retry
	Copy
	works
)

// Actions are what the window asks for.
type Actions struct {
	Page func(Page)
	Do   func(Work)
}

// View draws the window.
type View struct {
	words *view.Printer
	page  Page
	tabs  [pages]*parts.Tab
	work  [works]*parts.Button
	lists [pages]*parts.List

	ground, bar *parts.Plate
	track, done *parts.Plate
	part        float32 // of the work that runs; less than nothing for none
	said        *parts.Prose
	reader      *widget.Label
	root        *fyne.Container
}

// Width and Height of the window.
const (
	Width  float32 = 820
	Height float32 = 560
)

var (
	tabKeys  = [pages]string{"data", "aside", "outbox", "rounds"}
	workKeys = [works]string{"read", "check", "retry", "copy"}
)

// New builds the window's content.
func New(words *view.Printer, act Actions) *View {
	v := &View{words: words, ground: parts.NewPlate(look.Background), bar: parts.NewPlate(look.Line)}
	v.ground.Corner = 3
	v.track, v.done, v.part = parts.NewPlate(look.Line), parts.NewPlate(look.Accent), -1
	v.said = parts.NewProse("", look.Body, look.Text)
	v.reader = widget.NewLabel("")
	v.reader.Wrapping = fyne.TextWrapWord
	v.reader.Selectable = true
	for i := range v.tabs {
		v.tabs[i] = parts.NewTab(words.T("exchange.tab."+tabKeys[i]), strconv.Itoa(i+1), func() { act.Page(Page(i)) })
		when := float32(84)
		if Page(i) == Data || Page(i) == Aside {
			when = 0
		}
		v.lists[i] = parts.NewList(when, func(_ int, row view.Row) { v.read(row) })
	}
	for i := range v.work {
		tone := parts.Plain
		if Work(i) == Read {
			tone = parts.Primary
		}
		v.work[i] = parts.NewButton(words.T("exchange."+workKeys[i]), "F"+strconv.Itoa(5+i), "", tone, func() { act.Do(Work(i)) })
	}
	v.work[Read].Or(words.T("exchange.stop"))
	v.work[Check].Or(words.T("exchange.check_stop"))
	v.build()
	v.Turn(Data)
	return v
}

const (
	side   float32 = 20
	banner float32 = 46
	reader float32 = 96
)

func (v *View) build() {
	page := parts.NewPlate(look.Surface)
	lines := [2]*parts.Plate{parts.NewHairline(), parts.NewHairline()}
	text := container.NewVScroll(v.reader)
	objects := []fyne.CanvasObject{page, v.ground, v.bar, v.said, v.track, v.done, lines[0], lines[1], text}
	for i := range v.tabs {
		objects = append(objects, v.tabs[i].Object(), v.lists[i].Object(), v.work[i])
	}
	v.root = container.New(&parts.Place{Min: fyne.NewSize(Width, 440), Lay: func(size fyne.Size) {
		page.Resize(size)
		width := size.Width - 2*side
		y := float32(16)
		parts.Put(v.ground, side, y, width, banner)
		parts.Put(v.bar, side, y, 4, banner)
		parts.Put(v.said, side+14, y+1, width-24, banner-6)
		parts.Put(v.track, side+4, y+banner-4, width-4, 4)
		parts.Put(v.done, side+4, y+banner-4, (width-4)*max(v.part, 0), 4)
		y += banner + 10
		x := side
		for _, b := range v.work {
			parts.Put(b, x, y, b.MinSize().Width, 30)
			x += b.MinSize().Width + 8
		}
		y += 40
		x = side - 8
		for _, t := range v.tabs {
			tab := t.Object().MinSize()
			parts.Put(t.Object(), x, y, tab.Width, tab.Height)
			x += tab.Width + 8
		}
		y += 30
		parts.Put(lines[0], 0, y, size.Width, 1)
		bottom := size.Height - reader
		for _, l := range v.lists {
			parts.Put(l.Object(), side-12, y+4, width+24, bottom-y-4)
		}
		parts.Put(lines[1], 0, bottom, size.Width, 1)
		parts.Put(text, side-6, bottom+1, width+12, reader-2)
	}}, objects...)
}

// Object is what to put into the window.
func (v *View) Object() fyne.CanvasObject { return v.root }

// Turn shows another list.
func (v *View) Turn(p Page) {
	v.page = p
	for i := range v.tabs {
		v.tabs[i].Mark(Page(i) == p)
		if Page(i) == p {
			v.lists[i].Object().Show()
		} else {
			v.lists[i].Object().Hide()
		}
	}
	v.read(view.Row{})
	if row, ok := v.lists[p].Chosen(); ok {
		v.read(row)
	}
}

// Show fills a list; count stands beside the name of its tab, 0 is not shown.
func (v *View) Show(p Page, rows []view.Row, count int, empty, hint string) {
	name := v.words.T("exchange.tab." + tabKeys[p])
	if count > 0 {
		name += " (" + strconv.Itoa(count) + ")"
	}
	v.tabs[p].Name(name)
	v.lists[p].Set(rows, empty, hint)
	if p == v.page {
		v.read(view.Row{})
		if row, ok := v.lists[p].Chosen(); ok {
			v.read(row)
		}
		v.root.Refresh()
	}
}

// read shows the whole of a row.
func (v *View) read(row view.Row) {
	text := row.Full
	if text == "" {
		text = v.words.T("exchange.hint")
	}
	if v.reader.Text != text {
		v.reader.SetText(text)
	}
}

// Move steps through the list.
func (v *View) Move(step int) {
	v.lists[v.page].Move(step)
	if row, ok := v.lists[v.page].Chosen(); ok {
		v.read(row)
	}
}

// Say tells how the exchange stands; part is how much of a work is done, less than
// nothing when none runs.
func (v *View) Say(sentence string, tone view.Tone, part float32) {
	ground, bar := look.Background, look.Good
	switch tone {
	case view.Danger:
		ground, bar = look.DangerTint, look.Danger
	case view.Warning:
		ground, bar = look.WarningTint, look.Warning
	case view.Quiet:
		ground, bar = look.Tint, look.Accent
	}
	v.said.Set(sentence, look.Text)
	v.ground.Set(ground)
	v.bar.Set(bar)
	v.part = part
	v.track.Hidden, v.done.Hidden = part < 0, part < 0
	v.root.Refresh()
}

// Said is what stands above, and Details what stands below.
func (v *View) Said() string { return v.said.Text }

// Details is what is said of the row that is chosen.
func (v *View) Details() string { return v.reader.Text }

// Rows are those of a list.
func (v *View) Rows(p Page) []view.Row { return v.lists[p].Rows() }

// Running turns the buttons that begin into those that end.
func (v *View) Running(reading, checking bool) {
	turn := func(w Work, on bool, begin, end string) {
		key := begin
		if on {
			key = end
		}
		v.work[w].Set(v.words.T(key), "", false)
	}
	turn(Read, reading, "exchange.read", "exchange.stop")
	turn(Check, checking, "exchange.check", "exchange.check_stop")
}

// Enable lets a work be begun or not.
func (v *View) Enable(w Work, on bool) { v.work[w].Enable(on) }
