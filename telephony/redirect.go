package telephony

import (
	"context"
	"fmt"
	"time"

	"github.com/emiago/sipgo/sip"

	"pult/app/crm"
	"pult/app/phone"
	"pult/telephony/internal/transact"
)

// Redirect hands a call over that still rings: the exchange is told to call that
// number instead (RFC 3261 section 21.3.3, 302). Ended says crm.Transferred and who
// it was given to. A call that does not ring any more is crm.ErrConflict.
//
// An exchange may not follow the word of a telephone. It then goes on as after a
// refusal: with colleagues that ring along, or with its own busy or voicemail. For
// us the call is over either way, and nothing is told of what became of it.
func (l *Line) Redirect(ctx context.Context, id crm.ID, to phone.Number) error {
	return l.command(ctx, &redirectCommand{reply: newReply(), id: id, to: to})
}

type redirectCommand struct {
	reply
	id crm.ID
	to phone.Number
}

func (e *redirectCommand) handle(a *actor) { e.c <- e.do(a) }

func (e *redirectCommand) do(a *actor) error {
	if e.to.Kind() == phone.None {
		return fmt.Errorf("telephony: no number to hand over to: %w", crm.ErrInvalid)
	}
	c, err := a.waiting(e.id)
	if err != nil {
		return err
	}
	target, from := a.line.server.uri(e.to.String()), a.line.server.uri(a.cfg.User)
	res := transact.Reply(c.server.Request, sip.StatusMovedTemporarily, "Moved Temporarily", c.tag)
	res.AppendHeader(sip.NewHeader("Contact", "<"+target.String()+">"))
	// Who turned the call, so that the next telephone shows whom it was for (RFC
	// 5806 section 4).
	res.AppendHeader(sip.NewHeader("Diversion", "<"+from.String()+">;reason=deflection"))
	c.server.Respond(res)
	a.finish(c, crm.CallEnd{
		Outcome: crm.Transferred, Code: sip.StatusMovedTemporarily, By: e.to.String(), At: time.Now(),
	})
	return nil
}
