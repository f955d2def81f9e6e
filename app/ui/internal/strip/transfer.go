package strip

import (
	"fyne.io/fyne/v2"

	"pult/app/ui/internal/parts"
)

// newTransfer takes the number a call is handed to.
func (v *View) newTransfer(act Actions) *form {
	handed := func() { act.Transferred(v.to.Text) }
	v.to = parts.NewField(v.words.T("transfer.to"), false, onEnter(handed, act.Keys))
	hand := parts.NewButton(v.words.T("button.transfer"), "Enter", "", parts.Primary, handed)
	return newForm(func() {
		parts.Put(v.to, 0, 0, 260, formRow)
		parts.Put(hand, 268, 0, hand.MinSize().Width, formRow)
	}, v.to, hand)
}

// OpenTransfer shows the form of a transfer and returns its field. What was
// typed for the same call stands there selected: it may need but one digit.
func (v *View) OpenTransfer(who, text string) fyne.Focusable {
	v.to.SetText(text)
	v.to.TypedShortcut(&fyne.ShortcutSelectAll{})
	v.swap(Transfer, v.words.T("transfer.back", who))
	return v.to
}

// To is what was typed into the form of a transfer.
func (v *View) To() string { return v.to.Text }
