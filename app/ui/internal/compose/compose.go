// Package compose is the window a letter is written in: to whom, of what, the text, and
// beside it what can be put in: addresses of the client, templates, files.
package compose

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"pult/app/ui/internal/look"
	"pult/app/ui/internal/parts"
	"pult/app/view"
)

// Side is a list beside the letter.
type Side int

// Sides.
const (
	People Side = iota
	Templates
	Files
	sides
)

// Work is what can be done with the letter.
type Work int

// Works.
const (
	Send Work = iota
	Attach
	Remind // when no answer comes
	Discard
	Later
	works
)

// Actions are what the window asks for.
type Actions struct {
	Side  func(Side)
	Take  func(row int) // of the list beside
	Do    func(Work)
	Typed func()
	Keys  parts.Keys
}

// View draws the window.
type View struct {
	words *view.Printer
	act   Actions

	To, Cc, Subject, Text *parts.Field

	side  Side
	tabs  [sides]*parts.Tab
	lists [sides]*parts.List
	work  [works]*parts.Button
	names [3]*parts.Label
	about *parts.Label
	said  *parts.Prose
	lines [2]*parts.Plate
	sheet *parts.Plate
	root  *fyne.Container
}

// Width and Height of the window.
const (
	Width  float32 = 960
	Height float32 = 580
)

var (
	sideKeys  = [sides]string{"people", "templates", "files"}
	workKeys  = [works]string{"send", "attach", "remind", "discard", "later"}
	workPrint = [works]string{"Ctrl+Enter", "F5", "F7", "F8", "Esc"}
	fieldKeys = [3]string{"to", "cc", "subject"}
)

// New builds the window's content.
func New(words *view.Printer, act Actions) *View {
	v := &View{
		words: words, act: act, sheet: parts.NewPlate(look.Surface),
		about: parts.NewFit("", look.Caption, look.Muted), said: parts.NewProse("", look.Body, look.Muted),
	}
	for i, field := range []**parts.Field{&v.To, &v.Cc, &v.Subject} {
		*field = parts.NewField("", false, v.keys)
		v.names[i] = parts.NewFit(words.T("compose."+fieldKeys[i]), look.Body, look.Muted)
	}
	v.Text = parts.NewField("", true, v.keys)
	for _, f := range []*parts.Field{v.To, v.Cc, v.Subject, v.Text} {
		f.OnChanged = func(string) { act.Typed() }
	}
	for i := range v.tabs {
		v.tabs[i] = parts.NewTab(words.T("compose.side."+sideKeys[i]), "Ctrl+"+strconv.Itoa(i+1), func() { act.Side(Side(i)) })
		v.lists[i] = parts.NewList(44, func(row int, _ view.Row) { act.Take(row) })
	}
	for i := range v.work {
		tone := parts.Plain
		switch Work(i) {
		case Send:
			tone = parts.Primary
		case Remind:
			tone = parts.Switch
		}
		v.work[i] = parts.NewButton(words.T("compose."+workKeys[i]), workPrint[i], "", tone, func() { act.Do(Work(i)) })
	}
	v.work[Remind].Or(words.T("compose.remind_in", words.Days(5)))
	for i := range v.lines {
		v.lines[i] = parts.NewHairline()
	}
	v.build()
	v.Turn(People)
	return v
}

// keys: Tab leaves the text for the first field, for whoever works without a mouse.
func (v *View) keys(key fyne.KeyName, mod fyne.KeyModifier) bool { return v.act.Keys(key, mod) }

const (
	left   float32 = 20
	beside float32 = 320
	label  float32 = 62
	foot   float32 = 78
)

func (v *View) build() {
	objects := []fyne.CanvasObject{v.sheet, v.lines[0], v.lines[1], v.about, v.said, v.To, v.Cc, v.Subject, v.Text}
	for _, l := range v.names {
		objects = append(objects, l)
	}
	for i := range v.tabs {
		objects = append(objects, v.tabs[i].Object(), v.lists[i].Object())
	}
	for _, b := range v.work {
		objects = append(objects, b)
	}
	v.root = container.New(&parts.Place{Min: fyne.NewSize(800, 440), Lay: v.lay}, objects...)
}

func (v *View) lay(size fyne.Size) {
	v.sheet.Resize(size)
	bottom := size.Height - foot
	width := size.Width - beside - left - 16
	y := float32(12)
	for i, field := range []*parts.Field{v.To, v.Cc, v.Subject} {
		parts.PutMid(v.names[i], left, y, label, 32)
		parts.Put(field, left+label, y, width-label, 32)
		y += 38
	}
	parts.Put(v.Text, left-2, y+2, width+2, bottom-y-10)
	x := size.Width - beside
	parts.Put(v.lines[0], x, 0, 1, bottom)
	parts.PutMid(v.about, x+12, 10, beside-24, 20)
	tab := x + 4
	for _, t := range v.tabs {
		least := t.Object().MinSize()
		parts.Put(t.Object(), tab, 32, least.Width, least.Height)
		tab += least.Width
	}
	for _, l := range v.lists {
		parts.Put(l.Object(), x+2, 66, beside-4, bottom-70)
	}
	parts.Put(v.lines[1], 0, bottom, size.Width, 1)
	parts.Put(v.said, left, bottom+4, size.Width-2*left, 32)
	x = left
	for _, b := range v.work {
		parts.Put(b, x, bottom+38, b.MinSize().Width, 30)
		x += b.MinSize().Width + 8
	}
}

// Object is what to put into the window.
func (v *View) Object() fyne.CanvasObject { return v.root }

// Turn shows another list beside the letter.
func (v *View) Turn(s Side) {
	v.side = s
	for i := range v.tabs {
		v.tabs[i].Mark(Side(i) == s)
		if Side(i) == s {
			v.lists[i].Object().Show()
		} else {
			v.lists[i].Object().Hide()
		}
	}
	v.root.Refresh()
}

// Side is the list that is shown.
func (v *View) Side() Side { return v.side }

// Show fills a list; the first nine rows have a key each.
func (v *View) Show(s Side, rows []view.Row, empty, hint string) {
	for i := range rows {
		if i < 9 {
			rows[i].When = "Alt+" + strconv.Itoa(i+1)
		}
	}
	name := v.words.T("compose.side." + sideKeys[s])
	if s == Files && len(rows) > 0 {
		name += " (" + strconv.Itoa(len(rows)) + ")"
	}
	v.tabs[s].Name(name)
	v.lists[s].Set(rows, empty, hint)
	v.root.Refresh()
}

// Rows are those of a list.
func (v *View) Rows(s Side) []view.Row { return v.lists[s].Rows() }

// About says whose letter it is.
func (v *View) About(text string) { v.about.Set(text) }

// Say tells how the letter stands.
func (v *View) Say(text string, tone view.Tone) { v.said.Set(text, parts.ToneColor(tone)) }

// Said is what it tells.
func (v *View) Said() string { return v.said.Text }

// Remind shows after how many days without an answer one is reminded; 0 for never.
func (v *View) Remind(days int) {
	text := v.words.T("compose.remind")
	if days > 0 {
		text = v.words.T("compose.remind_in", v.words.Days(days))
	}
	v.work[Remind].Set(text, "", days > 0)
}

// Enable lets a work be begun or not.
func (v *View) Enable(w Work, on bool) { v.work[w].Enable(on) }
