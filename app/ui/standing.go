package ui

import (
	"context"
	"time"

	"pult/app/crm"
)

// stand changes how the open client stands to us, and says so with the way back.
func (p *Panel) stand(saved string, change func(ctx context.Context, client crm.Ref) error) {
	client := p.open.client
	if client.IsZero() || !p.open.read {
		return
	}
	p.ask(func(ctx context.Context) func() {
		err := change(ctx, client)
		return func() {
			if err != nil {
				p.fault(err)
				return
			}
			p.shell.Notice(p.Words.T(saved, p.card.Shown().Name), false, false)
		}
	})
}

// toggled names a text for on and off.
func toggled(key string, on bool) string {
	if on {
		return key + "_on"
	}
	return key + "_off"
}

// complain opens a complaint, or closes the open one. In a talk, and after it, it
// is the result of the call, so that its note says of what. One that is open in 1C is
// closed there alone, and that is said.
func (p *Panel) complain() {
	on := !p.open.card.Standing.Complaint.Holds()
	if one := p.wrapping(); on && one != nil && one.Client == p.open.client {
		p.setResult(crm.ResultComplaint, "")
		return
	}
	if since, theirs := p.theirComplaint(); on && theirs {
		p.shell.Notice(p.Words.ForeignComplaint(since), false, false)
		return
	}
	p.stand(toggled("stand.complaint", on), func(ctx context.Context, client crm.Ref) error {
		return p.Desk.Complain(ctx, client, on, "")
	})
}

// theirComplaint is since when a complaint is open in 1C: it stands in the history, or
// is older than that and the first thing to say.
func (p *Panel) theirComplaint() (since time.Time, open bool) {
	if r := p.open.card.OpenComplaint(); r != nil {
		return r.At, true
	}
	return p.open.say.Date, p.open.say.Kind == crm.SayComplaint
}

// linked is what is being given to another client: a call, or all calls of a number.
type linked struct {
	call   crm.ID
	number string
	asked  int
}
