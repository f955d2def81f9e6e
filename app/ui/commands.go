package ui

import (
	"context"

	"fyne.io/fyne/v2"

	"pult/app/crm"
	"pult/app/ui/internal/exchange"
	"pult/app/ui/internal/files"
	"pult/app/ui/internal/shell"
	"pult/app/ui/internal/strip"
	"pult/app/view"
)

// Parts of the map of keys.
const (
	pageCall   = "call"
	pageClient = "client"
	pageWindow = "window"
)

// just makes a command of what is always done.
func just(do func(*Panel)) func(*Panel, chord) bool {
	return func(p *Panel, _ chord) bool {
		do(p)
		return true
	}
}

func always(*Panel) bool { return true }

// inTalk is for what can be done only while somebody is talked to.
func inTalk(p *Panel) bool { return mode(p.calls.current()) == strip.Talk }

func keyed(mod fyne.KeyModifier, key fyne.KeyName) []chord { return []chord{{mod, key}} }

// digits are the keys 1 to 9.
func digits(mod fyne.KeyModifier) (list []chord) {
	for d := '1'; d <= '9'; d++ {
		list = append(list, chord{mod, fyne.KeyName(d)})
	}
	return list
}

// allOf is the table: of several commands with one key the first that can is done.
func allOf() []command {
	var all []command
	for _, part := range [][]command{listCommands(), callCommands(), clientCommands(), windowCommands(), settingCommands()} {
		all = append(all, part...)
	}
	return all
}

func callCommands() []command {
	ringing := func(p *Panel) bool { return p.calls.ringing() != nil }
	return []command{
		{name: "answer", page: pageCall, keys: keyed(0, fyne.KeyF2), can: ringing, do: func(p *Panel, _ chord) bool {
			p.answer()
			return ringing(p) // the desk has yet to take it
		}},
		{name: "call", page: pageCall, keys: keyed(0, fyne.KeyF2), can: func(p *Panel) bool { return p.firstNumber() != "" }, do: just((*Panel).callKey)},
		{name: "hangup", page: pageCall, keys: keyed(0, fyne.KeyF4), can: func(p *Panel) bool { return p.calls.current() != nil }, do: just((*Panel).hangup)},
		// It never hangs up: who declines a call that has just stopped ringing must
		// not lose the talk.
		{name: "decline", page: pageCall, keys: keyed(shift, fyne.KeyF4), can: ringing, do: just(func(p *Panel) { p.reject(p.calls.ringing(), crm.RejectDecline) })},
		{name: "ring_card", page: pageCall, keys: keyed(0, fyne.KeyF5), can: ringing, do: func(p *Panel, _ chord) bool { return p.openRing(p.calls.ringing()) }},
		{name: "hold", page: pageCall, keys: keyed(0, fyne.KeyF3), can: inTalk, do: just((*Panel).hold)},
		{name: "mute", page: pageCall, keys: keyed(0, fyne.KeyF8), can: inTalk, do: just((*Panel).mute)},
		{name: "transfer", page: pageCall, keys: keyed(0, fyne.KeyF9), can: inTalk, do: just((*Panel).openHand)},
		{name: "record", page: pageCall, keys: keyed(0, fyne.KeyF6), can: inTalk, do: just((*Panel).record)},
		{name: "tones", page: pageCall, keys: keyed(0, fyne.KeyF7), can: inTalk, do: just((*Panel).openTones)},
		{name: "meet", page: pageCall, keys: keyed(0, fyne.KeyF10), can: func(p *Panel) bool { return len(p.calls.talks()) > 1 }, do: just((*Panel).meet)},
		{name: "redial", page: pageCall, keys: keyed(ctrl, fyne.KeyR), can: always, do: just((*Panel).redial)},
		{name: "dial", page: pageCall, keys: keyed(ctrl, fyne.KeyT), can: always, do: just(func(p *Panel) { p.main.Canvas().Focus(p.shell.Top.Dial) })},
		{name: "clipboard", page: pageCall, keys: keyed(ctrl|shift, fyne.KeyV), can: always, do: just((*Panel).dialClipboard)},
		{name: "quiet", page: pageCall, keys: keyed(ctrl|shift, fyne.KeyD), can: always, do: just((*Panel).quiet)},
		{name: "presence", page: pageCall, keys: keyed(ctrl|shift, fyne.KeyB), can: always, do: just((*Panel).presenceKey)},
	}
}

