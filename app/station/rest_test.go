package station

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"pult/app/crm"
	"pult/app/feed"
)

// Memory is given back once after work, and never while somebody talks.
func TestRest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var freed atomic.Int32
		f := &feed.Feed{}
		r := &rest{feed: f, free: func() { freed.Add(1) }}
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error)
		go func() { done <- r.serve(ctx) }()
		pass := func(d time.Duration, want int, what string) {
			t.Helper()
			synctest.Wait()
			time.Sleep(d)
			synctest.Wait()
			if got := int(freed.Load()); got != want {
				t.Errorf("%s: freed %d times, want %d", what, got, want)
			}
		}
		call := crm.Call{ID: crm.NewID(time.Now())}
		pass(restAfter, 1, "after the start")
		f.Publish(feed.RingShown{Call: call})
		pass(10*restAfter, 1, "during a long talk")
		f.Publish(feed.CallEnded{Call: call})
		pass(restAfter-1, 1, "just after it")
		pass(1, 2, "a while after it")
		pass(time.Hour, 2, "an idle hour")
		for range 100 {
			f.Publish(feed.OutboxChanged{})
			pass(restAfter/2, 2, "one thing after another")
		}
		for range manyCalls { // a busy hour: the last of many calls, and not before
			pass(time.Second, 2, "one call after another")
			one := crm.Call{ID: crm.NewID(time.Now())}
			f.Publish(feed.RingShown{Call: one})
			pass(time.Second, 2, "while it rings")
			f.Publish(feed.CallEnded{Call: one})
		}
		pass(time.Second, 3, "after many calls")
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("ended with %v", err)
		}
	})
}
