package station

import (
	"context"
	"time"

	"pult/app/crm"
	"pult/app/feed"
)

// restAfter is how long nothing has happened when memory is given back. It is
// longer than transactions of SIP live on (32 s, RFC 3261 section 17), and over
// before anybody looks at what an idle program takes.
const restAfter = 40 * time.Second

// manyCalls is after how many calls memory is given back without such a calm: a busy
// hour has none.
const manyCalls = 5

// rest gives memory back to the system after work: left to itself the runtime
// collects only when the heap has doubled, which in a quiet panel is never, and
// returns what is free over minutes. It is done when no call is open and nothing
// has happened for a while, so that no ring has to share the processor with it, and
// between two calls after a few of them.
type rest struct {
	feed *feed.Feed
	free func() // a few milliseconds, most of them beside everything else
}

// serve watches until ctx ends.
func (r *rest) serve(ctx context.Context) error {
	open, calls := make(map[crm.ID]bool), 0
	news := r.feed.Subscribe(64)
	defer news.Close()
	due := time.NewTimer(restAfter)
	defer due.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case e := <-news.C:
			switch e := e.(type) {
			case feed.RingShown:
				open[e.Call.ID] = true
			case feed.CallStarted:
				open[e.Call.ID] = true
			case feed.CallEnded:
				delete(open, e.Call.ID)
				if calls++; calls >= manyCalls && len(open) == 0 {
					r.free()
					calls = 0
				}
			case feed.Reload: // what was lost may have been the end of a call
				clear(open)
			}
			due.Reset(restAfter)
		case <-due.C:
			if len(open) == 0 {
				r.free()
				calls = 0
			}
		}
	}
}
