package telephony

import (
	"net/url"
	"strings"

	"github.com/emiago/sipgo/sip"

	"pult/telephony/internal/transact"
	"pult/telephony/internal/wire"
)

const (
	userAgent = "Pult"
	allowed   = "INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE, INFO, NOTIFY"
)

// Statuses without a name in sipgo's list of constants or with words of ours.
const (
	statusUnavailable = sip.StatusTemporarilyUnavailable
	statusBadEvent    = 489 // RFC 6665 section 7.3.2
)

// received is a message from the exchange. The one reader of the link and the
// one owner of the line keep messages in the order in which they came.
type received wire.Packet

func (e received) handle(a *actor) {
	if a.isScan(wire.Packet(e)) {
		return
	}
	a.alive()
	a.endpoint.Receive(wire.Packet(e))
}

// isScan tells an INVITE that somebody else sends from the address of the exchange:
// an office behind one NAT, a machine with more than one tenant. It comes from
// another port and does not know whom it calls; the exchange itself may call us by
// any number. Such a one gets no answer, as if nobody were here.
func (a *actor) isScan(p wire.Packet) bool {
	req, ok := p.Message.(*sip.Request)
	if !ok || req.Method != sip.INVITE || a.line.server.transport != "udp" || a.peers[p.From] {
		return false
	}
	user := req.Recipient.User
	if plain, err := url.PathUnescape(user); err == nil {
		user = plain
	}
	return user != a.cfg.User
}

// requests says what is done with each method.
var requests = map[sip.RequestMethod]func(*actor, *transact.Server){
	sip.INVITE:  (*actor).invited,
	sip.CANCEL:  (*actor).cancelled,
	sip.BYE:     (*actor).goodbye,
	sip.UPDATE:  (*actor).updated,
	sip.OPTIONS: (*actor).asked,
	sip.INFO:    (*actor).informed,
	sip.NOTIFY:  (*actor).informed,
	sip.REFER:   (*actor).referred,
}

// known are methods we understand and do not do.
var known = map[sip.RequestMethod]bool{
	sip.REGISTER: true, sip.SUBSCRIBE: true,
	sip.MESSAGE: true, sip.PRACK: true, sip.PUBLISH: true,
}

// Request is called by the transactions for each new request.
func (a *actor) Request(s *transact.Server) {
	if f := flaw(s.Request); f != nil {
		res := transact.Reply(s.Request, f.code, f.reason, "")
		switch {
		case f.unsupported != "":
			res.AppendHeader(sip.NewHeader("Unsupported", f.unsupported))
		case f.code == sip.StatusUnsupportedMediaType:
			res.AppendHeader(sip.NewHeader("Accept", sdpType))
		}
		s.Respond(res)
		return
	}
	if do := requests[s.Request.Method]; do != nil {
		do(a, s)
		return
	}
	code, reason := 501, "Not Implemented"
	if known[s.Request.Method] {
		code, reason = sip.StatusMethodNotAllowed, "Method Not Allowed"
	}
	res := transact.Reply(s.Request, code, reason, "")
	res.AppendHeader(sip.NewHeader("Allow", allowed))
	s.Respond(res)
}

// Ack is called by the transactions for the ACK of a 2xx.
func (a *actor) Ack(req *sip.Request) {
	if c := a.callOf(req); c != nil {
		a.acknowledged(c, req)
	}
}

// callOf finds the call whose dialog a request belongs to.
func (a *actor) callOf(req *sip.Request) *call {
	// The two ends of a test may have one Call-ID.
	if t := a.test; t != nil && t.leg != nil && t.leg.dialog.Owns(req) {
		return t.leg
	}
	c := a.byCallID[req.CallID().Value()]
	if c == nil || c.dialog == nil || !c.dialog.Owns(req) {
		return nil
	}
	return c
}

// asked answers OPTIONS, by which exchanges find out whether a phone is alive.
func (a *actor) asked(s *transact.Server) {
	res := transact.Reply(s.Request, sip.StatusOK, "OK", "")
	res.AppendHeader(sip.NewHeader("Allow", allowed))
	res.AppendHeader(sip.NewHeader("Accept", sdpType))
	res.AppendHeader(sip.NewHeader("Supported", supported))
	s.Respond(res)
}

// informed takes note of INFO and NOTIFY. A NOTIFY outside of a dialog is a
// waiting message or the like; refusing it makes exchanges repeat it.
func (a *actor) informed(s *transact.Server) {
	if s.Request.Method == sip.NOTIFY && a.notified(s) {
		return
	}
	inDialog := s.Request.To().Params.Has("tag")
	c := a.callOf(s.Request)
	if inDialog && (c == nil || !c.dialog.Next(s.Request)) || !inDialog && s.Request.Method == sip.INFO {
		a.noSuchCall(s)
		return
	}
	s.Respond(transact.Reply(s.Request, sip.StatusOK, "OK", ""))
	if s.Request.Method != sip.NOTIFY {
		return
	}
	switch event := eventOf(s.Request); {
	case c != nil && c.afar != nil:
		if c.afar.click != nil && strings.EqualFold(event, "refer") {
			a.clickNews(c, s.Request)
		}
	case c != nil && strings.EqualFold(event, "refer"):
		a.transferNews(c, s.Request)
	case !inDialog && a.cfg.Mailbox && strings.EqualFold(event, messagesEvent):
		a.messagesNews(s.Request) // some exchanges tell without being asked
	}
}

func (a *actor) noSuchCall(s *transact.Server) {
	s.Respond(transact.Reply(s.Request, sip.StatusCallTransactionDoesNotExists, "Call/Transaction Does Not Exist", ""))
}
