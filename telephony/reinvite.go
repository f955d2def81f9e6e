package telephony

import (
	"time"

	"github.com/emiago/sipgo/sip"

	"pult/app/crm"
	"pult/telephony/internal/media"
	"pult/telephony/internal/transact"
)

// reinvited is an INVITE within a call: hold, another address, a refresh.
func (a *actor) reinvited(s *transact.Server) {
	c, ok := a.within(s)
	if !ok {
		return
	}
	if c.pending() || c.reinvites != nil || c.server != nil && !c.acked {
		// The last offer is still open (RFC 3261 section 14.2).
		s.Respond(transact.Reply(s.Request, sip.StatusRequestPending, "Request Pending", ""))
		return
	}
	if a.tooBrief(s) {
		return
	}
	body, ok := a.changeSound(c, s)
	if !ok {
		return
	}
	c.reinvites = s
	s.Unacked = func() {
		if !c.ended && c.afar == nil {
			a.hangup(c, crm.CallEnd{Outcome: crm.Answered, Reason: "no ACK", At: time.Now()}, 0)
		}
	}
	if len(s.Request.Body()) == 0 && c.afar == nil {
		c.wantsSDP = true
	}
	a.grant(c, s, body)
}

// updated is UPDATE (RFC 3311): a change without a ring, with or without SDP.
func (a *actor) updated(s *transact.Server) {
	c, ok := a.within(s)
	if !ok {
		return
	}
	if a.tooBrief(s) {
		return
	}
	var body []byte
	if len(s.Request.Body()) > 0 {
		if c.pending() || c.reinvites != nil {
			s.Respond(transact.Reply(s.Request, sip.StatusRequestPending, "Request Pending", ""))
			return
		}
		if body, ok = a.changeSound(c, s); !ok {
			return
		}
	}
	a.grant(c, s, body)
}

// grant accepts a change.
func (a *actor) grant(c *call, s *transact.Server, body []byte) {
	c.dialog.Refresh(s.Request.Contact()) // RFC 3261 section 12.2.2
	c.learn(s.Request)
	res := a.withSDP(transact.Reply(s.Request, sip.StatusOK, "OK", ""), body)
	if c.phase == talking && c.afar == nil {
		a.timerAsked(c, s.Request, res)
	}
	s.Respond(res)
	a.calledBy(c, s.Request)
	a.tellTerms(c)
}

// within finds the answered call that a request wants to change. It answers the
// request when there is none.
func (a *actor) within(s *transact.Server) (*call, bool) {
	c := a.callOf(s.Request)
	switch {
	case c == nil || c.ended:
		a.noSuchCall(s)
	case !c.dialog.Next(s.Request):
		s.Respond(transact.Reply(s.Request, sip.StatusInternalServerError, "Out Of Order", ""))
	case (c.phase != talking || c.afar != nil) && !c.silent() && (s.Request.Method == sip.INVITE || len(s.Request.Body()) > 0):
		s.Respond(transact.Reply(s.Request, sip.StatusRequestPending, "Request Pending", ""))
	default:
		return c, true
	}
	return nil, false
}

// changeSound applies an offer within a call and gives our answer. An offer that
// cannot be used is refused and the call goes on as it was.
func (a *actor) changeSound(c *call, s *transact.Server) ([]byte, bool) {
	var offer *media.Description
	if len(s.Request.Body()) > 0 {
		d, err := media.Read(s.Request.Body(), a.line.policy)
		if err != nil {
			s.Respond(transact.Reply(s.Request, sip.StatusNotAcceptableHere, "Not Acceptable Here", ""))
			return nil, false
		}
		offer = &d
	}
	body, err := a.describe(c, offer)
	if err != nil {
		s.Respond(transact.Reply(s.Request, sip.StatusInternalServerError, "Server Internal Error", ""))
		return nil, false
	}
	if offer != nil && c.afar == nil {
		a.heard(c, *offer)
	}
	return body, true
}
