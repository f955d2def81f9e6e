// Package lines makes one telephone of several accounts: calls stay on the
// account they began on, calls of ours leave by the one chosen, and who is talked
// to on one account is put on hold when a talk begins on another.
package lines

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"pult/app/crm"
	"pult/app/desk"
	"pult/telephony"
)

// Line is one account.
type Line interface {
	desk.Phone
	// Serve keeps the account registered until the context ends.
	Serve(ctx context.Context) error
	// Retry registers now.
	Retry()
	// Record gives both sides of a call to a recorder.
	Record(ctx context.Context, call crm.ID, recorder telephony.Recorder) error
	// Announce plays a sound to both sides of a talk.
	Announce(ctx context.Context, call crm.ID, sound []int16, every time.Duration) error
	// Announcing says that it has not been heard whole yet.
	Announcing(ctx context.Context, call crm.ID) (bool, error)
	// TestCall calls the account through the exchange.
	TestCall(ctx context.Context) (crm.TestResult, error)
}

// Board is the telephone of a desk. It is a desk.Phone; with one account it does
// what that account does.
type Board struct {
	desk *desk.Desk

	mu      sync.Mutex // guards what follows; held for microseconds only
	lines   []*account // in the order of the settings
	calls   map[crm.ID]*leg
	chosen  string // account for calls of ours; "" leaves it to us
	stopped bool
	tasks   sync.WaitGroup // holds that an exchange has not agreed to yet
}

// account is a line with what it said last.
type account struct {
	Line
	name  string
	state crm.LineState

	joined     bool // its talks are a conference
	fresh, old int  // voice messages
}

// leg is a call and the account it is on.
type leg struct {
	*account
	talking bool
}

// New makes a board without accounts. What happens on them is told to the desk.
func New(d *desk.Desk) *Board { return &Board{desk: d, calls: make(map[crm.ID]*leg)} }

// Add adds an account: open is given the listener that the line has to tell.
// Accounts are added before anything is served.
func (b *Board) Add(name string, open func(*Ear) (Line, error)) error {
	a := &account{name: name, state: crm.LineOff}
	line, err := open(&Ear{Desk: b.desk, board: b, account: a})
	if err != nil {
		return fmt.Errorf("account %s: %w", name, err)
	}
	a.Line = line
	b.lines = append(b.lines, a)
	return nil
}

// Each gives every account to a function, in the order of the settings.
func (b *Board) Each(do func(Line)) {
	for _, a := range b.lines {
		do(a.Line)
	}
}

// Serve waits for what the board itself has under way. Lines are served apart
// and stop first, which ends it.
func (b *Board) Serve(ctx context.Context) error {
	b.mu.Lock()
	b.stopped = false
	b.mu.Unlock()
	<-ctx.Done()
	b.mu.Lock()
	b.stopped = true
	b.mu.Unlock()
	b.tasks.Wait()
	return ctx.Err()
}

// Retry registers all accounts now.
func (b *Board) Retry() {
	for _, a := range b.lines {
		a.Retry()
	}
}

// Choose names the account that calls of ours leave by while it is registered;
// "" is the first that is.
func (b *Board) Choose(name string) error {
	if name != "" && !slices.ContainsFunc(b.lines, func(a *account) bool { return a.name == name }) {
		return &crm.Fault{Kind: crm.ErrNotFound, Subject: name}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.chosen = name
	return nil
}

// Account is the one that the next call of ours leaves by.
func (b *Board) Account() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	if a := b.outgoing(); a != nil {
		return a.name
	}
	return ""
}

// outgoing is the account chosen, or else the first one registered, or else the
// first: it will say why it cannot dial.
func (b *Board) outgoing() *account {
	var best *account
	for _, a := range b.lines {
		up := a.state == crm.LineRegistered
		if up && a.name == b.chosen {
			return a
		}
		if best == nil || up && best.state != crm.LineRegistered {
			best = a
		}
	}
	return best
}

// lineOf finds the account of a call.
func (b *Board) lineOf(call crm.ID) (*account, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if l := b.calls[call]; l != nil {
		return l.account, nil
	}
	return nil, crm.ErrNoCall
}

// holdLimit ends the wait for an exchange that does not answer a hold; the line
// has been silent since it was asked.
const holdLimit = time.Minute

// holdOthers keeps talks of one account at a time: who is not talked with must
// not listen. Nothing is said or heard there from now on, whenever their exchange
// agrees; nobody waits for that.
func (b *Board) holdOthers(ctx context.Context, than *account) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.stopped {
		return
	}
	for id, l := range b.calls {
		if l.account == than || !l.talking {
			continue
		}
		b.tasks.Go(func() {
			ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), holdLimit)
			defer cancel()
			_ = l.Hold(ctx, id, true) // a talk that ended meanwhile needs none
		})
	}
}

var _ interface {
	desk.Phone
	desk.Accounts
} = (*Board)(nil)
