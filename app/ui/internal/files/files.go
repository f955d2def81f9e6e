// Package files is the window in which clients are brought in from a firm's own
// files and lists are given out: what is in the file and what is wrong with it,
// which column is what, earlier imports, and what can be exported.
package files

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"pult/app/crm"
	"pult/app/ui/internal/look"
	"pult/app/ui/internal/parts"
	"pult/app/view"
)

// Page is one of the lists.
type Page int

// Pages.
const (
	Rows    Page = iota // of the file, with what is wrong with them
	Columns             // of the file
	Imports             // so far
	Lists               // that can be given out
	pages
)

// Work is one of the things that can be begun here.
type Work int

// Works.
const (
	Choose   Work = iota // a file
	Take                 // it in, or stop what runs
	Doubtful             // rows in doubt become clients, or do not
	Undo
	Give
	Sheet // the next one of the workbook
	works
)

// Actions are what the window asks for.
type Actions struct {
	Page   func(Page)
	Do     func(Work)
	Column func(column int, field string) // a column is something else
	Chosen func(list int)                 // of those that can be given out
	Keys   parts.Keys                     // of the field
}

// View draws the window.
type View struct {
	words *view.Printer
	act   Actions
	page  Page
	tabs  [pages]*parts.Tab
	work  [works]*parts.Button
	lists [pages]*parts.List // none of Columns

	sheets  bool // the file has several of them
	columns *columns
	where   *parts.Field
	place   *fyne.Container // of where
	banner  *banner
	reader  *widget.Label
	root    *fyne.Container
}

// Width and Height of the window.
const (
	Width  float32 = 900
	Height float32 = 560
)

var (
	tabKeys  = [pages]string{"rows", "columns", "imports", "lists"}
	workKeys = [works]string{"choose", "take", "doubtful", "undo", "give", "sheet"}
)

// New builds the window's content.
func New(words *view.Printer, act Actions) *View {
	v := &View{words: words, act: act, banner: newBanner()}
	v.reader = widget.NewLabel("")
	v.reader.Wrapping = fyne.TextWrapWord
	v.reader.Selectable = true
	v.columns = newColumns(words, act.Column)
	for i := range v.tabs {
		v.tabs[i] = parts.NewTab(words.T("files.tab."+tabKeys[i]), strconv.Itoa(i+1), func() { act.Page(Page(i)) })
		when := [pages]float32{Rows: 64, Imports: 96}[i]
		v.lists[i] = parts.NewList(when, func(at int, row view.Row) {
			v.read(row)
			if Page(i) == Lists {
				act.Chosen(at)
			}
		})
	}
	for i := range v.work {
		tone := parts.Plain
		switch Work(i) {
		case Take, Give:
			tone = parts.Primary
		case Doubtful:
			tone = parts.Switch
		}
		v.work[i] = parts.NewButton(words.T("files."+workKeys[i]), "F"+strconv.Itoa(5+i), "", tone, func() { act.Do(Work(i)) })
	}
	v.work[Take].Or(words.T("files.stop"), words.T("files.take_n", 100_000))
	v.where = parts.NewField("", false, act.Keys)
	v.build()
	v.Turn(Rows)
	return v
}

const (
	side   float32 = 20
	tall   float32 = 58 // of the banner
	reader float32 = 84
)

func (v *View) build() {
	page := parts.NewPlate(look.Surface)
	lines := [2]*parts.Plate{parts.NewHairline(), parts.NewHairline()}
	text := container.NewVScroll(v.reader)
	label := parts.NewFit(v.words.T("files.where"), look.Body, look.Muted)
	v.place = container.New(&parts.Place{Lay: func(size fyne.Size) {
		parts.PutMid(label, 0, 0, 60, size.Height)
		parts.Put(v.where, 64, 0, size.Width-64, size.Height)
	}}, label, v.where)
	objects := append([]fyne.CanvasObject{page}, v.banner.objects()...)
	objects = append(objects, lines[0], lines[1], text, v.columns.root, v.place)
	for i := range v.tabs {
		objects = append(objects, v.tabs[i].Object(), v.lists[i].Object())
	}
	for _, b := range v.work {
		objects = append(objects, b)
	}
	v.root = container.New(&parts.Place{Min: fyne.NewSize(Width, 440), Lay: func(size fyne.Size) {
		page.Resize(size)
		width := size.Width - 2*side
		y := float32(14)
		v.banner.lay(side, y, width, tall)
		y += tall + 10
		x := side
		for i, b := range v.work {
			if b.Visible() {
				parts.Put(v.work[i], x, y, b.MinSize().Width, 30)
				x += b.MinSize().Width + 8
			}
		}
		y += 38
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
		parts.Put(v.columns.root, side-4, y+4, width+8, bottom-y-4)
		parts.Put(lines[1], 0, bottom, size.Width, 1)
		parts.Put(text, side-6, bottom+1, width+12, reader-2)
		parts.Put(v.place, side, bottom+14, width, 30)
	}}, objects...)
}

