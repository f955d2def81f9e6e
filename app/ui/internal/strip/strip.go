// Package strip is the place of work above the card: the call, when there is
// one, and the note. It is of one height in every state, so the card under it
// never moves when a call begins or ends.
package strip

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"pult/app/ui/internal/look"
	"pult/app/ui/internal/parts"
	"pult/app/view"
)

// Height of the strip in every state.
const Height float32 = 42 + noteHeight + 20

const noteHeight float32 = 46

// Mode is which controls make sense now.
type Mode int

// Modes.
const (
	Idle     Mode = iota // no call: a note about the client, a number to call
	Ringing              // somebody calls
	Dialling             // we call
	Talk
	Ended // the note of the call that is over
)

// Face is what the strip says.
type Face struct {
	Mode  Mode
	State string
	Who   string
	Hint  string // in the empty field
	Muted bool
	Open  bool   // there is something a note can be about
	Call  string // the number F2 calls
	Money bool   // there is a client who can promise
}

// Actions are what the strip asks for.
type Actions struct {
	Keys     parts.Keys
	Typed    func(text string)
	Left     func() // the field has lost the focus
	Call     func()
	Answer   func()
	Hangup   func()
	Mute     func()
	Promise  func() // open the form
	Promised func(amount, date string)
}

// View draws the strip.
type View struct {
	Note *parts.Field

	words                      *view.Printer
	state, timer, who, saved   *parts.Label
	call, answer, mute, hangup *parts.Button
	promise                    *parts.Button
	form                       *form
	ground                     *parts.Plate
	root                       *fyne.Container
	face                       Face
	formOpen                   bool
}

// New builds the strip.
func New(words *view.Printer, act Actions) *View {
	v := &View{
		words:   words,
		Note:    parts.NewField("", true, act.Keys),
		state:   parts.NewLabel("", look.Strong, look.Text),
		timer:   parts.NewLabel("", look.Strong, look.Text),
		who:     parts.NewFit("", look.Body, look.Muted),
		saved:   parts.NewFit("", look.Caption, look.Muted),
		call:    parts.NewButton(words.T("button.call"), "F2", look.Phone, parts.Primary, act.Call),
		answer:  parts.NewButton(words.T("button.answer"), "F2", look.Phone, parts.Primary, act.Answer),
		mute:    parts.NewButton(words.T("button.mic"), "F8", look.Mic, parts.Plain, act.Mute),
		hangup:  parts.NewButton(words.T("button.hangup"), "F4", look.Hangup, parts.Ending, act.Hangup),
		promise: parts.NewButton(words.T("button.promise"), "Ctrl+D", look.Promise, parts.Plain, act.Promise),
		ground:  parts.NewPlate(look.Surface),
	}
	v.state.Bold = true
	v.Note.OnChanged = act.Typed
	v.Note.OnFocus(func(on bool) {
		if !on {
			act.Left()
		}
	})
	v.form = newForm(words, act)
	content := container.New(&parts.Place{Min: fyne.NewSize(560, Height), Lay: v.lay},
		v.state, v.timer, v.who, v.saved, v.call, v.answer, v.mute, v.hangup, v.promise, v.Note, v.form.root)
	v.form.root.Hide()
	v.root = container.NewStack(v.ground, content)
	v.Show(Face{})
	return v
}

// Object is what to put on the screen.
func (v *View) Object() fyne.CanvasObject { return v.root }

// Face is what is shown now.
func (v *View) Face() Face { return v.face }

func (v *View) lay(size fyne.Size) {
	const side = look.Inset
	right := size.Width - side
	for _, b := range []*parts.Button{v.hangup, v.mute, v.call, v.answer, v.promise} {
		if b.Visible() {
			right = parts.PutRight(b, right, 3, 40) - 8
		}
	}
	x := side
	width := v.state.MinSize().Width
	parts.PutMid(v.state, x, 3, width, 40)
	x += width + 10
	if v.timer.Text != "" {
		// The widest time keeps what follows from trembling with every second.
		width = max(v.timer.MinSize().Width, 46)
		parts.PutMid(v.timer, x, 3, width, 40)
		x += width + 8
	}
	under := size.Width - 2*side
	if room := right - x - 4; room > 120 {
		v.who.Align = fyne.TextAlignLeading
		parts.PutMid(v.who, x, 3, room, 40)
	} else {
		v.who.Align = fyne.TextAlignTrailing
		parts.PutMid(v.who, side+under/2, 42+noteHeight, under/2, 18)
		under /= 2
	}
	parts.PutMid(v.saved, side+1, 42+noteHeight, under, 18)
	parts.Put(v.Note, side, 42, size.Width-2*side, noteHeight)
	parts.Put(v.form.root, side, 42, size.Width-2*side, noteHeight)
}

// Show draws a face.
func (v *View) Show(f Face) {
	v.face = f
	color, ground := look.Text, look.Surface
	switch f.Mode {
	case Talk:
		color, ground = look.Good, look.Tint
	case Ringing, Dialling:
		color, ground = look.Accent, look.Tint
	case Idle, Ended:
	}
	state := f.State
	if v.formOpen && f.Mode == Idle {
		state = v.words.T("button.promise")
	}
	v.state.SetColored(state, color)
	v.ground.Set(ground)
	v.who.Set(f.Who)
	v.Note.SetPlaceHolder(f.Hint)
	if f.Open == v.Note.Disabled() {
		if f.Open {
			v.Note.Enable()
		} else {
			v.Note.Disable()
		}
	}
	show(v.call, (f.Mode == Idle || f.Mode == Ended) && f.Call != "")
	v.call.Set(strings.TrimSpace(v.words.T("button.call")+" "+f.Call), look.Phone, false)
	show(v.answer, f.Mode == Ringing)
	show(v.mute, f.Mode == Talk)
	show(v.hangup, f.Mode == Ringing || f.Mode == Dialling || f.Mode == Talk)
	show(v.promise, f.Money && !v.formOpen && f.Mode != Ringing && f.Mode != Dialling)
	v.hangup.Set(v.words.T(hangupWord(f.Mode)), look.Hangup, false)
	if f.Muted {
		v.mute.Set(v.words.T("button.muted"), look.MicOff, true)
	} else {
		v.mute.Set(v.words.T("button.mic"), look.Mic, false)
	}
	v.root.Refresh()
}

func hangupWord(m Mode) string {
	switch m {
	case Ringing:
		return "button.reject"
	case Dialling:
		return "button.cancel"
	default:
		return "button.hangup"
	}
}

// Timer shows how long the call lasts.
func (v *View) Timer(text string) {
	before := len(v.timer.Text)
	v.timer.Set(text)
	if before != len(text) {
		v.root.Refresh()
	}
}

// Saved says whether the note is on disk.
func (v *View) Saved(text string, failed bool) {
	color := look.Muted
	if failed {
		color = look.Danger
	}
	if v.saved.Text != text {
		v.saved.SetColored(text, color)
	}
}

func show(o fyne.CanvasObject, on bool) {
	if on {
		o.Show()
	} else {
		o.Hide()
	}
}
