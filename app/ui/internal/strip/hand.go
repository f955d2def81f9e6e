package strip

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"pult/app/ui/internal/look"
	"pult/app/ui/internal/parts"
	"pult/app/view"
)

// handRows is how many colleagues are in view at once. The list is of one
// height, so that it does not jump while a name is typed.
const handRows = 7

// HandHeight is the height of the list under the form.
const HandHeight = handRows*parts.RowPitch + 12

// newHand takes whom a talk is handed to: a name or a number. The colleagues
// are listed under it, over the card.
func (v *View) newHand(act Actions) *form {
	v.to = parts.NewField(v.words.T("hand.to"), false, func(key fyne.KeyName, mod fyne.KeyModifier) bool {
		enter := key == fyne.KeyReturn || key == fyne.KeyEnter
		switch {
		case enter && mod == 0:
			act.Hand()
		case enter && mod == fyne.KeyModifierControl:
			act.Ask()
		case key == fyne.KeyUp && mod == 0:
			v.Hands.Move(-1)
			act.HandMoved()
		case key == fyne.KeyDown && mod == 0:
			v.Hands.Move(1)
			act.HandMoved()
		default:
			return act.Keys(key, mod)
		}
		return true
	})
	v.to.OnChanged = act.HandTyped
	v.hand = parts.NewButton(v.words.T("button.hand"), "Enter", "", parts.Primary, act.Hand).Or(v.words.T("button.join"))
	v.ask = parts.NewButton(v.words.T("button.ask"), "Ctrl+Enter", "", parts.Plain, act.Ask)
	v.Hands = parts.NewList(36, func(_ int, row view.Row) {
		if v.open == More {
			act.Done(row)
			return
		}
		if v.open == Link {
			act.Link()
			return
		}
		act.HandMoved()
		if c := fyne.CurrentApp().Driver().CanvasForObject(v.to); c != nil {
			c.Focus(v.to) // a click took the focus
		}
	})
	frame := parts.NewFrame(look.Surface, look.Edge, look.Corner)
	v.hands = container.New(&parts.Place{Lay: func(size fyne.Size) {
		frame.Resize(size)
		parts.Put(v.Hands.Object(), 1, 6, size.Width-2, size.Height-12)
	}}, frame, v.Hands.Object())
	v.hands.Hide()
	var f *form
	f = newForm(func() {
		buttons := v.hand.MinSize().Width + v.ask.MinSize().Width + 16
		field := min(f.root.Size().Width-buttons, 320)
		parts.Put(v.to, 0, 0, field, formRow)
		parts.Put(v.hand, field+8, 0, v.hand.MinSize().Width, formRow)
		parts.Put(v.ask, field+16+v.hand.MinSize().Width, 0, v.ask.MinSize().Width, formRow)
	}, v.to, v.hand, v.ask)
	return f
}

// OpenHand shows the form that hands a talk over and returns its field. What was
// typed for the same call stands there selected: it may need but one digit.
func (v *View) OpenHand(who, text string) fyne.Focusable {
	v.swap(Hand, v.words.T("hand.back", who))
	v.to.SetText(text)
	v.to.TypedShortcut(&fyne.ShortcutSelectAll{})
	return v.to
}

// To is what was typed into the form that hands a talk over.
func (v *View) To() string { return v.to.Text }

// Over is the list of colleagues, or the form of a new client, to be put over what
// is under the strip.
func (v *View) Over() fyne.CanvasObject { return v.over }

// HandJoins tells that Enter connects two talks that are on already: then there
// is nobody to ask first.
func (v *View) HandJoins(on bool) {
	word := "button.hand"
	if on {
		word = "button.join"
	}
	v.hand.Set(v.words.T(word), "", false)
	v.ask.Enable(!on)
}

// TypeHand types into the open form, for pictures of it.
func (v *View) TypeHand(text string) { v.to.SetText(text) }

// Listing tells that the list is on the screen.
func (v *View) Listing() bool { return v.hands.Visible() }

// OpenMore lists what else can be done.
func (v *View) OpenMore(rows []view.Row) {
	v.swap(More, "")
	v.Hands.Set(rows, "", "")
	v.Hands.Choose(-1)
}
