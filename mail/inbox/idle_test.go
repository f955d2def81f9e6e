package inbox

import (
	"strings"
	"testing"
	"time"
)

// A server that offers IDLE and never tells of anything in it is looked at by the
// clock, and not asked for IDLE at all. One that refuses it is looked at too, on the
// connection that is there.
func TestIdleThatIsPoor(t *testing.T) {
	for name, idles := range map[string]bool{"tells of nothing": true, "refuses": false} {
		t.Run(name, func(t *testing.T) {
			q := newQuirky(t)
			q.caps, q.idles = " IDLE", idles
			q.deliver(1, quirk{})
			s := newShelf("")
			q.watch(t, s, func(w *Watcher) {
				w.options.Clock = idles
				w.pauses = []time.Duration{time.Hour} // a connection that ends is not made anew
			})
			s.await(t, holds("INBOX", 1))
			q.deliver(2, quirk{})
			s.await(t, holds("INBOX", 2))
			asked := 0
			q.mu.Lock()
			for _, said := range q.said {
				if strings.HasPrefix(said, "IDLE") {
					asked++
				}
			}
			q.mu.Unlock()
			if want := map[bool]int{true: 0, false: 1}[idles]; asked != want {
				t.Errorf("IDLE was asked for %d times, want %d", asked, want)
			}
		})
	}
}

// Where IDLE is trusted, it is so for a while only: what a server forgets to tell is
// found all the same.
func TestIdleIsNotTrustedForEver(t *testing.T) {
	q := newQuirky(t)
	q.caps, q.idles = " IDLE", true
	q.deliver(1, quirk{})
	s := newShelf("")
	q.watch(t, s, func(w *Watcher) { w.options.Idle = 50 * time.Millisecond })
	s.await(t, holds("INBOX", 1))
	q.deliver(2, quirk{})
	s.await(t, holds("INBOX", 2))
}
