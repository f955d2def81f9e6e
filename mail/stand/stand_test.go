package stand

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"pult/app/crm"
	"pult/mail/account"
	"pult/mail/inbox"
	"pult/mail/outbox"
)

// The practice mailbox is one that a panel can watch, and send by.
func TestMailbox(t *testing.T) {
	m, err := New("anna", "practice")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	serve, err := m.Listen(ctx)
	if err != nil {
		t.Fatal(err)
	}
	var done sync.WaitGroup
	done.Go(serve)
	defer done.Wait()
	defer cancel()
	pin, err := crm.ParseFingerprint(m.Fingerprint)
	if err != nil {
		t.Fatal(err)
	}
	a := &account.Account{
		Name: "anna", User: "anna", IMAP: account.Server{Address: m.IMAP, Fingerprint: pin}, SMTP: account.Server{Address: m.SMTP, Fingerprint: pin},
		Secret: func(context.Context) (string, error) { return "practice", nil },
	}
	if sent, err := inbox.Try(ctx, a, account.Dialer{}, func(account.Stage) {}); err != nil || sent != "Sent" {
		t.Fatalf("%q, %v", sent, err)
	}
	if err := outbox.Try(ctx, a, account.Dialer{}, func(account.Stage) {}); err != nil {
		t.Fatal(err)
	}
	kept := &keeper{came: make(chan inbox.Letter, 10)}
	w := inbox.New(a, account.Dialer{}, kept, nil, inbox.Options{}, slog.New(slog.DiscardHandler))
	done.Go(func() { _ = w.Serve(ctx) })
	for i := range 3 {
		letter := []byte("Subject: letter\r\nFrom: maria@client.example\r\n\r\n" + strings.Repeat("text ", i+1) + "\r\n")
		if err := m.Deliver(letter); err != nil {
			t.Fatal(err)
		}
		select {
		case got := <-kept.came:
			if !bytes.Equal(got.Whole, letter) {
				t.Errorf("%q", got.Whole)
			}
		case <-time.After(time.Minute):
			t.Fatal("the letter does not come")
		}
	}
}

// keeper wants all letters.
type keeper struct {
	mu    sync.Mutex
	place inbox.Place
	came  chan inbox.Letter
}

func (k *keeper) Place(context.Context, inbox.Folder) (inbox.Place, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.place, nil
}

func (k *keeper) Wanted(_ context.Context, _ inbox.Folder, headers []inbox.Header) (all []uint32, err error) {
	for _, h := range headers {
		all = append(all, h.UID)
	}
	return all, nil
}

func (k *keeper) Keep(_ context.Context, f inbox.Folder, letters []inbox.Letter, place inbox.Place) error {
	if f.Sent {
		return nil
	}
	k.mu.Lock()
	k.place = place
	k.mu.Unlock()
	for _, l := range letters {
		k.came <- l
	}
	return nil
}

func (k *keeper) Answered(context.Context, inbox.Folder, uint32, []uint32) error { return nil }
