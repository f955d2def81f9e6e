package station

import (
	"context"
	"fmt"

	"pult/app/conf"
	"pult/app/crm"
	"pult/mail/account"
	"pult/mail/inbox"
	"pult/mail/outbox"
)

// TryMailbox logs in to both servers of a mailbox, and reads and sends nothing.
func (s *Station) TryMailbox(ctx context.Context, m conf.Mail) crm.MailTrial {
	a := &account.Account{Secret: func(context.Context) (string, error) { return s.Conf.MailPassword(m) }}
	if m.OAuthClient != "" {
		h, err := s.holder(m)
		if err != nil {
			return crm.MailTrial{IMAP: err, CanWrite: m.SMTP != "", SMTP: err}
		}
		a.Token = h.Token
	}
	return tryMailbox(ctx, m, a)
}

func tryMailbox(ctx context.Context, m conf.Mail, a *account.Account) (t crm.MailTrial) {
	ctx, stop := context.WithTimeout(ctx, 3*tryLimit)
	defer stop()
	a.Name, a.Address, a.User = m.Name, m.Address, m.User
	if a.IMAP, t.IMAP = account.ReadServer(m.IMAP, m.Certificate); t.IMAP == nil {
		t.Sent, t.IMAP = inbox.Try(ctx, a, account.Dialer{})
	}
	t.CanWrite = m.SMTP != ""
	if !t.CanWrite {
		return t
	}
	if a.SMTP, t.SMTP = account.ReadServer(m.SMTP, m.Certificate); t.SMTP == nil {
		t.SMTP = outbox.Try(ctx, a, account.Dialer{})
	}
	if ctx.Err() != nil && t.SMTP != nil {
		t.SMTP = fmt.Errorf("%w: %w", crm.ErrOffline, context.DeadlineExceeded)
	}
	return t
}
