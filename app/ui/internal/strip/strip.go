// Package strip is the place of work above the card: the call, when there is
// one, and the note. It is of one height in every state, so the card under it
// never moves when a call begins or ends.
package strip

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"pult/app/crm"
	"pult/app/ui/internal/look"
	"pult/app/ui/internal/parts"
	"pult/app/view"
)

// Height of the strip in every state.
const Height = noteTop + noteHeight + footHeight

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
	Mode   Mode
	State  string
	Who    string
	Number string // of the other side
	Hint   string // in the empty field
	Muted  bool

	Secured   bool // voice is encrypted between us and the exchange
	Held      bool // by us
	HeldThere bool // by the other side
	Moving    bool // it is being handed over

	Tabs    []Tab // all calls, when there are several
	Several bool  // two talks can be swapped, joined, brought together
	Asked   bool  // the other talk waits for what this one says: F9 connects them
	Meeting bool  // all hear each other
	Record  crm.RecordingState
	Redial  bool
	Aside   string // what else can be done, said quietly

	Wrap   bool       // a call is over and what came of it can be said
	Step   bool       // a next step can be typed
	Result crm.Result // of the call that is over
	Reason string

	Open  bool   // there is something a note can be about
	Call  string // the number F2 calls
	Money bool   // there is a client who can promise
	More  bool   // there is more that can be done
}

// Actions are what the strip asks for.
type Actions struct {
	Keys     parts.Keys
	Typed    func(text string)
	Noting   func(on bool) // the field has got the focus, or lost it
	Call     func()
	Answer   func()
	Hangup   func()
	Mute     func()
	Hold     func()
	Promise  func() // open the form
	Promised func(amount, date string)

	Transfer  func() // open the form, or connect two talks
	HandTyped func(text string)
	HandMoved func() // another line is chosen
	Hand      func() // to who is chosen
	Ask       func() // who is chosen, first
	Record    func()
	Meet      func()
	Redial    func()
	Tab       func(int)

	Result   func(crm.Result, string)
	Stepped  func(text string) // of the next step
	StepDone func()
	WrapDone func()
	Tabbed   func()     // from the results
	Rune     func(rune) // typed where it cannot be taken

	LinkTyped func(text string)
	Link      func() // to who is chosen

	Picked    func(answer int, own string) // of the question that is open
	Own       func(fyne.Focusable)         // takes an answer in words of one's own
	LeadTyped func()
	Lead      func() // who was typed is a client now, or who is chosen is meant

	More func()         // what else can be done
	Done func(view.Row) // the one of it that is meant

	Tones func() // open the form
	Tone  func(rune)
}

// View draws the strip.
type View struct {
	Note    *parts.Field
	Step    *parts.Field // when what is to be done next
	Results *Results

	words *view.Printer
	// Hands are the colleagues a talk can be handed to, while the form is open.
	Hands *parts.List

	state, timer, who, saved   *parts.Label
	lock                       *parts.Icon
	number, aside              *parts.Label
	tabs                       [MaxTabs]*tab
	record, meet, redial, more *parts.Button
	hand, ask                  *parts.Button
	hands                      *fyne.Container
	call, answer               *parts.Button
	hold, mute, transfer       *parts.Button
	hangup                     *parts.Button
	promise, tones             *parts.Button // they stand by the note, whose place their forms take
	forms                      [forms]*form
	picker                     *Picker
	lead                       [4]*parts.Field
	leadTitle                  *parts.Label
	leadSave                   *parts.Button
	// Alike are clients that a new one may be.
	Alike *parts.List

	amount, date, to, sent *parts.Field
	link                   *parts.Field
	ground                 *parts.Plate
	over                   *fyne.Container
	root                   *fyne.Container
	face                   Face
	open                   Form
}

