package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// walked is the toolkit's list with the keys of the panel: its own has a second choice
// that follows the arrows, and keeps all keys while it has the focus.
type walked struct {
	widget.List
	of    *List
	keys  Keys
	moved func(row int)
	held  bool // it has the focus
}

func newWalked(of *List, create func() fyne.CanvasObject, update func(widget.ListItemID, fyne.CanvasObject)) *walked {
	w := &walked{of: of}
	w.Length = func() int { return len(of.rows) }
	w.CreateItem, w.UpdateItem = create, update
	w.ExtendBaseWidget(w)
	return w
}

// Walk lets the list have the focus: the arrows move the choice, Enter opens it, all
// other keys are the panel's. moved is told where the choice is then; may be nil.
func (l *List) Walk(keys Keys, moved func(row int)) { l.list.keys, l.list.moved = keys, moved }

// Hand is what to give the focus to.
func (l *List) Hand() fyne.Focusable { return l.list }

// FocusGained shows where the arrows move.
func (w *walked) FocusGained() {
	if w.keys == nil {
		w.List.FocusGained()
		return
	}
	w.hold(true)
}

// FocusLost ends that.
func (w *walked) FocusLost() {
	if w.keys == nil {
		w.List.FocusLost()
		return
	}
	w.hold(false)
}

func (w *walked) hold(on bool) {
	w.held = on
	w.Refresh()
}

// TypedKey moves the choice.
func (w *walked) TypedKey(e *fyne.KeyEvent) {
	switch {
	case w.keys == nil:
		w.List.TypedKey(e)
	case e.Name == fyne.KeyUp:
		w.step(-1)
	case e.Name == fyne.KeyDown:
		w.step(1)
	case e.Name == fyne.KeyReturn, e.Name == fyne.KeyEnter:
		w.of.Enter()
	default:
		w.keys(e.Name, 0)
	}
}

func (w *walked) step(by int) {
	before := w.of.chosen
	w.of.Move(by)
	if w.of.chosen != before && w.moved != nil {
		w.moved(w.of.chosen)
	}
}

// TypedShortcut is for keys of the panel.
func (w *walked) TypedShortcut(s fyne.Shortcut) { PassOn(s, w.keys) }
