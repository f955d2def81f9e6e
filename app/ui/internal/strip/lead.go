package strip

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"pult/app/ui/internal/look"
	"pult/app/ui/internal/parts"
	"pult/app/view"
)

// Newcomer is what stands in the form of a new client.
type Newcomer struct{ Name, INN, Email, Wants string }

// newLead takes a new client. It lies over the card, of which there is none yet, so
// that the note of the talk stays where it is; who may be the same is listed
// beside the fields.
func (v *View) newLead(act Actions) *form {
	keys := func(key fyne.KeyName, mod fyne.KeyModifier) bool {
		switch {
		case mod == 0 && (key == fyne.KeyReturn || key == fyne.KeyEnter):
			act.Lead()
		case mod == 0 && key == fyne.KeyUp:
			v.stepAlike(-1)
		case mod == 0 && key == fyne.KeyDown:
			v.stepAlike(1)
		default:
			return act.Keys(key, mod)
		}
		return true
	}
	for i, key := range []string{"lead.name", "lead.inn", "lead.email", "lead.wants"} {
		v.lead[i] = parts.NewField(v.words.T(key), false, keys)
		v.lead[i].OnChanged = func(string) { act.LeadTyped() }
	}
	v.Alike = parts.NewList(0, func(int, view.Row) { v.sayLead() })
	v.leadTitle = parts.NewBold("", look.Strong, look.Text)
	v.leadSave = parts.NewButton(v.words.T("lead.save"), "Enter", "", parts.Primary, act.Lead).Or(v.words.T("lead.attach"))
	esc := parts.NewButton(v.words.T("lead.cancel"), "Esc", "", parts.Plain, func() { act.Keys(fyne.KeyEscape, 0) })
	head := parts.NewLabel(v.words.T("lead.alike"), look.Caption, look.Muted)
	frame := parts.NewFrame(look.Surface, look.Edge, look.Corner)
	f := &form{fault: parts.NewFit("", look.Caption, look.Muted)}
	f.root = container.New(&parts.Place{Lay: func(size fyne.Size) {
		const side float32 = 12
		frame.Resize(size)
		left := (size.Width - 3*side) * 0.52
		parts.PutMid(v.leadTitle, side, 8, size.Width-2*side, 24)
		for i, field := range v.lead {
			parts.Put(field, side, 34+float32(i)*34, left, formRow)
		}
		parts.PutMid(head, 2*side+left, 34, size.Width-left-3*side, 20)
		parts.Put(v.Alike.Object(), 2*side+left-6, 56, size.Width-left-2*side, size.Height-56-64)
		parts.Put(v.leadSave, side, size.Height-38, v.leadSave.MinSize().Width, formRow)
		parts.Put(esc, side+8+v.leadSave.MinSize().Width, size.Height-38, esc.MinSize().Width, formRow)
		parts.PutMid(f.fault, side+1, size.Height-60, size.Width-2*side, 20)
	}}, frame, v.leadTitle, v.lead[0], v.lead[1], v.lead[2], v.lead[3], head, v.Alike.Object(), v.leadSave, esc, f.fault)
	f.root.Hide()
	return f
}

// stepAlike moves among those who may be the same; above the first is none of them.
func (v *View) stepAlike(step int) {
	_, chosen := v.Alike.Chosen()
	if step < 0 && chosen && v.Alike.At() == 0 {
		v.Alike.Choose(-1)
	} else {
		v.Alike.Move(step)
	}
	v.sayLead()
}

// sayLead says what Enter does: it attaches to who is chosen, or makes a new one.
func (v *View) sayLead() {
	word := "lead.save"
	if _, chosen := v.Alike.Chosen(); chosen {
		word = "lead.attach"
	}
	v.leadSave.Set(v.words.T(word), "", false)
}

// OpenLead shows the form of a new client and returns its first field.
func (v *View) OpenLead(title string, filled Newcomer) fyne.Focusable {
	for i, text := range []string{filled.Name, filled.INN, filled.Email, filled.Wants} {
		v.lead[i].SetText(text)
	}
	v.leadTitle.Set(title)
	v.ShowAlike(nil)
	v.swap(Lead, "")
	return v.lead[0]
}

// Newcomer is what was typed into the form of a new client.
func (v *View) Newcomer() Newcomer {
	return Newcomer{v.lead[0].Text, v.lead[1].Text, v.lead[2].Text, v.lead[3].Text}
}

// ShowAlike lists clients who may be the same.
func (v *View) ShowAlike(rows []view.Row) {
	v.Alike.Set(rows, v.words.T("lead.nobody"), "")
	v.sayLead()
}

// HintForm says something of what is typed, in the open form.
func (v *View) HintForm(sentence string) {
	if v.forms[v.open] != nil {
		v.forms[v.open].fault.SetColored(sentence, look.Muted)
	}
}
