// Package letter is the window a letter is read in: who wrote and why it is here, its
// text, the files that go with it, where its links lead, and its header as it came.
package letter

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"pult/app/ui/internal/look"
	"pult/app/ui/internal/parts"
	"pult/app/view"
)

// Page is one side of a letter.
type Page int

// Pages.
const (
	Text Page = iota
	Files
	Links
	Head // as it came
	pages
)

// Work is what can be done with a letter.
type Work int

// Works.
const (
	Reply Work = iota
	ReplyAll
	Keep    // the chosen file
	Unfold  // what it quotes
	Charset // another one
	Nobodys // it is of no client
	Private
	Resend // of one of ours that is on its way
	Edit
	Drop
	works
)

// Actions are what the window asks for.
type Actions struct {
	Page func(Page)
	Do   func(Work)
	Open func(row int) // of the list that is shown
	// Whose says that the letter is of one of the clients it may be of.
	Whose func(option int)
	Keys  parts.Keys
	Rune  func(rune)
}

// View draws the window.
type View struct {
	words *view.Printer
	page  Page
	sent  bool // it is one of ours on its way
	tabs  [pages]*parts.Tab
	work  [works]*parts.Button
	whose [9]*parts.Button   // clients it may be of
	asked int                // how many of them there are
	lists [pages]*parts.List // of files and links
	texts [pages]*parts.Reader

	subject            *parts.Label
	from, to, when     *parts.Label
	why                *parts.Label
	said               *parts.Label
	warning            *parts.Prose
	ground, bar, sheet *parts.Plate
	lines              [3]*parts.Plate
	root               *fyne.Container
}

// Width and Height of the window.
const (
	Width  float32 = 860
	Height float32 = 580
)

var (
	tabKeys  = [pages]string{"text", "files", "links", "head"}
	workKeys = [works]string{"reply", "reply_all", "keep", "unfold", "charset", "nobody_s", "private", "resend", "edit", "drop"}
	// WorkSigns are the keys of the works: a letter of the Latin keyboard, and the
	// Russian one at the same place.
	WorkSigns = [works]string{"Rк", "Aф", "Sы", "Qй", "Cс", "Nт", "Pз", "Rк", "Eу", "Dв"}
)

// New builds the window's content.
func New(words *view.Printer, act Actions) *View {
	v := &View{
		words:   words,
		subject: parts.NewBold("", look.Name-2, look.Text),
		from:    parts.NewFit("", look.Body, look.Text), to: parts.NewFit("", look.Caption, look.Muted),
		when: parts.NewLabel("", look.Caption, look.Muted), why: parts.NewFit("", look.Caption, look.Muted),
		said: parts.NewFit("", look.Body, look.Muted), warning: parts.NewProse("", look.Body, look.Text),
		ground: parts.NewPlate(look.WarningTint), bar: parts.NewPlate(look.Warning), sheet: parts.NewPlate(look.Surface),
	}
	v.ground.Corner = 3
	for i := range v.tabs {
		v.tabs[i] = parts.NewTab(words.T("letter.tab."+tabKeys[i]), strconv.Itoa(i+1), func() { act.Page(Page(i)) })
		switch Page(i) {
		case Files, Links:
			v.lists[i] = parts.NewList(0, func(row int, _ view.Row) { act.Open(row) })
		default:
			v.texts[i] = parts.NewReader(act.Keys, act.Rune)
		}
	}
	for i := range v.work {
		tone := parts.Plain
		switch Work(i) {
		case Reply, Resend:
			tone = parts.Primary
		case Unfold:
			tone = parts.Switch
		}
		v.work[i] = parts.NewButton(words.T("letter."+workKeys[i]), WorkSigns[i][:1], "", tone, func() { act.Do(Work(i)) })
	}
	for i := range v.whose {
		v.whose[i] = parts.NewButton("", "Alt+"+strconv.Itoa(i+1), "", parts.Plain, func() { act.Whose(i) })
		v.whose[i].Hide()
	}
	for i := range v.lines {
		v.lines[i] = parts.NewHairline()
	}
	v.build()
	v.Turn(Text)
	return v
}

const (
	side   float32 = 20
	banner float32 = 42
	foot   float32 = 74
)

func (v *View) build() {
	objects := []fyne.CanvasObject{v.sheet, v.ground, v.bar, v.subject, v.from, v.to, v.when, v.why, v.said, v.warning}
	for _, l := range v.lines {
		objects = append(objects, l)
	}
	for i := range v.tabs {
		objects = append(objects, v.tabs[i].Object())
		if v.lists[i] != nil {
			objects = append(objects, v.lists[i].Object())
		} else {
			objects = append(objects, v.texts[i])
		}
	}
	for _, b := range v.work {
		objects = append(objects, b)
	}
	for _, b := range v.whose {
		objects = append(objects, b)
	}
	v.root = container.New(&parts.Place{Min: fyne.NewSize(700, 400), Lay: v.lay}, objects...)
}

