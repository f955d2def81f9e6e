package desk

import (
	"context"
	"time"

	"pult/app/crm"
	"pult/app/feed"
)

// The telephone line tells the desk what happens by these methods. They queue
// the news and return.

// LineChanged takes what an account of the line is doing.
func (d *Desk) LineChanged(s crm.LineStatus) {
	d.tell(func(context.Context) {
		d.lines.note(s)
		d.Feed.Publish(feed.LineChanged{Status: d.lines.worst(), Changed: s})
	})
}

// RemoteRinging takes that the other side's phone rings.
func (d *Desk) RemoteRinging(id crm.ID) {
	d.tell(func(context.Context) {
		if l, ok := d.live[id]; ok {
			d.Feed.Publish(feed.CallRemoteRinging{Call: l.call})
		}
	})
}

// EarlySound takes that the exchange lets a call of ours be heard before the answer.
func (d *Desk) EarlySound(id crm.ID) {
	d.tell(func(context.Context) {
		if l, ok := d.live[id]; ok {
			d.Feed.Publish(feed.CallEarlySound{Call: l.call})
		}
	})
}

// Answered takes that the talk has begun.
func (d *Desk) Answered(id crm.ID, at time.Time) {
	d.tell(func(ctx context.Context) { d.answered(ctx, id, at) })
}

// Ended takes that a call is over.
func (d *Desk) Ended(id crm.ID, end crm.CallEnd) {
	d.tell(func(ctx context.Context) { d.end(ctx, id, end) })
}

// Held takes whether either side is on hold.
func (d *Desk) Held(id crm.ID, here, there bool) {
	d.tell(func(context.Context) {
		if l, ok := d.live[id]; ok {
			l.held, l.heldThere = here, there
			d.Feed.Publish(feed.CallHeld{Call: l.call, Here: here, There: there})
		}
	})
}

// Secured takes whether voice is encrypted between us and the exchange.
func (d *Desk) Secured(id crm.ID, on bool) {
	d.tell(func(context.Context) {
		if l, ok := d.live[id]; ok && l.secured != on {
			l.secured = on
			d.Feed.Publish(feed.CallSecured{Call: l.call, On: on})
		}
	})
}

// TransferEnded takes what became of handing a call over. The talk goes on when
// err says that it failed.
func (d *Desk) TransferEnded(id crm.ID, err error) {
	d.tell(func(context.Context) {
		for _, l := range d.live {
			if l.handing == id {
				l.handing = crm.ID{}
			}
		}
		if l, ok := d.live[id]; ok {
			d.Feed.Publish(feed.TransferEnded{Call: l.call, Err: err})
		}
	})
}

// tell queues news. A desk that has stopped hears no more.
func (d *Desk) tell(step func(context.Context)) { _ = d.post(context.Background(), step) }

func (d *Desk) answered(ctx context.Context, id crm.ID, at time.Time) {
	l, ok := d.live[id]
	if !ok {
		return
	}
	l.call.AnsweredAt = at.UTC()
	l.unheard = false // somebody is talked to after all
	d.identifyAgain(ctx, l, d.Patience)
	d.recordAnswer(ctx, l)
	d.Feed.Publish(feed.CallAnswered{Call: l.call})
}

func (d *Desk) end(ctx context.Context, id crm.ID, end crm.CallEnd) {
	l, ok := d.live[id]
	if !ok {
		return
	}
	delete(d.live, id)
	l.call.EndedAt, l.call.Outcome = end.At.UTC(), end.Outcome
	l.call.AnsweredBy = d.nameOf(end.By)
	if l.silent && end.Outcome == crm.Rejected {
		l.call.Outcome = crm.Missed // nobody here declined: somebody wants to be called back
	}
	if end.At.IsZero() {
		l.call.EndedAt = d.Now().UTC()
	}
	d.identifyAgain(ctx, l, later*d.Patience)
	d.recordEnd(ctx, l, end.Code)
	d.Feed.Publish(feed.CallEnded{Call: l.call})
}
