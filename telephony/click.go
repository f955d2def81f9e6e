package telephony

import (
	"strings"
	"time"

	"github.com/emiago/sipgo/sip"

	"pult/app/crm"
	"pult/app/phone"
	"pult/telephony/internal/media"
	"pult/telephony/internal/terms"
	"pult/telephony/internal/transact"
)

// click is a call that was dialled here and is talked on the desk phone: the line
// rings the desk phone, and hands over to the number when somebody lifts it (RFC
// 3725 by means of RFC 3515, which exchanges know as a transfer without asking).
type click struct {
	rang     bool // the desk phone
	lifted   bool
	referred bool // the number is being called
	left     bool // our leg is over
	limit    *transact.Alarm
}

// clickToCall rings the desk phone. The session is there to be described, with its
// keys where voice is encrypted; nothing is ever said or heard by it.
func (a *actor) clickToCall(id crm.ID, number phone.Number) error {
	session, err := media.Open(a.link.Local().Addr(), a.line.policy)
	if err != nil {
		return err
	}
	c := &call{
		id: id, sipID: sip.GenerateTagN(24), tag: sip.GenerateTagN(12), phase: dialling, ours: true,
		session: session, identity: newIdentity(), acks: make(map[string][]byte),
		creds: credentials{user: a.cfg.User, password: *a.line.password.Load()},
		afar:  &afar{number: number, outward: true, click: &click{}},
	}
	offer, err := a.describe(c, nil)
	if err != nil {
		session.Close()
		return err
	}
	c.invite = a.inviteRequest(c, a.cfg.DeskPhone, offer)
	if a.cfg.AutoAnswer {
		// Makers of telephones have two ways to be asked to answer by themselves;
		// one that knows neither rings.
		c.invite.AppendHeader(sip.NewHeader("Call-Info", "<sip:"+a.line.server.host+">;answer-after=0"))
		c.invite.AppendHeader(sip.NewHeader("Alert-Info", "<http://127.0.0.1>;info=alert-autoanswer"))
	}
	a.add(c)
	a.sendInvite(c)
	return nil
}

// describeSilence is a description by which nothing is sent and nothing heard.
func (a *actor) describeSilence(c *call, offer *media.Description) ([]byte, error) {
	if offer != nil {
		body, err := c.session.Answer(c.identity, *offer)
		if err != nil {
			return nil, err
		}
		return terms.Amend(body, media.Inactive, terms.Keys(*offer))
	}
	body, err := c.session.Offer(c.identity)
	if err != nil {
		return nil, err
	}
	return terms.Amend(body, media.Inactive, terms.OurKeys)
}

// isOwnClick tells our own ring at the desk phone, which an exchange forks to us
// too. It may come when the ring has been given up already.
func (a *actor) isOwnClick(req *sip.Request) bool {
	return req.From().Address.User == a.cfg.User
}

// silent tells the leg to the desk phone, whose description may change at any time.
func (c *call) silent() bool { return c.afar != nil && c.session != nil }

// legLifted hands the desk phone over to the number.
func (a *actor) legLifted(c *call) {
	c.afar.click.lifted = true
	to, by := a.line.server.uri(c.afar.number.String()), a.line.server.uri(a.cfg.User)
	build := func() *sip.Request {
		req := c.dialog.Request(sip.REFER)
		a.introduce(req)
		req.AppendHeader(sip.NewHeader("Refer-To", "<"+to.String()+">"))
		req.AppendHeader(sip.NewHeader("Referred-By", "<"+by.String()+">"))
		return req
	}
	a.log.Info("desk phone was lifted", "call", c.id.String())
	a.request(c, build, 1, func(res *sip.Response, err error) {
		switch {
		case c.ended:
		case err != nil:
			a.hangup(c, crm.CallEnd{Outcome: crm.NetworkFault, Reason: err.Error(), At: time.Now()}, 0)
		case res.StatusCode >= 300:
			a.hangup(c, crm.CallEnd{
				Outcome: crm.NetworkFault, Code: res.StatusCode, Reason: cleaned(res.Reason), At: time.Now(),
			}, 0)
		default:
			a.clickReferred(c)
		}
	})
}

