package ui

import (
	"context"
	"strings"
	"unicode"

	"pult/app/crm"
	"pult/app/feed"
	"pult/app/phone"
	"pult/app/ui/internal/strip"
)

// openTransfer shows the form that hands the talk over.
func (p *Panel) openTransfer() {
	one := p.calls.current()
	if mode(one) != strip.Talk || one.moving {
		return
	}
	if p.strip.Form() == strip.Transfer { // the text may have been changed since
		one.to = p.strip.To()
	}
	p.main.Canvas().Focus(p.strip.OpenTransfer(p.who(one), one.to))
}

// transfer hands the talk to a number. A name is not guessed at: a client given
// to the wrong colleague is worse than a number typed once more.
func (p *Panel) transfer(text string) {
	one := p.calls.current()
	text = strings.TrimSpace(text)
	if mode(one) != strip.Talk || one.moving || text == "" {
		return
	}
	one.to = text
	if strings.ContainsFunc(text, unicode.IsLetter) {
		p.strip.FailForm(p.Words.T("transfer.letters"))
		return
	}
	id := one.ID
	p.ask(func(ctx context.Context) func() {
		number := p.Desk.Lookup(ctx, text).Number
		return func() { p.handOver(id, number) }
	})
}

// handOver begins the transfer. The note comes back at once: there is time to
// write until the other side answers.
func (p *Panel) handOver(id crm.ID, number phone.Number) {
	one := p.calls.find(id)
	if one == nil || one.moving {
		return
	}
	open := p.strip.Form() == strip.Transfer
	if number.Kind() == phone.None {
		if open {
			p.strip.FailForm(p.Words.T("transfer.no_number"))
		}
		return
	}
	one.moving = true
	if open {
		p.closeForm()
	}
	p.drawStrip()
	p.ask(func(ctx context.Context) func() {
		err := p.Desk.Transfer(ctx, id, number)
		if err == nil {
			return nil
		}
		return func() { p.transferFailed(id, err) }
	})
}

// transferEnded takes what became of it. A talk that was handed over ends by
// itself, and its end says so.
func (p *Panel) transferEnded(e feed.TransferEnded) {
	if e.Err != nil {
		p.transferFailed(e.Call.ID, e.Err)
	}
}

// transferFailed says why and gives the talk back.
func (p *Panel) transferFailed(id crm.ID, err error) {
	one := p.calls.find(id)
	if one == nil {
		return
	}
	one.moving = false
	p.drawStrip()
	p.Log.Warn("transfer", "error", err)
	p.shell.Notice(p.Words.TransferFailed(err), true, false)
}
