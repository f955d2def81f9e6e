package inbox

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"pult/app/crm"
)

// pauses are between tries that fail, one after another.
var pauses = []time.Duration{
	500 * time.Millisecond, 2 * time.Second, 5 * time.Second, 15 * time.Second, 30 * time.Second, time.Minute, 2 * time.Minute,
}

// steady is how long a connection has to hold to be thought a good one.
const steady = time.Minute

// again keeps one connection up. A refusal that people have to mend ends the tries:
// providers block an account that goes on with a wrong password.
func (w *Watcher) again(ctx context.Context, serve func(context.Context) error, failed func(error)) {
	tries := 0
	for {
		began := w.now()
		err := serve(ctx)
		if ctx.Err() != nil {
			return
		}
		if w.now().Sub(began) > steady {
			tries = 0
		}
		w.log.Warn("connection ended", "err", kind(err))
		failed(err)
		if forPeople(err) {
			w.until(ctx, func(s State) bool { return !forPeople(s.Err) })
			tries = 0
			continue
		}
		pause := w.pauses[min(tries, len(w.pauses)-1)]
		tries++
		w.pause(ctx, pause/2+rand.N(pause))
	}
}

// pause waits, or until the state is another one: somebody asks, or the other
// connection has come up.
func (w *Watcher) pause(ctx context.Context, d time.Duration) {
	w.mu.Lock()
	changed := w.changed
	w.mu.Unlock()
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-changed:
	case <-ctx.Done():
	}
}

func (w *Watcher) failed(err error) {
	w.tell(func(s *State) { s.Online, s.Err = false, err })
}

// failedBehind: that sent letters are late is no reason to call the mailbox offline.
func (w *Watcher) failedBehind(error) {}

// forPeople tells what no try can mend.
func forPeople(err error) bool {
	for _, kind := range []error{crm.ErrDenied, crm.ErrNoSecret, crm.ErrUntrusted, crm.ErrInvalid} {
		if errors.Is(err, kind) {
			return true
		}
	}
	return false
}

// kind is an error without what the server said, which may hold names: for the log.
func kind(err error) string {
	var fault *crm.Fault
	if errors.As(err, &fault) {
		return fault.Kind.Error()
	}
	return "failed"
}
