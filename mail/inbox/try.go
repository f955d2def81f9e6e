package inbox

import (
	"context"
	"log/slog"

	"pult/mail/account"
)

// Try logs in to a mailbox and looks for its folders, once. It changes nothing there,
// and tells each stage it has reached. sent is the folder of sent letters; empty when
// none was found.
func Try(ctx context.Context, a *account.Account, d account.Dialer, told func(account.Stage)) (sent string, err error) {
	w := New(a, d, nil, nil, Options{}, slog.New(slog.DiscardHandler))
	conn, err := connect(ctx, d, a.IMAP, w.patience)
	if err != nil {
		return "", err
	}
	told(account.Secured)
	s, err := w.begin(ctx, conn)
	if err != nil {
		return "", err
	}
	defer s.close()
	told(account.Entered)
	if _, err := s.enter(inboxName); err != nil {
		return "", err
	}
	return s.sentFolder()
}
