package inbox

import (
	"context"
	"log/slog"

	"pult/mail/account"
)

// Try logs in to a mailbox and looks for its folders, once. It changes nothing there.
// sent is the folder of sent letters; empty when none was found.
func Try(ctx context.Context, a *account.Account, d account.Dialer) (sent string, err error) {
	w := New(a, d, nil, nil, Options{}, slog.New(slog.DiscardHandler))
	s, err := w.open(ctx)
	if err != nil {
		return "", err
	}
	defer s.close()
	if _, err := s.enter(inboxName); err != nil {
		return "", err
	}
	return s.sentFolder()
}
