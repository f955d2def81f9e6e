package ui

import (
	"context"

	"pult/app/crm"
	"pult/app/phone"
	"pult/app/ui/internal/strip"
)

// reject turns away a call that rings. What is said to the caller's side decides
// whether anybody else is asked.
func (p *Panel) reject(one *call, how crm.Rejection) {
	if one == nil || !one.Open() || mode(one) != strip.Ringing {
		return
	}
	id := one.ID
	p.act(func(ctx context.Context) error { return p.Desk.Reject(ctx, id, how) })
}

// rejected is how the reject button and F4 turn a call away: with Shift for good.
func (p *Panel) rejected() crm.Rejection {
	if p.shift() {
		return crm.RejectDecline
	}
	return crm.RejectBusy
}

// forward hands a call that rings to the manager whose client it is.
func (p *Panel) forward(one *call) {
	owner, ok := p.ownerOf(one)
	if !ok || one.moving || mode(one) != strip.Ringing {
		return
	}
	one.moving = true
	p.rings.draw()
	p.drawStrip()
	id := one.ID
	p.ask(func(ctx context.Context) func() {
		to := p.Desk.Lookup(ctx, owner.Extension).Number
		err := crm.ErrInvalid
		if to.Kind() != phone.None {
			err = p.Desk.Forward(ctx, id, to)
		}
		if err == nil {
			return nil
		}
		return func() { p.transferFailed(id, err) }
	})
}
