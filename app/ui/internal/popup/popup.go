// Package popup is the content of the window that shows an incoming call: who,
// how much, how late, what to say. Every line has its place before it is known,
// so nothing moves when it comes.
package popup

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"pult/app/crm"
	"pult/app/ui/internal/look"
	"pult/app/ui/internal/parts"
	"pult/app/view"
)

// Size of the pop-up on a 100 % screen.
const (
	Width  float32 = 420
	Height float32 = 268
)

// MaxChoices is how many clients of one number have a line and a digit in the
// pop-up; the others are in the list of the main window.
const MaxChoices = 9

// Face is what the pop-up says. Empty lines keep their places.
type Face struct {
	State  string
	Called string
	Name   string
	Person string
	Say    string
	SayBad bool // money overdue or a promise broken
	Money  string
	Alarm  view.Tone
	Lines  [3]string     // promise or last talk, order, what is bought, as they come to be known
	Bars   []view.Column // what was bought in each of twelve months
	AsOf   string
	Owner  string
	Choose string   // question over the choices
	Choice []Choice // several clients on one number
	More   string   // further calls that wait
	Mood   Mood
	Over   bool     // taken elsewhere: nothing to press
	F2, F4 bool     // the keys mean this call and not another
	Hand   string   // whom it can be handed to before it is answered
	Lamp   crm.Lamp // what the telephone of that colleague is doing
	Moving bool     // it is being handed over

	Sort, SortKeys bool // it can be said who a stranger is; by the keys of the main window
}

// Mood colours the word that says what the call is doing.
type Mood int

// Moods.
const (
	Rings Mood = iota // it wants an answer
	Goes              // it is on its way to somebody else
	Past              // nothing is left to do
)

// Actions are what the pop-up asks for.
type Actions struct {
	Answer, Reject, Hand, Card func()
	Choose                     func(int)
	Sort                       func(Sort)
}

// Choice is one of several clients on a number.
type Choice struct {
	Name  string
	Right string
	Tone  view.Tone
}

// View draws a Face. It is built once and used for every call.
type View struct {
	Answer, Reject, Hand, Card *parts.Button

	words *view.Printer
	lamp  *parts.Icon
	doing *parts.Label // what the lamp says, in a word
	hint  *parts.Label // what a button does, while the mouse is on it

	state, called, name, person *parts.Label
	money, asOf, owner          *parts.Label
	say                         *parts.Para
	more                        *parts.Label
	timer                       *parts.Label
	lines                       [3]*parts.Label
	bars                        *parts.Columns
	bar, ground, top            *parts.Plate
	choices                     *choices
	sorting                     *sorting
	bought                      []view.Column
	root                        *fyne.Container
	face                        Face
}

// New builds the pop-up. Its callbacks are for the whole life of the window.
func New(words *view.Printer, act Actions) *View {
	v := &View{
		words:   words,
		Answer:  parts.NewButton(words.T("button.answer"), "F2", look.Phone, parts.Primary, act.Answer),
		Reject:  parts.NewButton(words.T("button.reject"), "F4", "", parts.Ending, act.Reject),
		Hand:    parts.NewButton("", "F9", "", parts.Plain, act.Hand),
		Card:    parts.NewButton(words.T("button.card"), "F5", "", parts.Link, act.Card),
		lamp:    parts.NewIcon("", look.Muted),
		doing:   parts.NewLabel("", look.Caption, look.Muted),
		hint:    parts.NewFit(words.T("call.reject_hint"), look.Caption, look.Text),
		state:   parts.NewLabel("", look.Strong, look.Accent),
		bars:    parts.NewColumns(3, nil),
		timer:   parts.NewLabel("", look.Body, look.Muted),
		called:  parts.NewFit("", look.Caption, look.Muted).Right(),
		name:    parts.NewBold("", look.PopupName, look.Text),
		person:  parts.NewFit("", look.Body, look.Text),
		say:     parts.NewPara(look.Strong, look.Text),
		money:   parts.NewFit("", look.Body, look.Text),
		asOf:    parts.NewFit("", look.Caption, look.Muted),
		owner:   parts.NewFit("", look.Caption, look.Muted),
		more:    parts.NewLabel("", look.Caption, look.Warning),
		bar:     parts.NewPlate(look.Accent),
		top:     parts.NewPlate(look.Accent),
		ground:  parts.NewPlate(look.Tint),
		choices: newChoices(act.Choose),
		sorting: newSorting(words, act.Sort),
	}
	v.state.Bold = true
	v.name.Least = 16
	v.ground.Corner = 3
	v.hint.Hide()
	v.Reject.OnHover(v.hinted)
	for i := range v.lines {
		v.lines[i] = parts.NewFit("", look.Body, look.Text)
	}
	v.lines[2].Least = look.Caption // three purchases in a line
	frame := parts.NewFrame(look.Surface, look.Edge, 0)
	content := container.New(&parts.Place{Min: fyne.NewSize(Width, Height), Lay: v.lay},
		v.state, v.timer, v.called, v.name, v.person, v.ground, v.bar, v.say, v.money, v.lines[0], v.lines[1], v.lines[2], v.bars,
		v.top, v.choices.root, v.sorting.root, v.asOf, v.owner, v.lamp, v.doing, v.hint, v.more, v.Answer, v.Reject, v.Hand, v.Card)
	v.root = container.NewStack(frame, content)
	return v
}

