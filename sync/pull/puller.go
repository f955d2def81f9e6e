// Package pull reads 1C into the local cache, round after round. A kind of data
// is read whole once, page by page; a page and the checkpoint behind it are
// stored together, so a reading that breaks off goes on where it was. From then
// on a round looks for what has changed: nothing has to be set up in 1C for it.
package pull

import (
	"context"
	"errors"
	"log/slog"
	"sync"
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
	// Read hands over one kind page by page, beginning after the place where an
	// earlier reading stopped; pages before an error are good.
	Read(ctx context.Context, kind, from string, page func(crm.Batch) error) error
	// Scans tells kinds whose changes can be found by versions.
	Scans(kind string) bool
	// Dated tells kinds that can be scanned from a day on.
	Dated(kind string) bool
	// Scan tells what there is, and in which version; since narrows it.
	Scan(ctx context.Context, kind string, since time.Time, each func(crm.Version)) error
	// Fetch reads single objects; one that is not there does not come.
	Fetch(ctx context.Context, kind string, of []crm.Version, page func(crm.Batch) error) error
}

// Cache is where it goes.
type Cache interface {
	// Round gives the number of a new round.
	Round(ctx context.Context) (int64, error)
	// Apply stores a page and its checkpoint in one transaction.
	Apply(ctx context.Context, batch crm.Batch) (crm.Applied, error)
	// Settle ends what Apply has put off.
	Settle(ctx context.Context) error
	// Freshness tells how much of each kind was read last.
	Freshness(ctx context.Context) ([]crm.Freshness, error)
	// Checkpoints tell how far reading has come, kind by kind.
	Checkpoints(ctx context.Context) ([]crm.Checkpoint, error)
	// Versions are the objects of a kind that are here; since narrows them.
	Versions(ctx context.Context, kind string, since time.Time) (map[crm.Ref]string, error)
	// ClientsOf names whom documents belong to.
	ClientsOf(ctx context.Context, documents []crm.Ref) ([]crm.Ref, error)
	// KeepRound remembers a round that is over.
	KeepRound(ctx context.Context, round crm.Round) error
}

// Options are the parts of a puller.
type Options struct {
	Source   Source
	Cache    Cache
	Feed     *feed.Feed
	Interval time.Duration // between rounds; 5 minutes when zero
	// Together is how many rows are stored in one transaction, 10,000 when zero:
	// each costs a commit.
	Together int
	// Singles reads single objects beside the rounds; nil leaves notices to a round.
	Singles Singles
	Plan    bool // the exchange plan of the base registers changes for us
	Now     func() time.Time
	Log     *slog.Logger
}

// Puller runs the rounds.
type Puller struct {
	Options
	kick  chan struct{}
	asOf  time.Time // end of the last full round
	paces map[string]*pace

	door    *door
	notices *notices
	planned planned
	alone   chan struct{} // held by who talks to the source: a round, or a check

	mu    sync.Mutex
	end   context.CancelCauseFunc // of the round under way; nil between rounds
	kinds []string                // that the base turned out to have
}

// New makes a puller.
func New(o Options) *Puller {
	if o.Interval == 0 {
		o.Interval = 5 * time.Minute
	}
	if o.Together == 0 {
		o.Together = 10_000
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	return &Puller{
		Options: o, kick: make(chan struct{}, 1), paces: map[string]*pace{}, alone: make(chan struct{}, 1),
		door:    &door{cache: o.Cache, newer: map[string]map[crm.Ref]bool{}},
		notices: newNotices(),
	}
}

// Result is what a round did.
type Result struct {
	Read     int
	Scanned  int // objects that were asked for their version alone
	Changed  int
	SetAside int
	Took     time.Duration
	Faults   []error // kinds that could not be read; the others were
	Kinds    []crm.KindRound
	Stopped  bool // a person ended it
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
	all := true
	for failures := 0; ; {
		result := p.turn(ctx, all)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if failures++; result.Err() == nil {
			failures = 0
		}
		timer := time.NewTimer(jitter(pause(p.Interval, failures, result.Err())))
		all = false
		select {
		case <-timer.C:
		case <-p.kick:
			timer.Stop()
			all = true
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		}
	}
}

// Round reads everything that has changed, whatever its turn.
func (p *Puller) Round(ctx context.Context) Result { return p.turn(ctx, true) }

// turn reads what has its turn, or all.
func (p *Puller) turn(ctx context.Context, all bool) Result {
	var result Result
	_ = p.Alone(ctx, func() error { // fails only when ctx has ended
		result = p.takeTurn(ctx, all)
		return nil
	})
	return result
}

func (p *Puller) round(ctx context.Context, all bool) (result Result) {
	fail := func(err error) Result {
		result.Faults = append(result.Faults, err)
		if ctx.Err() == nil {
			result.Kinds = append(result.Kinds, crm.KindRound{Err: err})
		}
		return result
	}
	if err := p.Source.Probe(ctx); err != nil {
		return fail(err)
	}
	number, err := p.Cache.Round(ctx)
	if err != nil {
		return fail(err)
	}
	marks, err := p.checkpoints(ctx)
	if err != nil {
		return fail(err)
	}
	kinds := p.Source.Kinds()
	p.mu.Lock()
	p.kinds = kinds
	p.mu.Unlock()
	for i, kind := range kinds {
		if !all && !p.due(kind) {
			continue
		}
		if !all && p.watched(kind, marks[kind]) {
			if err := p.vouch(ctx, kind, marks[kind], number); err != nil {
				return fail(err)
			}
			continue
		}
		r := reading{Puller: p, kind: kind, mark: marks[kind], number: number, result: &result, place: i, of: len(kinds)}
		r.tell()
		began := p.Now()
		before := result
		err := r.run(ctx)
		p.took(kind, began, p.Now(), err)
		of := crm.KindRound{Kind: kind, Rows: r.rows, Changed: result.Changed - before.Changed, SetAside: result.SetAside - before.SetAside}
		if !errors.Is(context.Cause(ctx), errStopped) {
			of.Err = err
		}
		result.Kinds = append(result.Kinds, of)
		if err != nil {
			result.Faults = append(result.Faults, err)
			if hopeless(err) || ctx.Err() != nil {
				return result
			}
		}
	}
	return result
}

func (p *Puller) checkpoints(ctx context.Context) (map[string]crm.Checkpoint, error) {
	list, err := p.Cache.Checkpoints(ctx)
	marks := make(map[string]crm.Checkpoint, len(list))
	for _, mark := range list {
		marks[mark.Kind] = mark
	}
	return marks, err
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
