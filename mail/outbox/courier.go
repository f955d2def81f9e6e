package outbox

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"pult/app/crm"
	"pult/mail/account"
)

// Queue keeps letters on their way. A method that returned nil has it on disk.
type Queue interface {
	// ClaimPosting marks the oldest letter of an account that is due as being sent and
	// gives it; crm.ErrNotFound when none is due.
	ClaimPosting(ctx context.Context, account string, now time.Time) (crm.Posting, error)
	// UnfiledPosting is the oldest letter that was sent and is not among the sent ones;
	// crm.ErrNotFound when there is none.
	UnfiledPosting(ctx context.Context, account string) (crm.Posting, error)
	// PostingDelayed gives a letter back that the server surely has not taken.
	PostingDelayed(ctx context.Context, id crm.ID, next time.Time, why crm.Fault) error
	// PostingRefused takes a letter out of the queue until a person acts.
	PostingRefused(ctx context.Context, id crm.ID, why crm.Fault) error
	// PostingDoubtful says that the server may have it.
	PostingDoubtful(ctx context.Context, id crm.ID, why crm.Fault) error
	// PostingSent says that the server has it, and writes its line of history.
	PostingSent(ctx context.Context, id crm.ID) error
	// PostingFiled says that it is among the sent letters of the mailbox.
	PostingFiled(ctx context.Context, id crm.ID) error
	// AbandonedPostings makes letters doubtful that were being sent when a program
	// ended. It is called before anything else.
	AbandonedPostings(ctx context.Context, account string) ([]crm.Posting, error)
}

// Cabinet is the folder of sent letters.
type Cabinet interface {
	// Holds looks for a letter by its Message-ID or our mark.
	Holds(ctx context.Context, letter crm.ID, messageID string) (bool, error)
	// File puts a letter there.
	File(ctx context.Context, raw []byte) error
}

// Courier sends the letters of one account, one after another.
type Courier struct {
	account  *account.Account
	dialer   account.Dialer
	queue    Queue
	cabinet  Cabinet // nil when there is none
	told     func(stopped error)
	log      *slog.Logger
	now      func() time.Time
	rounds   time.Duration
	patience time.Duration // with the mailbox, when it is out of reach
	wake     chan struct{}
	asked    atomic.Bool // somebody wants it to be tried, whatever the server said

	stopped error  // why nothing is sent until a person acts
	refused string // the password or token that the server did not take
}

// pauses are before a letter is tried again, by how often it was.
var pauses = []time.Duration{10 * time.Second, 30 * time.Second, 2 * time.Minute, 10 * time.Minute, 30 * time.Minute}

// New makes a courier; Serve starts it. told is called after each change, with what
// keeps all letters back until a person acts; nil when nothing does.
func New(a *account.Account, d account.Dialer, q Queue, c Cabinet, told func(stopped error), log *slog.Logger) *Courier {
	return &Courier{
		account: a, dialer: d, queue: q, cabinet: c, told: told, log: log.With("mailbox", a.Name), now: time.Now,
		rounds: 15 * time.Second, patience: 20 * time.Second, wake: make(chan struct{}, 1),
	}
}

