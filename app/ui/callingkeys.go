package ui

import (
	"unicode"

	"fyne.io/fyne/v2"

	"pult/app/crm"
	"pult/app/ui/internal/guide"
	"pult/app/ui/internal/strip"
)

const pageList = "list"

// listCommands are the keys of a list at work. They come before all others and leave
// to them what they do not need.
func listCommands() []command {
	when := func(free bool, do func(*Panel)) func(*Panel, chord) bool {
		return given(func(p *Panel) bool { return p.onList() && (!free || p.handsFree()) }, do)
	}
	on := (*Panel).onList
	return []command{
		{name: "list_new", page: pageList, keys: keyed(ctrl, fyne.KeyN), can: func(p *Panel) bool { return p.Making != nil }, do: func(p *Panel, c chord) bool { return p.makingShortcut(c) }},
		{name: "list_undo", page: pageList, keys: keyed(ctrl, fyne.KeyZ), do: func(p *Panel, _ chord) bool { return p.shell.Undoes() }},
		{name: "list_next", page: pageList, keys: keyed(0, fyne.KeySpace), can: on, do: when(true, (*Panel).nextEntry)},
		{name: "list_next_typing", page: pageList, keys: keyed(0, fyne.KeyF11), do: when(false, (*Panel).nextEntry)},
		{name: "list_dial", page: pageList, keys: []chord{{0, fyne.KeyReturn}, {0, fyne.KeyEnter}}, do: func(p *Panel, _ chord) bool { return p.enterList() }},
		{name: "list_skip", page: pageList, keys: keyed(0, fyne.KeyEscape), do: func(p *Panel, _ chord) bool { return p.escapeList() }},
		{name: "list_note", page: pageList, keys: keyed(0, fyne.KeyTab), do: func(p *Panel, _ chord) bool { return p.leaveNote() }},
		{name: "list_phone", page: pageList, keys: keyed(0, fyne.KeyF5), can: on, do: when(false, (*Panel).nextNumber)},
		{name: "list_why", page: pageList, keys: keyed(ctrl, fyne.KeyW), can: on, do: when(false, (*Panel).whyNot)},
		{name: "list_file", page: pageList, keys: keyed(ctrl, fyne.KeyI), can: (*Panel).makesLists, do: given((*Panel).makesLists, (*Panel).openCallees)},
		{name: "list_report", page: pageList, keys: keyed(ctrl, fyne.KeyU), can: (*Panel).inLists, do: given((*Panel).inLists, (*Panel).openReport)},
		{name: "list_copy", page: pageList, keys: keyed(ctrl, fyne.KeyC), can: (*Panel).onReport, do: given(func(p *Panel) bool { return p.onReport() && p.handsFree() }, (*Panel).copyReport)},
		{name: "list_save", page: pageList, keys: keyed(ctrl, fyne.KeyS), can: (*Panel).onReport, do: given((*Panel).onReport, (*Panel).saveReport)},
		{name: "list_pause", page: pageList, keys: keyed(ctrl, fyne.KeyP), can: on, do: when(false, func(p *Panel) { p.askFor(askPause) })},
		{name: "list_answer", page: pageList, keys: digits(alt), print: "Alt+1…9", do: func(p *Panel, c chord) bool {
			return p.onList() && p.answerOption(int(c.key[0]-'1'))
		}},
		{name: "list_question", page: pageList, keys: []chord{{alt, fyne.KeyLeft}, {alt, fyne.KeyRight}}, print: "Alt+←→", do: func(p *Panel, c chord) bool {
			step := 1
			if c.key == fyne.KeyLeft {
				step = -1
			}
			if p.onList() {
				p.turnQuestion(step)
			}
			return p.onList()
		}},
		{name: "list_field", page: pageList, keys: keyed(ctrl, fyne.KeyQ), do: when(false, func(p *Panel) {
			if q, ok := p.calling.asks(); ok && len(q.Options) == 0 {
				p.askFor(askAnswer)
			}
		})},
	}
}

// given makes a command that is done while something holds, and else left to the next
// one with its key.
func given(holds func(*Panel) bool, do func(*Panel)) func(*Panel, chord) bool {
	return func(p *Panel, _ chord) bool {
		if !holds(p) {
			return false
		}
		do(p)
		return true
	}
}

// makesLists tells that a list can be made of a file here.
func (p *Panel) makesLists() bool { return p.Callees != nil && p.inLists() && p.calling.list.IsZero() }

// handsFree tells that nothing is being typed: letters and digits are keys.
func (p *Panel) handsFree() bool {
	return p.main.Canvas().Focused() == nil && p.strip.Form() == strip.None
}

// enterList calls the client whose turn it is, unless something in a list is meant.
func (p *Panel) enterList() bool {
	c := &p.calling
	if !p.onList() || !p.handsFree() || p.shell.Spreading() || c.ask != askResult || !c.offered() || !c.call.IsZero() {
		return false
	}
	p.dialEntry()
	return true
}

// runeOfList takes what is typed while no field has the focus: a digit is a result, a
// letter begins the note of the call.
func (p *Panel) runeOfList(r rune) bool {
	if !p.onList() || p.strip.Form() != strip.None {
		return false
	}
	switch {
	case r >= '1' && r <= '9':
		p.pickDigit(int(r - '1'))
	case r == '0':
		p.pickDigit(9)
	case unicode.IsLetter(r) && p.calls.noteWorthy() != nil && p.calling.isCall(p.calls.noteWorthy().ID):
		p.typedElsewhere(r)
	}
	return true
}

// leaveNote gives the digits back to the results.
func (p *Panel) leaveNote() bool {
	if !p.onList() || p.main.Canvas().Focused() != fyne.Focusable(p.strip.Note) || p.calling.call.IsZero() {
		return false
	}
	p.notes.flush()
	p.main.Canvas().Unfocus()
	return true
}

// noting is told when the note gets the keyboard or loses it: what was typed is saved,
// and the guide says how to come back to the digits.
func (p *Panel) noting(on bool) {
	if !on {
		p.notes.flush()
	}
	p.calling.noting = on
	p.drawGuide()
}

// escapeList is one step back in a list: out of a question, out of the note, the end
// of the call, the skip of a client, and at last out of the list.
func (p *Panel) escapeList() bool {
	if !p.onList() || p.shell.NoticeText() != "" || p.strip.Form() != strip.None {
		return false
	}
	c := &p.calling
	focused := p.main.Canvas().Focused()
	if focused != nil && focused != fyne.Focusable(p.guide.Field) {
		return p.leaveNote()
	}
	switch {
	case p.leaveSheet():
	case c.ask != askResult:
		if !c.saved {
			c.said = crm.Said{} // nothing is said yet; what was typed waits
		}
		p.askFor(askResult)
	case c.told != "":
		c.told = ""
		p.drawGuide()
	case c.wrap.auto && !c.wrap.stopped:
		c.wrap.stopped = true
		p.drawGuide()
	case p.listCall() != nil:
		p.hangup()
	case c.offered() && !c.saved && !c.dialling && c.call.IsZero() && c.entry.State.Waits():
		p.askFor(askSkip)
	case !c.underWay():
		p.closeList()
	}
	return true
}

// pressedGuide does what a button of the guide says.
func (p *Panel) pressedGuide(b guide.Button) {
	switch b {
	case guide.Next:
		p.nextEntry()
	case guide.Dial:
		p.dialEntry()
	case guide.Skip:
		p.askFor(askSkip)
	case guide.WhyNot:
		p.whyNot()
	case guide.Pause:
		p.askFor(askPause)
	}
}
