// Package push brings facts of the outbox into 1C, each exactly once. A fact is
// claimed before it is sent; after any doubt 1C is asked whether it has the fact
// before it is sent again. What 1C refuses stays in sight with its own words.
package push

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"time"

	"pult/app/crm"
	"pult/app/feed"
	"pult/sync/onec"
)

// Outbox keeps the facts.
type Outbox interface {
	// ClaimFact leases the next due fact of these kinds and counts the attempt;
	// crm.ErrNotFound when none is due.
	ClaimFact(ctx context.Context, kinds []crm.FactKind, lease time.Duration) (crm.Parcel, error)
	// FactSent says that 1C has that revision of the fact.
	FactSent(ctx context.Context, id crm.ID, revision int) error
	// LeadSent says so of a new client, and under which reference 1C has it.
	LeadSent(ctx context.Context, id crm.ID, revision int, client crm.Ref) error
	// FactDelayed puts the fact off, with the reason.
	FactDelayed(ctx context.Context, id crm.ID, next time.Time, why crm.Fault) error
	// FactStuck leaves the fact to a person, with the reason.
	FactStuck(ctx context.Context, id crm.ID, why crm.Fault) error
	// OutboxCount counts facts under way.
	OutboxCount(ctx context.Context) (waiting, stuck int, err error)
}

// Directory names who a fact is about.
type Directory interface {
	MatchOf(ctx context.Context, client crm.Ref) (crm.Match, error)
	UserByName(ctx context.Context, name string) (crm.User, error)
}

// Writer is a base of 1C that can be written to.
type Writer interface {
	// Write brings a fact into 1C, once, and returns its reference there. With look
	// 1C is asked first whether it has the fact.
	Write(ctx context.Context, entry onec.Entry, look bool) (crm.Ref, error)
}

// Wording writes what people will read in 1C.
type Wording interface {
	Record(parcel crm.Parcel) (subject, text string)
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

// Courier takes facts to 1C. One goroutine uses it.
type Courier struct {
	Options
	rest   time.Time                  // 1C is not asked before
	closed map[crm.FactKind]time.Time // kinds 1C has no place for, until when
}

// New makes a courier.
func New(o Options) *Courier {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	return &Courier{Options: o, closed: map[crm.FactKind]time.Time{}}
}

const (
	// lease is longer than the slowest answer of 1C is waited for.
	lease = 5 * time.Minute
	// look again even when nobody called: delayed facts become due.
	patrol = 20 * time.Second
	// firstDelay doubles up to maxDelay.
	firstDelay = 15 * time.Second
	maxDelay   = 30 * time.Minute
	// sessionDelay is how long nothing is asked of a base that has no session or
	// no licence to spare: asking takes one from somebody.
	sessionDelay = time.Minute
	// deniedDelay is how long a refused login is not tried again: too many tries
	// lock the account.
	deniedDelay = 2 * time.Minute
	// closedDelay is how long a kind is left alone whose set is not published.
	closedDelay = 5 * time.Minute
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
			if !c.wakes(e) {
				continue
			}
		}
		if _, err := c.Drain(ctx); err != nil && ctx.Err() == nil {
			c.Log.WarnContext(ctx, "the outbox could not be read", "error", err)
		}
		timer.Reset(patrol)
	}
}

// wakes tells events after which something may be due. When a person has acted,
// here or in another program, nothing is waited for any more.
func (c *Courier) wakes(e feed.Event) bool {
	switch e := e.(type) {
	case feed.HistoryChanged, feed.LetterCame, feed.PostingsChanged, feed.Reload:
		return true
	case feed.FactsFreed:
		c.forget()
		return true
	case feed.WrittenElsewhere:
		if e.Journal {
			c.forget()
		}
		return e.Journal
	}
	return false
}

// forget forgets what 1C was left alone for.
func (c *Courier) forget() {
	c.rest = time.Time{}
	clear(c.closed)
}

// Drain sends all facts that are due and returns how many 1C took. It ends early
// when 1C as a whole does not work: the next fact would fare no better.
func (c *Courier) Drain(ctx context.Context) (sent int, err error) {
	for !c.Now().Before(c.rest) {
		kinds := c.open()
		if len(kinds) == 0 {
			return sent, nil
		}
		parcel, err := c.Outbox.ClaimFact(ctx, kinds, lease)
		if errors.Is(err, crm.ErrNotFound) {
			return sent, nil
		}
		if err != nil {
			return sent, err
		}
		writeErr, err := c.send(ctx, parcel)
		switch {
		case err != nil:
			return sent, err
		case writeErr == nil:
			sent++
		case c.ends(writeErr, parcel.Fact.Kind):
			return sent, nil
		}
	}
	return sent, nil
}

