package telephony

import (
	"context"
	"fmt"
	"time"

	"github.com/emiago/sipgo/sip"

	"pult/app/crm"
	"pult/telephony/internal/transact"
)

// Codes of Reject.
const (
	// Busy lets the exchange go on: to a colleague, to voicemail (RFC 3261
	// section 21.4.24).
	Busy = sip.StatusBusyHere
	// Decline is for good: nobody else is to be asked (RFC 3261 section 21.6.2).
	Decline = sip.StatusGlobalDecline
)

// Reject refuses a ringing call with Busy or Decline; Ended says crm.Rejected and
// the code. A call that does not ring any more is crm.ErrConflict.
func (l *Line) Reject(ctx context.Context, id crm.ID, code int) error {
	return l.command(ctx, &rejectCommand{reply: newReply(), id: id, code: code})
}

// SetDoNotDisturb turns new calls away from now on, also before and after Serve.
// Calls that ring or are talked on already stay, and a call that somebody hands
// over in the place of one of them is let through.
//
// Who calls hears busy (486) at once and never a ring (no 180). The call is still
// on record: the listener is told Ringing and right after it Ended with
// crm.Rejected and code 486, as it is of a call without a common codec, so
// whoever sounds a ring on Ringing has to look at his own switch first.
func (l *Line) SetDoNotDisturb(on bool) { l.undisturbed.Store(on) }

// DoNotDisturb says whether new calls are turned away.
func (l *Line) DoNotDisturb() bool { return l.undisturbed.Load() }

type rejectCommand struct {
	reply
	id   crm.ID
	code int
}

func (e *rejectCommand) handle(a *actor) { e.c <- e.do(a) }

func (e *rejectCommand) do(a *actor) error {
	if e.code != Busy && e.code != Decline {
		return fmt.Errorf("telephony: a call is rejected with %d or %d: %w", Busy, Decline, crm.ErrInvalid)
	}
	c, err := a.byID(e.id)
	if err != nil {
		return err
	}
	if c.phase != ringing {
		return fmt.Errorf("%w: %w", errPhase, crm.ErrConflict)
	}
	a.hangup(c, crm.CallEnd{Outcome: crm.Rejected, At: time.Now()}, e.code)
	return nil
}

// turnedAway answers an INVITE that may not become a call at all.
func (a *actor) turnedAway(s *transact.Server) bool {
	req := s.Request
	switch {
	case a.byCallID[req.CallID().Value()] != nil:
		// The same call came by two ways; it rings already (RFC 3261 section 8.2.2.2).
		s.Respond(transact.Reply(req, sip.StatusLoopDetected, "Loop Detected", ""))
	case a.stopping:
		s.Respond(transact.Reply(req, statusUnavailable, reasonOf(statusUnavailable), ""))
	case req.GetHeader("replaces") != nil:
		a.takeOver(s)
	case len(a.calls) >= a.cfg.Calls && !a.line.DoNotDisturb():
		s.Respond(transact.Reply(req, Busy, reasonOf(Busy), ""))
	default:
		return false
	}
	return true
}
