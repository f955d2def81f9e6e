// Package inbox watches a mailbox over IMAP (RFC 3501, RFC 9051) and hands what
// belongs to clients to a Keeper. It changes nothing in the mailbox: folders are
// opened for reading only, and texts are fetched without marking them as read.
//
// The library below breaks a connection at the first answer it cannot read, so it
// is asked for as little structure as possible: numbers, flags, a header, a whole
// letter. What a letter consists of is found out by mail/parse.
package inbox

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"pult/mail/account"
)

// Options say how a mailbox is watched. Zero values are replaced by what suits
// most servers.
type Options struct {
	Since time.Time     // older letters are not looked at when a folder is new
	Poll  time.Duration // how often folders without IDLE are looked at; a minute
	Idle  time.Duration // how long IDLE is trusted; 5 minutes
	Clock bool          // the inbox is looked at by the clock too: IDLE is poor there
	Chunk int           // letters asked for at once; 200
}

// Listener is told how a mailbox does. It must not wait for anything.
type Listener interface {
	MailboxChanged(State)
}

// State is how the watching of a mailbox goes.
type State struct {
	Account string
	Online  bool
	Checked time.Time // when the server last answered
	Err     error     // why it is not online; crm.ErrDenied waits for Retry
}

// Watcher watches one account over two connections at most.
type Watcher struct {
	account *account.Account
	dialer  account.Dialer
	keeper  Keeper
	told    Listener
	options Options
	log     *slog.Logger
	now     func() time.Time

	jobs     chan job
	patience time.Duration // of silence while an answer is due
	pauses   []time.Duration

	mu      sync.Mutex // guards what follows
	state   State
	changed chan struct{} // closed when the state is another one
	broke   map[string]*suspects
}

// New makes a watcher; Serve starts it.
func New(a *account.Account, d account.Dialer, k Keeper, l Listener, o Options, log *slog.Logger) *Watcher {
	if o.Poll <= 0 {
		o.Poll = time.Minute
	}
	if o.Idle <= 0 {
		o.Idle = 5 * time.Minute
	}
	if o.Chunk <= 0 {
		o.Chunk = 200
	}
	return &Watcher{
		account: a, dialer: d, keeper: k, told: l, options: o, log: log.With("mailbox", a.Name), now: time.Now,
		jobs: make(chan job), patience: 30 * time.Second, pauses: pauses,
		state: State{Account: a.Name}, changed: make(chan struct{}), broke: map[string]*suspects{},
	}
}

// Serve watches until the context ends. The inbox has a connection of its own, which
// waits for news; sent letters and other folders share the second one.
func (w *Watcher) Serve(ctx context.Context) error {
	var both sync.WaitGroup
	both.Go(func() { w.again(ctx, w.front, w.failed) })
	both.Go(func() { w.again(ctx, w.back, w.failedBehind) })
	both.Wait()
	return ctx.Err()
}

// State is how the watching goes now.
func (w *Watcher) State() State {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.state
}

// Retry tries at once, after a new password or when somebody asks for it.
func (w *Watcher) Retry() { w.tell(func(s *State) { s.Err = nil }) }

func (w *Watcher) tell(change func(*State)) {
	w.mu.Lock()
	before := w.state
	change(&w.state)
	now := w.state
	other := now.Online != before.Online || (now.Err == nil) != (before.Err == nil)
	if other {
		close(w.changed)
		w.changed = make(chan struct{})
	}
	w.mu.Unlock()
	if w.told != nil && (other || now.Checked.Sub(before.Checked) >= time.Second) {
		w.told.MailboxChanged(now)
	}
}

// until waits for a state, or for the end of the context.
func (w *Watcher) until(ctx context.Context, is func(State) bool) {
	for {
		w.mu.Lock()
		now, changed := w.state, w.changed
		w.mu.Unlock()
		if is(now) {
			return
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return
		}
	}
}
