package pbx

import (
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/emiago/sipgo/sip"

	"pult/telephony/internal/transact"
)

// Referral is what becomes of a call that an extension hands over.
type Referral struct {
	Refuse int  // answer to the REFER; 202 by default
	Final  int  // what the one called in the end says; 200 by default
	Bye    bool // BYE to the extension instead of news of success
	// RingFor lets the one called ring for so long, which is told.
	RingFor time.Duration
}

// Refer is one REFER of an extension.
type Refer struct {
	To, By   string // addresses in angle brackets, as sent
	Replaces string // value of Replaces in Refer-To, without escapes
}

// referred is an extension handing a call over.
func (p *PBX) referred(s *transact.Server) {
	c := p.open[s.Request.CallID().Value()]
	if c == nil || c.dialog == nil || !c.dialog.Owns(s.Request) {
		s.Respond(transact.Reply(s.Request, sip.StatusCallTransactionDoesNotExists, "Call/Transaction Does Not Exist", ""))
		return
	}
	refer := Refer{To: headerText(s.Request, "refer-to"), By: headerText(s.Request, "referred-by")}
	if _, escaped, ok := strings.Cut(refer.To, "?Replaces="); ok {
		refer.Replaces, _ = url.PathUnescape(strings.TrimSuffix(escaped, ">"))
	}
	c.record.Refers = append(c.record.Refers, refer)
	var will Referral
	if p.options.Refer != nil {
		will = p.options.Refer(refer.To)
	}
	if will.Refuse != 0 {
		s.Respond(transact.Reply(s.Request, will.Refuse, "Refused", ""))
		return
	}
	s.Respond(transact.Reply(s.Request, sip.StatusAccepted, "Accepted", ""))
	c.news("SIP/2.0 100 Trying", "active;expires=60")
	if will.RingFor > 0 {
		c.news("SIP/2.0 180 Ringing", "active;expires=60")
		p.endpoint.Alarms.After(will.RingFor, func() { p.handedOver(c, refer, will) })
		return
	}
	p.handedOver(c, refer, will)
}

// handedOver tells what became of a call that was handed over.
func (p *PBX) handedOver(c *Call, refer Refer, will Referral) {
	final := will.Final
	if final == 0 {
		final = p.replace(refer.Replaces)
	}
	c.leavePeer(refer.To, final < 300)
	if c.record.State == Over {
		return
	}
	if will.Bye {
		c.bye()
		c.end("transfer", 0)
		return
	}
	c.news(fmt.Sprintf("SIP/2.0 %d Final", final), "terminated;reason=noresource")
}

// replace ends the call that another one takes the place of, and says what the
// one called would have answered.
func (p *PBX) replace(value string) int {
	if value == "" {
		return sip.StatusOK
	}
	parts := strings.Split(value, ";")
	other := p.open[parts[0]]
	if len(parts) != 3 || other == nil || other.dialog == nil ||
		parts[1] != "to-tag="+other.dialog.LocalTag || parts[2] != "from-tag="+other.dialog.RemoteTag {
		return sip.StatusCallTransactionDoesNotExists
	}
	other.bye()
	other.end("replaced", 0)
	return sip.StatusOK
}

// news is a NOTIFY about a REFER.
func (c *Call) news(line, state string) {
	req := c.dialog.Request(sip.NOTIFY)
	req.AppendHeader(c.pbx.contact())
	req.AppendHeader(sip.NewHeader("Event", "refer"))
	req.AppendHeader(sip.NewHeader("Subscription-State", state))
	kind := sip.ContentTypeHeader("message/sipfrag;version=2.0")
	req.AppendHeader(&kind)
	req.SetBody([]byte(line + "\r\n"))
	c.pbx.endpoint.Send(req, c.pbx.where(c.record.Extension, c.dialog.Target), func(*sip.Response, error) {})
}

// informed is INFO: a key that is pressed, or something else.
func (p *PBX) informed(s *transact.Server) {
	c := p.open[s.Request.CallID().Value()]
	if kind := s.Request.ContentType(); c != nil && kind != nil && kind.Value() == "application/dtmf-relay" {
		if _, rest, ok := strings.Cut(string(s.Request.Body()), "Signal="); ok {
			key, _, _ := strings.Cut(rest, "\r\n")
			c.record.Info += strings.TrimSpace(key)
		}
	}
	s.Respond(transact.Reply(s.Request, sip.StatusOK, "OK", ""))
}

func headerText(req *sip.Request, name string) string {
	if all := req.GetHeaders(name); len(all) > 0 {
		return all[0].Value()
	}
	return ""
}
