package strip

import (
	"fyne.io/fyne/v2"

	"pult/app/ui/internal/look"
	"pult/app/ui/internal/parts"
)

// newPromise takes a promise: how much and by when.
func (v *View) newPromise(act Actions) *form {
	promised := func() { act.Promised(v.amount.Text, v.date.Text) }
	keys := onEnter(promised, act.Keys)
	v.amount = parts.NewField(v.words.T("promise.amount"), false, keys)
	v.date = parts.NewField(v.words.T("promise.date"), false, keys)
	until := parts.NewLabel(v.words.T("promise.until"), look.Body, look.Muted)
	save := parts.NewButton(v.words.T("button.save"), "Enter", "", parts.Primary, promised)
	return newForm(func() {
		parts.Put(v.amount, 0, 0, 120, formRow)
		parts.PutMid(until, 128, 0, 30, formRow)
		parts.Put(v.date, 158, 0, 110, formRow)
		parts.Put(save, 276, 0, save.MinSize().Width, formRow)
	}, until, v.amount, v.date, save)
}

// OpenPromise shows the form of a promise and returns its first field.
func (v *View) OpenPromise(client, date string) fyne.Focusable {
	v.amount.SetText("")
	v.date.SetText(date)
	v.swap(Promise, v.words.T("promise.back", client))
	return v.amount
}

// TypePromise types into the open form.
func (v *View) TypePromise(amount, date string) {
	v.amount.SetText(amount)
	v.date.SetText(date)
}
