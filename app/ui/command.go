package ui

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"pult/app/view"
)

// chord is a key with what is held beside it.
type chord struct {
	mod fyne.KeyModifier
	key fyne.KeyName
}

const (
	ctrl  = fyne.KeyModifierControl
	shift = fyne.KeyModifierShift
	alt   = fyne.KeyModifierAlt
)

// keyNames are keys that are printed otherwise than the toolkit calls them.
var keyNames = map[fyne.KeyName]string{
	fyne.KeyEscape: "Esc", fyne.KeyReturn: "Enter", fyne.KeyEnter: "Enter", fyne.KeyUp: "↑", fyne.KeyDown: "↓",
	fyne.KeySpace: "Space", fyne.KeyLeft: "←", fyne.KeyRight: "→",
}

var modNames = []struct {
	mod  fyne.KeyModifier
	name string
}{{ctrl, "Ctrl+"}, {alt, "Alt+"}, {shift, "Shift+"}}

// String is how the key is printed: "Ctrl+Shift+D".
func (c chord) String() string {
	text := ""
	for _, m := range modNames {
		if c.mod&m.mod != 0 {
			text += m.name
		}
	}
	if name, ok := keyNames[c.key]; ok {
		return text + name
	}
	return text + string(c.key)
}

// readChord is the way back from what is printed.
func readChord(text string) chord {
	var c chord
	for _, m := range modNames {
		if rest, ok := strings.CutPrefix(text, m.name); ok {
			c.mod, text = c.mod|m.mod, rest
		}
	}
	c.key = fyne.KeyName(text)
	for key, name := range keyNames {
		if name == text && key != fyne.KeyEnter {
			c.key = key
		}
	}
	return c
}

// command is something the panel does. One table of them feeds the keys, the
// search and the map of keys, so that these cannot disagree.
type command struct {
	name  string // its text is "cmd."+name
	page  string // the part of the map of keys it stands in; none is only found by its name
	keys  []chord
	print string // in place of the keys when there are many
	// do tells whether the key was meant for this command now; if not, the next
	// one with that key is asked.
	do func(*Panel, chord) bool
	// can tells whether it is worth offering in the search; nil is never: it
	// makes sense only as a key.
	can func(*Panel) bool
	// searches tells that it goes by what was searched and ends the search itself.
	searches bool
}

// printed is the key as people see it.
func (c *command) printed() string {
	if c.print != "" || len(c.keys) == 0 {
		return c.print
	}
	return c.keys[0].String()
}

// keyCommand does what a key is for and tells whether it was one of the panel's.
func (p *Panel) keyCommand(pressed chord) bool {
	for i := range p.commands {
		c := &p.commands[i]
		if slices.Contains(c.keys, pressed) && c.do(p, pressed) {
			return true
		}
	}
	return false
}

// run does what a row of the search names.
func (p *Panel) run(name string) {
	for i := range p.commands {
		if c := &p.commands[i]; c.name == name && c.can != nil && c.can(p) {
			if !c.searches {
				p.endSearch()
				p.drawList()
			}
			c.do(p, chord{})
			return
		}
	}
}

// allCommands is what is typed to see all that can be done.
const allCommands = ">"

// foundCommands are those every word of a text begins a word of.
func (p *Panel) foundCommands(text string) (rows []view.Row) {
	for i := range p.commands {
		c := &p.commands[i]
		if c.can == nil || !c.can(p) {
			continue
		}
		if text == allCommands || view.Mentions(p.Words.All("cmd."+c.name, "find."+c.name), text) {
			rows = append(rows, view.Row{Command: c.name, Title: p.Words.T("cmd." + c.name), Right: c.printed(), Tone: view.Quiet})
		}
	}
	return rows
}
