package pbx

import (
	"context"
	"fmt"
	"net/netip"
	"strconv"
	"time"

	"github.com/emiago/sipgo/sip"

	"pult/telephony/internal/dialog"
	"pult/telephony/internal/media"
	"pult/telephony/internal/terms"
	"pult/telephony/internal/transact"
)

// Caller is somebody outside who calls an extension. Without CancelAfter it
// waits forever, without TalkFor it talks until somebody hangs up.
type Caller struct {
	From      string // number, as the provider sends it
	Display   string // name in From
	Asserted  string // value of P-Asserted-Identity, if any
	To        string // called number (DID); the extension by default
	Extension string

	CancelAfter time.Duration // gives up when nobody answered
	TalkFor     time.Duration // hangs up after the answer
	Elsewhere   bool          // the CANCEL says that a colleague answered
	Pitch       float64       // of the tone it says, in Hz; 425 by default
	Late        bool          // the offer comes in the 200: an INVITE without SDP
	Replaces    *Call         // the call that this one takes the place of (RFC 3891)
}

// dialog is the one that is to be replaced, if any.
func (caller Caller) dialog() *dialog.Dialog {
	if caller.Replaces == nil {
		return nil
	}
	return caller.Replaces.dialog
}

// Ring makes a call. It returns when the INVITE is out.
func (p *PBX) Ring(ctx context.Context, caller Caller) (*Call, error) {
	var (
		c       *Call
		failure error
	)
	if err := p.do(ctx, func() { c, failure = p.ring(caller) }); err != nil {
		return nil, err
	}
	return c, failure
}

func (p *PBX) ring(caller Caller) (*Call, error) {
	to := p.reach(caller.Extension)
	if len(to) == 0 {
		return nil, fmt.Errorf("pbx: extension %s is not registered", caller.Extension)
	}
	return p.ringAt(caller, to[len(to)-1])
}

// ringAt rings one telephone of an extension.
func (p *PBX) ringAt(caller Caller, target binding) (*Call, error) {
	session, err := media.Open(p.link.Local().Addr(), p.options.SRTP)
	if err != nil {
		return nil, fmt.Errorf("pbx: %w", err)
	}
	c := p.newCall(sip.GenerateTagN(24), caller.Extension, caller.From, true)
	c.session, c.talkFor = session, caller.TalkFor
	if caller.Pitch > 0 {
		c.pitch = caller.Pitch
	}
	c.invite, err = p.inviteOf(c, caller, target)
	if err != nil {
		c.end("exchange", 0)
		return nil, err
	}
	c.client = p.endpoint.Send(c.invite, target.from, c.answered)
	if caller.Elsewhere {
		c.client.Reason = `SIP;cause=200;text="Call completed elsewhere"`
	}
	if caller.CancelAfter > 0 {
		c.alarm = p.endpoint.Alarms.After(caller.CancelAfter, c.hangup)
	}
	return c, nil
}

func (p *PBX) inviteOf(c *Call, caller Caller, target binding) (*sip.Request, error) {
	req := sip.NewRequest(sip.INVITE, *target.uri.Clone())
	host := p.link.Local().Addr().String()
	called := caller.To
	if called == "" {
		called = caller.Extension
	}
	req.AppendHeader(&sip.FromHeader{
		DisplayName: caller.Display, Address: sip.Uri{Scheme: "sip", User: caller.From, Host: host},
		Params: sip.HeaderParams{{K: "tag", V: c.tag}},
	})
	req.AppendHeader(&sip.ToHeader{Address: sip.Uri{Scheme: "sip", User: called, Host: host}, Params: sip.NewParams()})
	callID := sip.CallIDHeader(c.record.CallID)
	req.AppendHeader(&callID)
	req.AppendHeader(&sip.CSeqHeader{SeqNo: 1, MethodName: sip.INVITE})
	forwards := sip.MaxForwardsHeader(70)
	req.AppendHeader(&forwards)
	req.AppendHeader(p.contact())
	if caller.Asserted != "" {
		req.AppendHeader(sip.NewHeader("P-Asserted-Identity", caller.Asserted))
	}
	if d := caller.dialog(); d != nil {
		req.AppendHeader(sip.NewHeader("Replaces", d.CallID+";to-tag="+d.RemoteTag+";from-tag="+d.LocalTag))
		req.AppendHeader(sip.NewHeader("Require", "replaces"))
	}
	if caller.Late {
		req.SetBody(nil)
		return req, nil
	}
	c.session.HearKeys(p.keys(terms.OurKeys))
	offer, err := c.session.Offer(media.Identity{ID: 1, Version: 1})
	if err == nil {
		offer, err = terms.Amend(offer, media.SendReceive, p.keys(terms.OurKeys))
	}
	if err != nil {
		return nil, fmt.Errorf("pbx: %w", err)
	}
	kind := sip.ContentTypeHeader("application/sdp")
	req.AppendHeader(&kind)
	req.SetBody(offer)
	return req, nil
}