// Object is the content of the window.
func (v *View) Object() fyne.CanvasObject { return v.root }

// Face is what is shown now.
func (v *View) Face() Face { return v.face }

// lay gives every line its fixed place. It depends on nothing that comes late.
func (v *View) lay(size fyne.Size) {
	const side = look.Inset
	width := size.Width - 2*side
	state := v.state.MinSize().Width
	parts.PutMid(v.state, side, 9, state, 22)
	parts.PutMid(v.timer, side+state+8, 10, 40, 20)
	parts.PutMid(v.more, side+state+48, 10, 100, 20)
	called := state + 150
	if v.face.Over { // what stood between is gone
		called = state + 10
	}
	parts.PutMid(v.called, side+called, 10, width-called, 20)
	if v.choices.dense() {
		parts.PutMid(v.name, side, 27, 168, 24)
	} else {
		parts.PutMid(v.name, side, 31, width, 30)
	}
	card := v.Card.MinSize().Width
	parts.PutMid(v.person, side, 61, width-card-8, 20)
	parts.Put(v.Card, size.Width-side-card+6, 60, card, 22)
	parts.Put(v.top, 1, 1, size.Width-2, 3)
	parts.Put(v.ground, side, 84, width, 40)
	parts.Put(v.bar, side, 84, 4, 40)
	parts.Put(v.say, side+14, 84, width-20, 40)
	parts.PutMid(v.money, side, 127, width, 19)
	parts.PutMid(v.lines[0], side, 145, width, 19)
	parts.PutMid(v.lines[1], side, 163, width, 19)
	parts.Put(v.bars, side, 185, barsWidth, 13)
	bought := side + barsWidth + 10
	if len(v.face.Bars) == 0 {
		bought = side
	}
	parts.PutMid(v.lines[2], bought, 181, size.Width-side-bought, 19)
	parts.Put(v.choices.root, side, 0, width, size.Height)
	v.laySorting(size)
	v.layFoot(size)
	v.layButtons(size)
}

// nameSize is how large the name is written; a number that many share gives up room.
func (v *View) nameSize() float32 {
	if v.choices.dense() {
		return denseName
	}
	return look.PopupName
}

const denseName float32 = 17

// Widths of what stands in the lower lines.
const (
	barsWidth float32 = 82
	lampWidth float32 = 96 // with its word
)

func (v *View) layButtons(size fyne.Size) {
	const side = look.Inset
	y := size.Height - 43
	answer, reject := v.Answer.MinSize().Width, v.Reject.MinSize().Width
	parts.Put(v.Answer, side, y, answer, 32)
	parts.Put(v.Reject, side+answer+8, y, reject, 32)
	hand := side + answer + reject + 16
	parts.Put(v.Hand, hand, y, size.Width-side-hand, 32)
}

// layFoot puts how old the figures are, and whose client it is with the lamp of
// that colleague, whose place is kept free while it is not known.
func (v *View) layFoot(size fyne.Size) {
	const side = look.Inset
	const height = 16
	width := size.Width - 2*side
	if v.choices.dense() { // so many clients need the room
		parts.PutMid(v.asOf.Right(), side+170, 32, width-170, height)
		return
	}
	v.asOf.Align = fyne.TextAlignLeading
	y := size.Height - 66
	asOf := fyne.MeasureText(v.asOf.Text, look.Caption, fyne.TextStyle{}).Width
	parts.PutMid(v.asOf, side, y, asOf+1, height)
	parts.PutMid(v.hint, side, y, width, height)
	right := parts.PutRight(v.doing, size.Width-side, y, height)
	parts.Put(v.lamp, right-17, y, 16, height)
	owner := side + asOf + 12
	parts.PutMid(v.owner, owner, y, size.Width-side-lampWidth-owner, height)
}

