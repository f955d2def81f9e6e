package telephony

import (
	"fmt"
	"time"

	"github.com/emiago/sipgo/sip"

	"pult/app/crm"
	"pult/app/phone"
	"pult/telephony/internal/dialog"
	"pult/telephony/internal/transact"
)

const (
	// besideCalls bounds what rings here beside a desk phone.
	besideCalls = 32
	// newsPause is how long a call whose ring was called off waits for the dialog
	// package to say that the desk phone took it.
	newsPause = 1500 * time.Millisecond
	// lostPatience is how long a talk goes on without news of the desk phone.
	lostPatience = 2 * time.Minute
)

// CompanionListener is a Listener beside a desk phone, see Config.Companion. It is
// used when the Listener given to New has this method.
type CompanionListener interface {
	// DialledElsewhere is a call that was begun at the desk phone by hand. What
	// becomes of it is told as of a call of ours. Called is empty, Number and
	// Display are of the other side.
	DialledElsewhere(crm.Ring)
}

// afar is what a call has that takes place at the desk phone. A line in companion
// mode has no others.
type afar struct {
	number  phone.Number
	outward bool
	carrier *dialogState    // the dialog of the desk phone which is the call
	off     *crm.CallEnd    // the ring was called off; why is being waited for
	wait    *transact.Alarm // for news that may not come
	click   *click          // of a call that was dialled here
}

// errAfar is what the line answers to wishes which only the desk phone can fulfil.
func errAfar() error {
	return fmt.Errorf("telephony: the call is at the desk phone: %w", crm.ErrNotHere)
}

// rungBeside is an INVITE that rings at the desk phone too. It is shown and never
// answered: 180 does no harm to the other branches of a fork, and neither does 480,
// but 2xx and 6xx would end them (RFC 3261 section 16.7).
func (a *actor) rungBeside(s *transact.Server) {
	req := s.Request
	who := identify(req, a.cfg.Plan)
	known := a.byCallID[req.CallID().Value()]
	switch {
	case known != nil && known.server != nil:
		s.Respond(transact.Reply(req, sip.StatusLoopDetected, "Loop Detected", ""))
		return
	case req.GetHeader("replaces") != nil: // it is for the desk phone to take over
		a.noSuchCall(s)
		return
	case a.isOwnClick(req): // less than what the desk phone may say: a proxy passes on the lowest
		s.Respond(transact.Reply(req, sip.StatusNotAcceptableHere, reasonOf(sip.StatusNotAcceptableHere), ""))
		return
	case a.stopping, len(a.calls) >= a.cfg.Calls:
		s.Respond(transact.Reply(req, statusUnavailable, reasonOf(statusUnavailable), ""))
		return
	}
	c := a.announced(req.CallID().Value(), who.number)
	told := c != nil
	if told {
		a.forget(c)
	} else {
		c = &call{id: crm.NewID(s.At), phase: ringing, afar: &afar{number: who.number}}
	}
	c.who = who
	c.sipID, c.tag, c.server = req.CallID().Value(), sip.GenerateTagN(12), s
	a.ringBack(c)
	c.dialog = dialog.Incoming(req, c.tag)
	a.add(c)
	if !told {
		ring := crm.Ring{
			Call: c.id, SIPCallID: c.sipID, Account: a.cfg.User, Number: who.number,
			Display: who.display, Called: who.called, At: s.At,
		}
		a.tell.say(func(l Listener) { l.Ringing(ring) })
		a.log.Info("call rings beside", "call", c.id.String())
	}
	if c.phase == ringing {
		a.ringOn(c, time.Now().Add(ringTime(req)))
	}
}

// announced finds a call that the dialog package has told of before its INVITE came.
func (a *actor) announced(callID string, number phone.Number) *call {
	for _, c := range a.calls {
		f := c.afar
		if f == nil || f.outward || c.server != nil {
			continue
		}
		if c.sipID == callID || sameOrHidden(f.number, number) {
			return c
		}
	}
	return nil
}

// sameNumber compares two sides that an exchange may have written differently.
// Hidden ones are nobody in particular.
func sameNumber(a, b phone.Number) bool {
	return a.Kind() != phone.None && a.Kind() == b.Kind() && a.String() == b.String()
}

// sameOrHidden is sameNumber for two views of one moment: two callers who hide at once are
// more likely one.
func sameOrHidden(a, b phone.Number) bool {
	return sameNumber(a, b) || a.Kind() == phone.None && b.Kind() == phone.None
}

// calledOffBeside is the end of the ring here. Whether that is the end of the call,
// the desk phone knows.
func (a *actor) calledOffBeside(c *call, end crm.CallEnd) {
	c.ring.Stop()
	if c.phase == talking {
		return // the dialog package was faster
	}
	c.afar.off = &end
	c.afar.wait.Stop()
	if d := a.takenOff(c); d != nil {
		a.lifted(c, d)
		return
	}
	if !a.desk.known {
		a.endsAway(c, end)
		return
	}
	c.afar.wait = a.endpoint.Alarms.After(a.cfg.newsPause, func() { a.endsAway(c, end) })
}

// goodbyeAfar is a BYE to what the line holds of a call: our leg to the desk phone,
// or the early dialog of a ringing branch.
func (a *actor) goodbyeAfar(c *call) {
	switch {
	case c.afar.click != nil:
		a.legHungUp(c)
	case c.server != nil && c.server.Code() < 200:
		a.withdraw(c, sip.StatusRequestTerminated)
		a.calledOffBeside(c, crm.CallEnd{Outcome: crm.Missed, At: time.Now()})
	}
}

// lifted says that the desk phone talks.
func (a *actor) lifted(c *call, d *dialogState) {
	f := c.afar
	if c.phase == talking || c.ended {
		return
	}
	f.wait.Stop()
	c.ring.Stop()
	f.carrier, d.call = d, c
	c.phase = talking
	if c.server != nil && c.server.Code() < 200 {
		// The CANCEL of our branch may be lost; the call is not to hang on it.
		c.ring = a.endpoint.Alarms.After(a.cfg.newsPause, func() { a.withdraw(c, statusUnavailable) })
	}
	at := d.since
	if f.off == nil {
		at = time.Now()
	}
	id := c.id
	a.tell.say(func(l Listener) { l.Answered(id, at) })
	a.log.Info("call answered at the desk phone", "call", id.String())
}

// withdraw ends what the line itself holds of a call: a ringing branch, with a code,
// or its own leg.
func (a *actor) withdraw(c *call, code int) {
	if c.server != nil && c.server.Code() < 200 {
		if code == 0 {
			code = statusUnavailable
		}
		c.server.Respond(transact.Reply(c.server.Request, code, reasonOf(code), c.tag))
	}
	if c.afar.click != nil {
		a.leaveLeg(c)
	}
}

// hangupAfar ends what can be ended from here: the leg to the desk phone, as long
// as nobody else is called.
func (a *actor) hangupAfar(c *call) error {
	if k := c.afar.click; k == nil || k.referred {
		return errAfar()
	}
	a.hangup(c, crm.CallEnd{Outcome: crm.Cancelled, At: time.Now()}, 0)
	return nil
}