func (a *actor) clickReferred(c *call) {
	k := c.afar.click
	if k.referred {
		return
	}
	k.referred = true
	if d := a.clickCarrier(c); d != nil {
		d.call = c
	}
	k.limit = a.endpoint.Alarms.After(transferLimit, func() {
		if c.phase != talking {
			a.hangup(c, crm.CallEnd{Outcome: crm.NetworkFault, Reason: "nobody told what became of it", At: time.Now()}, 0)
		}
	})
}

// legFailed is a desk phone that was not lifted: the number was never called.
func (a *actor) legFailed(c *call, end crm.CallEnd) crm.CallEnd {
	switch said := end.Outcome; {
	case said == crm.Busy, said == crm.Rejected, said != crm.NetworkFault && c.afar.click.rang:
		end.Outcome = crm.Cancelled
	default:
		end.Outcome = crm.NetworkFault
	}
	end.Reason = strings.TrimSpace("desk phone: " + end.Reason)
	return end
}

// clickNews is a NOTIFY of the REFER: what the number said.
func (a *actor) clickNews(c *call, req *sip.Request) {
	if c.ended || c.phase == talking || !c.afar.click.lifted {
		return
	}
	a.clickReferred(c)
	code := fragment(req.Body())
	switch {
	case code == sip.StatusRinging || code == sip.StatusSessionInProgress:
		a.tellRemote(c)
	case code >= 200 && code < 300:
		a.clickTalks(c)
	case code >= 300:
		a.hangup(c, crm.CallEnd{Outcome: outcomeOf(code), Code: code, At: time.Now()}, 0)
	}
}

// clickTalks says that the number answered. From here on the dialog package tells.
func (a *actor) clickTalks(c *call) {
	f := c.afar
	f.click.limit.Stop()
	f.wait.Stop()
	a.leaveLeg(c)
	if d := a.clickCarrier(c); d != nil {
		a.lifted(c, d)
		return
	}
	// It was answered; how long they talk nobody will tell.
	end := crm.CallEnd{Outcome: crm.Answered, Reason: "the length is not known", At: time.Now()}
	if !a.desk.known {
		a.finish(c, end)
		return
	}
	f.wait = a.endpoint.Alarms.After(a.cfg.newsPause, func() {
		if d := a.clickCarrier(c); d != nil {
			a.lifted(c, d)
			return
		}
		a.finish(c, end)
	})
}

// clickCarrier finds the dialog in which the desk phone talks with the number: a
// new one where it has called itself, the one we rang it by where the exchange
// has called.
func (a *actor) clickCarrier(c *call) *dialogState {
	var rung *dialogState
	for _, d := range a.desk.all {
		switch {
		case d.callID == c.sipID && d.callID != "":
		case d.call == c:
			return d
		case d.call == nil && !d.early && (d.remote == "" || d.own):
			rung = d
		}
	}
	return rung
}

// legHungUp is the end of our leg to the desk phone from the other side. After the
// REFER that is how exchanges let go of who has handed over; news may still come.
func (a *actor) legHungUp(c *call) {
	c.afar.click.left = true
	if c.phase != talking && !c.afar.click.referred {
		a.finish(c, crm.CallEnd{Outcome: crm.Cancelled, Reason: "desk phone hung up", At: time.Now()})
	}
}

// leaveLeg ends our leg to the desk phone.
func (a *actor) leaveLeg(c *call) {
	switch k := c.afar.click; {
	case k.left:
	case !c.client.Done():
		k.left = true
		a.callOff(c)
	case c.dialog != nil:
		k.left = true
		a.bye(c)
	}
}
