package telephony

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/emiago/sipgo/sip"

	"pult/app/crm"
	"pult/app/phone"
	"pult/telephony/internal/dialog"
	"pult/telephony/internal/transact"
)

// transferLimit is how long we wait to be told what became of a transfer; the
// other telephone may ring for a while.
const transferLimit = 3 * time.Minute

// transfer is a call being handed over (RFC 3515, RFC 5589).
type transfer struct {
	other    *call // the second call of Join
	accepted bool
	limit    *transact.Alarm
}

type transferCommand struct {
	reply
	id crm.ID
	to phone.Number
}

func (e *transferCommand) handle(a *actor) { e.c <- e.do(a) }

func (e *transferCommand) do(a *actor) error {
	c, err := a.talk(e.id)
	switch {
	case err != nil:
		return err
	case e.to.Kind() == phone.None:
		return fmt.Errorf("telephony: no number to hand over to: %w", crm.ErrInvalid)
	case c.transfer != nil || a.joins(c):
		return fmt.Errorf("telephony: the call is being handed over: %w", crm.ErrConflict)
	}
	target := a.line.server.uri(e.to.String())
	a.refer(c, "<"+target.String()+">", nil)
	return nil
}

type joinCommand struct {
	reply
	id, other crm.ID
}

func (e *joinCommand) handle(a *actor) { e.c <- e.do(a) }

func (e *joinCommand) do(a *actor) error {
	if e.id == e.other {
		return fmt.Errorf("telephony: a call cannot be joined with itself: %w", crm.ErrInvalid)
	}
	c, err := a.talk(e.id)
	if err != nil {
		return err
	}
	other, err := a.talk(e.other)
	if err != nil {
		return err
	}
	if c.transfer != nil || other.transfer != nil || a.joins(c) || a.joins(other) {
		return fmt.Errorf("telephony: the call is being handed over: %w", crm.ErrConflict)
	}
	a.refer(c, replacing(other.dialog), other)
	return nil
}

// joins says that a call is the second one of a Join.
func (a *actor) joins(c *call) bool { return a.joiner(c) != nil }

func (a *actor) joiner(c *call) *call {
	for _, one := range a.calls {
		if one.transfer != nil && one.transfer.other == c {
			return one
		}
	}
	return nil
}

// replacing is a Refer-To that takes the place of ours in a dialog. Tags are named
// as its far end sees them (RFC 3891 section 3): the one there is "to".
func replacing(d *dialog.Dialog) string {
	target := *d.Target.Clone()
	target.Headers = nil
	value := d.CallID + ";to-tag=" + d.RemoteTag + ";from-tag=" + d.LocalTag
	return "<" + target.String() + "?Replaces=" + escaped(value) + ">"
}

