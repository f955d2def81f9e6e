// Package popup is the content of the window that shows an incoming call: who,
// how much, how late, what to say. Every line has its place before it is known,
// so nothing moves when it comes.
package popup

import (
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
const MaxChoices = 5

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
	Lines  [2]string // order, promise or last talk, as they come to be known
	AsOf   string
	Owner  string
	Choose string   // question over the choices
	Choice []Choice // several clients on one number
	More   string   // further calls that wait
	Over   bool     // taken elsewhere: nothing to press
	F2, F4 bool     // the keys mean this call and not another
	Hand   string   // whom it can be handed to before it is answered
	Lamp   crm.Lamp // what the telephone of that colleague is doing
	Moving bool     // it is being handed over
}

// Actions are what the pop-up asks for.
type Actions struct {
	Answer, Reject, Hand func()
	Choose               func(int)
}

// Choice is one of several clients on a number.
type Choice struct {
	Name  string
	Right string
	Tone  view.Tone
}

// View draws a Face. It is built once and used for every call.
type View struct {
	Answer, Reject, Hand *parts.Button

	words *view.Printer
	lamp  *parts.Icon
	doing *parts.Label // what the lamp says, in a word
	hint  *parts.Label // what a button does, while the mouse is on it

	state, called, name, person *parts.Label
	money, asOf, owner          *parts.Label
	say                         *parts.Para
	more                        *parts.Label
	timer                       *parts.Label
	lines                       [2]*parts.Label
	bar, ground, top            *parts.Plate
	choices                     *choices
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
		lamp:    parts.NewIcon("", look.Muted),
		doing:   parts.NewLabel("", look.Caption, look.Muted),
		hint:    parts.NewFit(words.T("call.reject_hint"), look.Caption, look.Text),
		state:   parts.NewLabel("", look.Body, look.Accent),
		timer:   parts.NewLabel("", look.Body, look.Muted),
		called:  parts.NewFit("", look.Caption, look.Muted).Right(),
		name:    parts.NewBold("", look.PopupName, look.Text),
		person:  parts.NewFit("", look.Body, look.Text),
		say:     parts.NewPara(look.Strong, look.Text),
		money:   parts.NewFit("", look.Body, look.Text),
		asOf:    parts.NewFit("", look.Caption, look.Muted),
		owner:   parts.NewFit("", look.Caption, look.Muted).Right(),
		more:    parts.NewLabel("", look.Caption, look.Warning),
		bar:     parts.NewPlate(look.Accent),
		top:     parts.NewPlate(look.Accent),
		ground:  parts.NewPlate(look.Tint),
		choices: newChoices(act.Choose),
	}
	v.state.Bold = true
	v.name.Least = 16
	v.ground.Corner = 3
	v.hint.Hide()
	v.Reject.OnHover(v.hinted)
	for i := range v.lines {
		v.lines[i] = parts.NewFit("", look.Body, look.Text)
	}
	frame := parts.NewFrame(look.Surface, look.Edge, 0)
	content := container.New(&parts.Place{Min: fyne.NewSize(Width, Height), Lay: v.lay},
		v.state, v.timer, v.called, v.name, v.person, v.ground, v.bar, v.say, v.money, v.lines[0], v.lines[1],
		v.top, v.choices.root, v.asOf, v.owner, v.lamp, v.doing, v.hint, v.more, v.Answer, v.Reject, v.Hand)
	v.root = container.NewStack(frame, content)
	return v
}

// Object is the content of the window.
func (v *View) Object() fyne.CanvasObject { return v.root }

// Face is what is shown now.
func (v *View) Face() Face { return v.face }

// lay gives every line its fixed place.
func (v *View) lay(size fyne.Size) {
	const side = look.Inset
	width := size.Width - 2*side
	state := v.state.MinSize().Width
	parts.PutMid(v.state, side, 10, state, 20)
	parts.PutMid(v.timer, side+state+8, 10, 50, 20)
	parts.PutMid(v.called, side+state+60, 10, width-state-60, 20)
	parts.PutMid(v.name, side, 32, width, 30)
	parts.PutMid(v.person, side, 62, width, 20)
	parts.Put(v.top, 1, 1, size.Width-2, 3)
	parts.Put(v.ground, side, 87, width, 44)
	parts.Put(v.bar, side, 87, 4, 44)
	parts.Put(v.say, side+14, 87, width-20, 44)
	parts.PutMid(v.money, side, 137, width, 20)
	parts.PutMid(v.lines[0], side, 156, width, 20)
	parts.PutMid(v.lines[1], side, 175, width, 20)
	v.layFoot(198, 16)
	parts.Put(v.choices.root, side, 68, width, 142)
	y := size.Height - 43
	answer, reject := v.Answer.MinSize().Width, v.Reject.MinSize().Width
	parts.Put(v.Answer, side, y, answer, 32)
	parts.Put(v.Reject, side+answer+8, y, reject, 32)
	parts.PutMid(v.more, side+answer+reject+20, y, width-answer-reject-20, 32)
	hand := side + answer + reject + 16
	parts.Put(v.Hand, hand, y, size.Width-side-hand, 32)
}

// layFoot puts how old the figures are, and whose client it is with the lamp of
// that colleague.
func (v *View) layFoot(y, height float32) {
	const side = look.Inset
	asOf := fyne.MeasureText(v.asOf.Text, look.Caption, fyne.TextStyle{}).Width
	parts.PutMid(v.asOf, side, y, asOf, height)
	parts.PutMid(v.hint, side, y, Width-2*side, height)
	right := Width - side
	if v.doing.Text != "" {
		right = parts.PutRight(v.doing, right, y, height)
		parts.Put(v.lamp, right-17, y, 16, height)
		right -= 22
	}
	parts.PutMid(v.owner, side+asOf+12, y, right-side-asOf-12, height)
}

// hinted says what the button under the mouse does, in the place of what is
// quiet.
func (v *View) hinted(on bool) {
	on = on && !v.face.Over && !v.face.Moving
	visible(v.hint, on)
	visible(v.asOf, !on)
	visible(v.owner, !on)
	visible(v.doing, !on && v.face.Hand != "")
	visible(v.lamp, !on && v.face.Hand != "")
}

// Show draws a face.
func (v *View) Show(f Face) {
	v.face = f
	v.state.Set(f.State)
	v.called.Set(f.Called)
	v.name.Set(f.Name)
	v.person.Set(f.Person)
	v.showSay(f)
	v.money.SetColored(f.Money, parts.ToneColor(f.Alarm))
	for i := range v.lines {
		v.lines[i].Set(f.Lines[i])
	}
	v.asOf.Set(f.AsOf)
	v.owner.Set(f.Owner)
	v.more.Set(f.More)
	v.choices.set(f.Choose, f.Choice)
	for _, o := range []fyne.CanvasObject{v.person, v.money, v.lines[0], v.lines[1]} {
		visible(o, len(f.Choice) == 0)
	}
	v.Answer.Key(f.F2)
	v.Reject.Key(f.F4)
	v.showHand(f)
	v.top.Set(topColor(f.Over))
	visible(v.timer, !f.Over)
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
	visible(v.Hand, f.Hand != "" && !f.Over && f.More == "")
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

func topColor(over bool) fyne.ThemeColorName {
	if over {
		return look.Edge
	}
	return look.Accent
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
