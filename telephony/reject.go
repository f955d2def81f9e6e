package telephony

import (
	"context"
	"fmt"
	"time"

	"github.com/emiago/sipgo/sip"

	"pult/app/crm"
	"pult/telephony/internal/transact"
)

// rejections are the codes that say how a call is turned away.
var rejections = map[crm.Rejection]int{
	crm.RejectBusy:    sip.StatusBusyHere,
	crm.RejectDecline: sip.StatusGlobalDecline,
}

// Reject refuses a ringing call; Ended says crm.Rejected and the code. A call that
// does not ring any more is crm.ErrConflict.
func (l *Line) Reject(ctx context.Context, id crm.ID, how crm.Rejection) error {
	return l.command(ctx, &rejectCommand{reply: newReply(), id: id, how: how})
}

// SetDoNotDisturb turns new calls away from now on, also before and after Serve.
// Calls that ring or are talked on already stay, and a call that somebody hands
// over in the place of one of them is let through.
//
// Who calls hears busy (486) at once and never a ring (no 180). The call is still
// on record: the listener is told a Ringing that is Silent and right after it
// Ended with crm.Rejected and code 486.
func (l *Line) SetDoNotDisturb(on bool) { l.undisturbed.Store(on) }

// DoNotDisturb says whether new calls are turned away.
func (l *Line) DoNotDisturb() bool { return l.undisturbed.Load() }

type rejectCommand struct {
	reply
	id  crm.ID
	how crm.Rejection
}

func (e *rejectCommand) handle(a *actor) { e.c <- e.do(a) }

func (e *rejectCommand) do(a *actor) error {
	code, ok := rejections[e.how]
	if !ok {
		return fmt.Errorf("telephony: no way to reject a call: %w", crm.ErrInvalid)
	}
	c, err := a.waiting(e.id)
	if err != nil {
		return err
	}
	a.hangup(c, crm.CallEnd{Outcome: crm.Rejected, At: time.Now()}, code)
	return nil
}

// waiting finds a call that still rings here.
func (a *actor) waiting(id crm.ID) (*call, error) {
	c, err := a.byID(id)
	if err == nil && c.phase != ringing {
		err = fmt.Errorf("%w: %w", errPhase, crm.ErrConflict)
	}
	return c, err
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
		s.Respond(transact.Reply(req, sip.StatusBusyHere, reasonOf(sip.StatusBusyHere), ""))
	default:
		return false
	}
	return true
}
