package desk

import (
	"context"

	"pult/app/crm"
	"pult/app/feed"
	"pult/app/phone"
)

// lateTries is how often the cache is asked once more, a second each by default: a disk
// that was asleep wakes up within the first ring.
const lateTries = 5

// askOn goes on asking who calls while it rings; the pop-up stands there already and
// says that it looks.
func (d *Desk) askOn(ctx context.Context, id crm.ID, number phone.Number) {
	d.asking.Go(func() {
		for range lateTries {
			who := d.identifyIn(ctx, number, later*d.Patience)
			if ctx.Err() != nil {
				return
			}
			if !who.failed {
				_ = d.post(ctx, func(ctx context.Context) { d.identified(ctx, id, who) })
				return
			}
		}
	})
}

// identified takes an answer that came late. By now somebody may have asked again, or
// the call may be another number's.
func (d *Desk) identified(ctx context.Context, id crm.ID, who Identity) {
	l, ok := d.live[id]
	if !ok || !l.unasked || l.call.Number != who.Number {
		return
	}
	l.unasked, l.matches = false, who.Matches
	if before := l.call.Client; !l.chosen {
		l.call = who.assign(l.call)
		if l.call.Client != before {
			d.record(ctx, l.call)
		}
	}
	d.Feed.Publish(feed.CallRenamed{Call: l.call, Matches: who.Matches, Says: who.Says, Say: who.Say})
}