// hinted says what the button under the mouse does, in the place of what is
// quiet.
func (v *View) hinted(on bool) {
	on = on && !v.face.Over && !v.face.Moving
	visible(v.hint, on)
	visible(v.sorting.root, v.sorting.shown && !on)
	visible(v.asOf, !on)
	visible(v.owner, !on && !v.choices.dense())
	visible(v.doing, !on && v.face.Hand != "")
	visible(v.lamp, !on && v.face.Hand != "")
}

// Show draws a face.
func (v *View) Show(f Face) {
	v.face = f
	v.state.SetColored(f.State, moodColor(f.Mood))
	v.called.Set(f.Called)
	v.choices.set(f.Choose, f.Choice)
	if size := v.nameSize(); v.name.Point != size {
		v.name.Point = size
		v.name.Refresh()
	}
	v.name.Set(f.Name)
	v.person.Set(f.Person)
	v.showSay(f)
	v.money.SetColored(f.Money, parts.ToneColor(f.Alarm))
	for i := range v.lines {
		v.lines[i].Set(f.Lines[i])
	}
	if !slices.Equal(v.bought, f.Bars) {
		v.bought = f.Bars
		v.bars.Set(f.Bars)
	}
	v.asOf.Set(f.AsOf)
	v.owner.Set(f.Owner)
	v.more.Set(f.More)
	for _, o := range []fyne.CanvasObject{v.person, v.money, v.lines[0], v.lines[1], v.lines[2]} {
		visible(o, len(f.Choice) == 0)
	}
	visible(v.bars, len(f.Choice) == 0 && len(f.Bars) > 0)
	visible(v.Card, len(f.Choice) == 0 && !f.Over)
	v.sorting.set(f.Sort && !f.Over, f.SortKeys)
	v.Answer.Key(f.F2)
	v.Reject.Key(f.F4)
	v.showHand(f)
	v.Card.Key(f.F2)
	v.top.Set(topColor(f.Mood))
	visible(v.timer, !f.Over)
	visible(v.more, !f.Over)
	visible(v.Answer, !f.Over)
	visible(v.Reject, !f.Over)
	v.lay(fyne.NewSize(Width, Height))
}

// showHand offers the colleague whose client it is. A name too long for the
// button gives way to a plain word: it stands in the line above anyway.
func (v *View) showHand(f Face) {
	v.Hand.Key(f.F4)
	v.Hand.Set(f.Hand, "", false)
	room := Width - 2*look.Inset - v.Answer.MinSize().Width - v.Reject.MinSize().Width - 16
	if v.Hand.MinSize().Width > room {
		v.Hand.Set(v.words.T("button.hand"), "", false)
	}
	visible(v.Hand, f.Hand != "" && !f.Over)
	for _, b := range []*parts.Button{v.Answer, v.Reject, v.Hand} {
		b.Enable(!f.Moving)
	}
	text, mark, tone := v.words.Lamp(f.Lamp)
	if f.Hand == "" {
		text = ""
	}
	v.doing.SetColored(text, parts.ToneColor(tone))
	v.lamp.Set(parts.MarkIcon(mark))
	v.hinted(false)
}

func moodColor(m Mood) fyne.ThemeColorName {
	return []fyne.ThemeColorName{look.Accent, look.Warning, look.Muted}[m]
}

func topColor(m Mood) fyne.ThemeColorName {
	if m == Past {
		return look.Edge
	}
	return moodColor(m)
}

func (v *View) showSay(f Face) {
	ground, bar, text := look.Tint, look.Accent, look.Text
	if f.SayBad {
		ground, bar, text = look.DangerTint, look.Danger, look.Danger
	}
	v.ground.Set(ground)
	v.bar.Set(bar)
	v.say.Set(f.Say, text)
	shown := f.Say != "" && len(f.Choice) == 0
	visible(v.ground, shown)
	visible(v.bar, shown)
	visible(v.say, shown)
}

// Timer shows how long it has rung.
func (v *View) Timer(text string) { v.timer.Set(text) }

func visible(o fyne.CanvasObject, on bool) {
	if on != o.Visible() {
		if on {
			o.Show()
		} else {
			o.Hide()
		}
	}
}
