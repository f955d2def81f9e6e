package ui

import (
	"slices"

	"pult/app/ui/internal/strip"
	"pult/app/view"
)

// moreCommands are what a card has no button for, in the order people look for it.
var moreCommands = []string{"step", "promise", "write", "link", "lead", "complaint", "consent", "ban", "spam", "private"}

// openMore lists what can be done with who is open, each with its key: who works
// with the mouse finds it, and learns the key. Asked for once more it goes.
func (p *Panel) openMore() {
	if p.strip.Form() == strip.More {
		p.closeForm()
		return
	}
	var rows []view.Row
	for _, name := range moreCommands {
		i := slices.IndexFunc(p.commands, func(c command) bool { return c.name == name })
		if i >= 0 && p.commands[i].can(p) {
			rows = append(rows, view.Row{Command: name, Title: p.Words.T("cmd." + name), Right: p.commands[i].printed(), Tone: view.Quiet})
		}
	}
	if p.open.nothing() || len(rows) == 0 {
		return
	}
	p.main.Canvas().Unfocus() // arrows and Enter are the list's
	p.strip.OpenMore(rows)
}

// doMore does what was chosen.
func (p *Panel) doMore(row view.Row) {
	p.closeForm()
	p.run(row.Command)
}
