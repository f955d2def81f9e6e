package strip

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"pult/app/ui/internal/look"
	"pult/app/ui/internal/parts"
	"pult/app/view"
)

// form takes a promise: how much and by when. It stands in the place of the
// note, which keeps its text meanwhile.
type form struct {
	amount, date *parts.Field
	save         *parts.Button
	until, fault *parts.Label
	root         *fyne.Container
}

func newForm(words *view.Printer, act Actions) *form {
	f := &form{until: parts.NewLabel(words.T("promise.until"), look.Body, look.Muted), fault: parts.NewFit("", look.Caption, look.Danger)}
	promised := func() { act.Promised(f.amount.Text, f.date.Text) }
	keys := func(key fyne.KeyName, mod fyne.KeyModifier) bool {
		if key == fyne.KeyReturn || key == fyne.KeyEnter {
			promised()
			return true
		}
		return act.Keys(key, mod)
	}
	f.amount = parts.NewField(words.T("promise.amount"), false, keys)
	f.date = parts.NewField(words.T("promise.date"), false, keys)
	f.save = parts.NewButton(words.T("button.save"), "Enter", "", parts.Primary, promised)
	f.root = container.New(&parts.Place{Lay: func(size fyne.Size) {
		parts.Put(f.amount, 0, 0, 120, 30)
		parts.PutMid(f.until, 128, 0, 30, 30)
		parts.Put(f.date, 158, 0, 110, 30)
		parts.Put(f.save, 276, 0, f.save.MinSize().Width, 30)
		parts.PutMid(f.fault, 1, 31, size.Width, 18)
	}}, f.until, f.amount, f.date, f.save, f.fault)
	return f
}

// OpenForm shows the form in place of the note and returns its first field.
func (v *View) OpenForm(client, date string) fyne.Focusable {
	v.formOpen = true
	v.form.amount.SetText("")
	v.form.date.SetText(date)
	v.form.fault.SetColored(v.words.T("promise.back", client), look.Muted)
	v.Note.Hide()
	v.saved.Hide()
	v.form.root.Show()
	v.Show(v.face)
	v.root.Refresh()
	return v.form.amount
}

// FormOpen tells whether the form is on the screen.
func (v *View) FormOpen() bool { return v.formOpen }

// CloseForm brings the note back.
func (v *View) CloseForm() {
	v.formOpen = false
	v.form.root.Hide()
	v.Note.Show()
	v.saved.Show()
	v.Show(v.face)
	v.root.Refresh()
}

// FailForm says what in the form could not be understood.
func (v *View) FailForm(sentence string) { v.form.fault.SetColored(sentence, look.Danger) }
