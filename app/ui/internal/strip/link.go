package strip

import (
	"fyne.io/fyne/v2"

	"pult/app/ui/internal/look"
	"pult/app/ui/internal/parts"
)

// newLink takes whose a record is: a client is searched for in place.
func (v *View) newLink(act Actions) *form {
	v.link = parts.NewField(v.words.T("link.to"), false, func(key fyne.KeyName, mod fyne.KeyModifier) bool {
		switch {
		case mod == 0 && (key == fyne.KeyReturn || key == fyne.KeyEnter):
			act.Link()
		case mod == 0 && key == fyne.KeyUp:
			v.Hands.Move(-1)
		case mod == 0 && key == fyne.KeyDown:
			v.Hands.Move(1)
		default:
			return act.Keys(key, mod)
		}
		return true
	})
	v.link.OnChanged = act.LinkTyped
	caption := parts.NewLabel(v.words.T("link.title"), look.Body, look.Muted)
	save := parts.NewButton(v.words.T("button.link"), "Enter", "", parts.Primary, act.Link)
	var f *form
	f = newForm(func() {
		width := caption.MinSize().Width
		field := min(f.root.Size().Width-width-save.MinSize().Width-16, 320)
		parts.PutMid(caption, 0, 0, width, formRow)
		parts.Put(v.link, width+8, 0, field, formRow)
		parts.Put(save, width+16+field, 0, save.MinSize().Width, formRow)
	}, caption, v.link, save)
	return f
}

// OpenLink shows the form and returns its field. who is what is to be given away.
func (v *View) OpenLink(who string) fyne.Focusable {
	v.swap(Link, v.words.T("link.back", who))
	v.link.SetText("")
	v.Hands.Set(nil, v.words.T("link.hint"), "")
	return v.link
}
