package pbx

import (
	"context"
	"fmt"

	"github.com/emiago/sipgo/sip"

	"pult/telephony/internal/media"
	"pult/telephony/internal/terms"
	"pult/telephony/internal/transact"
)

// Hold is the outside putting the extension on hold, or taking it back. It
// returns when the extension has answered.
func (c *Call) Hold(ctx context.Context, on bool) error {
	direction := media.SendReceive
	if on {
		direction = media.SendOnly
	}
	return c.change(ctx, func(done chan<- error) { c.offer(direction, done) })
}

// change begins a change of the call and waits for the end of it.
func (c *Call) change(ctx context.Context, begin func(done chan<- error)) error {
	done := make(chan error, 1)
	err := c.pbx.do(ctx, func() { begin(done) })
	if err != nil {
		return err
	}
	select {
	case err = <-done:
		return err
	case <-c.pbx.done:
		return ErrStopped
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Glare refuses the next n changes that the extension wants with 491, as if the
// outside wanted one at the same moment.
func (c *Call) Glare(ctx context.Context, n int) error {
	return c.pbx.do(ctx, func() { c.glare = n })
}

// offer sends an INVITE within the call.
func (c *Call) offer(d media.Direction, done chan<- error) {
	if c.record.State != Talking {
		done <- fmt.Errorf("pbx: nobody talks: %s", c.record.State)
		return
	}
	c.version++
	c.holds = d == media.SendOnly
	body, err := c.session.Offer(media.Identity{ID: 1, Version: c.version})
	if err == nil {
		body, err = terms.Amend(body, d, c.pbx.keys(terms.OurKeys))
	}
	if err != nil {
		done <- err
		return
	}
	req := c.dialog.Request(sip.INVITE)
	req.AppendHeader(c.pbx.contact())
	kind := sip.ContentTypeHeader("application/sdp")
	req.AppendHeader(&kind)
	req.SetBody(body)
	c.offering = true
	acked := false
	c.pbx.endpoint.Send(req, c.pbx.where(c.record.Extension, c.dialog.Target), func(res *sip.Response, err error) {
		if err != nil || res.StatusCode >= 200 {
			c.offering = false
		}
		switch {
		case err != nil:
			done <- err
		case res.StatusCode < 200:
		case res.StatusCode >= 300:
			done <- fmt.Errorf("pbx: the extension says %d: %w", res.StatusCode, ErrRefused)
		case !acked:
			acked = true
			c.pbx.endpoint.SendOnce(c.dialog.Ack(req), c.pbx.where(c.record.Extension, c.dialog.Target))
			description, err := c.readAnswer(res.Body())
			if err == nil && c.session != nil {
				c.session.Apply(description)
			}
			done <- err
		}
	})
}

// changed answers an INVITE within a call: hold, or a refresh.
func (p *PBX) changed(s *transact.Server, c *Call) {
	if c == nil || c.session == nil {
		s.Respond(transact.Reply(s.Request, sip.StatusCallTransactionDoesNotExists, "Call/Transaction Does Not Exist", ""))
		return
	}
	if c.glare > 0 || c.offering {
		c.glare = max(0, c.glare-1)
		c.record.Glares++
		s.Respond(transact.Reply(s.Request, sip.StatusRequestPending, "Request Pending", ""))
		return
	}
	offer, err := c.readOffer(s.Request.Body())
	if err != nil {
		s.Respond(transact.Reply(s.Request, sip.StatusNotAcceptableHere, "Not Acceptable Here", ""))
		return
	}
	c.version++
	body, err := c.answer(offer)
	if err != nil {
		s.Respond(transact.Reply(s.Request, sip.StatusInternalServerError, "Server Internal Error", ""))
		return
	}
	c.dialog.Refresh(s.Request.Contact()) // RFC 3261 section 12.2.2
	c.record.Held = !offer.Direction.Receives()
	c.session.Apply(offer)
	c.server = s
	res := transact.Reply(s.Request, sip.StatusOK, "OK", "")
	res.AppendHeader(p.contact())
	kind := sip.ContentTypeHeader("application/sdp")
	res.AppendHeader(&kind)
	res.SetBody(body)
	s.Respond(res)
}

// answer describes the outside to an extension that has described itself.
func (c *Call) answer(offer media.Description) ([]byte, error) {
	keys := c.pbx.keys(terms.Keys(offer))
	c.session.HearKeys(keys)
	body, err := c.session.Answer(media.Identity{ID: 1, Version: c.version}, offer)
	if err != nil {
		return nil, err
	}
	return terms.Amend(body, terms.Answer(offer.Direction, c.holds), keys)
}

// keys is the payload type of telephone events, for an exchange that knows them.
func (p *PBX) keys(payload uint8) uint8 {
	if p.options.NoEvents {
		return 0
	}
	return payload
}