// answered follows the responses to our INVITE.
func (c *Call) answered(res *sip.Response, err error) {
	switch {
	case err != nil:
		c.end("exchange", 0)
	case res.StatusCode < 200:
		if res.StatusCode > 100 && c.record.State == Dialling {
			c.record.Rang = time.Now()
			c.enter(Ringing)
			c.fork.rings()
		}
		if c.cancel {
			c.cancel = false
			c.client.Cancel()
		}
	case res.StatusCode < 300:
		c.taken(res)
	case res.StatusCode == sip.StatusRequestTerminated:
		c.end("caller", res.StatusCode)
	default:
		c.end("callee", res.StatusCode)
	}
}

func (c *Call) taken(res *sip.Response) {
	d := dialog.Outgoing(c.invite, res)
	ack := d.Ack(c.invite)
	late := len(c.invite.Body()) == 0
	read := c.readAnswer
	if late {
		read = c.readOffer
	}
	description, err := read(res.Body())
	if err == nil && late {
		var answer []byte
		if answer, err = c.answer(description); err == nil {
			kind := sip.ContentTypeHeader("application/sdp")
			ack.AppendHeader(&kind)
			ack.SetBody(answer)
		}
	}
	c.pbx.endpoint.SendOnce(ack, c.pbx.where(c.record.Extension, d.Target))
	if c.record.State == Talking {
		return // the ACK was lost, this was another
	}
	c.dialog = d
	switch {
	case c.gaveUp:
		c.bye()
		c.end("caller", 0)
		return
	case c.record.State == Over || err != nil:
		c.bye()
		c.end("exchange", 0)
		return
	}
	c.talk(description)
	c.fork.taken(c)
}

// where finds the address of an extension: where it registered from, or its
// Contact.
func (p *PBX) where(extension string, target sip.Uri) netip.AddrPort {
	for _, b := range p.bindings[extension] {
		if b.uri.HostPort() == target.HostPort() {
			return b.from
		}
	}
	if addr, err := netip.ParseAddrPort(target.Host + ":" + strconv.Itoa(target.Port)); err == nil {
		return addr
	}
	return netip.AddrPort{}
}

// cancelled is an extension that gives up dialling.
func (p *PBX) cancelled(s *transact.Server) {
	invite := p.endpoint.Invite(s.Request)
	c := p.open[s.Request.CallID().Value()]
	if invite == nil || c == nil || c.server != invite {
		s.Respond(transact.Reply(s.Request, sip.StatusCallTransactionDoesNotExists, "Call/Transaction Does Not Exist", ""))
		return
	}
	s.Respond(transact.Reply(s.Request, sip.StatusOK, "OK", c.tag))
	if invite.Code() < 200 {
		invite.Respond(transact.Reply(invite.Request, sip.StatusRequestTerminated, "Request Terminated", c.tag))
		c.end("caller", sip.StatusRequestTerminated)
		c.rung.callOff("")
	}
}
