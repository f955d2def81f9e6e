//go:build field

package inbox

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pult/mail/account"
	"pult/mail/mailtest"
)

func accountAt(d *mailtest.Dovecot, user string) *account.Account {
	return &account.Account{
		Name: user, Address: user + "@firm.example", User: user,
		IMAP:   account.Server{Address: d.IMAPS},
		Secret: func(context.Context) (string, error) { return mailtest.Password, nil },
	}
}

// watch starts a watcher that ends with the test.
func watch(t *testing.T, d *mailtest.Dovecot, a *account.Account, s *shelf, change func(*Watcher)) *Watcher {
	t.Helper()
	w := New(a, account.Dialer{Roots: d.Roots}, s, nil, Options{Poll: 100 * time.Millisecond, Chunk: 50}, slog.New(slog.DiscardHandler))
	w.pauses = []time.Duration{20 * time.Millisecond}
	if change != nil {
		change(w)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = w.Serve(ctx)
	}()
	t.Cleanup(func() {
		cancel()
		<-done
	})
	return w
}

// What came before, what comes now and what was sent from elsewhere is taken; the
// text of a stranger's letter is not asked for, and nothing is marked as read.
func TestDovecot(t *testing.T) {
	d := mailtest.StartDovecot(t)
	for n := range 120 {
		from := "client@client.example"
		if n%2 == 1 {
			from = "stranger@other.example"
		}
		d.Deliver("anna", "", letter(n, from))
	}
	s := newShelf("client@client.example")
	w := watch(t, d, accountAt(d, "anna"), s, nil)
	s.await(t, holds("INBOX", 60))
	w.until(t.Context(), func(s State) bool { return s.Online })

	d.Deliver("anna", "", letter(500, "client@client.example"))
	s.await(t, holds("INBOX", 61))
	d.Deliver("anna", "Sent", letter(600, "anna@firm.example"))
	s.await(t, func(s *shelf) bool { return s.places["Sent"].Last == 1 })

	if got := s.subjects("INBOX"); len(got) != 61 || len(slices.Compact(got)) != 61 {
		t.Errorf("%d letters, %d different ones", len(got), len(slices.Compact(got)))
	}
	files, err := filepath.Glob(filepath.Join(d.Box("anna", ""), "cur", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if _, flags, _ := strings.Cut(filepath.Base(f), ":2,"); strings.Contains(flags, "S") {
			t.Errorf("%s was marked as read", f)
		}
	}
}

// A server that is killed comes back: nothing is lost and nothing doubled.
func TestServerKilled(t *testing.T) {
	d := mailtest.StartDovecot(t)
	s := newShelf("")
	watch(t, d, accountAt(d, "anna"), s, nil)
	n := 0
	for range 3 {
		for range 20 {
			d.Deliver("anna", "", letter(n, "client@client.example"))
			n++
		}
		s.await(t, holds("INBOX", n-10)) // killed in the middle
		d.Stop()
		d.Deliver("anna", "", letter(n, "client@client.example"))
		n++
		d.Start()
	}
	s.await(t, holds("INBOX", n))
	if got := s.subjects("INBOX"); len(slices.Compact(got)) != n || len(got) != n {
		t.Errorf("%d letters, %d different ones of %d", len(got), len(slices.Compact(got)), n)
	}
}

// When all numbers are new ones, the keeper is told so by the place, and gets all
// letters again.
func TestNewValidity(t *testing.T) {
	d := mailtest.StartDovecot(t)
	for n := range 5 {
		d.Deliver("anna", "", letter(n, "client@client.example"))
	}
	s := newShelf("")
	watch(t, d, accountAt(d, "anna"), s, nil)
	s.await(t, holds("INBOX", 5))
	before := s.place("INBOX").Validity
	d.Stop()
	for _, name := range []string{"dovecot-uidlist", "dovecot.index", "dovecot.index.log", "dovecot.index.cache", "dovecot-uidvalidity"} {
		_ = os.Remove(filepath.Join(d.Box("anna", ""), name))
	}
	d.Start()
	s.await(t, func(s *shelf) bool { return s.places["INBOX"].Validity != before && s.places["INBOX"].Last == 5 })
}

// A letter answered in another program is known to be answered.
func TestAnsweredElsewhere(t *testing.T) {
	d := mailtest.StartDovecot(t)
	d.Deliver("anna", "", letter(1, "client@client.example"))
	s := newShelf("")
	w := watch(t, d, accountAt(d, "anna"), s, nil)
	s.await(t, holds("INBOX", 1))
	other, err := w.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer other.close()
	if _, err := other.client.Select("INBOX", nil).Wait(); err != nil {
		t.Fatal(err)
	}
	if err := markAnswered(other, 1); err != nil {
		t.Fatal(err)
	}
	s.await(t, func(s *shelf) bool { return s.replied[1] })
}