// escaped fits a text into the headers of a URI (RFC 3261 section 25.1).
func escaped(text string) string {
	var b strings.Builder
	for _, c := range []byte(text) {
		switch {
		case c >= '0' && c <= '9', c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', strings.IndexByte("-_.~", c) >= 0:
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

// refer asks the other side to call somebody else, once it has heard the keys that
// were pressed: with the call they would be lost.
func (a *actor) refer(c *call, to string, other *call) {
	t := &transfer{other: other}
	c.transfer = t
	by := a.line.server.uri(a.cfg.User)
	build := func() *sip.Request {
		req := c.dialog.Request(sip.REFER)
		a.introduce(req)
		req.AppendHeader(sip.NewHeader("Refer-To", to))
		req.AppendHeader(sip.NewHeader("Referred-By", "<"+by.String()+">"))
		return req
	}
	t.limit = a.endpoint.Alarms.After(transferLimit, func() {
		a.transferFailed(c, t, fmt.Errorf("telephony: nobody told what became of it: %w", crm.ErrOffline))
	})
	a.log.Info("call is handed over", "call", c.id.String(), "joined", other != nil)
	a.afterKeys(c, time.Now().Add(keysLimit), func() {
		if c.transfer == t {
			a.sendRefer(c, t, build)
		}
	})
}

func (a *actor) sendRefer(c *call, t *transfer, build func() *sip.Request) {
	a.request(c, build, 1, func(res *sip.Response, err error) {
		switch {
		case err != nil:
			a.transferFailed(c, t, fmt.Errorf("telephony: %w: %w", err, crm.ErrOffline))
		case res.StatusCode >= 300:
			a.transferFailed(c, t, fmt.Errorf("telephony: %s: %w", statusText(res), kindOf(res.StatusCode)))
		default:
			t.accepted = true
		}
	})
}

// transferNews is a NOTIFY about a transfer: how far the other call has come, as
// the first line of its answer (RFC 3515 section 2.4.5).
func (a *actor) transferNews(c *call, req *sip.Request) {
	t := c.transfer
	if t == nil {
		return
	}
	t.accepted = true
	code := fragment(req.Body())
	terminated := strings.HasPrefix(strings.ToLower(valueOf(req, "subscription-state")), "terminated")
	switch {
	case code >= 200 && code < 300:
		a.transferred(c, t)
	case code >= 300:
		a.transferFailed(c, t, fmt.Errorf("telephony: %d: %w", code, kindOf(code)))
	case terminated:
		a.transferFailed(c, t, fmt.Errorf("telephony: the end of it is not told: %w", crm.ErrGarbled))
	}
}

// fragment is the status in a message/sipfrag (RFC 3420), 0 without one.
func fragment(body []byte) int {
	rest, ok := strings.CutPrefix(string(body), "SIP/2.0 ")
	if !ok || len(rest) < 3 {
		return 0
	}
	code, err := strconv.Atoi(rest[:3])
	if err != nil || code < 100 || code > 699 {
		return 0
	}
	return code
}

// transferred leaves the calls to those who talk now.
func (a *actor) transferred(c *call, t *transfer) {
	other := t.other
	a.transferOver(c, nil)
	end := crm.CallEnd{Outcome: crm.Transferred, At: time.Now()}
	a.hangup(c, end, 0)
	if other != nil {
		a.hangup(other, end, 0)
	}
}

// transferFailed takes a caller who waits back: there is nobody else to talk to. Of
// two calls that were to be joined neither is touched, one of them is talked to.
func (a *actor) transferFailed(c *call, t *transfer, err error) {
	if c.transfer != t || c.ended {
		return
	}
	a.transferOver(c, err)
	if t.other == nil && c.held {
		a.holdOthers(c)
		a.hold(c, false)
	}
}

// transferOver tells the end of a transfer, if there is one.
func (a *actor) transferOver(c *call, err error) {
	if c.transfer == nil {
		return
	}
	c.transfer.limit.Stop()
	c.transfer = nil
	id := c.id
	a.tell.say(func(l Listener) { l.TransferEnded(id, err) })
	a.log.Info("handing over ended", "call", id.String(), "done", err == nil)
}

// gaveAway says that a BYE is how a transfer succeeded: many exchanges say BYE to
// who has handed a call over instead of telling, and always to a call that
// another one takes the place of.
func (a *actor) gaveAway(c *call) bool {
	if t := c.transfer; t != nil && t.accepted {
		a.transferOver(c, nil)
		if t.other != nil {
			a.hangup(t.other, crm.CallEnd{Outcome: crm.Transferred, At: time.Now()}, 0)
		}
		return true
	}
	one := a.joiner(c)
	return one != nil && one.transfer.accepted
}

// referred is somebody who wants us to call somebody else. Whom a manager calls
// is not for others to decide.
func (a *actor) referred(s *transact.Server) {
	switch c := a.callOf(s.Request); {
	case c != nil && c.dialog.Next(s.Request):
		s.Respond(transact.Reply(s.Request, sip.StatusGlobalDecline, "Decline", ""))
	case c != nil:
		s.Respond(transact.Reply(s.Request, sip.StatusInternalServerError, "Out Of Order", ""))
	case s.Request.To().Params.Has("tag"):
		a.noSuchCall(s)
	default:
		res := transact.Reply(s.Request, sip.StatusMethodNotAllowed, "Method Not Allowed", "")
		res.AppendHeader(sip.NewHeader("Allow", allowed))
		s.Respond(res)
	}
}
