package strip

import (
	"fyne.io/fyne/v2"

	"pult/app/ui/internal/look"
	"pult/app/ui/internal/parts"
)

const (
	lineHeight  float32 = 43 // state, timer and the buttons of the call
	whoTop      float32 = 46 // who it is about, or all calls
	whoHeight   float32 = 28
	noteTop             = whoTop + whoHeight
	footHeight  float32 = 17
	besideGap   float32 = 8
	smallHeight float32 = 22
)

// meetRoom is the width from which the conference has its word: the names of the
// calls come before it.
const meetRoom float32 = 700

// lay puts the call above, then who it is about, the note with its buttons under
// it, and what is quiet at the foot. Only the width decides how much the buttons
// show, never the state: a button that is pressed twice stays under the mouse.
func (v *View) lay(size fyne.Size) {
	const side = look.Inset
	v.dress(size.Width - 2*side - v.stateWidth() - 12)
	v.meet.Wear(parts.Full)
	if size.Width < meetRoom || len(v.face.Tabs) > 2 {
		v.meet.Wear(parts.Picture)
	}
	right := size.Width - side
	for _, b := range []*parts.Button{v.hangup, v.transfer, v.mute, v.hold, v.call, v.answer, v.redial} {
		if b.Visible() && (b != v.call || !v.Results.Visible()) {
			right = parts.PutRight(b, right, 3, 40) - 6
		}
	}
	v.layState()
	if v.Results.Visible() {
		x := side + max(v.state.MinSize().Width, v.timer.MinSize().Width) + 14
		parts.Put(v.Results, x, 1, size.Width-side-x, 43)
	}
	v.layWho(size.Width - 2*side)
	v.layNote(size.Width - 2*side)
}

// layState puts the state over the timer.
func (v *View) layState() {
	const side = look.Inset
	if v.timer.Text == "" {
		parts.PutMid(v.state, side, 3, v.state.MinSize().Width, 40)
		return
	}
	parts.PutMid(v.state, side, 2, v.state.MinSize().Width, 20)
	parts.PutMid(v.timer, side, 21, v.timer.MinSize().Width, 20)
	parts.PutMid(v.lock, side+v.timer.MinSize().Width+6, 21, 16, 20)
}

// layWho puts who the call is about, or a line for each of several, and at the
// right what concerns all of them. Several calls keep room for it before it is
// there: they must not move when one of them is answered.
func (v *View) layWho(width float32) {
	const side = look.Inset
	right := side + width
	for _, b := range []*parts.Button{v.record, v.more, v.meet} {
		if b.Visible() || b != v.more && len(v.face.Tabs) > 0 {
			w := b.MinSize().Width
			if b == v.record {
				w = max(w, v.beside())
			}
			parts.Put(b, right-w, whoTop, w, smallHeight)
			right -= w + 8
		}
	}
	if v.Step.Visible() {
		step := min((right-side)*0.6, 440)
		parts.Put(v.Step, right-step, whoTop-1, step, 26)
		right -= step + 12
	}
	aside := v.aside.MinSize().Width
	show(v.aside, !v.Step.Visible())
	if aside > 0 && v.aside.Visible() {
		parts.PutMid(v.aside, right-aside, whoTop, aside, smallHeight)
		right -= aside + 12
	}
	name := fyne.MeasureText(v.who.Text, look.Body, fyne.TextStyle{Bold: v.who.Bold}).Width + 2
	name = min(name, right-side)
	parts.PutMid(v.who, side, whoTop, name, smallHeight)
	// A number that would be cut says nothing.
	number := fyne.MeasureText(v.number.Text, look.Body, fyne.TextStyle{}).Width + 2
	show(v.number, len(v.face.Tabs) == 0 && number <= right-side-name-12)
	parts.PutMid(v.number, side+name+12, whoTop, number, smallHeight)
	v.layTabs(side, right-side)
}

// layNote puts the note, or the form in its place, and the foot. The buttons
// beside the note have their place even while they are not there.
func (v *View) layNote(width float32) {
	const side = look.Inset
	beside := v.beside()
	note := width - beside - besideGap
	parts.Put(v.Note, side, noteTop, note, noteHeight)
	parts.Put(v.promise, side+note+besideGap, noteTop, beside, smallHeight)
	parts.Put(v.tones, side+note+besideGap, noteTop+noteHeight-smallHeight, beside, smallHeight)
	if v.Results.Visible() { // beside the results there is no room for it
		parts.Put(v.call, side+note+besideGap, noteTop+noteHeight-smallHeight, beside, smallHeight)
	}
	for _, f := range v.forms[Promise:Lead] {
		parts.Put(f.root, side, noteTop, width, noteHeight+footHeight)
	}
	parts.PutMid(v.saved, side+1, noteTop+noteHeight, note, footHeight)
}

// beside is the width of the column at the right of the note.
func (v *View) beside() float32 {
	return max(v.promise.MinSize().Width, v.tones.MinSize().Width, v.record.MinSize().Width)
}

// stateKeys are what the strip may say of a talk.
var stateKeys = []string{"call.talk", "call.held", "call.held_there", "call.moving", "call.muted", "call.meeting"}

// stateWidth is what the widest state of a talk takes.
func (v *View) stateWidth() float32 {
	var widest float32
	for _, key := range stateKeys {
		widest = max(widest, fyne.MeasureText(v.words.T(key), look.Strong, fyne.TextStyle{Bold: true}).Width)
	}
	return widest
}

// dress lets the buttons of a talk show as much as fits: first their pictures
// go, then the word of the one everybody knows by its picture, then all words.
func (v *View) dress(room float32) {
	talk := []*parts.Button{v.hold, v.mute, v.transfer, v.hangup}
	fits := func(words, hangup parts.Dress) bool {
		width := float32(-6)
		for _, b := range talk {
			b.Wear(words)
			if b == v.hangup {
				b.Wear(hangup)
			}
			width += b.MinSize().Width + 6
		}
		return width <= room
	}
	if v.face.Mode != Talk || fits(parts.Full, parts.Full) {
		v.hangup.Wear(parts.Full)
		return
	}
	_ = fits(parts.Worded, parts.Worded) || fits(parts.Worded, parts.Picture) || fits(parts.Picture, parts.Picture)
}
