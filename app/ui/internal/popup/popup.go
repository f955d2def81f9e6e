// Package popup is the content of the window that shows an incoming call: who,
// how much, how late, what to say. Every line has its place before it is known,
// so nothing moves when it comes.
package popup

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

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
}

// Choice is one of several clients on a number.
type Choice struct {
	Name  string
	Right string
	Tone  view.Tone
}

// View draws a Face. It is built once and used for every call.
type View struct {
	Answer, Reject *parts.Button

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
func New(words *view.Printer, answer, reject func(), choose func(int)) *View {
	v := &View{
		Answer:  parts.NewButton(words.T("button.answer"), "F2", look.Phone, parts.Primary, answer),
		Reject:  parts.NewButton(words.T("button.reject"), "F4", look.Hangup, parts.Ending, reject),
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
		choices: newChoices(choose),
	}
	v.state.Bold = true
	v.name.Least = 16
	v.ground.Corner = 3
	for i := range v.lines {
		v.lines[i] = parts.NewFit("", look.Body, look.Text)
	}
	frame := parts.NewFrame(look.Surface, look.Edge, 0)
	content := container.New(&parts.Place{Min: fyne.NewSize(Width, Height), Lay: v.lay},
		v.state, v.timer, v.called, v.name, v.person, v.ground, v.bar, v.say, v.money, v.lines[0], v.lines[1],
		v.top, v.choices.root, v.asOf, v.owner, v.more, v.Answer, v.Reject)
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
	parts.PutMid(v.asOf, side, 198, width/2+20, 16)
	parts.PutMid(v.owner, side+width/2+20, 198, width/2-20, 16)
	parts.Put(v.choices.root, side, 68, width, 142)
	y := size.Height - 43
	answer := v.Answer.MinSize().Width + 20
	parts.Put(v.Answer, side, y, answer, 32)
	parts.Put(v.Reject, side+answer+8, y, v.Reject.MinSize().Width+8, 32)
	parts.PutRight(v.more, size.Width-side, y, 32)
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
	v.top.Set(topColor(f.Over))
	visible(v.timer, !f.Over)
	visible(v.Answer, !f.Over)
	visible(v.Reject, !f.Over)
	v.lay(fyne.NewSize(Width, Height))
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