// open are the kinds that may be written and that 1C has a place for.
func (c *Courier) open() []crm.FactKind {
	var kinds []crm.FactKind
	for _, kind := range c.Kinds {
		if !c.Now().Before(c.closed[kind]) {
			kinds = append(kinds, kind)
		}
	}
	return kinds
}

// ends draws from a failure what concerns more than the one fact, and tells
// whether 1C as a whole does not work.
func (c *Courier) ends(err error, kind crm.FactKind) bool {
	switch {
	case isAny(err, crm.ErrNoSession, crm.ErrNoLicence, crm.ErrMaintenance):
		c.rest = c.Now().Add(sessionDelay)
		return true
	case errors.Is(err, crm.ErrNoRight), errors.Is(err, crm.ErrLocked):
		return false // the next may be about something else
	case errors.Is(err, crm.ErrDenied):
		c.rest = c.Now().Add(deniedDelay)
		return true
	case isAny(err, crm.ErrOffline, crm.ErrNoBase, crm.ErrDiskFull):
		return true
	case isAny(err, crm.ErrNotPublished, crm.ErrNoField):
		c.closed[kind] = c.Now().Add(closedDelay) // facts of other kinds need not wait for these
	}
	return false
}

func isAny(err error, kinds ...error) bool {
	return slices.ContainsFunc(kinds, func(kind error) bool { return errors.Is(err, kind) })
}

// send takes one fact to 1C and notes what became of it.
func (c *Courier) send(ctx context.Context, p crm.Parcel) (writeErr, err error) {
	fact := p.Fact
	doubt := fact.Attempts > 1 || fact.Revision > 1
	ref, writeErr := c.Writer.Write(ctx, c.entryOf(ctx, p), doubt)
	if ctx.Err() != nil {
		// Stopped in the middle: the lease returns the fact, and doubt with it.
		return writeErr, ctx.Err()
	}
	why := faultOf(writeErr)
	switch {
	case writeErr == nil:
		fact.State = crm.FactSent
		if fact.Kind == crm.ClientFacts {
			err, fact.Client = c.Outbox.LeadSent(ctx, fact.ID, fact.Revision, ref), ref
		} else {
			err = c.Outbox.FactSent(ctx, fact.ID, fact.Revision)
		}
	case isAny(writeErr, crm.ErrRefused, crm.ErrInvalid, crm.ErrNoRight):
		fact.State = crm.FactStuck
		err = c.Outbox.FactStuck(ctx, fact.ID, why)
	default:
		fact.State = crm.FactWaiting
		err = c.Outbox.FactDelayed(ctx, fact.ID, c.Now().Add(delay(writeErr, fact.Attempts)), why)
	}
	if err != nil {
		return writeErr, err
	}
	if writeErr != nil {
		fact.Reason, fact.Subject, fact.Trouble = why.Detail, why.Subject, crm.TroubleOf(why.Kind)
		c.Log.InfoContext(ctx, "a fact did not reach 1C", "fact", fact.ID, "attempts", fact.Attempts, "trouble", fact.Trouble)
	}
	return writeErr, c.tell(ctx, fact)
}

func (c *Courier) tell(ctx context.Context, fact crm.Fact) error {
	waiting, stuck, err := c.Outbox.OutboxCount(ctx)
	if err != nil {
		return err
	}
	c.Feed.Publish(feed.OutboxChanged{Waiting: waiting, Stuck: stuck, Fact: fact})
	return nil
}

// delay grows with the attempts: 15 s, 30 s, 1 min … 30 min. A session is waited
// for no less than a minute.
func delay(err error, attempts int) time.Duration {
	d := min(maxDelay, firstDelay<<min(max(attempts-1, 0), 10))
	if isAny(err, crm.ErrNoSession, crm.ErrNoLicence, crm.ErrMaintenance) {
		d = max(d, sessionDelay)
	}
	return d
}

// faultOf keeps the words of 1C for people.
func faultOf(err error) crm.Fault {
	var fault *crm.Fault
	switch {
	case err == nil:
		return crm.Fault{}
	case !errors.As(err, &fault):
		return crm.Fault{Kind: err, Detail: err.Error()}
	case fault.Detail == "":
		return crm.Fault{Kind: fault.Kind, Subject: fault.Subject, Detail: fault.Error()}
	}
	return *fault
}

func (c *Courier) entryOf(ctx context.Context, p crm.Parcel) onec.Entry {
	e := onec.Entry{Parcel: p}
	e.Subject, e.Text = c.Wording.Record(p)
	if m, err := c.Directory.MatchOf(ctx, p.Fact.Client); err == nil {
		e.Name = m.Name
	}
	if u, err := c.Directory.UserByName(ctx, c.Manager); err == nil && c.Manager != "" {
		e.Manager = u.Ref
	}
	return e
}
