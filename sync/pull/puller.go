// Package pull reads 1C into the local cache, round after round. A round reads
// each kind of data page by page; a page and the checkpoint behind it are stored
// together, so a round that breaks off loses nothing it had read.
package pull

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"pult/app/crm"
	"pult/app/feed"
)

// Source is a base of 1C.
type Source interface {
	// Probe asks what is published.
	Probe(ctx context.Context) error
	// Kinds are the kinds of data it can read, in order.
	Kinds() []string
	// Read hands over one kind page by page; pages before an error are good.
	Read(ctx context.Context, kind string, page func(crm.Batch) error) error
}

// Cache is where it goes.
type Cache interface {
	// Round gives the number of a new round.
	Round(ctx context.Context) (int64, error)
	// Apply stores a page and its checkpoint in one transaction.
	Apply(ctx context.Context, batch crm.Batch) (crm.Applied, error)
	// Freshness tells how much of each kind was read last.
	Freshness(ctx context.Context) ([]crm.Freshness, error)
}

// Options are the parts of a puller.
type Options struct {
	Source   Source
	Cache    Cache
	Feed     *feed.Feed
	Interval time.Duration // between rounds; 5 minutes when zero
	Now      func() time.Time
	Log      *slog.Logger
}

// Puller runs the rounds.
type Puller struct {
	Options
	kick chan struct{}
	asOf time.Time // end of the last full round
}

// New makes a puller.
func New(o Options) *Puller {
	if o.Interval == 0 {
		o.Interval = 5 * time.Minute
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	return &Puller{Options: o, kick: make(chan struct{}, 1)}
}

// Result is what a round did.
type Result struct {
	Read     int
	Changed  int
	SetAside int
	Took     time.Duration
	Faults   []error // kinds that could not be read; the others were
}

// Err joins the faults.
func (r Result) Err() error { return errors.Join(r.Faults...) }

// Kick asks for a round at once.
func (p *Puller) Kick() {
	select {
	case p.kick <- struct{}{}:
	default: // one is asked for already
	}
}

// Serve runs rounds until ctx ends. A failed round is said on the feed and tried
// again: sooner at first, then at the usual interval.
func (p *Puller) Serve(ctx context.Context) error {
	for failures := 0; ; {
		result := p.Round(ctx)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		wait := p.Interval
		if result.Err() != nil {
			failures++
			wait = min(p.Interval, 15*time.Second<<min(failures-1, 10))
		} else {
			failures = 0
		}
		timer := time.NewTimer(wait)
		select {
		case <-timer.C:
		case <-p.kick:
			timer.Stop()
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		}
	}
}

// Round reads everything once.
func (p *Puller) Round(ctx context.Context) Result {
	began := p.Now()
	p.Feed.Publish(feed.SyncChanged{Running: true, AsOf: p.asOf})
	result := p.round(ctx)
	result.Took = p.Now().Sub(began)
	err := result.Err()
	if err == nil {
		p.asOf = p.Now()
	} else if ctx.Err() == nil {
		p.Log.WarnContext(ctx, "a round with 1C left something unread", "error", err)
	}
	p.Feed.Publish(feed.SyncChanged{AsOf: p.asOf, Err: err})
	return result
}

func (p *Puller) round(ctx context.Context) (result Result) {
	if err := p.Source.Probe(ctx); err != nil {
		result.Faults = append(result.Faults, err)
		return result
	}
	number, err := p.Cache.Round(ctx)
	if err != nil {
		result.Faults = append(result.Faults, err)
		return result
	}
	for _, kind := range p.Source.Kinds() {
		if err := p.readKind(ctx, kind, number, &result); err != nil {
			result.Faults = append(result.Faults, err)
			if hopeless(err) || ctx.Err() != nil {
				return result
			}
		}
	}
	return result
}

// hopeless tells faults that the next kind would meet too.
func hopeless(err error) bool {
	return errors.Is(err, crm.ErrOffline) || errors.Is(err, crm.ErrBusy) ||
		errors.Is(err, crm.ErrDenied) && !isOneSet(err)
}

// isOneSet tells a missing right on one set from a refused login.
func isOneSet(err error) bool {
	var fault *crm.Fault
	return errors.As(err, &fault) && fault.Subject != "" && fault.Detail != "" && fault.Subject != "standard.odata"
}

func (p *Puller) readKind(ctx context.Context, kind string, number int64, result *Result) error {
	mark := crm.Checkpoint{Kind: kind, Round: number}
	store := func(batch crm.Batch) error {
		rows := batch.Rows()
		mark.Rows += rows
		mark.At = p.Now()
		batch.Kind, batch.Checkpoint = kind, mark
		applied, err := p.Cache.Apply(ctx, batch)
		if err != nil {
			return fmt.Errorf("store %s: %w", kind, err)
		}
		result.Read += rows
		result.Changed += applied.Changed
		result.SetAside += len(batch.SetAside)
		if applied.Changed > 0 {
			p.Feed.Publish(feed.ClientsChanged{Clients: applied.Clients})
		}
		p.Feed.Publish(feed.SyncChanged{Running: true, Kind: kind, Rows: mark.Rows, AsOf: p.asOf})
		return nil
	}
	if err := p.Source.Read(ctx, kind, store); err != nil {
		return err
	}
	if err := p.plausible(ctx, kind, mark.Rows); err != nil {
		return err
	}
	// Only a kind that was read to its end may lose the rows it did not see.
	mark.Done = true
	return store(crm.Batch{})
}

// plausible doubts an empty answer where there were many rows before: a right
// that was taken away looks just like a base without clients, and must not empty
// the cache. A register of debts may well become empty.
func (p *Puller) plausible(ctx context.Context, kind string, rows int) error {
	if rows > 0 || kind == "debts" {
		return nil
	}
	fresh, err := p.Cache.Freshness(ctx)
	if err != nil {
		return fmt.Errorf("doubt an empty answer: %w", err)
	}
	for _, f := range fresh {
		if f.Kind == kind && f.Rows > manyRows {
			return &crm.Fault{Kind: crm.ErrEmpty, Subject: kind, Detail: fmt.Sprintf("there were %d", f.Rows)}
		}
	}
	return nil
}

// manyRows do not vanish between two rounds.
const manyRows = 10