func (v *View) lay(size fyne.Size) {
	v.sheet.Resize(size)
	width := size.Width - 2*side
	parts.PutMid(v.subject, side, 12, width, 26)
	when := v.when.MinSize().Width
	parts.PutMid(v.from, side, 40, width-when-16, 20)
	parts.PutMid(v.when, side+width-when, 40, when, 20)
	parts.PutMid(v.to, side, 60, width, 18)
	parts.PutMid(v.why, side, 78, width, 18)
	y := float32(104)
	if v.warning.Visible() {
		parts.Put(v.ground, side, y, width, banner)
		parts.Put(v.bar, side, y, 4, banner)
		parts.Put(v.warning, side+14, y+1, width-24, banner-2)
		y += banner + 6
	}
	y = v.options(y, width)
	parts.Put(v.lines[0], 0, y, size.Width, 1)
	x := side - 8
	for _, t := range v.tabs {
		tab := t.Object().MinSize()
		parts.Put(t.Object(), x, y+2, tab.Width, tab.Height)
		x += tab.Width + 8
	}
	y += 32
	parts.Put(v.lines[1], 0, y, size.Width, 1)
	bottom := size.Height - foot
	for i := range v.tabs {
		if v.lists[i] != nil {
			parts.Put(v.lists[i].Object(), side-12, y+4, width+24, bottom-y-8)
		} else {
			parts.Put(v.texts[i], side-8, y+4, width+16, bottom-y-8)
		}
	}
	parts.Put(v.lines[2], 0, bottom, size.Width, 1)
	x = side
	for _, b := range v.work {
		if b.Visible() {
			parts.Put(b, x, bottom+33, b.MinSize().Width, 30)
			x += b.MinSize().Width + 8
		}
	}
	parts.PutMid(v.said, side, bottom+6, width, 22)
}

// options sets the clients a letter may be of, in as many lines as they take, and gives
// where they end.
func (v *View) options(y, width float32) float32 {
	if v.asked == 0 {
		return y
	}
	x := float32(0)
	for _, b := range v.whose[:v.asked] {
		tall := min(b.MinSize().Width, width)
		if x > 0 && x+tall > width {
			x, y = 0, y+34
		}
		parts.Put(b, side+x, y, tall, 30)
		x += tall + 8
	}
	return y + 38
}

// Object is what to put into the window.
func (v *View) Object() fyne.CanvasObject { return v.root }

// Page is the side that is shown.
func (v *View) Page() Page { return v.page }

// Turn shows another side.
func (v *View) Turn(p Page) {
	v.page = p
	for i := range v.tabs {
		v.tabs[i].Mark(Page(i) == p)
		o := fyne.CanvasObject(v.texts[i])
		if v.lists[i] != nil {
			o = v.lists[i].Object()
		}
		if Page(i) == p {
			o.Show()
		} else {
			o.Hide()
		}
	}
	for i, b := range v.work {
		b.Hidden = v.sent != (Work(i) >= Resend)
	}
	v.work[Keep].Hidden = v.sent || p == Links || p == Head
	v.work[Nobodys].Hidden = v.asked == 0
	v.root.Refresh()
}

// Show puts a letter in.
func (v *View) Show(s view.Sheet, unfolded bool) {
	v.subject.Set(s.Subject)
	v.from.Set(s.From)
	v.to.Set(s.To)
	v.when.Set(s.When)
	v.why.Set(s.Why)
	v.warning.Set(s.Warning, look.Text)
	for _, o := range []fyne.CanvasObject{v.warning, v.ground, v.bar} {
		if s.Warning == "" {
			o.Hide()
		} else {
			o.Show()
		}
	}
	v.texts[Text].Open(s.Text)
	v.texts[Head].Open(s.Head)
	v.lists[Files].Set(s.Files, v.words.T("letter.no_files"), "")
	v.lists[Links].Set(s.Links, v.words.T("letter.no_links"), "")
	files := 0
	for _, row := range s.Files {
		files += row.Files
	}
	for p, n := range map[Page]int{Files: files, Links: len(s.Links)} {
		name := v.words.T("letter.tab." + tabKeys[p])
		if n > 0 {
			name += " (" + strconv.Itoa(n) + ")"
		}
		v.tabs[p].Name(name)
	}
	v.asked = len(s.Options)
	for i, b := range v.whose {
		b.Hidden = i >= v.asked
		if i < v.asked {
			b.Set(s.Options[i], "", false)
		}
	}
	v.work[Nobodys].Hidden = v.asked == 0
	v.work[Unfold].Set(v.words.T("letter.unfold"), "", unfolded)
	v.work[Unfold].Enable(unfolded || s.Folded > 0)
	v.root.Refresh()
}

// Offer turns to what can be done with a letter on record, or with one on its way.
func (v *View) Offer(onItsWay bool) {
	v.sent = onItsWay
	v.Turn(v.page)
}

// Offers tells whether a work can be done with this letter.
func (v *View) Offers(w Work) bool { return v.work[w].Visible() }

// Move steps through the list that is shown.
func (v *View) Move(step int) {
	if l := v.lists[v.page]; l != nil {
		l.Move(step)
	}
}

// Listing tells that the side that is shown is a list.
func (v *View) Listing() bool { return v.lists[v.page] != nil }

// Chosen is the row that is chosen in a list; -1 for none.
func (v *View) Chosen(p Page) int { return v.lists[p].At() }

// Pick chooses a row of a list.
func (v *View) Pick(p Page, row int) { v.lists[p].Choose(row) }

// Rows are those of a list.
func (v *View) Rows(p Page) []view.Row { return v.lists[p].Rows() }

// Reading is the text that has the keyboard while the letter is read.
func (v *View) Reading() *parts.Reader {
	if r := v.texts[v.page]; r != nil {
		return r
	}
	return v.texts[Text]
}

// Say tells what was done.
func (v *View) Say(text string, tone view.Tone) { v.said.SetColored(text, parts.ToneColor(tone)) }

// Said is what it tells.
func (v *View) Said() string { return v.said.Text }

// Warned is what the letter is warned of.
func (v *View) Warned() string { return v.warning.Text }

// Shown is the text of the letter.
func (v *View) Shown() string { return v.texts[Text].Text }
