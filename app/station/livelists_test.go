package station

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"pult/app/crm"
	"pult/app/feed"
)

// Live lists follow the books: soon after a change, once an hour without one. Frozen
// and closed ones are let alone, and one that fails does not stop the others.
func TestLiveListsFollowTheBooks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &feed.Feed{}
		asked := make(chan crm.ID, 100)
		l := &liveLists{
			feed: f, log: slog.New(slog.DiscardHandler),
			lists: func(context.Context) ([]crm.CallList, error) {
				return []crm.CallList{{ID: crm.ID{1}, Live: true}, {ID: crm.ID{2}}, {ID: crm.ID{3}, Live: true, Closed: time.Now()}, {ID: crm.ID{4}, Live: true}}, nil
			},
			refresh: func(_ context.Context, id crm.ID) (crm.Refreshed, error) {
				asked <- id
				if id == (crm.ID{1}) {
					return crm.Refreshed{}, errors.New("no")
				}
				return crm.Refreshed{Added: 1}, nil
			},
		}
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error)
		go func() { done <- l.serve(ctx) }()
		news := f.Subscribe(100)
		defer news.Close()
		pass := func(d time.Duration, want int, what string) {
			t.Helper()
			time.Sleep(d)
			synctest.Wait()
			var got []crm.ID
			for len(asked) > 0 {
				got = append(got, <-asked)
			}
			if wanted := slices.Repeat([]crm.ID{{1}, {4}}, want); !slices.Equal(got, wanted) {
				t.Errorf("%s: asked %v, want %v", what, got, wanted)
			}
		}
		pass(liveEvery+time.Second, 1, "after the start")
		if e, ok := (<-news.C).(feed.ListChanged); !ok || e.List != (crm.ID{4}) {
			t.Errorf("told of %+v", e)
		}
		pass(5*liveEvery, 0, "nothing changed")
		f.Publish(feed.ClientsChanged{})
		f.Publish(feed.ClientsChanged{})
		pass(liveEvery, 1, "changes")
		pass(liveAtLeast+liveEvery, 1, "an hour")
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("ended with %v", err)
		}
	})
}
