package pbx

import (
	"time"

	"github.com/emiago/sipgo/sip"

	"pult/telephony/internal/dialog"
	"pult/telephony/internal/media"
	"pult/telephony/internal/transact"
)

// Callee is somebody outside whom an extension calls.
type Callee struct {
	Silent  bool          // never answers anything, as if the network were cut
	RingFor time.Duration // 180 at once, then this long until the answer
	Refuse  int           // final status instead of an answer: 486, 603, 480, 404 …
	Never   bool          // rings until the caller gives up
	TalkFor time.Duration // hangs up after the answer; zero talks until hung up
	Bridge  bool          // the number is an extension: all its telephones ring
}

// invited is an extension dialling.
func (p *PBX) invited(s *transact.Server) {
	req := s.Request
	if c := p.open[req.CallID().Value()]; req.To().Params.Has("tag") {
		p.changed(s, c)
		return
	}
	callee := p.options.Callee(req.Recipient.User)
	if callee.Silent {
		return
	}
	if !p.authorised(s, sip.StatusProxyAuthRequired, "Proxy-Authenticate", "Proxy-Authorization") {
		return
	}
	session, err := media.Open(p.link.Local().Addr(), p.options.SRTP)
	if err != nil {
		s.Respond(transact.Reply(req, sip.StatusInternalServerError, "Server Internal Error", ""))
		return
	}
	c := p.newCall(req.CallID().Value(), req.From().Address.User, req.Recipient.User, false)
	c.server, c.session, c.talkFor = s, session, callee.TalkFor
	c.dialog = dialog.Incoming(req, c.tag)
	offer, err := c.readOffer(req.Body())
	if err != nil {
		c.refuse(sip.StatusNotAcceptableHere)
		return
	}
	if callee.Bridge {
		p.bridge(c, offer)
		return
	}
	if callee.Refuse != 0 && callee.RingFor == 0 {
		c.refuse(callee.Refuse)
		return
	}
	if c.record.Number == c.record.Extension && callee.Refuse == 0 && !p.options.Voicemail {
		c.ringBack(offer)
		return
	}
	ring := transact.Reply(req, sip.StatusRinging, "Ringing", c.tag)
	ring.AppendHeader(p.contact())
	s.Respond(ring)
	c.record.Rang = time.Now()
	c.enter(Ringing)
	if callee.Never {
		return
	}
	c.alarm = p.endpoint.Alarms.After(callee.RingFor, func() {
		if callee.Refuse != 0 {
			c.refuse(callee.Refuse)
			return
		}
		c.pick(offer)
	})
}

func (c *Call) refuse(code int) {
	c.server.Respond(transact.Reply(c.server.Request, code, "Refused", c.tag))
	c.end("callee", code)
}

func (c *Call) pick(offer media.Description) {
	body, err := c.answer(offer)
	if err != nil {
		c.refuse(sip.StatusNotAcceptableHere)
		return
	}
	res := transact.Reply(c.server.Request, sip.StatusOK, "OK", c.tag)
	res.AppendHeader(c.pbx.contact())
	kind := sip.ContentTypeHeader("application/sdp")
	res.AppendHeader(&kind)
	res.SetBody(body)
	c.server.Respond(res)
	c.talk(offer)
}
