package store

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"

	"pult/app/crm"
)

// groupMost is how many requests share one flush of the disk at most.
const groupMost = 64

// writer is the one goroutine that writes the journal; the cache has one for
// notes of talks. It takes all requests that wait, runs them in one transaction,
// flushes once and answers all: the flush is what a write costs.
type writer struct {
	pool     *pool
	log      *slog.Logger
	requests chan request
	done     sync.WaitGroup

	mu      sync.RWMutex // held for reading while a request is handed in
	stopped bool
}

// request is a change and the place for its answer.
type request struct {
	ctx    context.Context
	change func(*tx) error
	answer chan error
}

func startWriter(p *pool, log *slog.Logger) *writer {
	w := &writer{pool: p, log: log, requests: make(chan request, groupMost)}
	w.done.Go(w.loop)
	return w
}

// do hands a change to the writer and waits for its answer. A caller who gives
// up before his turn has changed nothing; once the change is under way its
// outcome is waited for, so that it is always known.
func (w *writer) do(ctx context.Context, change func(*tx) error) error {
	r := request{ctx: ctx, change: change, answer: make(chan error, 1)}
	if err := w.hand(r); err != nil {
		return err
	}
	return <-r.answer
}

func (w *writer) hand(r request) error {
	w.mu.RLock()
	defer w.mu.RUnlock()
	if w.stopped {
		return errClosed
	}
	select {
	case w.requests <- r:
		return nil
	case <-r.ctx.Done():
		return r.ctx.Err()
	}
}

var errClosed = fmt.Errorf("the store is closed: %w", crm.ErrDenied)

// stop ends the goroutine after the requests already handed in.
func (w *writer) stop() {
	w.mu.Lock()
	if !w.stopped {
		w.stopped = true
		close(w.requests)
	}
	w.mu.Unlock()
	w.done.Wait()
}

func (w *writer) loop() {
	for r := range w.requests {
		w.group(w.drain([]request{r}))
	}
}

// drain takes what waits, without waiting.
func (w *writer) drain(group []request) []request {
	for len(group) < groupMost {
		select {
		case r, ok := <-w.requests:
			if !ok {
				return group
			}
			group = append(group, r)
		default:
			return group
		}
	}
	return group
}

// group runs requests in one transaction. Not a caller's context but the
// writer's rules here: a caller who gives up must not break off what others
// share.
func (w *writer) group(requests []request) {
	answers := make([]error, len(requests))
	err := w.pool.do(context.Background(), func(t *tx) error {
		for i, r := range requests {
			if answers[i] = r.ctx.Err(); answers[i] != nil {
				continue // given up before its turn
			}
			var err error
			if answers[i], err = t.apart(r.change); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		w.log.Error("store: a group of changes was not written", "changes", len(requests), "error", err)
	}
	for i, r := range requests {
		r.answer <- errors.Join(answers[i], err)
	}
}

// apart runs one change so that its failure undoes it alone. broken tells that
// the whole transaction is lost, as on a full disk.
func (t *tx) apart(change func(*tx) error) (failed, broken error) {
	if err := t.run("SAVEPOINT request"); err != nil {
		return nil, err
	}
	if failed = change(t); failed != nil {
		if err := t.run("ROLLBACK TO request"); err != nil {
			return failed, err
		}
	}
	return failed, t.run("RELEASE request")
}
