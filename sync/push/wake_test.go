package push_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"pult/app/crm"
	"pult/app/feed"
	"pult/app/store"
	"pult/sync/push"
	"pult/sync/standin"
)

// serving is a courier at work; its clock stands still, so that what it has put
// off goes only when somebody wants it to.
func serving(t *testing.T, x *office) (*push.Courier, *store.Store, *feed.Subscription) {
	t.Helper()
	c, s := x.courier(t)
	news := c.Feed.Subscribe(64)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- c.Serve(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
	return c, s, news
}

// moved waits until a fact is in that state with that trouble.
func moved(t *testing.T, news *feed.Subscription, state crm.FactState, trouble crm.Trouble) {
	t.Helper()
	limit := time.After(time.Minute)
	for {
		select {
		case e := <-news.C:
			if o, ok := e.(feed.OutboxChanged); ok && o.Fact.State == state && o.Fact.Trouble == trouble {
				return
			}
		case <-limit:
			t.Fatalf("no fact became %s (%s)", state, trouble)
		}
	}
}

// When somebody has put right what 1C refused and wants it sent again, it goes at
// once: neither the patrol nor the pause of its kind is waited for. It is the same
// whether he asks the panel or another program on the folder.
func TestWhatIsWantedAgainGoesAtOnce(t *testing.T) {
	for name, news := range map[string]feed.Event{"here": feed.FactsFreed{}, "elsewhere": feed.WrittenElsewhere{Journal: true}} {
		t.Run(name, func(t *testing.T) {
			x := practice(t, standin.Options{})
			x.company.Fail(standin.Failure{Kind: standin.Unpublish, Set: "Document_Встреча"})
			c, s, told := serving(t, x)
			line := meeting(0)
			if err := s.Journal.RecordLine(t.Context(), line, true); err != nil {
				t.Fatal(err)
			}
			c.Feed.Publish(feed.HistoryChanged{Interaction: line})
			moved(t, told, crm.FactWaiting, "not_published")
			x.company.Heal()
			if err := s.Journal.RetryFact(t.Context(), line.ID); err != nil {
				t.Fatal(err)
			}
			c.Feed.Publish(feed.WrittenElsewhere{}) // the copy of 1C: nobody wants anything
			c.Feed.Publish(news)
			moved(t, told, crm.FactSent, "")
		})
	}
}
