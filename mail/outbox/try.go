package outbox

import (
	"context"
	"log/slog"

	"pult/mail/account"
)

// Try logs in to the server that letters are sent by, and sends none. It tells each
// stage it has reached.
func Try(ctx context.Context, a *account.Account, d account.Dialer, told func(account.Stage)) error {
	c := New(a, d, nil, nil, nil, slog.New(slog.DiscardHandler))
	client, err := c.connect(ctx)
	if err != nil {
		return err
	}
	defer client.Close()
	stop := context.AfterFunc(ctx, func() { _ = client.Close() })
	defer stop()
	told(account.Secured)
	if err := c.login(ctx, client); err != nil {
		return err
	}
	told(account.Entered)
	return client.Quit()
}
