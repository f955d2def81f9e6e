package strip

import (
	"fyne.io/fyne/v2"

	"pult/app/ui/internal/look"
	"pult/app/ui/internal/parts"
)

// shownTones is how many digits the field holds; older ones have been heard.
const shownTones = 24

// newTones takes digits for a voice menu. A digit is gone as soon as it is
// typed, so nothing in this field can be corrected.
func (v *View) newTones(act Actions) *form {
	v.sent = parts.NewField(v.words.T("tones.hint"), false, func(key fyne.KeyName, mod fyne.KeyModifier) bool {
		switch key {
		case fyne.KeyBackspace, fyne.KeyDelete, fyne.KeyReturn, fyne.KeyEnter:
			if mod == 0 {
				return true
			}
		}
		return act.Keys(key, mod)
	})
	v.sent.OnRune(act.Tone)
	caption := parts.NewLabel(v.words.T("tones.title"), look.Body, look.Muted)
	return newForm(func() {
		width := caption.MinSize().Width
		parts.PutMid(caption, 0, 0, width, formRow)
		parts.Put(v.sent, width+8, 0, 260, formRow)
	}, caption, v.sent)
}

// OpenTones shows the field of tones and returns it.
func (v *View) OpenTones() fyne.Focusable {
	if v.open == Tones {
		return v.sent
	}
	v.sent.SetText("")
	v.swap(Tones, v.words.T("tones.back"))
	return v.sent
}

// ToneSent shows a digit that is on its way.
func (v *View) ToneSent(digit rune) {
	v.forms[Tones].fault.SetColored(v.words.T("tones.back"), look.Muted)
	shown := []rune(v.sent.Text + string(digit))
	if len(shown) > shownTones {
		shown = shown[len(shown)-shownTones:]
	}
	v.sent.SetText(string(shown))
	v.sent.CursorColumn = len(shown)
	v.sent.Refresh()
}
