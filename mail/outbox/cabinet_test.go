package outbox

import (
	"context"
	"errors"
	"log/slog"
	"sync/atomic"
	"testing"
	"time"

	"pult/app/crm"
	"pult/mail/account"
	"pult/mail/mailtest"
)

// far is a folder of sent letters that is out of reach for a while.
type far struct {
	drawer
	gone atomic.Bool
}

func (f *far) Holds(ctx context.Context, id crm.ID, messageID string) (bool, error) {
	if f.gone.Load() {
		<-ctx.Done()
		return false, ctx.Err()
	}
	return f.drawer.Holds(ctx, id, messageID)
}

// torn is one whose connection breaks after the letter has come and before that is said.
type torn struct{ drawer }

func (f *torn) File(ctx context.Context, raw []byte) error {
	return errors.Join(f.drawer.File(ctx, raw), crm.ErrOffline)
}

// serve has a courier work until the test ends.
func serve(t *testing.T, q Queue, c Cabinet, post *mailtest.Post) *Courier {
	t.Helper()
	server, dialer := post.Start(t, account.Implicit)
	a := &account.Account{Name: "anna", User: "anna", SMTP: server, Secret: func(context.Context) (string, error) { return mailtest.Password, nil }}
	courier := New(a, dialer, q, c, func(error) {}, slog.New(slog.DiscardHandler))
	courier.rounds, courier.patience = 5*time.Millisecond, 5*time.Millisecond
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { defer close(ended); _ = courier.Serve(ctx) }()
	t.Cleanup(func() { stop(); <-ended })
	return courier
}

// awaitState waits until the letter is as wanted.
func (r *row) awaitState(t *testing.T, want crm.PostingState) {
	t.Helper()
	deadline := time.After(time.Minute)
	for {
		r.mu.Lock()
		state := r.p.State
		r.mu.Unlock()
		if state == want {
			return
		}
		select {
		case <-r.changed:
		case <-deadline:
			t.Fatalf("the letter is %s, want %s", state, want)
		}
	}
}

// A mailbox that is out of reach holds no letter back: it goes out, and is filed when
// the mailbox is there again. Nobody is stuck with the first.
func TestSentWithoutTheMailbox(t *testing.T) {
	q, f := newRow(), &far{}
	f.gone.Store(true)
	post := &mailtest.Post{}
	serve(t, q, f, post)
	q.awaitState(t, crm.PostingSent)
	q.mu.Lock()
	next := newRow()
	q.p = next.p // the second letter; the first stays unfiled in a queue of its own
	q.mu.Unlock()
	q.awaitState(t, crm.PostingSent)
	f.gone.Store(false)
	q.awaitState(t, crm.PostingFiled)
	if n := len(post.Letters()); n != 2 {
		t.Errorf("%d letters were sent", n)
	}
}

// What was being sent when a program died is looked for when the mailbox is there again.
func TestAbandonedWithoutTheMailbox(t *testing.T) {
	q, f := newRow(), &far{drawer: drawer{holds: true}}
	q.p.State = crm.PostingSending
	f.gone.Store(true)
	post := &mailtest.Post{}
	serve(t, q, f, post)
	q.awaitState(t, crm.PostingDoubtful)
	f.gone.Store(false)
	q.awaitState(t, crm.PostingFiled)
	if n := len(post.Letters()); n != 0 {
		t.Errorf("sent %d times more", n)
	}
}

// A connection that breaks while a letter is filed leaves one copy, not two.
func TestFilingBreaks(t *testing.T) {
	q, f := newRow(), &torn{}
	serve(t, q, f, &mailtest.Post{})
	q.awaitState(t, crm.PostingFiled)
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.filed != 1 {
		t.Errorf("filed %d times", f.filed)
	}
}
