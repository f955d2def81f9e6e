// Package push brings facts of the outbox into 1C, each exactly once. A fact is
// claimed before it is sent; after any doubt 1C is asked whether it has the fact
// before it is sent again. What 1C refuses stays in sight with its own words.
package push

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"pult/app/crm"
	"pult/app/feed"
	"pult/sync/onec"
)

// Outbox keeps the facts.
type Outbox interface {
	// ClaimFact leases the next due fact and counts the attempt;
	// crm.ErrNotFound when none is due.
	ClaimFact(ctx context.Context, kinds []crm.FactKind, lease time.Duration) (crm.Fact, crm.Call, error)
	// FactSent says that 1C has that revision of the fact.
	FactSent(ctx context.Context, id crm.ID, revision int) error
	// FactDelayed puts the fact off, with the reason.
	FactDelayed(ctx context.Context, id crm.ID, next time.Time, reason string) error
	// FactStuck leaves the fact to a person, with the reason.
	FactStuck(ctx context.Context, id crm.ID, reason string) error
	// OutboxCount counts facts under way.
	OutboxCount(ctx context.Context) (waiting, stuck int, err error)
}

// Directory names who a call was with.
type Directory interface {
	MatchOf(ctx context.Context, client crm.Ref) (crm.Match, error)
	UserByName(ctx context.Context, name string) (crm.User, error)
}

// Writer is a base of 1C that can be written to.
type Writer interface {
	WriteCall(ctx context.Context, record onec.CallRecord, look bool) error
}

// Wording writes what people will read in 1C.
type Wording interface {
	CallSubject(call crm.Call) string
	CallText(call crm.Call) string
}

// Options are the parts of a courier.
type Options struct {
	Outbox    Outbox
	Directory Directory
	Writer    Writer
	Wording   Wording
	Feed      *feed.Feed
	Kinds     []crm.FactKind // what the administrator allows to be written
	Manager   string         // name of the author as 1C shows it
	Now       func() time.Time
	Log       *slog.Logger
}

// Courier takes facts to 1C.
type Courier struct{ Options }

// New makes a courier.
func New(o Options) *Courier {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	return &Courier{o}
}

const (
	// lease is longer than the slowest answer of 1C is waited for.
	lease = 5 * time.Minute
	// look again even when nobody called: delayed facts become due.
	patrol = 20 * time.Second
	// firstDelay doubles up to maxDelay.
	firstDelay = 15 * time.Second
	maxDelay   = 30 * time.Minute
)

// Serve sends what waits, and then whatever the feed says is new, until ctx ends.
func (c *Courier) Serve(ctx context.Context) error {
	news := c.Feed.Subscribe(64)
	defer news.Close()
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-timer.C:
		case e := <-news.C:
			if !wakes(e) {
				continue
			}
		}
		if _, err := c.Drain(ctx); err != nil && ctx.Err() == nil {
			c.Log.WarnContext(ctx, "the outbox could not be read", "error", err)
		}
		timer.Reset(patrol)
	}
}

func wakes(e feed.Event) bool {
	switch e.(type) {
	case feed.HistoryChanged, feed.Reload:
		return true
	}
	return false
}

// Drain sends all facts that are due and returns how many 1C took.
func (c *Courier) Drain(ctx context.Context) (sent int, err error) {
	for len(c.Kinds) > 0 {
		fact, call, err := c.Outbox.ClaimFact(ctx, c.Kinds, lease)
		if errors.Is(err, crm.ErrNotFound) {
			return sent, nil
		}
		if err != nil {
			return sent, err
		}
		ok, err := c.send(ctx, fact, call)
		if err != nil {
			return sent, err
		}
		if ok {
			sent++
		}
	}
	return 0, nil
}

// send takes one fact to 1C and notes what became of it.
func (c *Courier) send(ctx context.Context, fact crm.Fact, call crm.Call) (ok bool, err error) {
	doubt := fact.Attempts > 1 || fact.Revision > 1
	writeErr := c.Writer.WriteCall(ctx, c.recordOf(ctx, call), doubt)
	if ctx.Err() != nil {
		// Stopped in the middle: the lease returns the fact, and doubt with it.
		return false, ctx.Err()
	}
	switch {
	case writeErr == nil:
		err, fact.State, ok = c.Outbox.FactSent(ctx, fact.ID, fact.Revision), crm.FactSent, true
	case errors.Is(writeErr, crm.ErrRefused), errors.Is(writeErr, crm.ErrInvalid):
		fact.State, fact.Reason = crm.FactStuck, reason(writeErr)
		err = c.Outbox.FactStuck(ctx, fact.ID, fact.Reason)
	default:
		fact.State, fact.Reason = crm.FactWaiting, reason(writeErr)
		err = c.Outbox.FactDelayed(ctx, fact.ID, c.Now().Add(delay(fact.Attempts)), fact.Reason)
	}
	if err != nil {
		return false, err
	}
	if writeErr != nil {
		c.Log.InfoContext(ctx, "a fact did not reach 1C", "fact", fact.ID, "attempts", fact.Attempts, "error", writeErr)
	}
	return ok, c.tell(ctx, fact)
}

func (c *Courier) tell(ctx context.Context, fact crm.Fact) error {
	waiting, stuck, err := c.Outbox.OutboxCount(ctx)
	if err != nil {
		return err
	}
	c.Feed.Publish(feed.OutboxChanged{Waiting: waiting, Stuck: stuck, Fact: fact})
	return nil
}

// delay grows with the attempts: 15 s, 30 s, 1 min … 30 min.
func delay(attempts int) time.Duration {
	return min(maxDelay, firstDelay<<min(max(attempts-1, 0), 10))
}

// reason keeps the words of 1C for people.
func reason(err error) string {
	var fault *crm.Fault
	if errors.As(err, &fault) && fault.Detail != "" {
		return fault.Detail
	}
	return err.Error()
}

func (c *Courier) recordOf(ctx context.Context, call crm.Call) onec.CallRecord {
	r := onec.CallRecord{Call: call, Subject: c.Wording.CallSubject(call), Text: c.Wording.CallText(call)}
	if m, err := c.Directory.MatchOf(ctx, call.Client); err == nil {
		r.Name = m.Name
	}
	if u, err := c.Directory.UserByName(ctx, c.Manager); err == nil && c.Manager != "" {
		r.Manager = u.Ref
	}
	return r
}
