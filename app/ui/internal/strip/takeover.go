package strip

import (
	"fyne.io/fyne/v2"

	"pult/app/ui/internal/parts"
)

// fields are those a person types into.
func (v *View) fields() []*parts.Field {
	return []*parts.Field{v.Note, v.amount, v.date, v.to, v.sent, v.link, v.Step, v.lead[0], v.lead[1], v.lead[2], v.lead[3]}
}

// TakeOver puts what was typed into another view of the strip into this one, the
// form that is open there too. It returns the field here that stands for the one
// with the focus there.
func (v *View) TakeOver(from *View, who string, focused fyne.Focusable) (field fyne.Focusable) {
	for i, old := range from.fields() {
		own := v.fields()[i]
		own.Text, own.CursorRow, own.CursorColumn = old.Text, old.CursorRow, old.CursorColumn
		own.Refresh()
		if focused == fyne.Focusable(old) {
			field = own
		}
	}
	switch from.open {
	case Promise:
		v.swap(Promise, v.words.T("promise.back", who))
	case Hand:
		v.swap(Hand, v.words.T("hand.back", who))
	case Tones:
		v.swap(Tones, v.words.T("tones.back"))
	case Lead:
		v.leadTitle.Set(from.leadTitle.Text)
		v.ShowAlike(from.Alike.Rows())
		v.swap(Lead, "")
	default:
	}
	return field
}