// New builds the strip.
func New(words *view.Printer, act Actions) *View {
	v := &View{
		words:    words,
		Note:     parts.NewField("", true, act.Keys),
		state:    parts.NewLabel("", look.Strong, look.Text),
		timer:    parts.NewLabel("", look.Strong, look.Text),
		lock:     parts.NewIcon(look.Lock, look.Good),
		who:      parts.NewBold("", look.Body, look.Text),
		number:   parts.NewFit("", look.Body, look.Muted),
		aside:    parts.NewLabel("", look.Caption, look.Muted),
		saved:    parts.NewFit("", look.Caption, look.Muted),
		call:     parts.NewButton(words.T("button.call"), "F2", look.Phone, parts.Primary, act.Call),
		answer:   parts.NewButton(words.T("button.answer"), "F2", look.Phone, parts.Primary, act.Answer),
		hold:     parts.NewButton(words.T("button.hold"), "F3", look.Hold, parts.Plain, act.Hold).Or(words.T("button.resume"), words.T("button.other")),
		mute:     parts.NewButton(words.T("button.mic"), "F8", look.Mic, parts.Plain, act.Mute).Or(words.T("button.muted")),
		transfer: parts.NewButton(words.T("button.transfer"), "F9", look.Transfer, parts.Plain, act.Transfer).Or(words.T("button.join")),
		record:   parts.NewButton(words.T("recording.on"), "F6", look.Circle, parts.Plain, act.Record).Or(words.T("recording.paused"), words.T("recording.off")),
		meet:     parts.NewButton(words.T("button.meet"), "F10", look.Meeting, parts.Switch, act.Meet),
		redial:   parts.NewButton(words.T("button.redial"), "Ctrl+R", look.Redial, parts.Plain, act.Redial),
		hangup:   parts.NewButton(words.T("button.hangup"), "F4", look.Hangup, parts.Ending, act.Hangup),
		promise:  parts.NewButton(words.T("button.promise"), "Ctrl+D", look.Promise, parts.Plain, act.Promise),
		tones:    parts.NewButton(words.T("button.tones"), "F7", look.Tones, parts.Plain, act.Tones),
		more:     parts.NewButton(words.T("button.more"), "Ctrl+M", "", parts.Plain, act.More),
		ground:   parts.NewPlate(look.Clear),
	}
	v.state.Bold = true
	v.Note.OnChanged = act.Typed
	v.Note.OnFocus(act.Noting)
	v.forms[Promise], v.forms[Hand], v.forms[Tones], v.forms[Link] = v.newPromise(act), v.newHand(act), v.newTones(act), v.newLink(act)
	v.forms[Pick], v.forms[Lead] = v.newPick(act), v.newLead(act)
	v.over = container.NewStack(v.hands, v.forms[Lead].root)
	v.Results = newResults(words, act)
	v.Step = parts.NewField(words.T("next.hint"), false, onEnter(act.StepDone, act.Keys))
	v.Step.OnChanged = act.Stepped
	objects := []fyne.CanvasObject{
		v.state, v.timer, v.lock, v.who, v.number, v.aside, v.saved, v.call, v.answer, v.hold, v.mute, v.transfer, v.hangup, v.promise, v.tones, v.Note,
		v.record, v.meet, v.more, v.redial, v.forms[Promise].root, v.forms[Hand].root, v.forms[Tones].root, v.forms[Link].root, v.forms[Pick].root, v.Results, v.Step,
	}
	for i := range v.tabs {
		v.tabs[i] = newTab(func() { act.Tab(i) })
		objects = append(objects, v.tabs[i].tap)
	}
	content := container.New(&parts.Place{Min: fyne.NewSize(560, Height), Lay: v.lay}, objects...)
	v.root = container.NewStack(v.ground, content)
	v.Show(Face{})
	return v
}

// Object is what to put on the screen.
func (v *View) Object() fyne.CanvasObject { return v.root }

// Face is what is shown now.
func (v *View) Face() Face { return v.face }

// Show draws a face.
func (v *View) Show(f Face) {
	v.face = f
	color, ground := f.colors()
	state := f.State
	if v.open == Promise && f.Mode == Idle {
		state = v.words.T("button.promise")
	}
	v.state.SetColored(state, color)
	v.ground.Set(ground)
	v.who.Bold = f.Mode != Idle // without a call it is but whom a note is about
	v.who.SetColored(f.Who, whoColor(f.Mode))
	v.number.Set(f.Number)
	show(v.lock, f.Secured && f.Mode == Talk)
	show(v.who, len(f.Tabs) == 0)
	v.Tabs(f.Tabs)
	v.aside.Set(f.Aside)
	v.Results.Set(f.Result, f.Reason)
	show(v.Results, f.Wrap && f.Mode == Ended)
	show(v.Step, f.Step)
	show(v.more, f.More && len(f.Tabs) == 0) // several calls need the room
	v.Note.SetPlaceHolder(f.Hint)
	if f.Open == v.Note.Disabled() {
		if f.Open {
			v.Note.Enable()
		} else {
			v.Note.Disable()
		}
	}
	v.showButtons()
	v.root.Refresh()
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
	if v.saved.Text != text || v.saved.Color != color {
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
