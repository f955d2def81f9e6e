package pbx

import (
	"context"
	"fmt"
	"strings"

	"github.com/emiago/sipgo/sip"

	"pult/telephony/internal/media"
	"pult/telephony/internal/transact"
)

// fork is a call that rings at several telephones: to each it is a call of its own,
// and the first that answers takes it from the others.
type fork struct {
	branches []*Call
	from     *Call             // the extension that dialled, if one did
	offer    media.Description // of it
	taker    *Call
}

// RingAll rings all telephones of an extension. Those that lose are told that the
// call was completed elsewhere (RFC 3326).
func (p *PBX) RingAll(ctx context.Context, caller Caller) ([]*Call, error) {
	var (
		f       *fork
		failure error
	)
	if err := p.do(ctx, func() { f, failure = p.forkTo(caller, nil) }); err != nil {
		return nil, err
	}
	if failure != nil {
		return nil, failure
	}
	return f.branches, nil
}

func (p *PBX) forkTo(caller Caller, from *Call) (*fork, error) {
	all := p.reach(caller.Extension)
	if len(all) == 0 {
		return nil, fmt.Errorf("pbx: extension %s is not registered", caller.Extension)
	}
	f := &fork{from: from}
	for _, target := range all {
		branch, err := p.ringAt(caller, target)
		if err != nil {
			f.callOff("")
			return nil, err
		}
		branch.fork = f
		f.branches = append(f.branches, branch)
	}
	return f, nil
}

// bridge rings the telephones of an extension that another one, or one of the same
// extension, has dialled.
func (p *PBX) bridge(c *Call, offer media.Description) {
	f, err := p.forkTo(Caller{From: c.record.Extension, Extension: c.record.Number}, c)
	if err != nil {
		c.refuse(sip.StatusTemporarilyUnavailable)
		return
	}
	f.offer, c.rung = offer, f
}

// rings tells the extension that dialled.
func (f *fork) rings() {
	if f == nil || f.from == nil || f.from.record.State != Dialling {
		return
	}
	c := f.from
	ring := transact.Reply(c.server.Request, sip.StatusRinging, "Ringing", c.tag)
	ring.AppendHeader(c.pbx.contact())
	c.server.Respond(ring)
	c.enter(Ringing)
}

// taken gives the call to the branch that answered.
func (f *fork) taken(by *Call) {
	if f == nil || f.taker != nil {
		return
	}
	f.taker = by
	f.callOff(`SIP;cause=200;text="Call completed elsewhere"`)
	if f.from != nil && f.from.record.State != Over {
		f.from.peer, by.peer = by, f.from
		f.from.pick(f.offer)
	}
}

// callOff cancels the branches that nobody has answered.
func (f *fork) callOff(reason string) {
	if f == nil {
		return
	}
	for _, branch := range f.branches {
		if branch != f.taker && branch.record.State != Over {
			branch.client.Reason = reason
			branch.hangup()
		}
	}
}

// over tells the extension that dialled when nobody is left who could answer.
func (f *fork) over() {
	if f == nil || f.from == nil || f.taker != nil || f.from.record.State == Over {
		return
	}
	best := 0 // as RFC 3261 section 16.7 chooses
	for _, branch := range f.branches {
		code := branch.record.Code
		switch {
		case branch.record.State != Over:
			return
		case best == 0, code >= 600, best < 600 && code < best:
			best = code
		}
	}
	f.from.refuse(max(best, sip.StatusBadRequest))
}

// leavePeer leaves the other side of a bridge to the one called in our place, or
// alone when that one did not come.
func (c *Call) leavePeer(to string, came bool) {
	peer := c.peer
	if peer == nil {
		return
	}
	c.peer, peer.peer = nil, nil
	if !came {
		peer.hangup()
		return
	}
	number, _, _ := strings.Cut(strings.TrimPrefix(to, "<sip:"), "@")
	peer.record.Number = number
	peer.enter(Talking)
}
