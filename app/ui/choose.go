package ui

import (
	"context"
	"fmt"

	"pult/app/crm"
	"pult/app/view"
)

// choices are the clients a call may belong to while nobody has said which: one
// number may be of several.
func (p *Panel) choices(one *call) (rows []view.Row, asOf string) {
	if one == nil || !one.Client.IsZero() || len(one.matches) < 2 {
		return nil, ""
	}
	rows = make([]view.Row, len(one.matches))
	for i, m := range one.matches {
		rows[i] = view.Row{Title: m.Name, Detail: m.ContactName, Client: m.Client, Tone: view.Quiet}
		if i < 9 {
			rows[i].When = fmt.Sprintf("Alt+%d", i+1)
		}
		rows[i].Right, rows[i].Tone = p.Words.DebtShort(m.Debt)
	}
	return rows, p.Words.AsOf(one.matches[0].AsOf)
}

// undecided is the call that rings and may be of several clients, when it is
// the one the keys of the main window mean.
func (p *Panel) undecided() *call {
	one := p.calls.current()
	if one != nil && one == p.calls.ringing() && one.Client.IsZero() && len(one.matches) > 1 {
		return one
	}
	return nil
}

// choose says whose call the current one is.
func (p *Panel) choose(i int) { p.assign(p.calls.noteWorthy(), i) }

func (p *Panel) assign(one *call, i int) {
	if one == nil || i < 0 || i >= len(one.matches) {
		return
	}
	id, m := one.ID, one.matches[i]
	p.act(func(ctx context.Context) error { return p.Desk.Assign(ctx, id, m.Client, m.Contact) })
}

// matchOf is the client a call is said to belong to; the first when there is
// but one.
func matchOf(one *call) (crm.Match, bool) {
	for _, m := range one.matches {
		if m.Client == one.Client {
			return m, true
		}
	}
	if len(one.matches) == 1 {
		return one.matches[0], true
	}
	return crm.Match{}, false
}