func clientCommands() []command {
	return []command{
		{name: "search", page: pageWindow, keys: keyed(ctrl, fyne.KeyK), do: just(func(p *Panel) {
			p.search.letters = false
			p.main.Canvas().Focus(p.shell.Top.Search)
			p.shell.Top.Search.TypedShortcut(&fyne.ShortcutSelectAll{})
		})},
		{name: "promise", page: pageClient, keys: keyed(ctrl, fyne.KeyD), can: func(p *Panel) bool { return !p.open.client.IsZero() }, do: just((*Panel).openPromise)},
		{name: "result", page: pageClient, keys: keyed(0, fyne.KeyTab), can: func(p *Panel) bool { return p.wrapping() != nil }, do: func(p *Panel, _ chord) bool { return p.toResults() }},
		{name: "step", page: pageClient, keys: keyed(ctrl, fyne.KeyO), can: func(p *Panel) bool { return !p.open.nothing() }, do: just((*Panel).openStep)},
		{name: "link", page: pageClient, keys: keyed(ctrl, fyne.KeyL), can: func(p *Panel) bool { return p.calls.noteWorthy() != nil || p.meansStranger() }, do: just((*Panel).openLink)},
		{name: "complaint", page: pageClient, keys: keyed(ctrl, fyne.KeyJ), can: isClient, do: just((*Panel).complain)},
		{name: "ban", page: pageClient, keys: keyed(ctrl, fyne.KeyB), can: func(p *Panel) bool { return !p.open.nothing() }, do: just((*Panel).ban)},
		{name: "consent", page: pageClient, keys: keyed(ctrl, fyne.KeyG), can: isClient, do: just((*Panel).consent)},
		{name: "lead", page: pageClient, keys: keyed(ctrl|shift, fyne.KeyN), can: always, searches: true, do: just((*Panel).openLead)},
		{name: "write", page: pageClient, keys: keyed(ctrl|shift, fyne.KeyM), can: func(p *Panel) bool { return p.Mail != nil && isClient(p) }, do: just((*Panel).writeLetter)},
		{name: "more", page: pageClient, keys: keyed(ctrl, fyne.KeyM), do: just((*Panel).openMore)},
		{name: "spam", page: pageCall, keys: keyed(ctrl|shift, fyne.KeyS), can: (*Panel).meansStranger, do: just(func(p *Panel) { p.mark(crm.CallerSpam) })},
		{name: "private", page: pageClient, keys: keyed(ctrl|shift, fyne.KeyP), can: func(p *Panel) bool { return p.meansStranger() || p.doubtChosen() }, do: just((*Panel).privateKey)},
		{name: "note", page: pageClient, keys: keyed(ctrl, fyne.KeyN), can: func(p *Panel) bool { return !p.notes.subject.none() }, do: just(func(p *Panel) {
			if !p.notes.subject.none() {
				p.main.Canvas().Focus(p.strip.Note)
			}
		})},
		{name: "save", page: pageClient, keys: []chord{{ctrl, fyne.KeyReturn}, {ctrl, fyne.KeyEnter}}, do: just((*Panel).wrapDone)},
		{name: "choose", page: pageClient, keys: digits(alt), print: "Alt+1…9", do: (*Panel).chooseKey},
		{name: "story", page: pageWindow, keys: []chord{{alt, fyne.KeyUp}, {alt, fyne.KeyDown}}, print: "Alt+↑↓", do: justChord(func(p *Panel, c chord) {
			p.card.Move(step(c))
		})},
		{name: "listen", page: pageClient, keys: []chord{{alt, fyne.KeyReturn}, {alt, fyne.KeyEnter}, {0, fyne.KeySpace}, {0, fyne.KeyReturn}, {0, fyne.KeyEnter}}, print: "Alt+Enter", do: (*Panel).listenKey},
		{name: "player", page: pageClient, keys: []chord{{0, fyne.KeyLeft}, {0, fyne.KeyRight}, {0, fyne.KeyX}}, print: "X ←→", do: (*Panel).listenKey},
	}
}

func isClient(p *Panel) bool { return !p.open.client.IsZero() }

func hasMail(p *Panel) bool { return p.Mail != nil }

// isStranger tells that a caller nobody knows is open.
func (p *Panel) isStranger() bool { return p.open.client.IsZero() && p.open.number != "" }