// Object is what to put into the window.
func (v *View) Object() fyne.CanvasObject { return v.root }

// Page is the list that is shown.
func (v *View) Page() Page { return v.page }

// Turn shows another list, with what can be done there.
func (v *View) Turn(p Page) {
	v.page = p
	for i := range v.tabs {
		v.tabs[i].Mark(Page(i) == p)
		v.lists[i].Object().Hide()
	}
	v.columns.root.Hidden = p != Columns
	if p != Columns {
		v.lists[p].Object().Show()
	}
	here := [works]bool{Choose: p <= Columns, Take: true, Doubtful: p <= Columns, Undo: p == Imports, Give: p == Lists, Sheet: p <= Columns && v.sheets}
	for i, b := range v.work {
		b.Hidden = !here[i]
	}
	v.work[Take].Hidden = p > Columns && v.banner.part < 0
	v.place.Hidden = p != Lists
	v.tell()
	v.root.Refresh()
}

// tell shows the whole of the row that is chosen.
func (v *View) tell() {
	row, _ := v.lists[v.page].Chosen()
	v.read(row)
}

func (v *View) read(row view.Row) {
	text := row.Full
	if v.page == Columns || v.page == Lists {
		text = ""
	}
	if v.reader.Text != text {
		v.reader.SetText(text)
	}
}

// Show fills a list; count stands beside the name of its tab.
func (v *View) Show(p Page, rows []view.Row, count int, empty, hint string) {
	name := v.words.T("files.tab." + tabKeys[p])
	if count > 0 {
		name += " (" + strconv.Itoa(count) + ")"
	}
	v.tabs[p].Name(name)
	v.lists[p].Set(rows, empty, hint)
	if p == v.page {
		v.tell()
	}
}

// Columns shows what each column was taken for.
func (v *View) Columns(list []crm.IntakeColumn, empty string) { v.columns.show(list, empty) }

// Move steps through the list.
func (v *View) Move(step int) {
	v.lists[v.page].Move(step)
	v.tell()
}

// Enter opens the row that is chosen.
func (v *View) Enter() { v.lists[v.page].Enter() }

// Chosen is the place of the row that is chosen; -1 for none.
func (v *View) Chosen() int { return v.lists[v.page].At() }

// Pick chooses a row.
func (v *View) Pick(i int) {
	v.lists[v.page].Choose(i)
	v.tell()
}

// Rows are those of a list.
func (v *View) Rows(p Page) []view.Row { return v.lists[p].Rows() }

// Where is the file to give a list out into.
func (v *View) Where() string { return v.where.Text }

// SetWhere offers one.
func (v *View) SetWhere(path string) { v.where.SetText(path) }

// Say tells how it stands; part is how much of a work is done, less than nothing
// when none runs.
func (v *View) Say(sentence string, tone view.Tone, part float32) {
	v.banner.say(sentence, tone, part)
	v.root.Refresh()
}

// Said is what stands above.
func (v *View) Said() string { return v.banner.said.Text }

// Sheets offers another sheet of the workbook, or does not.
func (v *View) Sheets(on bool) { v.sheets = on }

// Word gives a work another text and tells whether it can be begun.
func (v *View) Word(w Work, text string, pressed, on bool) {
	v.work[w].Set(text, "", pressed)
	v.work[w].Enable(on)
}
