package inbox

import (
	"context"
	"errors"
	"time"

	"github.com/emersion/go-imap/v2"

	"pult/app/crm"
)

const inboxName = "INBOX"

// look is how often we look at the clock of the wall: after a sleep the other side
// is gone, and nothing tells.
const look = 10 * time.Second

var errSlept = errors.New("the machine has slept")

// front holds the connection that waits for letters in the inbox.
func (w *Watcher) front(ctx context.Context) error {
	s, err := w.open(ctx)
	if err != nil {
		return err
	}
	defer s.close()
	for {
		if err := w.catchUp(ctx, s, Folder{Account: w.account.Name, Name: inboxName}, w.suspects(inboxName)); err != nil {
			return err
		}
		if err := w.news(ctx, s); err != nil {
			return err
		}
	}
}

// news waits until it is worth to look again.
func (w *Watcher) news(ctx context.Context, s *session) error {
	awake := w.awake()
	if w.options.Clock || s.deaf || !s.caps.Has(imap.CapIdle) {
		if err := w.rest(ctx, w.options.Poll, awake, nil); err != nil {
			return err
		}
		return s.alive()
	}
	err := s.idle(ctx, w.options.Idle, awake)
	if errors.Is(err, crm.ErrRefused) || errors.Is(err, crm.ErrBusy) { // it is offered, and not to be had
		s.deaf = true
		return nil
	}
	return err
}

// rest waits, with an eye on the clock, and does what is asked for meanwhile on the
// session, if there is one.
func (w *Watcher) rest(ctx context.Context, d time.Duration, awake func() bool, s *session) error {
	ticker := time.NewTicker(min(look, d))
	defer ticker.Stop()
	timer := time.NewTimer(d)
	defer timer.Stop()
	var jobs chan job
	if s != nil {
		jobs = w.jobs
	}
	for {
		select {
		case <-timer.C:
			return nil
		case j := <-jobs:
			err := j.do(s)
			j.done <- err
			if errors.Is(err, crm.ErrOffline) {
				return err
			}
			if j.news {
				return nil
			}
		case <-ctx.Done():
			return ctx.Err()
		case <-ticker.C:
			if !awake() {
				return &crm.Fault{Kind: crm.ErrOffline, Detail: errSlept.Error()}
			}
		}
	}
}

// awake compares the clock of the wall with that of the machine, which stands still
// while it sleeps.
func (w *Watcher) awake() func() bool {
	wall, began := w.now().Round(0), time.Now()
	return func() bool {
		gone := w.now().Round(0).Sub(wall) - time.Since(began)
		return gone < 3*look && gone > -3*look
	}
}
