package ui

import (
	"context"
	"errors"
	"strings"
	"unicode"

	"pult/app/crm"
	"pult/app/desk"
	"pult/app/phone"
	"pult/app/ui/internal/shell"
	"pult/app/ui/internal/strip"
	"pult/app/view"
)

// newcomer is whom the form of a new client is about.
type newcomer struct {
	number string // they called from; none for one who did not call
	call   crm.ID
	asked  int
	busy   bool
}

// openLead shows the form of a new client: for the caller of a talk nobody knows, the
// number that is open or chosen in the tray, or for what was searched in vain.
func (p *Panel) openLead() { p.leadOf(p.stranger()) }

// leadOf is the form for one who rings, or for whom the screen means.
func (p *Panel) leadOf(rings *call) {
	if p.strip.Form() == strip.Lead {
		return
	}
	var filled strip.Newcomer
	p.newcomer = newcomer{asked: p.newcomer.asked + 1}
	row, chosen := p.shell.List.Chosen()
	switch one := p.calls.noteWorthy(); {
	case rings != nil:
		p.newcomer.call, p.newcomer.number = rings.ID, rings.Number.String()
	case one != nil && one.Client.IsZero() && len(one.matches) == 0:
		p.newcomer.call, p.newcomer.number = one.ID, one.Number.String()
	case p.search.on && p.search.text != allCommands:
		filled = p.searchedFor()
	case p.isStranger():
		p.newcomer.number = p.open.number
	case chosen && p.lists.section == shell.Tray && !p.search.on:
		p.newcomer.number = row.Number
	}
	title := p.Words.T("lead.title")
	if p.newcomer.number != "" {
		title = p.Words.T("lead.title_of", phone.Plan{}.Parse(p.newcomer.number).Format())
	}
	p.main.Canvas().Focus(p.strip.OpenLead(title, filled))
	p.leadTyped()
}

// searchedFor puts what was searched where it belongs.
func (p *Panel) searchedFor() (filled strip.Newcomer) {
	text := p.search.text
	letters := strings.ContainsFunc(text, unicode.IsLetter)
	switch number := (phone.Plan{}).Parse(text); {
	case crm.CleanEmail(text) != "":
		filled.Email = text
	case !letters && crm.ValidINN(crm.CleanINN(text)):
		filled.INN = text
	case !letters && number.Kind() == phone.Public:
		p.newcomer.number = number.String()
	default:
		filled.Name = text
	}
	return filled
}

// leadTyped looks who may be the same and says what cannot be right.
func (p *Panel) leadTyped() {
	if p.strip.Form() != strip.Lead {
		return
	}
	typed := p.strip.Newcomer()
	p.strip.HintForm(p.leadHint(typed))
	p.newcomer.asked++
	asked, number := p.newcomer.asked, p.newcomer.number
	if strings.TrimSpace(typed.Name+typed.INN+number) == "" {
		p.strip.ShowAlike(nil)
		return
	}
	p.ask(func(ctx context.Context) func() {
		alike, err := p.Desk.Alike(ctx, typed.Name, typed.INN, number)
		return func() {
			switch {
			case asked != p.newcomer.asked || p.strip.Form() != strip.Lead:
			case err != nil:
				p.strip.FailForm(p.Words.Error(view.Desk, err))
			default:
				p.strip.ShowAlike(p.Words.AlikeRows(alike))
			}
		}
	})
}

// leadHint says of an INN that is being typed whether it can be one.
func (p *Panel) leadHint(typed strip.Newcomer) string {
	inn := crm.CleanINN(typed.INN)
	switch {
	case inn == "" || crm.ValidINN(inn):
		return ""
	case len(inn) == 10 || len(inn) == 12:
		return p.Words.T("lead.bad_inn")
	default:
		return p.Words.T("lead.short_inn", len(inn))
	}
}

// lead makes a client of who was typed, or attaches to who is chosen.
func (p *Panel) lead() {
	if p.newcomer.busy {
		return
	}
	if row, ok := p.strip.Alike.Chosen(); ok {
		p.leadIs(row)
		return
	}
	typed := p.strip.Newcomer()
	inn, email := crm.CleanINN(typed.INN), crm.CleanEmail(typed.Email)
	switch {
	case strings.TrimSpace(typed.Name) == "":
		p.strip.FailForm(p.Words.T("lead.no_name"))
		return
	case strings.TrimSpace(typed.INN) != "" && !crm.ValidINN(inn):
		p.strip.FailForm(p.Words.T("lead.bad_inn"))
		return
	case strings.TrimSpace(typed.Email) != "" && email == "":
		p.strip.FailForm(p.Words.T("lead.bad_email"))
		return
	}
	of := p.newcomer
	p.newcomer.busy = true
	p.ask(func(ctx context.Context) func() {
		number := phone.Number{}
		if of.number != "" {
			number = p.Desk.Lookup(ctx, of.number).Number
		}
		client, goes, err := p.Desk.Enter(ctx, desk.Newcomer{
			Lead: crm.Lead{Name: typed.Name, INN: inn, Email: email}, Number: number, Call: of.call, Wants: typed.Wants,
		})
		return func() { p.leadKept(client, typed.Name, goes, err) }
	})
}

func (p *Panel) leadKept(client crm.Ref, name string, goes bool, err error) {
	p.newcomer.busy = false
	switch {
	case errors.Is(err, crm.ErrKnownClient):
		p.strip.FailForm(p.Words.T("lead.known"))
		return
	case err != nil:
		p.strip.FailForm(p.Words.Error(view.Desk, err))
		return
	}
	p.leadDone(client, name)
	said := "lead.kept"
	if goes {
		said = "lead.goes"
	}
	p.shell.Notice(p.Words.T(said, name), false, false)
}

// leadDone closes the form and opens the card.
func (p *Panel) leadDone(client crm.Ref, name string) {
	if p.strip.Form() == strip.Lead {
		p.closeForm()
	}
	if p.search.on {
		p.endSearch()
		p.drawList()
	}
	p.openClient(client, strings.TrimSpace(name))
	p.lists.load(p)
}

// leadIs says that the caller is a client who is known already.
func (p *Panel) leadIs(row view.Row) {
	of := p.newcomer
	p.newcomer.busy = true
	p.ask(func(ctx context.Context) func() {
		var err error
		if of.number != "" {
			err = p.Desk.AttachCaller(ctx, p.Desk.Lookup(ctx, of.number).Number, row.Client)
		}
		if err == nil && !of.call.IsZero() {
			err = p.Desk.Assign(ctx, of.call, row.Client, crm.Ref{})
		}
		return func() {
			p.newcomer.busy = false
			if err != nil {
				p.strip.FailForm(p.Words.Error(view.Desk, err))
				return
			}
			p.leadDone(row.Client, row.Title)
			if of.number != "" {
				p.shell.Notice(p.Words.T("link.done", row.Title), false, false)
			}
		}
	})
}
