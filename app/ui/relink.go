package ui

import (
	"context"
	"strings"

	"pult/app/crm"
	"pult/app/ui/internal/strip"
	"pult/app/view"
)

// openLink asks whose a record is: of the call in the strip, of the call chosen in
// the story, or of a number nobody knows.
func (p *Panel) openLink() { p.linkOf(p.stranger()) }

// linkOf gives the call of one who rings, or what the screen means.
func (p *Panel) linkOf(rings *call) {
	p.linking = linked{asked: p.linking.asked}
	var who string
	row, chosen := p.card.Chosen()
	switch one := p.calls.noteWorthy(); {
	case rings != nil:
		p.linking.call, who = rings.ID, p.who(rings)
	case one != nil:
		p.linking.call, who = one.ID, p.who(one)
	case chosen && !row.Call.IsZero():
		p.linking.call, who = row.Call, row.When+" "+row.Title
	case p.open.client.IsZero() && p.open.number != "":
		p.linking.number, who = p.open.number, p.open.text
	default:
		p.shell.Notice(p.Words.T("link.nothing"), false, false)
		return
	}
	p.main.Canvas().Focus(p.strip.OpenLink(who))
}

// linkTyped searches for the client.
func (p *Panel) linkTyped(text string) {
	text = strings.TrimSpace(text)
	p.linking.asked++
	asked := p.linking.asked
	if text == "" || p.strip.Form() != strip.Link {
		return
	}
	p.ask(func(ctx context.Context) func() {
		found, err := p.Desk.Search(ctx, text, foundShown)
		return func() {
			switch {
			case asked != p.linking.asked || p.strip.Form() != strip.Link:
			case err != nil:
				p.strip.FailForm(p.Words.Error(view.Desk, err))
			default:
				p.strip.Hands.Set(p.Words.FoundRows(found), p.Words.T("search.nothing"), "")
				p.strip.Hands.Choose(0)
			}
		}
	})
}

// linkTo gives the record to the client who is chosen.
func (p *Panel) linkTo() {
	row, ok := p.strip.Hands.Chosen()
	if !ok || row.Client.IsZero() {
		p.strip.FailForm(p.Words.T("link.hint"))
		return
	}
	subject := p.linking
	p.ask(func(ctx context.Context) func() {
		var err error
		if subject.call.IsZero() {
			err = p.Desk.AttachCaller(ctx, p.Desk.Lookup(ctx, subject.number).Number, row.Client)
		} else {
			err = p.Desk.Assign(ctx, subject.call, row.Client, crm.Ref{})
		}
		return func() {
			if err != nil {
				p.strip.FailForm(p.Words.Error(view.Desk, err))
				return
			}
			p.closeForm()
			p.openClient(row.Client, row.Title)
			p.shell.Notice(p.Words.T("link.done", row.Title), false, false)
		}
	})
}
