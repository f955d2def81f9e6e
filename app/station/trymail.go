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

// MailTrial is what the servers of a mailbox answered.
type MailTrial struct {
	Sent     string // folder of sent letters; empty when none was found
	IMAP     error
	SMTP     error
	CanWrite bool // a server to send by is named
}

// TryMailbox logs in to both servers of a mailbox, and reads and sends nothing.
func (s *Station) TryMailbox(ctx context.Context, m conf.Mail) MailTrial {
	return tryMailbox(ctx, m, func(context.Context) (string, error) { return s.Conf.MailPassword(m) })
}

func tryMailbox(ctx context.Context, m conf.Mail, secret func(context.Context) (string, error)) (t MailTrial) {
	ctx, stop := context.WithTimeout(ctx, 3*tryLimit)
	defer stop()
	a := &account.Account{Name: m.Name, Address: m.Address, User: m.User, Secret: secret}
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
