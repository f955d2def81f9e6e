package telephony

import (
	"fmt"
	"time"

	"github.com/emiago/sipgo/sip"

	"pult/app/crm"
	"pult/app/phone"
)

// command is an event whose sender waits for an error or nil.
type command interface {
	event
	verdict() <-chan error
}

// reply carries the verdict; it has room, so that the loop never waits for a
// sender that has gone.
type reply struct{ c chan error }

func newReply() reply                 { return reply{make(chan error, 1)} }
func (r reply) verdict() <-chan error { return r.c }

type dialCommand struct {
	reply
	id     crm.ID
	number phone.Number
}

func (e *dialCommand) handle(a *actor) { e.c <- e.do(a) }

func (e *dialCommand) do(a *actor) error {
	a.dropTest() // people come first
	switch {
	case a.stopping || a.link == nil || a.status.State != crm.LineRegistered:
		return crm.ErrNotConnected
	case e.number.Kind() == phone.None:
		return fmt.Errorf("telephony: no number to dial: %w", crm.ErrInvalid)
	case a.calls[e.id] != nil:
		return fmt.Errorf("telephony: the call exists: %w", crm.ErrConflict)
	case len(a.calls) >= a.cfg.Calls:
		return crm.ErrBusy
	case a.cfg.Companion:
		return a.clickToCall(e.id, e.number)
	}
	return a.start(e.id, e.number)
}

type answerCommand struct {
	reply
	id crm.ID
}

func (e *answerCommand) handle(a *actor) { e.c <- e.do(a) }

func (e *answerCommand) do(a *actor) error {
	c, err := a.byID(e.id)
	switch {
	case err != nil:
		return err
	case c.phase == talking:
		return nil // a second press
	case c.phase == dialling:
		return fmt.Errorf("%w: %w", errPhase, crm.ErrConflict)
	case a.link == nil:
		return crm.ErrNotConnected
	}
	return a.accept(c)
}

type hangupCommand struct {
	reply
	id crm.ID
}

func (e *hangupCommand) handle(a *actor) { e.c <- e.do(a) }

func (e *hangupCommand) do(a *actor) error {
	if c := a.calls[e.id]; c != nil && c.afar != nil {
		return a.hangupAfar(c)
	}
	c, err := a.byID(e.id)
	if err != nil {
		return err
	}
	ends := [...]crm.Outcome{ringing: crm.Rejected, dialling: crm.Cancelled, talking: crm.Answered}
	a.hangup(c, crm.CallEnd{Outcome: ends[c.phase], At: time.Now()}, sip.StatusBusyHere)
	return nil
}

type muteCommand struct {
	reply
	id crm.ID
	on bool
}

func (e *muteCommand) handle(a *actor) { e.c <- e.do(a) }

func (e *muteCommand) do(a *actor) error {
	c, err := a.byID(e.id)
	if err != nil {
		return err
	}
	if c.session == nil {
		return fmt.Errorf("%w: %w", errPhase, crm.ErrConflict)
	}
	c.muted.Store(e.on)
	c.switchMicrophone()
	return nil
}

// retryCommand is the user's wish to register now.
type retryCommand struct{}

func (retryCommand) handle(a *actor) {
	a.reg.creds.password = *a.line.password.Load()
	a.reg.creds.challenge = nil
	a.reg.faults = 0
	if a.status.State == crm.LineRefused {
		a.setStatus(crm.LineConnecting, nil)
	}
	a.tryAgain()
}
