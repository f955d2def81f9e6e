package ui

import (
	"context"
	"errors"
	"fmt"

	"pult/app/crm"
	"pult/app/phone"
	"pult/app/ui/internal/strip"
	"pult/app/view"
)

// dialText calls what was typed into the field of numbers.
func (p *Panel) dialText(text string) {
	if text != "" {
		p.dial(text, crm.Ref{}, func() { p.shell.Top.Dial.SetText("") })
	}
}

// dialField calls what stands in the field of numbers; an empty one means the
// number that was dialled last.
func (p *Panel) dialField() {
	if text := p.shell.Top.Dial.Text; text != "" {
		p.dialText(text)
		return
	}
	p.redial()
}

// dialOpen calls a number of the card that is open.
func (p *Panel) dialOpen(number string) { p.dial(number, p.open.client, func() {}) }

// dial reads the number in the background: the dialling plan is the desk's.
func (p *Panel) dial(text string, client crm.Ref, done func()) {
	p.ask(func(ctx context.Context) func() {
		number := p.Desk.Lookup(ctx, text).Number
		var err error
		if number.Kind() == phone.None {
			err = fmt.Errorf("dial: %w", crm.ErrInvalid)
		} else {
			_, err = p.Desk.Dial(ctx, number, client)
		}
		return func() {
			switch {
			case p.barred(err, number, client, done):
			case err != nil:
				p.fault(err)
			default:
				done()
			}
		}
	})
}

// firstNumber is what F2 calls when nobody rings.
func (p *Panel) firstNumber() string {
	if e, ok := p.turn(); ok {
		return e.Number().String()
	}
	if p.open.client.IsZero() {
		return p.open.number
	}
	if p.open.back != "" {
		return p.open.back
	}
	return p.card.FirstPhone()
}

// firstText is the same number as people read it.
func (p *Panel) firstText() string {
	if e, ok := p.turn(); ok || p.onEntry() && e.Client.IsZero() {
		return e.Number().Format()
	}
	if p.open.back != "" {
		return p.open.backText
	}
	if list := p.card.Shown().Phones; !p.open.client.IsZero() && len(list) > 0 {
		return list[0].Text
	}
	return p.open.text
}

func (p *Panel) callFirst() {
	if _, ok := p.turn(); ok {
		p.dialEntry()
		return
	}
	if number := p.firstNumber(); number != "" {
		p.dialOpen(number)
	}
}

// answer takes the call that has rung longest.
func (p *Panel) answer() {
	if one := p.calls.ringing(); one != nil {
		p.answerCall(one.ID)
	}
}

func (p *Panel) answerCall(id crm.ID) {
	p.act(func(ctx context.Context) error { return p.Desk.Answer(ctx, id) })
}

// redial calls the number that was dialled last.
func (p *Panel) redial() {
	if m := mode(p.calls.current()); m != strip.Idle && m != strip.Ended {
		return
	}
	p.ask(func(ctx context.Context) func() {
		_, err := p.Desk.Redial(ctx)
		switch {
		case errors.Is(err, crm.ErrBanned):
			last, _ := p.Desk.LastDialled(ctx) // it is there, for Redial has found it
			return func() { p.barred(err, last.Number, last.Client, func() {}) }
		case errors.Is(err, crm.ErrNotFound):
			return func() { p.shell.Notice(p.Words.T("redial.nothing"), false, false) }
		case err != nil:
			return func() { p.fault(err) }
		}
		return nil
	})
}

// hangup ends the call the strip is about; of a conference all talks. One that
// rings is turned away.
func (p *Panel) hangup() {
	one := p.calls.current()
	switch {
	case one == nil || !one.Open():
	case mode(one) == strip.Ringing:
		p.reject(one, crm.RejectBusy)
	case p.calls.meeting:
		for _, talk := range p.calls.talks() {
			p.hangupCall(talk.ID)
		}
	default:
		p.hangupCall(one.ID)
	}
}

func (p *Panel) hangupCall(id crm.ID) {
	p.notes.flush()
	p.act(func(ctx context.Context) error { return p.Desk.Hangup(ctx, id) })
}

func (p *Panel) mute() {
	one := p.calls.current()
	if mode(one) != strip.Talk {
		return
	}
	id, on := one.ID, !one.muted
	p.act(func(ctx context.Context) error { return p.Desk.Mute(ctx, id, on) })
}

func (p *Panel) hold() {
	one := p.calls.current()
	if mode(one) != strip.Talk || one.moving || p.calls.meeting {
		return
	}
	if other := p.calls.next(); other != nil && !one.held {
		p.holdCall(other.ID, false) // the line holds this one
		return
	}
	p.holdCall(one.ID, !one.held)
}

func (p *Panel) holdCall(id crm.ID, on bool) {
	p.ask(func(ctx context.Context) func() {
		err := p.Desk.Hold(ctx, id, on)
		if err == nil || ctx.Err() != nil {
			return nil
		}
		return func() {
			p.Log.Warn("hold", "error", err)
			p.shell.Notice(p.Words.Error(view.Telephone, err), true, false)
		}
	})
}

// leaveCall frees the strip of a call that is over.
func (p *Panel) leaveCall() {
	if p.calls.last == nil {
		return
	}
	p.notes.flush()
	p.keepStep()
	p.calls.last = nil
	p.main.Canvas().Unfocus()
	p.notes.follow()
	p.drawStrip()
}
