package strip

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"pult/app/ui/internal/look"
	"pult/app/ui/internal/parts"
)

// Form is what stands in the place of the note. The note keeps its text
// meanwhile, and Esc brings it back.
type Form int

// Forms.
const (
	None    Form = iota // the note itself
	Promise             // how much and by when
	Hand                // whom the talk is handed to
	Tones               // digits for a voice menu
	Link                // whose record it is
	Pick                // a question that a digit answers
	Lead                // a new client; it lies over the card and leaves the note
	More                // what else can be done; it lies over the card too
	forms
)

// form is one row of fields and a sentence under it.
type form struct {
	fault *parts.Label
	root  *fyne.Container
}

// newForm builds a form: lay puts its parts into a row and tells nothing of the
// sentence.
func newForm(lay func(), objects ...fyne.CanvasObject) *form {
	f := &form{fault: parts.NewFit("", look.Caption, look.Muted)}
	f.root = container.New(&parts.Place{Lay: func(size fyne.Size) {
		lay()
		parts.PutMid(f.fault, 1, formRow+2, size.Width, 18)
	}}, append(objects, f.fault)...)
	f.root.Hide()
	return f
}

const formRow float32 = 30

// onEnter gives Enter to the form and other keys to the panel.
func onEnter(do func(), keys parts.Keys) parts.Keys {
	return func(key fyne.KeyName, mod fyne.KeyModifier) bool {
		if mod == 0 && (key == fyne.KeyReturn || key == fyne.KeyEnter) {
			do()
			return true
		}
		return keys(key, mod)
	}
}

// Form tells which form is on the screen.
func (v *View) Form() Form { return v.open }

// Holds tells whether the focus is in a form: a field that is taken away must
// not keep it.
func (v *View) Holds(focused fyne.Focusable) bool {
	for _, field := range append(v.lead[:], v.amount, v.date, v.to, v.sent, v.link) {
		if focused == fyne.Focusable(field) {
			return true
		}
	}
	return focused == fyne.Focusable(v.picker) || focused == fyne.Focusable(v.picker.words)
}

// swap shows one form, or for None the note.
func (v *View) swap(to Form, sentence string) {
	v.open = to
	for i, f := range v.forms {
		if f != nil {
			show(f.root, Form(i) == to)
		}
	}
	beside := to == None || to == Lead || to == More
	show(v.Note, beside)
	show(v.saved, beside)
	show(v.hands, to == Hand || to == Link || to == More)
	if v.forms[to] != nil {
		v.forms[to].fault.SetColored(sentence, look.Muted)
	}
	v.Show(v.face)
}

// CloseForm brings the note back.
func (v *View) CloseForm() { v.swap(None, "") }

// FailForm says what in the form could not be done.
func (v *View) FailForm(sentence string) {
	if v.forms[v.open] != nil {
		v.forms[v.open].fault.SetColored(sentence, look.Danger)
	}
}
