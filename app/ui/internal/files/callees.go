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

// CalleePage is one of the lists of the window in which a call list is made of a file.
type CalleePage int

// Pages: what is in doubt comes first, for a person has to say something there.
const (
	Doubt CalleePage = iota
	Unfit
	Known
	Fresh
	Fields // which column is what
	Made   // lists that were made of files
	calleePages
)

// CalleeWork is one of the things that can be begun there.
type CalleeWork int

// Works, in the order of their keys from F3 on.
const (
	NextPurpose CalleeWork = iota
	OwnShare               // each manager gets his own clients
	ChooseFile
	MakeList // or stop what runs
	OpenList
	TakeBack
	GiveRows
	NextSheet
	calleeWorks
)

// CalleeActions are what the window asks for.
type CalleeActions struct {
	Page   func(CalleePage)
	Do     func(CalleeWork)
	Opened func(at int) // a row, or what stands under one
	Near   func()       // the last rows are in sight
	Column func(column int, field string)
	Named  func(string)
	Keys   parts.Keys // of the field
}

// Callees draws that window.
type Callees struct {
	Name *parts.Field // of the list

	words   *view.Printer
	page    CalleePage
	tabs    [calleePages]*parts.Tab
	work    [calleeWorks]*parts.Button
	lists   [calleePages]*parts.List // none of Fields
	columns *columns
	banner  *banner
	reader  *widget.Label
	root    *fyne.Container
}

var (
	calleeTabs  = [calleePages]string{"doubt", "unfit", "known", "fresh", "columns", "made"}
	calleeWords = [calleeWorks]string{"purpose", "own", "choose", "take", "open", "undo", "give", "sheet"}
)

// NewCallees builds the window's content.
func NewCallees(words *view.Printer, act CalleeActions) *Callees {
	v := &Callees{words: words, banner: newBanner(), reader: widget.NewLabel("")}
	v.reader.Wrapping = fyne.TextWrapWord
	v.reader.Selectable = true
	v.columns = newColumns(words, act.Column)
	v.Name = parts.NewField(words.T("callees.name_hint"), false, act.Keys)
	v.Name.OnChanged = act.Named
	for i := range v.tabs {
		v.tabs[i] = parts.NewTab(words.T("callees.tab."+calleeTabs[i]), strconv.Itoa(i+1), func() { act.Page(CalleePage(i)) })
		when := [calleePages]float32{64, 64, 64, 64, 0, 96}[i]
		v.lists[i] = parts.NewList(when, func(at int, row view.Row) {
			v.read(row)
			act.Opened(at)
		})
		v.lists[i].OnEnd(act.Near)
	}
	for i := range v.work {
		tone := parts.Plain
		switch CalleeWork(i) {
		case MakeList:
			tone = parts.Primary
		case OwnShare:
			tone = parts.Switch
		}
		v.work[i] = parts.NewButton(words.T("callees."+calleeWords[i]), "F"+strconv.Itoa(3+i), "", tone, func() { act.Do(CalleeWork(i)) })
	}
	v.work[MakeList].Or(words.T("files.stop"), words.T("callees.take_n", 50_000))
	purposes := make([]string, 0, len(crm.Purposes()))
	for _, purpose := range crm.Purposes() {
		purposes = append(purposes, words.T("callees.purpose_is", words.Purpose(purpose)))
	}
	v.work[NextPurpose].Or(purposes...)
	v.build()
	v.Turn(Doubt)
	return v
}

