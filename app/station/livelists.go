package station

import (
	"context"
	"log/slog"
	"time"

	"pult/app/crm"
	"pult/app/feed"
)

const (
	// liveEvery is how often live lists are asked anew after something has changed. A
	// question takes up to a second of the processor in a large firm.
	liveEvery = 5 * time.Minute
	// liveAtLeast is how often they are asked though nothing was told: days pass too.
	liveAtLeast = time.Hour
)

// liveLists keeps live call lists as the books are: newcomers come in, who fits no
// more is withdrawn.
type liveLists struct {
	feed    *feed.Feed
	lists   func(context.Context) ([]crm.CallList, error)
	refresh func(context.Context, crm.ID) (crm.Refreshed, error)
	log     *slog.Logger
}

func (s *Station) liveLists() *liveLists {
	return &liveLists{feed: s.Feed, lists: s.Store.Journal.CallLists, refresh: s.Builder().RefreshList, log: s.log}
}

// serve watches until ctx ends.
func (l *liveLists) serve(ctx context.Context) error {
	news := l.feed.Subscribe(64)
	defer news.Close()
	tick := time.NewTicker(liveEvery)
	defer tick.Stop()
	changed, asked := true, time.Now()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case e := <-news.C:
			switch e.(type) {
			case feed.ClientsChanged, feed.Reload:
				changed = true
			}
		case now := <-tick.C:
			if !changed && now.Sub(asked) < liveAtLeast {
				continue
			}
			changed, asked = false, now
			l.all(ctx)
		}
	}
}

// all asks for each list. One that cannot be asked now is asked the next time.
func (l *liveLists) all(ctx context.Context) {
	lists, err := l.lists(ctx)
	if err != nil {
		l.log.Warn("lists: live ones could not be read", "error", err)
	}
	for _, list := range lists {
		if !list.Live || !list.Open() || ctx.Err() != nil {
			continue
		}
		done, err := l.refresh(ctx, list.ID)
		if err != nil {
			l.log.Warn("lists: a live one could not be refreshed", "error", err)
		}
		if done != (crm.Refreshed{}) {
			l.feed.Publish(feed.ListChanged{List: list.ID, Paused: list.Paused})
		}
	}
}