func windowCommands() []command {
	section := func(s shell.Section) func(*Panel, chord) bool { return just(func(p *Panel) { p.section(s) }) }
	return []command{
		{name: "day", page: pageWindow, keys: keyed(ctrl, fyne.Key1), can: always, do: section(shell.Day)},
		{name: "calls", page: pageWindow, keys: keyed(ctrl, fyne.Key2), can: always, do: section(shell.Calls)},
		{name: "colleagues", page: pageWindow, keys: keyed(ctrl, fyne.Key3), can: always, do: section(shell.Colleagues)},
		{name: "tray", page: pageWindow, keys: keyed(ctrl, fyne.Key4), can: always, do: section(shell.Tray)},
		{name: "letters", page: pageWindow, keys: keyed(ctrl, fyne.Key5), can: hasMail, do: func(p *Panel, _ chord) bool {
			if hasMail(p) {
				p.section(shell.Letters)
			}
			return hasMail(p)
		}},
		{name: "find_letters", page: pageWindow, keys: keyed(ctrl, fyne.KeyF), can: hasMail, do: func(p *Panel, _ chord) bool {
			if hasMail(p) {
				p.findLetters()
			}
			return hasMail(p)
		}},
		{name: "lists", page: pageWindow, keys: keyed(ctrl, fyne.Key6), can: func(p *Panel) bool { return p.Lists != nil }, do: func(p *Panel, _ chord) bool {
			if p.Lists != nil {
				p.section(shell.Lists)
			}
			return p.Lists != nil
		}},
		{name: "done", page: pageWindow, keys: keyed(0, fyne.KeyDelete), do: func(p *Panel, _ chord) bool { return p.finish() }},
		{name: "list", page: pageWindow, keys: []chord{{0, fyne.KeyUp}, {0, fyne.KeyDown}, {0, fyne.KeyReturn}, {0, fyne.KeyEnter}}, print: "Enter ↑↓", do: (*Panel).listKey},
		{name: "back", page: pageWindow, keys: keyed(0, fyne.KeyEscape), do: just((*Panel).back)},
		{name: "hide", page: pageWindow, keys: keyed(ctrl|shift, fyne.KeyH), can: always, do: just((*Panel).hideMoney)},
		{name: "settings", page: pageWindow, keys: []chord{{0, fyne.KeyF12}, {ctrl, fyne.KeyComma}}, can: func(p *Panel) bool { return p.Settings != nil }, do: (*Panel).settingsShortcut},
		{name: "exchange", page: pageWindow, keys: keyed(ctrl, fyne.KeyE), can: func(p *Panel) bool { return p.Exchange != nil }, do: func(p *Panel, _ chord) bool { return p.openExchange(exchange.Data) }},
		{name: "files", page: pageWindow, keys: keyed(ctrl, fyne.KeyI), can: func(p *Panel) bool { return p.Files != nil }, do: func(p *Panel, _ chord) bool { return p.openFiles(files.Rows) }},
		{name: "keys", page: pageWindow, keys: keyed(0, fyne.KeyF1), can: always, do: just((*Panel).openKeys)},
	}
}

// settingCommands have no keys: they are done seldom and found by name.
func settingCommands() []command {
	theme := func(name string) (func(*Panel, chord) bool, func(*Panel) bool) {
		return just(func(p *Panel) { p.wear(name) }), func(p *Panel) bool { return p.Theme != name }
	}
	speak := func(l view.Language) (func(*Panel, chord) bool, func(*Panel) bool) {
		return just(func(p *Panel) { p.speak(l) }), func(p *Panel) bool { return p.Words.Language() != l }
	}
	all := []command{
		{name: "sound", can: func(p *Panel) bool { return p.Sound != nil }, do: func(p *Panel, _ chord) bool { return p.openSound() }},
		{name: "refresh", can: func(p *Panel) bool { return p.Refresh != nil }, do: just((*Panel).readBooks)},
		{name: "reconnect", can: func(p *Panel) bool { return p.Reconnect != nil }, do: just((*Panel).connect)},
		{name: "theme_light"},
		{name: "theme_dark"},
		{name: "theme_system"},
		{name: "russian"},
		{name: "english"},
		{name: "export", can: func(p *Panel) bool { return p.Files != nil }, do: func(p *Panel, _ chord) bool { return p.openFiles(files.Lists) }},
		{name: "diagnostics", can: always, do: just((*Panel).copyDiagnostics)},
	}
	for i, name := range []string{"light", "dark", ""} {
		all[3+i].do, all[3+i].can = theme(name)
	}
	for i, l := range []view.Language{view.Russian, view.English} {
		all[6+i].do, all[6+i].can = speak(l)
	}
	return all
}

func justChord(do func(*Panel, chord)) func(*Panel, chord) bool {
	return func(p *Panel, c chord) bool {
		do(p, c)
		return true
	}
}

// step is the way an arrow points.
func step(c chord) int {
	if c.key == fyne.KeyUp {
		return -1
	}
	return 1
}

// readBooks asks for a round with 1C now.
func (p *Panel) readBooks() {
	p.work.start(func(context.Context) { p.Refresh() })
	p.shell.Notice(p.Words.T("refresh.begun"), false, false)
}

// dialClipboard calls the number another program has copied. The person has
// asked for the call, so it needs no further Enter.
func (p *Panel) dialClipboard() { p.dial(p.app.Clipboard().Content(), crm.Ref{}, func() {}) }
