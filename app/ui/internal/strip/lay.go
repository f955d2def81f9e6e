package strip

import (
	"fyne.io/fyne/v2"

	"pult/app/ui/internal/look"
	"pult/app/ui/internal/parts"
)

const (
	lineHeight   float32 = 45 // state, timer and the buttons of the call
	footHeight   float32 = 17
	besideGap    float32 = 8
	besideHeight float32 = 22
)

// lay puts the call above, the note with its buttons under it, and what is
// quiet at the foot. Only the width decides how much the buttons show, never
// the state: a button that is pressed twice stays under the mouse.
func (v *View) lay(size fyne.Size) {
	const side = look.Inset
	width := size.Width - 2*side
	left := v.stateWidth()
	v.dress(width - left - 12)
	right := size.Width - side
	for _, b := range []*parts.Button{v.hangup, v.transfer, v.mute, v.hold, v.call, v.answer} {
		if b.Visible() {
			right = parts.PutRight(b, right, 3, 40) - 6
		}
	}
	v.layNote(width, v.layState(right-4))
}

// layState puts the state over the timer. Who it is about stands by the timer
// where there is room; it tells when there is none.
func (v *View) layState(right float32) (homeless bool) {
	const side = look.Inset
	if v.timer.Text == "" {
		parts.PutMid(v.state, side, 3, v.state.MinSize().Width, 40)
		return v.who.Text != ""
	}
	parts.PutMid(v.state, side, 4, v.state.MinSize().Width, 20)
	// The widest time keeps what follows from trembling with every second.
	timer := max(v.timer.MinSize().Width, 46)
	parts.PutMid(v.timer, side, 23, timer, 20)
	x := side + timer + 8
	if room := right - x; room > 140 {
		v.who.Align = fyne.TextAlignLeading
		parts.PutMid(v.who, x, 24, room, 20)
		return false
	}
	return v.who.Text != ""
}

// layNote puts the note, or the form in its place, and the foot. The buttons
// beside the note have their place even while they are not there.
func (v *View) layNote(width float32, homeless bool) {
	const side = look.Inset
	beside := max(v.promise.MinSize().Width, v.tones.MinSize().Width)
	note := width - beside - besideGap
	parts.Put(v.Note, side, lineHeight, note, noteHeight)
	parts.Put(v.promise, side+note+besideGap, lineHeight, beside, besideHeight)
	parts.Put(v.tones, side+note+besideGap, lineHeight+noteHeight-besideHeight, beside, besideHeight)
	for _, f := range v.forms[Promise:] {
		parts.Put(f.root, side, lineHeight, width, noteHeight+footHeight)
	}
	show(v.who, !homeless || v.open == None) // the sentence of a form names the client
	foot := note
	if homeless {
		foot /= 2
		v.who.Align = fyne.TextAlignTrailing
		parts.PutMid(v.who, side+foot, lineHeight+noteHeight, foot-2, footHeight)
	}
	parts.PutMid(v.saved, side+1, lineHeight+noteHeight, foot, footHeight)
}

// stateWidth is what the widest state of a talk takes.
func (v *View) stateWidth() float32 {
	var widest float32
	for _, key := range []string{"call.talk", "call.held", "call.held_there", "call.moving", "call.muted"} {
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
