package pull

import (
	"context"
	"errors"
	"time"

	"pult/app/crm"
	"pult/app/feed"
)

// takeTurn runs one round, tells of it and remembers it.
func (p *Puller) takeTurn(ctx context.Context, all bool) Result {
	began := p.Now()
	p.Feed.Publish(feed.SyncChanged{Running: true, AsOf: p.asOf})
	own, end := context.WithCancelCause(ctx)
	p.stoppable(end)
	result := p.round(own, all)
	p.stoppable(nil)
	if err := p.Cache.Settle(ctx); err != nil {
		result.Faults = append(result.Faults, err)
	}
	result.Took = p.Now().Sub(began)
	result.Stopped = errors.Is(context.Cause(own), errStopped)
	end(nil)
	if result.Stopped {
		result.Faults = nil // nothing is wrong; what was read is kept
	}
	err := result.Err()
	switch {
	case err == nil && !result.Stopped:
		p.asOf = p.Now()
	case ctx.Err() == nil && err != nil:
		p.Log.WarnContext(ctx, "a round with 1C left something unread", "error", err)
	}
	if ctx.Err() == nil {
		p.keep(ctx, began, result)
	}
	p.Feed.Publish(feed.SyncChanged{AsOf: p.asOf, Err: err, Stopped: result.Stopped})
	return result
}

var errStopped = errors.New("stopped by a person")

func (p *Puller) stoppable(end context.CancelCauseFunc) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.end = end
}

// Stop ends the round under way, if there is one. Pages that were stored stay, and
// the next round goes on behind them.
func (p *Puller) Stop() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.end != nil {
		p.end(errStopped)
	}
}

// Kinds are the kinds of data the base turned out to have, in the order they are
// read; none before the first round.
func (p *Puller) Kinds() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.kinds
}

// Alone does something while no round is under way: a source serves one at a
// time. It waits for the round to end.
func (p *Puller) Alone(ctx context.Context, do func() error) error {
	select {
	case p.alone <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-p.alone }()
	return do()
}

// keep remembers a round that did something or failed.
func (p *Puller) keep(ctx context.Context, began time.Time, r Result) {
	if len(r.Kinds) == 0 && !r.Stopped {
		return
	}
	round := crm.Round{At: began, Took: r.Took, Stopped: r.Stopped, Kinds: r.Kinds}
	if err := p.Cache.KeepRound(ctx, round); err != nil {
		p.Log.WarnContext(ctx, "a round is not remembered", "error", err)
	}
}