func (v *Callees) build() {
	page := parts.NewPlate(look.Surface)
	lines := [2]*parts.Plate{parts.NewHairline(), parts.NewHairline()}
	text := container.NewVScroll(v.reader)
	label := parts.NewLabel(v.words.T("callees.name"), look.Body, look.Muted)
	key := parts.NewLabel("F2", look.Caption, look.Muted)
	objects := append([]fyne.CanvasObject{page}, v.banner.objects()...)
	objects = append(objects, lines[0], lines[1], text, v.columns.root, label, key, v.Name)
	for i := range v.tabs {
		objects = append(objects, v.tabs[i].Object(), v.lists[i].Object())
	}
	for _, b := range v.work {
		objects = append(objects, b)
	}
	v.root = container.New(&parts.Place{Min: fyne.NewSize(Width, 460), Lay: func(size fyne.Size) {
		page.Resize(size)
		width := size.Width - 2*side
		y := float32(14)
		v.banner.lay(side, y, width, tall)
		y += tall + 10
		right := v.row(v.work[:ChooseFile], size.Width-side-v.wide(v.work[:ChooseFile]), y)
		parts.PutMid(label, side, y, label.MinSize().Width, 30)
		x := side + label.MinSize().Width + 8
		edge := right - v.wide(v.work[:ChooseFile]) - 12
		parts.Put(v.Name, x, y, edge-x-24, 30)
		parts.PutMid(key, edge-18, y, 18, 30)
		y += 38
		v.row(v.work[ChooseFile:], side, y)
		y += 38
		x = side - 8
		for _, t := range v.tabs {
			tab := t.Object().MinSize()
			parts.Put(t.Object(), x, y, tab.Width, tab.Height)
			x += tab.Width + 4
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
	}}, objects...)
}

const workGap float32 = 8

// row sets buttons beside each other and tells where they end.
func (v *Callees) row(buttons []*parts.Button, x, y float32) float32 {
	for _, b := range buttons {
		if b.Visible() {
			parts.Put(b, x, y, b.MinSize().Width, 30)
			x += b.MinSize().Width + workGap
		}
	}
	return x - workGap
}

func (v *Callees) wide(buttons []*parts.Button) (width float32) {
	for _, b := range buttons {
		if b.Visible() {
			width += b.MinSize().Width + workGap
		}
	}
	return width - workGap
}

// Object is what to put into the window.
func (v *Callees) Object() fyne.CanvasObject { return v.root }

// Page is the list that is shown.
func (v *Callees) Page() CalleePage { return v.page }

// Turn shows another list.
func (v *Callees) Turn(p CalleePage) {
	v.page = p
	for i := range v.tabs {
		v.tabs[i].Mark(CalleePage(i) == p)
		v.lists[i].Object().Hide()
	}
	v.columns.root.Hidden = p != Fields
	if p != Fields {
		v.lists[p].Object().Show()
	}
	v.tell()
	v.root.Refresh()
}

// tell shows the whole of the row that is chosen.
func (v *Callees) tell() {
	row, _ := v.lists[v.page].Chosen()
	v.read(row)
}

func (v *Callees) read(row view.Row) {
	text := row.Full
	if v.page == Fields {
		text = ""
	}
	if v.reader.Text != text {
		v.reader.SetText(text)
	}
}

// Show fills a list; count stands beside the name of its tab, 0 is not shown.
func (v *Callees) Show(p CalleePage, rows []view.Row, count, empty, hint string) {
	name := v.words.T("callees.tab." + calleeTabs[p])
	if count != "" {
		name += " " + count
	}
	v.tabs[p].Name(name)
	at := v.lists[p].At()
	v.lists[p].Set(rows, empty, hint)
	if v.lists[p].At() < 0 && at >= 0 { // more rows came behind those that are there
		v.lists[p].Choose(min(at, len(rows)-1))
	}
	if p == v.page {
		v.tell()
	}
}

// Top goes to the first row of every list.
func (v *Callees) Top() {
	for p, l := range v.lists {
		if CalleePage(p) != Fields {
			l.Top()
		}
	}
}

// Columns shows what each column was taken for.
func (v *Callees) Columns(list []crm.IntakeColumn, empty string) { v.columns.show(list, empty) }

// Move steps through the list.
func (v *Callees) Move(step int) {
	v.lists[v.page].Move(step)
	v.tell()
}

// Enter opens the row that is chosen.
func (v *Callees) Enter() { v.lists[v.page].Enter() }

// Chosen is the place of the row that is chosen; -1 for none.
func (v *Callees) Chosen() int { return v.lists[v.page].At() }

// Rows are those of a list.
func (v *Callees) Rows(p CalleePage) []view.Row { return v.lists[p].Rows() }

// Details is what is said of the row that is chosen.
func (v *Callees) Details() string { return v.reader.Text }

// Say tells how it stands; part is how much of a work is done, less than nothing when
// none runs.
func (v *Callees) Say(sentence string, tone view.Tone, part float32) {
	v.banner.say(sentence, tone, part)
	v.root.Refresh()
}

// Said is what stands above.
func (v *Callees) Said() string { return v.banner.said.Text }

// Word gives a work another text and tells whether it stands pressed, is there and can
// be begun.
func (v *Callees) Word(w CalleeWork, text string, pressed, there, on bool) {
	v.work[w].Set(text, "", pressed)
	v.work[w].Enable(on)
	v.work[w].Hidden = !there
}
