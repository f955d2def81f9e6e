package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"pult/app/crm"
	"pult/mail/outbox"
	"pult/mail/stand"
)

// The mailbox of the manager.
const (
	mailUser     = "manager"
	mailAddress  = "manager@practice.example"
	mailPassword = "practice"
)

// openMailbox starts the mailbox of the manager.
func (c *company) openMailbox(ctx context.Context) (err error) {
	if c.mailbox, err = stand.New(mailUser, mailPassword); err != nil {
		return err
	}
	serve, err := c.mailbox.Listen(ctx)
	if err != nil {
		return err
	}
	c.tasks.Go(serve)
	return nil
}

// letter lets a client write.
func (c *company) letter(r *http.Request) (any, error) {
	from, err := c.write(r.FormValue("client"), crm.Address{Email: r.FormValue("from")}, cmp.Or(r.FormValue("subject"), "Заказ"),
		cmp.Or(r.FormValue("text"), "Добрый день.\nПришлите, пожалуйста, счёт на прошлый заказ и срок отгрузки.\nС уважением"), r.FormValue("answers"))
	if err != nil {
		return nil, err
	}
	return map[string]string{"from": from}, nil
}

// write puts a letter of a client into the mailbox, from its own address unless
// another one is named.
func (c *company) write(client string, from crm.Address, subject, text, answers string) (email string, err error) {
	ref, err := c.base.FindClient(client)
	if err != nil {
		return "", err
	}
	if from.Email == "" {
		truth, ok := c.base.Partner(ref)
		if !ok || len(truth.Emails) == 0 {
			return "", errors.New("this client has no address")
		}
		from = crm.Address{Name: truth.Name, Email: truth.Emails[0]}
	}
	now := time.Now()
	raw, err := outbox.Compose(crm.Draft{
		ID: crm.NewID(now), From: from, To: []crm.Address{{Name: c.manager, Email: mailAddress}},
		Subject: subject, InReplyTo: answers, Text: text,
	}, now)
	if err != nil {
		return "", err
	}
	return from.Email, c.mailbox.Deliver(raw)
}

// sent are the letters that the panel has sent.
func (c *company) sent(w http.ResponseWriter, _ *http.Request) {
	list := c.mailbox.Sent()
	if list == nil {
		list = []string{}
	}
	reply(w, list)
}

// mailSettings lead a panel to the mailbox.
func (c *company) mailSettings() string {
	return fmt.Sprintf(`
[mail]
imap = "imaps://%s"
smtp = "smtps://%s"
certificate = %q
user = %q
address = %q
password_file = "mail.password"
signature = %q
`, c.mailbox.IMAP, c.mailbox.SMTP, c.mailbox.Fingerprint, mailUser, mailAddress, c.manager)
}
