package outbox

import (
	"context"
	"log/slog"

	"pult/mail/account"
)

// Try logs in to the server that letters are sent by, and sends none.
func Try(ctx context.Context, a *account.Account, d account.Dialer) error {
	c := New(a, d, nil, nil, nil, slog.New(slog.DiscardHandler))
	client, err := c.connect(ctx)
	if err != nil {
		return err
	}
	defer client.Close()
	stop := context.AfterFunc(ctx, func() { _ = client.Close() })
	defer stop()
	if err := c.login(ctx, client); err != nil {
		return err
	}
	return client.Quit()
}
