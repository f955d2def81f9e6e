package telephony

import (
	"strings"
	"time"

	"github.com/emiago/sipgo/sip"

	"pult/app/crm"
	"pult/telephony/internal/dialog"
	"pult/telephony/internal/media"
	"pult/telephony/internal/terms"
	"pult/telephony/internal/transact"
)

const (
	// ringLimit ends ringing when the CANCEL was lost for good.
	ringLimit = 5 * time.Minute
	// ringRepeat keeps proxies from giving up on a long ring (RFC 3261 section
	// 13.3.1.1).
	ringRepeat = time.Minute
)

// invited is an INVITE: a call, or a change within one.
func (a *actor) invited(s *transact.Server) {
	req := s.Request
	if req.To().Params.Has("tag") {
		a.reinvited(s)
		return
	}
	if a.tooBrief(s) {
		return
	}
	if a.comesBack(s) {
		return
	}
	if a.cfg.Companion {
		a.rungBeside(s)
		return
	}
	if a.turnedAway(s) {
		return
	}
	c := &call{
		id: crm.NewID(s.At), sipID: req.CallID().Value(), tag: sip.GenerateTagN(12),
		phase: ringing, server: s,
		creds: credentials{user: a.cfg.User, password: *a.line.password.Load()},
	}
	a.dropTest() // people come first
	c.learn(req)
	undisturbed := a.line.DoNotDisturb()
	if !undisturbed {
		a.ringBack(c) // before anything else: the caller hears it
	}
	c.dialog = dialog.Incoming(req, c.tag)
	a.add(c)
	fault := c.readOffer(a.line.policy)
	who := identify(req, a.cfg.Plan)
	c.who = who
	ring := crm.Ring{
		Call: c.id, SIPCallID: c.sipID, Account: a.cfg.Account, Number: who.number,
		Display: who.display, Called: who.called, At: s.At, Silent: undisturbed || fault != nil,
	}
	a.tell.say(func(l Listener) { l.Ringing(ring) })
	a.log.Info("call rings", "call", c.id.String(), "turned_away", ring.Silent)
	switch {
	case undisturbed:
		end := crm.CallEnd{Outcome: crm.Rejected, Reason: "do not disturb", At: time.Now()}
		a.hangup(c, end, sip.StatusBusyHere)
	case fault != nil:
		end := crm.CallEnd{Outcome: crm.NetworkFault, Reason: fault.Error(), At: time.Now()}
		a.hangup(c, end, sip.StatusNotAcceptableHere)
	default:
		a.ringOn(c, time.Now().Add(ringTime(req)))
	}
}

func (a *actor) ringBack(c *call) {
	res := transact.Reply(c.server.Request, sip.StatusRinging, "Ringing", c.tag)
	res.AppendHeader(a.contact(a.reg.contact))
	res.AppendHeader(sip.NewHeader("Allow", allowed))
	c.server.Respond(res)
}

func (a *actor) ringOn(c *call, until time.Time) {
	left := time.Until(until)
	if left <= 0 {
		end := crm.CallEnd{Outcome: crm.Missed, Reason: "rang too long", At: time.Now()}
		a.hangup(c, end, statusUnavailable)
		return
	}
	c.ring = a.endpoint.Alarms.After(min(left, ringRepeat), func() {
		if time.Until(until) > 0 {
			a.ringBack(c)
		}
		a.ringOn(c, until)
	})
}

// ringTime is how long the caller waits, when it says so.
func ringTime(req *sip.Request) time.Duration {
	h := req.GetHeader("expires")
	if h == nil {
		return ringLimit
	}
	seconds, err := time.ParseDuration(strings.TrimSpace(h.Value()) + "s")
	if err != nil || seconds < time.Second {
		return ringLimit
	}
	return min(seconds, ringLimit)
}

// readOffer looks whether we could talk at all.
func (c *call) readOffer(p media.Policy) error {
	body := c.server.Request.Body()
	if len(body) == 0 {
		return nil // the offer will be ours
	}
	offer, err := media.Read(body, p)
	if err != nil {
		return err
	}
	c.offer = &offer
	return nil
}

