package telephony

import (
	"errors"
	"fmt"

	"pult/app/crm"
	"pult/telephony/internal/media"
)

type holdCommand struct {
	reply
	id crm.ID
	on bool
}

func (e *holdCommand) handle(a *actor) {
	c, err := a.talk(e.id)
	if err != nil {
		e.c <- err
		return
	}
	if !e.on {
		a.holdOthers(c)
	}
	c.holders = append(c.holders, e)
	a.hold(c, e.on)
}

// talk finds a call that was answered and can be spoken about with the exchange.
func (a *actor) talk(id crm.ID) (*call, error) {
	c, err := a.byID(id)
	switch {
	case err != nil:
		return nil, err
	case c.phase != talking:
		return nil, fmt.Errorf("%w: %w", errPhase, crm.ErrConflict)
	case a.link == nil:
		return nil, crm.ErrNotConnected
	}
	return c, nil
}

// hold wishes a call held or taken back. Sound stops at once; it comes back when
// the other side has agreed.
func (a *actor) hold(c *call, on bool) {
	c.held = on
	a.applySound(c)
	a.settle(c)
}

// holdOthers keeps one talk, or one conference, at a time: who is not talked with
// must not listen.
func (a *actor) holdOthers(than *call) {
	for _, c := range a.calls {
		if c != than && c.phase == talking && !c.held && (c.seat.Load() == nil || than.seat.Load() == nil) {
			a.hold(c, true)
		}
	}
}

// settle sends what is wished and not agreed on yet, as soon as nothing else is
// open between the two sides: one INVITE at a time (RFC 3261 section 14.1).
func (a *actor) settle(c *call) {
	switch {
	case c.ended || c.phase != talking || c.dialog == nil || c.change != nil:
	case c.reinvites != nil || c.server != nil && !c.acked || c.wantsSDP:
	case c.held != c.agreed || c.refresh || c.strayed:
		a.sendChange(c, &change{held: c.held, dialog: c.dialog, asked: 1})
	default:
		a.answerHolders(c, fmt.Errorf("telephony: another wish came after: %w", crm.ErrConflict))
	}
}

// answerHolders tells those whose wish is true, and the rest the error.
func (a *actor) answerHolders(c *call, err error) {
	for _, e := range c.holders {
		if e.on == c.agreed {
			e.c <- nil
		} else {
			e.c <- err
		}
	}
	c.holders = nil
}

// holdersMet tells those whose wish has come true and keeps the rest waiting.
func (a *actor) holdersMet(c *call) {
	var rest []*holdCommand
	for _, e := range c.holders {
		if e.on == c.agreed {
			e.c <- nil
		} else {
			rest = append(rest, e)
		}
	}
	c.holders = rest
}

// heard takes what the other side says about its voice.
func (a *actor) heard(c *call, d media.Description) {
	c.theirs = d
	// Who agrees to be held may say "inactive", which is no hold of its own.
	if d.Direction != media.Inactive || !c.held {
		c.there = !d.Direction.Receives()
	}
	a.applySound(c)
}

// applySound makes the packets follow. While one side holds nothing is said; while
// we do, nothing is heard either.
func (a *actor) applySound(c *call) {
	silent := c.held || c.agreed
	c.quiet.Store(silent)
	if c.session == nil || !c.theirs.Remote.IsValid() {
		return
	}
	d := c.theirs
	if silent {
		d.Direction = media.Inactive
	}
	c.session.Apply(d)
}

// tellTerms tells the listener what has changed by an offer and its answer.
func (a *actor) tellTerms(c *call) {
	a.tellHeld(c)
	a.tellSecured(c)
}

// tellHeld tells the listener when something has changed.
func (a *actor) tellHeld(c *call) {
	now := [2]bool{c.agreed, c.there}
	if c.ended || c.phase != talking || now == c.toldHeld {
		return
	}
	c.toldHeld = now
	id := c.id
	a.tellOf(c, func(l Listener) { l.Held(id, now[0], now[1]) })
}

var (
	errOver  = errors.New("telephony: the call is over")
	errTaken = errors.New("telephony: somebody else has handed the call over")
)
