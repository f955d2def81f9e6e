package strip

import (
	"strings"

	"fyne.io/fyne/v2"

	"pult/app/crm"
	"pult/app/ui/internal/look"
)

// colors of the state and of the ground under all.
func (f *Face) colors() (text, ground fyne.ThemeColorName) {
	switch {
	case f.Mode == Idle || f.Mode == Ended:
		return look.Text, look.Clear // it lies on the window
	case f.Mode != Talk || f.Moving:
		return look.Accent, look.Tint
	case f.Held || f.HeldThere || f.Muted:
		return look.Warning, look.WarningTint
	default:
		return look.Good, look.Tint
	}
}

func whoColor(m Mode) fyne.ThemeColorName {
	if m == Idle {
		return look.Muted
	}
	return look.Text
}

// showButtons shows what can be done now and nothing else.
func (v *View) showButtons() {
	f := v.face
	talk := f.Mode == Talk
	show(v.call, (f.Mode == Idle || f.Mode == Ended) && f.Call != "")
	v.call.Set(strings.TrimSpace(v.words.T("button.call")+" "+f.Call), look.Phone, false)
	if f.Wrap && f.Mode == Ended {
		v.call.Set(v.words.T("button.call"), look.Phone, false)
		show(v.call, f.Call != "" && v.open == None)
	}
	show(v.answer, f.Mode == Ringing)
	show(v.hold, talk)
	show(v.mute, talk)
	show(v.transfer, talk)
	show(v.hangup, talk || f.Mode == Ringing || f.Mode == Dialling)
	show(v.promise, f.Money && v.open == None && f.Mode != Ringing && f.Mode != Dialling)
	show(v.tones, talk && v.open == None)
	show(v.record, talk)
	show(v.meet, talk && f.Several)
	show(v.redial, f.Redial && f.Mode == Idle)
	v.hold.Enable(!f.Moving && !f.Meeting)
	v.transfer.Enable(!f.Moving && !f.Meeting)
	v.meet.Enable(!f.Moving)
	v.meet.Set(v.words.T("button.meet"), look.Meeting, f.Meeting)
	v.showRecord()
	v.hangup.Set(v.words.T(hangupWord(f.Mode)), look.Hangup, false)
	if f.Muted {
		v.mute.Set(v.words.T("button.muted"), look.MicOff, true)
	} else {
		v.mute.Set(v.words.T("button.mic"), look.Mic, false)
	}
	switch {
	case f.Several && !f.Held:
		v.hold.Set(v.words.T("button.other"), look.Swap, false)
	case f.Held:
		v.hold.Set(v.words.T("button.resume"), look.Hold, true)
	default:
		v.hold.Set(v.words.T("button.hold"), look.Hold, false)
	}
	if f.Asked {
		v.transfer.Set(v.words.T("button.join"), look.Transfer, false)
	} else {
		v.transfer.Set(v.words.T("button.transfer"), look.Transfer, false)
	}
}

// showRecord lights the lamp of the recording. A pause stands out: it is easily
// forgotten, and what is not on record cannot be listened to later.
func (v *View) showRecord() {
	switch v.face.Record {
	case crm.RecordingOn:
		v.record.Lit(look.Good)
		v.record.Set(v.words.T("recording.on"), look.Lamp, false)
	case crm.RecordingPaused:
		v.record.Lit("")
		v.record.Set(v.words.T("recording.paused"), look.Hold, true)
	default:
		v.record.Lit("")
		v.record.Set(v.words.T("recording.off"), look.Circle, false)
	}
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
