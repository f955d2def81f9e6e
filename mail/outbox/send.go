package outbox

import (
	"bytes"
	"context"
	"errors"
	"io"
	"time"

	"github.com/emersion/go-smtp"

	"pult/app/crm"
	"pult/mail/account"
)

// commandTime bounds each answer of the server, submissionTime that to a letter: RFC
// 5321 section 4.5.3.2 allows ten minutes, in which servers look for viruses.
const (
	commandTime    = time.Minute
	submissionTime = 10 * time.Minute
)

// send hands a letter to the server. sure tells that the server has not taken it:
// from the last byte of the letter to the answer nobody can know.
func (c *Courier) send(ctx context.Context, p crm.Posting) (sure bool, err error) {
	client, err := c.connect(ctx)
	if err != nil {
		return true, err
	}
	defer client.Close()
	stop := context.AfterFunc(ctx, func() { _ = client.Close() })
	defer stop()
	if err := c.login(ctx, client); err != nil {
		return true, err
	}
	if err := client.Mail(p.Sender, &smtp.MailOptions{Size: int64(len(p.Raw))}); err != nil {
		return true, refusal(err, "from")
	}
	for _, to := range p.To {
		if err := client.Rcpt(to, nil); err != nil {
			return true, refusal(err, to) // all or nobody
		}
	}
	data, err := client.Data()
	if err != nil {
		return true, refusal(err, "data")
	}
	if _, err := io.Copy(data, bytes.NewReader(p.Raw)); err != nil {
		return true, refusal(err, "data") // without its last dot it is no letter
	}
	if err := data.Close(); err != nil {
		var no *smtp.SMTPError
		return errors.As(err, &no), refusal(err, "data")
	}
	_ = client.Quit()
	return true, nil
}

// connect opens a secret connection and greets. A server that takes nobody now says
// nothing about the letter.
func (c *Courier) connect(ctx context.Context) (*smtp.Client, error) {
	conn, err := c.dialer.Connect(ctx, c.account.SMTP)
	if err != nil {
		return nil, err
	}
	_ = conn.SetDeadline(time.Now().Add(commandTime))
	var client *smtp.Client
	if c.account.SMTP.Security == account.Implicit {
		client = smtp.NewClient(conn)
	} else if client, err = smtp.NewClientStartTLS(conn, c.dialer.Config(c.account.SMTP)); err != nil {
		_ = conn.Close()
		return nil, unwelcome(err, "STARTTLS")
	}
	// Over STARTTLS the first word makes the handshake. Left to later ones, a certificate
	// nobody vouches for would look like a server that lets nobody log in.
	if err := client.Hello("localhost"); err != nil {
		_ = client.Close()
		var no *smtp.SMTPError
		if errors.As(err, &no) {
			return nil, unwelcome(err, "greeting")
		}
		return nil, account.Distrust(c.account.SMTP, err)
	}
	_ = conn.SetDeadline(time.Time{})
	return patient(client), nil
}

// unwelcome is a no before any letter was spoken of.
func unwelcome(err error, about string) error {
	var no *smtp.SMTPError
	if errors.As(err, &no) {
		return &crm.Fault{Kind: crm.ErrBusy, Subject: about, Detail: no.Message}
	}
	return &crm.Fault{Kind: crm.ErrOffline, Subject: about, Detail: err.Error()}
}

func patient(client *smtp.Client) *smtp.Client {
	client.CommandTimeout, client.SubmissionTimeout = commandTime, submissionTime
	return client
}

func (c *Courier) login(ctx context.Context, client *smtp.Client) error {
	var mechanisms []string
	for _, name := range []string{"PLAIN", "LOGIN"} {
		if client.SupportsAuth(name) {
			mechanisms = append(mechanisms, name)
		}
	}
	if len(mechanisms) == 0 && c.account.Token == nil {
		return &crm.Fault{Kind: crm.ErrForbidden, Subject: c.account.SMTP.Address, Detail: "AUTH"}
	}
	way, err := c.account.Login(ctx, mechanisms)
	if err != nil {
		return err
	}
	if err := client.Auth(way); err != nil {
		var no *smtp.SMTPError
		if errors.As(err, &no) && no.Code/100 == 5 {
			return &crm.Fault{Kind: crm.ErrDenied, Subject: c.account.SMTP.Address, Detail: no.Message}
		}
		return refusal(err, "AUTH")
	}
	return nil
}

// refusal tells a no for good (5yz) from one for now (4yz) and from a broken line.
func refusal(err error, about string) error {
	var no *smtp.SMTPError
	switch {
	case errors.As(err, &no) && no.Code/100 == 5:
		return &crm.Fault{Kind: crm.ErrRefused, Subject: about, Detail: no.Message}
	case errors.As(err, &no):
		return &crm.Fault{Kind: crm.ErrBusy, Subject: about, Detail: no.Message}
	}
	return &crm.Fault{Kind: crm.ErrOffline, Subject: about, Detail: err.Error()}
}
