package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"pult/app/crm"
	"pult/app/ui/internal/shell"
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
	bind := func(mod fyne.KeyModifier, names ...fyne.KeyName) {
		for _, name := range names {
			c.AddShortcut(&desktop.CustomShortcut{KeyName: name, Modifier: mod}, func(fyne.Shortcut) { p.key(name, mod) })
		}
	}
	bind(fyne.KeyModifierControl, fyne.KeyK, fyne.KeyT, fyne.KeyD, fyne.KeyN, fyne.KeyR, fyne.KeyReturn, fyne.KeyEnter, fyne.Key1, fyne.Key2, fyne.Key3)
	bind(fyne.KeyModifierControl|fyne.KeyModifierShift, fyne.KeyD)
	bind(fyne.KeyModifierControl, fyne.KeyComma)
	bind(fyne.KeyModifierAlt, fyne.KeyReturn, fyne.KeyEnter)
	bind(fyne.KeyModifierAlt, fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4, fyne.Key5, fyne.Key6, fyne.Key7, fyne.Key8, fyne.Key9,
		fyne.KeyUp, fyne.KeyDown)
}

// key does what a key is for and tells whether it was one of the panel's.
func (p *Panel) key(name fyne.KeyName, mod fyne.KeyModifier) bool {
	if p.listenKey(name, mod) || p.soundKey(name, mod) {
		return true
	}
	switch mod {
	case fyne.KeyModifierShift, fyne.KeyModifierControl | fyne.KeyModifierShift:
		return p.shiftKey(name, mod)
	case 0:
		if name == fyne.KeyF4 && p.shift() {
			return p.shiftKey(name, fyne.KeyModifierShift)
		}
		return p.plainKey(name)
	case fyne.KeyModifierControl:
		return p.controlKey(name)
	case fyne.KeyModifierAlt:
		return p.altKey(name)
	}
	return false
}

// shiftKey does what is done with Shift. It never hangs up: who declines a call
// that has just stopped ringing must not lose the talk.
func (p *Panel) shiftKey(name fyne.KeyName, mod fyne.KeyModifier) bool {
	switch {
	case mod == fyne.KeyModifierShift && name == fyne.KeyF4:
		p.reject(p.calls.ringing(), crm.RejectDecline)
	case mod != fyne.KeyModifierShift && name == fyne.KeyD:
		p.quiet()
	default:
		return false
	}
	return true
}

func (p *Panel) shiftHeld() bool {
	d, ok := p.app.Driver().(desktop.Driver)
	return ok && d.CurrentKeyModifiers()&fyne.KeyModifierShift != 0
}

func (p *Panel) plainKey(name fyne.KeyName) bool {
	switch name {
	case fyne.KeyF2:
		if p.calls.ringing() != nil {
			p.answer()
		} else if p.main.Canvas().Focused() == fyne.Focusable(p.shell.Top.Dial) {
			p.dialField()
		} else if m := mode(p.calls.current()); m == strip.Idle || m == strip.Ended {
			p.callFirst()
		}
	case fyne.KeyF3:
		p.hold()
	case fyne.KeyF4:
		p.hangup()
	case fyne.KeyF6:
		p.record()
	case fyne.KeyF7:
		p.openTones()
	case fyne.KeyF8:
		p.mute()
	case fyne.KeyF9:
		p.openHand()
	case fyne.KeyF10:
		p.meet()
	case fyne.KeyEscape:
		p.back()
	case fyne.KeyUp, fyne.KeyDown, fyne.KeyReturn, fyne.KeyEnter:
		return p.listKey(name)
	default:
		return false
	}
	return true
}

// listKey moves through the list and opens a row, when the focus is in the
// search or nowhere: a field of several lines needs these keys for itself.
func (p *Panel) listKey(name fyne.KeyName) bool {
	switch p.main.Canvas().Focused() {
	case nil, fyne.Focusable(p.shell.Top.Search):
	default:
		return false
	}
	switch name {
	case fyne.KeyUp:
		p.shell.List.Move(-1)
	case fyne.KeyDown:
		p.shell.List.Move(1)
	default:
		p.shell.List.Enter()
	}
	return true
}

func (p *Panel) controlKey(name fyne.KeyName) bool {
	switch name {
	case fyne.KeyK:
		p.main.Canvas().Focus(p.shell.Top.Search)
		p.shell.Top.Search.TypedShortcut(&fyne.ShortcutSelectAll{})
	case fyne.KeyT:
		p.main.Canvas().Focus(p.shell.Top.Dial)
	case fyne.KeyN:
		if !p.notes.subject.none() {
			p.main.Canvas().Focus(p.strip.Note)
		}
	case fyne.KeyD:
		p.openPromise()
	case fyne.KeyR:
		p.redial()
	case fyne.KeyReturn, fyne.KeyEnter:
		p.notes.done()
	case fyne.Key1:
		p.section(shell.Day)
	case fyne.Key2:
		p.section(shell.Calls)
	case fyne.Key3:
		p.section(shell.Colleagues)
	default:
		return false
	}
	return true
}

// altKey chooses among what is on the screen: clients of a call, else filters.
func (p *Panel) altKey(name fyne.KeyName) bool {
	switch {
	case name == fyne.KeyUp:
		p.card.Move(-1)
	case name == fyne.KeyDown:
		p.card.Move(1)
	case len(name) != 1 || name < "1" || name > "9":
		return false
	case p.shell.Choosing():
		p.choose(int(name[0] - '1'))
	case p.undecided() != nil:
		p.assign(p.undecided(), int(name[0]-'1'))
	case name <= "3":
		p.filter(view.Filter(name[0] - '1'))
	}
	return true
}

// back is one step back. No step loses text.
func (p *Panel) back() {
	switch {
	case p.shell.NoticeText() != "":
		p.shell.Notice("", false, false)
	case p.strip.Form() != strip.None:
		p.closeForm()
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
