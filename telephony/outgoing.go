package telephony

import (
	"time"

	"github.com/emiago/sipgo/sip"

	"pult/app/crm"
	"pult/app/phone"
	"pult/telephony/internal/dialog"
	"pult/telephony/internal/media"
	"pult/telephony/internal/transact"
)

// start dials a number.
func (a *actor) start(id crm.ID, number phone.Number) error {
	return a.startTo(id, number.String(), nil)
}

// startTo dials somebody at the exchange; test is nil but for a test.
func (a *actor) startTo(id crm.ID, user string, test *trial) error {
	session, err := media.Open(a.link.Local().Addr(), a.line.policy)
	if err != nil {
		return err
	}
	c := &call{
		id: id, sipID: sip.GenerateTagN(24), tag: sip.GenerateTagN(12), phase: dialling, ours: true,
		session: session, identity: newIdentity(), acks: make(map[string][]byte),
		who:   identity{number: a.cfg.Plan.Parse(user)},
		creds: credentials{user: a.cfg.User, password: *a.line.password.Load()},
	}
	offer, err := a.describe(c, nil)
	if err != nil {
		session.Close()
		return err
	}
	if test != nil {
		c.test, c.audio, test.out = test, test.tones, c
	}
	c.invite = a.inviteRequest(c, user, offer)
	a.holdOthers(c)
	a.add(c)
	a.sendInvite(c)
	return nil
}

func (a *actor) inviteRequest(c *call, user string, offer []byte) *sip.Request {
	target := a.line.server.uri(user)
	req := sip.NewRequest(sip.INVITE, target)
	from := a.line.server.uri(a.cfg.User)
	req.AppendHeader(&sip.FromHeader{Address: from, Params: sip.HeaderParams{{K: "tag", V: c.tag}}})
	req.AppendHeader(&sip.ToHeader{Address: *target.Clone(), Params: sip.NewParams()})
	callID := sip.CallIDHeader(c.sipID)
	req.AppendHeader(&callID)
	req.AppendHeader(&sip.CSeqHeader{SeqNo: 1, MethodName: sip.INVITE})
	forwards := sip.MaxForwardsHeader(70)
	req.AppendHeader(&forwards)
	a.introduce(req)
	if c.test != nil {
		req.AppendHeader(sip.NewHeader(testHeader, c.test.token))
	}
	kind := sip.ContentTypeHeader(sdpType)
	req.AppendHeader(&kind)
	req.SetBody(offer)
	return req
}

// sendInvite sends the INVITE to the registrar, which is our outbound proxy. The
// CANCEL and all that follows go the same way.
func (a *actor) sendInvite(c *call) {
	invite := c.invite
	var client *transact.Client
	client = a.endpoint.Send(invite, a.peer, func(res *sip.Response, err error) {
		a.inviteAnswered(c, client, invite, res, err)
	})
	c.client = client
}

func (a *actor) inviteAnswered(c *call, client *transact.Client, invite *sip.Request, res *sip.Response, err error) {
	switch {
	case err != nil:
		a.failed(c, crm.CallEnd{Outcome: crm.NetworkFault, Reason: err.Error(), At: time.Now()})
	case res.StatusCode < 200:
		a.progress(c, client, res)
	case res.StatusCode < 300:
		a.picked(c, invite, res)
	case isChallenge(res) && !c.ended && a.inviteAgain(c, res):
	case res.StatusCode == sip.StatusNotAcceptableHere && !c.ended && a.inviteInsisting(c):
	default:
		a.failed(c, crm.CallEnd{
			Outcome: refusedWith(res), Code: res.StatusCode,
			Reason: cleaned(res.Reason), At: time.Now(),
		})
	}
}

// inviteAgain answers a challenge, and a second one only when the first nonce
// was merely old.
func (a *actor) inviteAgain(c *call, res *sip.Response) bool {
	if !c.creds.take(res) || c.askedBefore && !c.creds.challenge.Stale {
		return false
	}
	c.askedBefore = true
	again := c.invite.Clone()
	again.RemoveHeader("Via")
	again.CSeq().SeqNo++
	if !c.creds.sign(again) || again.CSeq().SeqNo > 4 {
		return false
	}
	c.invite = again
	a.sendInvite(c)
	return true
}

// progress is any of the provisional responses, of which there may be many.
func (a *actor) progress(c *call, client *transact.Client, res *sip.Response) {
	if c.cancelWant {
		c.cancelWant = false
		client.Cancel()
	}
	if c.ended || c.phase != dialling || res.StatusCode == sip.StatusTrying {
		return
	}
	if c.afar != nil { // that is the desk phone
		c.afar.click.rang = true
		return
	}
	if !c.rings && (res.StatusCode == sip.StatusRinging || res.StatusCode == sip.StatusSessionInProgress) {
		c.rings = true
		id := c.id
		a.tellOf(c, func(l Listener) { l.RemoteRinging(id) })
	}
	if res.To().Params.Has("tag") && c.dialog == nil {
		c.dialog = dialog.Outgoing(c.invite, res)
	}
	if len(res.Body()) > 0 { // announcements and ring tones of the exchange
		a.early(c, res.Body())
	}
}

// picked is a 2xx: the answer, a repetition of it, the answer of another fork, or
// one that crossed our CANCEL. Each gets its ACK; only the first is a call.
func (a *actor) picked(c *call, invite *sip.Request, res *sip.Response) {
	tag, _ := res.To().Params.Get("tag")
	d := dialog.Outgoing(invite, res)
	if sent := c.acks[tag]; sent != nil {
		a.endpoint.SendAgain(sent, a.hop(d))
		return
	}
	ack := d.Ack(invite)
	sip.CopyHeaders("Authorization", invite, ack) // RFC 3261 section 13.2.2.4
	sip.CopyHeaders("Proxy-Authorization", invite, ack)
	c.acks[tag] = a.endpoint.SendOnce(ack, a.hop(d))
	if c.ended || c.phase == talking || c.afar != nil && c.afar.click.lifted {
		extra := &call{dialog: d, creds: c.creds}
		a.bye(extra)
		a.forgetEnded(c)
		return
	}
	c.dialog = d
	if c.afar != nil {
		a.legLifted(c)
		return
	}
	a.holdOthers(c) // one of them may have been taken back while this rang
	c.phase = talking
	c.switchMicrophone()
	at := time.Now()
	id := c.id
	a.tellOf(c, func(l Listener) { l.Answered(id, at) })
	if err := a.agree(c, res.Body()); err != nil {
		a.hangup(c, crm.CallEnd{Outcome: crm.NetworkFault, Code: sip.StatusNotAcceptableHere, Reason: err.Error(), At: at}, 0)
		return
	}
	c.learn(res)
	a.answeredBy(c, res)
	a.timerAgreed(c, res)
	if c.test != nil {
		a.testAnswered(c.test)
	}
	a.tellTerms(c)
	a.settle(c) // we may have moved since the INVITE
}

func (a *actor) failed(c *call, end crm.CallEnd) {
	if c.phase == dialling {
		if c.afar != nil {
			end = a.legFailed(c, end)
		}
		a.finish(c, end)
	}
	a.forgetEnded(c)
}

func (a *actor) forgetEnded(c *call) {
	if !c.ended {
		return
	}
	a.forget(c)
	if c.parting {
		c.parting = false
		a.parted()
	}
}

// callOff cancels a call that is being dialled: at once when the other side has
// answered anything, else as soon as it does (RFC 3261 section 9.1).
func (a *actor) callOff(c *call) {
	if c.client.Heard() {
		c.client.Cancel()
		return
	}
	c.cancelWant = true
}