// Wake looks into the queue at once.
func (c *Courier) Wake() {
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

// Retry tries again although the password was refused: somebody asks for it.
func (c *Courier) Retry() {
	c.asked.Store(true)
	c.Wake()
}

// Serve sends until the context ends.
func (c *Courier) Serve(ctx context.Context) error {
	ticker := time.NewTicker(c.rounds)
	defer ticker.Stop()
	settled := false
	for {
		if !settled {
			err := c.settle(ctx)
			if settled = err == nil; !settled && ctx.Err() == nil {
				c.log.Warn("letters of before", "err", kind(err))
			}
		}
		if err := c.round(ctx); err != nil && ctx.Err() == nil {
			c.log.Warn("sending letters", "err", kind(err))
		}
		select {
		case <-c.wake:
		case <-ticker.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// settle looks after letters that were being sent when a program ended. One that is
// among the sent ones has arrived; of all others a person has to say.
func (c *Courier) settle(ctx context.Context) error {
	list, err := c.queue.AbandonedPostings(ctx, c.account.Name)
	if err != nil || c.cabinet == nil {
		return err
	}
	for _, p := range list {
		found, err := c.holds(ctx, p)
		if err != nil {
			return err
		}
		if found {
			err = errors.Join(c.queue.PostingSent(ctx, p.Letter.ID), c.queue.PostingFiled(ctx, p.Letter.ID))
		}
		if err != nil {
			return err
		}
	}
	c.told(c.stopped)
	return nil
}

// held tells that nothing is to be tried: providers block a mailbox whose password is
// wrong again and again. A new password is tried at once.
func (c *Courier) held(ctx context.Context) bool {
	if c.stopped == nil || c.asked.Swap(false) {
		return false
	}
	now, err := c.account.Credential(ctx)
	return err != nil || now == c.refused
}

// stop notes whether the server lets us in.
func (c *Courier) stop(ctx context.Context, fault *crm.Fault) {
	c.stopped, c.refused = nil, ""
	if fault != nil && errors.Is(fault, crm.ErrDenied) {
		c.stopped = fault
		c.refused, _ = c.account.Credential(ctx) // without one there is nothing to compare
	}
}

func (c *Courier) round(ctx context.Context) error {
	for !c.held(ctx) {
		p, err := c.queue.ClaimPosting(ctx, c.account.Name, c.now())
		if errors.Is(err, crm.ErrNotFound) {
			break
		}
		if err != nil {
			return err
		}
		err = c.deliver(ctx, p)
		c.told(c.stopped)
		if err != nil {
			return err
		}
	}
	return c.file(ctx)
}

// deliver sends one letter and puts on record what became of it, even when we are
// asked to stop meanwhile.
func (c *Courier) deliver(ctx context.Context, p crm.Posting) error {
	sure, err := c.send(ctx, p)
	record := context.WithoutCancel(ctx)
	var fault *crm.Fault
	if err != nil && !errors.As(err, &fault) {
		fault = &crm.Fault{Kind: crm.ErrOffline, Detail: err.Error()}
		if errors.Is(err, crm.ErrNoSecret) {
			fault.Kind = crm.ErrNoSecret
		}
	}
	c.stop(record, fault)
	switch {
	case err == nil:
		return c.queue.PostingSent(record, p.Letter.ID)
	case !sure:
		return c.queue.PostingDoubtful(record, p.Letter.ID, *fault)
	case errors.Is(fault, crm.ErrRefused), errors.Is(fault, crm.ErrInvalid):
		return c.queue.PostingRefused(record, p.Letter.ID, *fault)
	}
	pause := pauses[min(p.Attempts, len(pauses)-1)]
	if c.stopped != nil {
		pause = 0 // it goes out as soon as we are let in
	}
	if err := c.queue.PostingDelayed(record, p.Letter.ID, c.now().Add(pause), *fault); err != nil {
		return err
	}
	return fmt.Errorf("send a letter: %w", fault)
}

// file puts letters among the sent ones that are not there yet. Servers that do so
// themselves are found out by looking first.
func (c *Courier) file(ctx context.Context) error {
	for c.cabinet != nil {
		p, err := c.queue.UnfiledPosting(ctx, c.account.Name)
		if errors.Is(err, crm.ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		found, err := c.holds(ctx, p)
		if err == nil && !found {
			err = c.put(ctx, p)
		}
		if err != nil {
			return fmt.Errorf("file a letter: %w", err)
		}
		if err := c.queue.PostingFiled(ctx, p.Letter.ID); err != nil {
			return err
		}
		c.told(c.stopped)
	}
	return nil
}

// holds looks for a letter among the sent ones. While the mailbox is out of reach letters
// go out all the same: nobody waits for it long.
func (c *Courier) holds(ctx context.Context, p crm.Posting) (bool, error) {
	ctx, stop := context.WithTimeout(ctx, c.patience)
	defer stop()
	return c.cabinet.Holds(ctx, p.Letter.ID, p.Letter.MessageID)
}

// put files a letter. One that is large takes its time.
func (c *Courier) put(ctx context.Context, p crm.Posting) error {
	ctx, stop := context.WithTimeout(ctx, 15*c.patience)
	defer stop()
	return c.cabinet.File(ctx, p.Raw)
}

// kind is an error without what the server said, which may hold names: for the log.
func kind(err error) string {
	var fault *crm.Fault
	if errors.As(err, &fault) {
		return fault.Kind.Error()
	}
	return "failed"
}
