package team

import (
	"context"
	"sync"
	"time"
)

// bucket lets so many things through a second, and some more at once after a
// pause.
type bucket struct {
	every time.Duration
	most  int
	now   func() time.Time

	mu   sync.Mutex
	full time.Time // when the bucket is full again
}

func newBucket(perSecond, most int, now func() time.Time) *bucket {
	return &bucket{every: time.Second / time.Duration(perSecond), most: most, now: now}
}

// take lets one thing through, or tells how long it has to wait.
func (b *bucket) take() time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := b.now()
	if b.full.Before(now) {
		b.full = now
	}
	full := b.full.Add(b.every)
	if wait := full.Sub(now) - time.Duration(b.most)*b.every; wait > 0 {
		return wait
	}
	b.full = full
	return 0
}

// wait waits until one thing may pass; false when ctx ends before.
func (b *bucket) wait(ctx context.Context) bool {
	for {
		wait := b.take()
		if wait == 0 {
			return ctx.Err() == nil
		}
		timer := time.NewTimer(wait)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return false
		}
	}
}
