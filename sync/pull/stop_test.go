package pull_test

import (
	"context"
	"testing"

	"pult/app/crm"
	"pult/app/feed"
)

// A round that a person ends is no failure: what was read is kept, and the next
// one goes on.
func TestStoppedRoundKeepsWhatWasRead(t *testing.T) {
	x := practice(t, 300)
	news := x.feed.Subscribe(1024)
	defer news.Close()
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		for e := range news.C {
			if s, ok := e.(feed.SyncChanged); ok && s.Kind == "debts" {
				x.puller.Stop()
				return
			}
		}
	}()
	result := x.puller.Round(t.Context())
	<-stopped
	if !result.Stopped || result.Err() != nil {
		t.Fatalf("stopped %v, faults %v", result.Stopped, result.Faults)
	}
	clients, _, err := x.store.Cache.Count(t.Context())
	if err != nil || clients == 0 {
		t.Errorf("%d clients are kept, %v", clients, err)
	}
	rounds, err := x.store.Cache.Rounds(t.Context())
	if err != nil || len(rounds) != 1 || !rounds[0].Stopped || rounds[0].Sum().Err != nil {
		t.Errorf("remembered %+v, %v", rounds, err)
	}
	if again := x.puller.Round(t.Context()); again.Err() != nil || again.Stopped {
		t.Errorf("the next round: %+v", again)
	}
	x.puller.Stop() // between rounds there is nothing to end
}

func TestCheckWaitsForTheRound(t *testing.T) {
	x := practice(t, 20)
	busy, free := make(chan struct{}), make(chan struct{})
	done := make(chan error, 1)
	go func() {
		done <- x.puller.Alone(t.Context(), func() error {
			close(busy)
			<-free
			return nil
		})
	}()
	<-busy
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := x.puller.Alone(ctx, func() error { return crm.ErrBusy }); err == nil {
		t.Error("two talk to the source at once")
	}
	close(free)
	if err := <-done; err != nil {
		t.Error(err)
	}
	if err := x.puller.Round(t.Context()).Err(); err != nil {
		t.Error(err)
	}
}
