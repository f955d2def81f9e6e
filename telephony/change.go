package telephony

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"time"

	"github.com/emiago/sipgo/sip"

	"pult/app/crm"
	"pult/telephony/internal/dialog"
	"pult/telephony/internal/transact"
)

// glareTries bounds how often two sides may get in each other's way.
const glareTries = 5

// change is an INVITE of ours within a call (RFC 3261 section 14.1).
type change struct {
	held    bool
	dialog  *dialog.Dialog // a call that was taken over has another one by now
	contact netip.AddrPort // ours, as it says
	asked   int            // challenges that may still be answered
	ack     []byte
	again   *transact.Alarm // runs while we wait after a 491
}

// pending says that an offer of ours waits for its answer.
func (c *call) pending() bool { return c.change != nil && c.change.again == nil }

func (a *actor) sendChange(c *call, ch *change) {
	c.change = ch
	ch.contact, ch.again = a.reg.contact, nil
	body, err := a.describe(c, nil)
	if err != nil {
		a.changeRefused(c, err)
		return
	}
	req := ch.dialog.Request(sip.INVITE)
	a.introduce(req)
	c.timer.claim(req)
	a.sign(c, req)
	kind := sip.ContentTypeHeader(sdpType)
	req.AppendHeader(&kind)
	req.SetBody(body)
	a.endpoint.Send(req, a.hop(ch.dialog), func(res *sip.Response, err error) {
		a.changeAnswered(c, ch, req, res, err)
	})
}

// introduce adds what a request that may move the dialog says about us.
func (a *actor) introduce(req *sip.Request) {
	req.AppendHeader(a.contact(a.reg.contact))
	req.AppendHeader(sip.NewHeader("Allow", allowed))
	req.AppendHeader(sip.NewHeader("Supported", supported))
	req.AppendHeader(sip.NewHeader("User-Agent", userAgent))
}

// sign answers the challenge of before, should there have been one.
func (a *actor) sign(c *call, req *sip.Request) {
	if c.creds.challenge != nil {
		c.creds.sign(req)
	}
}

func (a *actor) changeAnswered(c *call, ch *change, req *sip.Request, res *sip.Response, err error) {
	if err == nil && res.StatusCode >= 200 && res.StatusCode < 300 {
		a.acknowledge(ch, req, res)
	}
	if c.ended || c.change != ch || err == nil && res.StatusCode < 200 {
		return
	}
	switch {
	case err == nil && res.StatusCode < 300:
		a.changeAgreed(c, ch, res)
	case err == nil && isChallenge(res) && ch.asked > 0 && c.creds.take(res):
		ch.asked--
		a.sendChange(c, ch)
	case err == nil && res.StatusCode == sip.StatusRequestPending && c.glares < glareTries:
		c.glares++
		ch.again = a.endpoint.Alarms.After(a.glarePause(c), func() {
			if c.change == ch {
				c.change = nil
				a.settle(c)
			}
		})
	case a.isGone(c, res, err):
		c.change = nil
		a.hangup(c, crm.CallEnd{Outcome: crm.Answered, Reason: "the other side is gone", At: time.Now()}, 0)
	case err != nil:
		a.changeRefused(c, fmt.Errorf("telephony: %w: %w", err, crm.ErrOffline))
	default:
		a.changeRefused(c, fmt.Errorf("telephony: %s: %w", statusText(res), crm.ErrRefused))
	}
}

// acknowledge sends the ACK of a 2xx, and the same one when it comes again.
func (a *actor) acknowledge(ch *change, req *sip.Request, res *sip.Response) {
	if ch.ack != nil {
		a.endpoint.SendAgain(ch.ack, a.hop(ch.dialog))
		return
	}
	ch.dialog.Refresh(res.Contact()) // RFC 3261 section 12.2.1.2
	ack := ch.dialog.Ack(req)
	sip.CopyHeaders("Authorization", req, ack)
	sip.CopyHeaders("Proxy-Authorization", req, ack)
	ch.ack = a.endpoint.SendOnce(ack, a.hop(ch.dialog))
}

func (a *actor) changeAgreed(c *call, ch *change, res *sip.Response) {
	c.change, c.refresh, c.glares = nil, false, 0
	c.strayed = c.strayed && ch.contact != a.reg.contact
	c.agreed = ch.held
	a.timerAgreed(c, res)
	a.answeredBy(c, res)
	_ = a.agree(c, res.Body()) // what was agreed on before stays
	a.tellTerms(c)
	a.holdersMet(c)
	a.settle(c)
}

// changeRefused leaves the talk as it was.
func (a *actor) changeRefused(c *call, err error) {
	if c.refresh { // the next sign of life may do better
		a.keepSession(c, c.timer.every, c.timer.ours)
	}
	c.change, c.refresh, c.glares = nil, false, 0
	c.held = c.agreed
	a.applySound(c)
	a.answerHolders(c, err)
}

// glarePause is how long to wait after a 491: who made the call waits longer, so
// that the two do not meet again (RFC 3261 section 14.1).
func (a *actor) glarePause(c *call) time.Duration {
	units := rand.N(201)
	if c.ours {
		units = 210 + rand.N(191)
	}
	return time.Duration(units) * a.cfg.glareUnit
}

// isGone tells answers that mean that the other side knows no such call (RFC
// 3261 section 12.2.1.2). Silence while our own link is down means nothing, nor
// does it while the other side is heard.
func (a *actor) isGone(c *call, res *sip.Response, err error) bool {
	switch {
	case err != nil:
		return errors.Is(err, transact.ErrTimeout) && a.link != nil && !a.stillHeard(c)
	case res.StatusCode == sip.StatusRequestTimeout:
		return !a.stillHeard(c)
	default:
		return res.StatusCode == sip.StatusCallTransactionDoesNotExists
	}
}
