package desk

import (
	"context"

	"pult/app/crm"
	"pult/app/feed"
	"pult/app/phone"
)

// Renamed takes that somebody else is at the other side of a call now. The
// telephone line calls it.
func (d *Desk) Renamed(id crm.ID, number phone.Number, display string) {
	d.tell(func(ctx context.Context) { d.rename(ctx, id, number, display) })
}

// rename identifies a call anew. The record goes to the new client when there is no
// doubt who it is and nobody has chosen another; otherwise it stays where it was:
// an unknown number does not make the talk of before nobody's.
func (d *Desk) rename(ctx context.Context, id crm.ID, number phone.Number, display string) {
	l, ok := d.live[id]
	if !ok {
		return
	}
	if number.Kind() == phone.None { // it hides: what is known stays
		number = l.call.Number
	}
	if number.String() == l.call.Number.String() && display == l.call.Display {
		return
	}
	who := d.identify(ctx, number)
	call, before := l.call, l.call.Client
	call.Number, call.Display = number, display
	if !l.chosen && len(who.Matches) == 1 {
		call.Client = crm.Ref{}
		call = who.assign(call)
	}
	l.call, l.matches, l.unasked = call, who.Matches, who.failed
	d.record(ctx, call)
	d.Feed.Publish(feed.CallRenamed{Call: call, Matches: who.Matches, Says: who.Says, Say: who.Say})
	if before != call.Client {
		d.Feed.Publish(feed.CallAssigned{Call: call})
	}
}
