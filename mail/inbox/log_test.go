package inbox

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"pult/app/crm"
)

// written is a log in memory.
type written struct {
	mu   sync.Mutex
	text strings.Builder
}

func (w *written) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.Write(p)
}

func (w *written) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.String()
}

// Whatever goes wrong, the log holds neither passwords nor tokens nor whom letters are
// from, nor words of the server.
func TestLogHoldsNothingOfPeople(t *testing.T) {
	q := newQuirky(t)
	q.token = "good-token"
	for n := range uint32(4) {
		q.deliver(n+1, quirk{})
	}
	q.deliver(2, bad[0])
	q.deliver(3, bad[2])
	var mu sync.Mutex
	token := "stale-token"
	q.account.Token = func(context.Context) (string, error) {
		mu.Lock()
		defer mu.Unlock()
		return token, nil
	}
	log := &written{}
	s := newShelf("")
	w := q.watch(t, s, func(w *Watcher) {
		w.log = slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	})
	w.until(t.Context(), func(s State) bool { return errors.Is(s.Err, crm.ErrDenied) })
	mu.Lock()
	token = "good-token"
	mu.Unlock()
	w.Retry()
	s.await(t, func(s *shelf) bool { return s.places["INBOX"].Last == 4 })
	for _, secret := range []string{"token", "eyJ", "client@", "letter 0", "Subject", "wrong", "anna@"} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("%q stands in the log:\n%s", secret, log)
		}
	}
	if !strings.Contains(log.String(), "cannot be read") {
		t.Errorf("the log tells nothing:\n%s", log)
	}
}