// cancelled is a caller that gave up, or an exchange that gave the call to
// somebody else.
func (a *actor) cancelled(s *transact.Server) {
	invite := a.endpoint.Invite(s.Request)
	if invite == nil {
		a.noSuchCall(s)
		return
	}
	c := a.byCallID[s.Request.CallID().Value()]
	tag := ""
	if c != nil {
		tag = c.tag
	}
	s.Respond(transact.Reply(s.Request, sip.StatusOK, "OK", tag))
	if c == nil || c.server != invite || c.phase != ringing && c.afar == nil || invite.Code() >= 200 {
		return // answered already: too late (RFC 3261 section 9.2)
	}
	caller := identify(invite.Request, a.cfg.Plan).number
	invite.Respond(transact.Reply(invite.Request, sip.StatusRequestTerminated, "Request Terminated", c.tag))
	end := crm.CallEnd{
		Outcome: calledOff(s.Request), Code: sip.StatusRequestTerminated,
		Reason: reasonHeader(s.Request), At: time.Now(),
	}
	switch {
	case c.afar != nil:
		a.calledOffBeside(c, end)
	case end.Outcome == crm.Elsewhere:
		a.takenAway(&taken{c, caller, end}, s.Request)
	default:
		a.finish(c, end)
	}
}

// accept answers a ringing call.
func (a *actor) accept(c *call) error {
	session, err := media.Open(a.link.Local().Addr(), a.line.policy)
	if err != nil {
		return err
	}
	c.session, c.identity = session, newIdentity()
	body, err := a.describe(c, c.offer)
	if err != nil {
		session.Close()
		c.session = nil
		return err
	}
	a.holdOthers(c)
	res := a.withSDP(transact.Reply(c.server.Request, sip.StatusOK, "OK", c.tag), body)
	c.phase = talking
	a.timerAsked(c, c.server.Request, res)
	c.server.Unacked = func() { a.neverAcked(c) }
	c.server.Respond(res)
	c.ring.Stop()
	at := time.Now()
	id := c.id
	a.tellOf(c, func(l Listener) { l.Answered(id, at) })
	if c.offer == nil {
		c.wantsSDP = true
		return nil
	}
	a.heard(c, *c.offer)
	a.openSound(c)
	a.tellTerms(c)
	return nil
}

// describe is our answer to an offer, or our offer when there was none.
func (a *actor) describe(c *call, offer *media.Description) ([]byte, error) {
	c.identity.Version++
	if c.afar != nil {
		return a.describeSilence(c, offer)
	}
	if offer == nil {
		direction := media.SendReceive
		if c.held {
			direction = media.SendOnly
		}
		body, err := c.session.Offer(c.identity)
		if err != nil {
			return nil, err
		}
		return terms.Amend(body, direction, terms.OurKeys)
	}
	body, err := c.session.Answer(c.identity, *offer)
	if err != nil {
		return nil, err
	}
	return terms.Amend(body, terms.Answer(offer.Direction, c.held), terms.Keys(*offer))
}

func (a *actor) withSDP(res *sip.Response, body []byte) *sip.Response {
	res.AppendHeader(a.contact(a.reg.contact))
	res.AppendHeader(sip.NewHeader("Allow", allowed))
	res.AppendHeader(sip.NewHeader("Supported", supported))
	if len(body) > 0 {
		kind := sip.ContentTypeHeader(sdpType)
		res.AppendHeader(&kind)
		res.SetBody(body)
	}
	return res
}

// neverAcked ends a call whose caller never heard our answer.
func (a *actor) neverAcked(c *call) {
	if c.ended && !c.byeLater {
		return
	}
	c.byeLater = false
	a.bye(c)
	a.finish(c, crm.CallEnd{Outcome: crm.NetworkFault, Reason: "no ACK", At: time.Now()})
	a.forget(c)
}
