// Package feed carries typed events to subscribers. Publishing never waits: the
// ring path must not hang on a slow screen. A subscriber that falls behind is
// told to reload instead.
package feed

import "sync"

// Feed hands each event to every subscriber, in order. The zero Feed is ready.
type Feed struct {
	mu   sync.Mutex
	subs map[*Subscription]struct{}
}

// Subscription receives events on C until Close.
type Subscription struct {
	C    <-chan Event
	c    chan Event
	feed *Feed
	lost bool // guarded by feed.mu
}

// Subscribe returns a subscription that holds up to size events. One place more
// is kept for Reload.
func (f *Feed) Subscribe(size int) *Subscription {
	c := make(chan Event, size+1)
	s := &Subscription{C: c, c: c, feed: f}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.subs == nil {
		f.subs = map[*Subscription]struct{}{}
	}
	f.subs[s] = struct{}{}
	return s
}

// Publish hands e to all subscribers and returns at once.
func (f *Feed) Publish(e Event) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for s := range f.subs {
		s.offer(e)
	}
}

// offer puts e in the queue. Once an event is lost the next ones wait behind a
// Reload, so that nobody acts on a torn story.
func (s *Subscription) offer(e Event) {
	free := cap(s.c) - len(s.c)
	switch {
	case free > 1:
		s.lost = false
		s.c <- e
	case !s.lost && free == 1:
		s.lost = true
		s.c <- Reload{}
	}
}

// Close ends the subscription and closes C.
func (s *Subscription) Close() {
	s.feed.mu.Lock()
	defer s.feed.mu.Unlock()
	if _, ok := s.feed.subs[s]; !ok {
		return
	}
	delete(s.feed.subs, s)
	close(s.c)
}
