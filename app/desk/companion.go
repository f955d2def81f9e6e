package desk

import (
	"context"

	"pult/app/crm"
	"pult/app/feed"
)

// DialledElsewhere takes a call that the manager has begun at the desk phone by
// hand. It is put on record like one that was dialled here.
func (d *Desk) DialledElsewhere(r crm.Ring) {
	d.tell(func(ctx context.Context) {
		call := crm.Call{
			ID: r.Call, SIPCallID: r.SIPCallID, Account: r.Account, Direction: crm.Outgoing,
			Number: r.Number, Display: r.Display, RangAt: d.Now().UTC(),
		}
		who := d.identify(ctx, call.Number)
		call = who.assign(call)
		d.live[call.ID] = &live{call: call, matches: who.Matches}
		d.record(ctx, call) // a fault of the disk is told; the call goes on all the same
		d.Feed.Publish(feed.CallStarted{Call: call, Matches: who.Matches})
	})
}
