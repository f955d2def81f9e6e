package station

import (
	"context"
	"time"

	"pult/app/feed"
	"pult/app/store"
)

// stampEvery is how often it is looked whether another program has written. It
// costs some microseconds.
const stampEvery = time.Second

// watch tells of what other programs write into the home folder: an import, a new
// client, facts that are to be sent again.
type watch struct {
	store *store.Store
	feed  *feed.Feed
	every time.Duration
}

// serve looks until ctx ends.
func (w *watch) serve(ctx context.Context) error {
	last, err := w.store.Stamp(ctx)
	if err != nil {
		return err
	}
	tick := time.NewTicker(w.every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
		now, err := w.store.Stamp(ctx)
		if err != nil {
			return err
		}
		if now == last {
			continue
		}
		journal := now.Journal != last.Journal
		last = now
		w.feed.Publish(feed.WrittenElsewhere{Journal: journal})
		if !journal {
			continue
		}
		waiting, stuck, err := w.store.Journal.OutboxCount(ctx)
		if err != nil {
			return err
		}
		w.feed.Publish(feed.OutboxChanged{Waiting: waiting, Stuck: stuck})
	}
}
