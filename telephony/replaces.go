package telephony

import (
	"strings"

	"github.com/emiago/sipgo/sip"

	"pult/telephony/internal/dialog"
	"pult/telephony/internal/media"
	"pult/telephony/internal/transact"
)

// replaced finds the call which an INVITE takes the place of (RFC 3891 section 3).
// It answers the INVITE when that cannot be.
func (a *actor) replaced(s *transact.Server) (*call, bool) {
	all := s.Request.GetHeaders("replaces")
	if len(all) > 1 {
		s.Respond(transact.Reply(s.Request, sip.StatusBadRequest, "Repeated Replaces", ""))
		return nil, false
	}
	id, params, _ := strings.Cut(all[0].Value(), ";")
	var toTag, fromTag string
	early := false
	for param := range strings.SplitSeq(params, ";") {
		switch name, value, _ := strings.Cut(strings.TrimSpace(param), "="); strings.ToLower(name) {
		case "to-tag":
			toTag = value
		case "from-tag":
			fromTag = value
		case "early-only":
			early = true
		}
	}
	c := a.byCallID[strings.TrimSpace(id)]
	switch {
	case c == nil || c.dialog == nil || c.dialog.LocalTag != toTag || c.dialog.RemoteTag != fromTag,
		c.phase != talking && !c.ended: // one that rings here may not be taken (section 3)
		a.noSuchCall(s)
	case c.ended:
		s.Respond(transact.Reply(s.Request, sip.StatusGlobalDecline, "Decline", ""))
	case early:
		s.Respond(transact.Reply(s.Request, sip.StatusBusyHere, "Busy Here", ""))
	default:
		return c, true
	}
	return nil, false
}

// takeOver goes on with a call in another dialog: somebody has handed the other
// end of it over. Nothing rings, people just talk on.
func (a *actor) takeOver(s *transact.Server) {
	c, ok := a.replaced(s)
	if !ok {
		return
	}
	var offer *media.Description
	if len(s.Request.Body()) > 0 {
		d, err := media.Read(s.Request.Body(), a.line.policy)
		if err != nil {
			s.Respond(transact.Reply(s.Request, sip.StatusNotAcceptableHere, "Not Acceptable Here", ""))
			return
		}
		offer = &d
	}
	c.identity = newIdentity() // a session of its own
	c.session.Renew()
	body, err := a.describe(c, offer)
	if err != nil {
		s.Respond(transact.Reply(s.Request, sip.StatusInternalServerError, "Server Internal Error", ""))
		return
	}
	a.leaveDialog(c)
	c.sipID, c.tag, c.server, c.acked, c.ours = s.Request.CallID().Value(), sip.GenerateTagN(12), s, false, false
	c.client = nil
	c.dialog = dialog.Incoming(s.Request, c.tag)
	a.byCallID[c.sipID] = c
	c.learn(s.Request)
	res := a.withSDP(transact.Reply(s.Request, sip.StatusOK, "OK", c.tag), body)
	a.timerAsked(c, s.Request, res)
	s.Unacked = func() { a.neverAcked(c) }
	s.Respond(res)
	a.renamed(c, identify(s.Request, a.cfg.Plan))
	a.log.Info("call taken over", "call", c.id.String())
	if c.wantsSDP = offer == nil; !c.wantsSDP {
		a.heard(c, *offer)
		a.openSound(c)
	}
	a.tellTerms(c)
}

// leaveDialog ends the dialog of a call without ending the call.
func (a *actor) leaveDialog(c *call) {
	if c.server != nil {
		c.server.Acked()
	}
	if c.reinvites != nil {
		c.reinvites.Acked()
	}
	c.reinvites, c.change, c.refresh = nil, nil, false
	a.transferOver(c, errTaken)
	a.forget(c)
	a.bye(&call{dialog: c.dialog, creds: c.creds})
}
