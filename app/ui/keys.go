package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"pult/app/ui/internal/strip"
	"pult/app/view"
)

// bindKeys makes the keys of the panel work when no field has the focus; a
// field asks key itself. Keys are named by what the toolkit reports, which under
// a Russian layout is the Latin letter of the same key when Ctrl is held.
func (p *Panel) bindKeys() {
	c := p.main.Canvas()
	c.SetOnTypedKey(func(e *fyne.KeyEvent) { p.key(e.Name, 0) })
	c.SetOnTypedRune(p.runeAlone)
	// The toolkit has names of its own for these.
	c.AddShortcut(&fyne.ShortcutCopy{}, func(fyne.Shortcut) { p.key(fyne.KeyC, ctrl) })
	c.AddShortcut(&fyne.ShortcutUndo{}, func(fyne.Shortcut) { p.key(fyne.KeyZ, ctrl) })
	for _, one := range p.commands {
		for _, k := range one.keys {
			// Keys without a modifier, and function keys with Shift, are no shortcuts
			// of the toolkit: it reports them as they are typed.
			if k.mod != 0 && k.mod != shift {
				c.AddShortcut(&desktop.CustomShortcut{KeyName: k.key, Modifier: k.mod}, func(fyne.Shortcut) { p.key(k.key, k.mod) })
			}
		}
	}
}

// key does what a key is for and tells whether it was one of the panel's.
func (p *Panel) key(name fyne.KeyName, mod fyne.KeyModifier) bool {
	if mod == 0 && len(name) > 1 && name[0] == 'F' && p.shift() && p.keyCommand(chord{shift, name}) {
		return true
	}
	return p.keyCommand(chord{mod, name})
}

func (p *Panel) shiftHeld() bool {
	d, ok := p.app.Driver().(desktop.Driver)
	return ok && d.CurrentKeyModifiers()&fyne.KeyModifierShift != 0
}

// callKey calls what is meant: the number in the field, else that of the card.
func (p *Panel) callKey() {
	if p.main.Canvas().Focused() == fyne.Focusable(p.shell.Top.Dial) {
		p.dialField()
	} else if m := mode(p.calls.current()); m == strip.Idle || m == strip.Ended {
		p.callFirst()
	}
}

// listKey moves through the list and opens a row, when the focus is in the
// search or nowhere: a field of several lines needs these keys for itself.
func (p *Panel) listKey(c chord) bool {
	switch p.main.Canvas().Focused() {
	case nil, fyne.Focusable(p.shell.Top.Search):
	default:
		return false
	}
	list := p.shell.List
	switch {
	case p.shell.Spreading():
		list = p.shell.Sheet
	case p.strip.Form() == strip.More:
		list = p.strip.Hands
	}
	switch {
	case c.key == fyne.KeyUp, c.key == fyne.KeyDown:
		list.Move(step(c))
	case p.search.waits && list == p.shell.List:
		p.search.enter = true // what stands there is not yet what was typed
	default:
		list.Enter()
	}
	return true
}

// chooseKey chooses among what is on the screen: clients of a call, else filters.
func (p *Panel) chooseKey(c chord) bool {
	i := int(c.key[0] - '1')
	switch {
	case p.shell.Choosing():
		p.choose(i)
	case p.undecided() != nil:
		p.assign(p.undecided(), i)
	case p.letterChoice(i):
	case i <= int(view.Terms):
		p.filter(view.Filter(i))
	}
	return true
}

// keepTyped closes the field of the next step; what was typed stands there when it
// is opened again.
func (p *Panel) keepTyped() {
	p.next.on = false
	p.main.Canvas().Unfocus()
	p.drawStrip()
}

// leaveDial clears the number to dial, then leaves its field. It tells whether the
// hand was there.
func (p *Panel) leaveDial() bool {
	dial := p.shell.Top.Dial
	if p.main.Canvas().Focused() != fyne.Focusable(dial) {
		return false
	}
	if dial.Text != "" {
		dial.SetText("")
	} else {
		p.main.Canvas().Unfocus()
	}
	return true
}

// back is one step back. No step loses text.
func (p *Panel) back() {
	switch {
	case p.leaveDial():
	case p.main.Canvas().Focused() == nil && p.leaveSheet():
	case p.shell.NoticeText() != "":
		p.shell.Notice("", false, false)
	case p.strip.Form() != strip.None:
		p.closeForm()
	case p.strip.Results.Visible() && p.strip.Results.Back():
	case p.next.on && p.wrapping() == nil:
		p.keepTyped()
	case p.closeRecording():
	case p.search.on || p.shell.Top.Search.Text != "":
		p.endSearch()
		p.drawList()
		p.main.Canvas().Unfocus()
	case p.calls.last != nil:
		p.leaveCall()
	default:
		p.notes.flush()
		p.main.Canvas().Unfocus()
	}
}
