package station

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"pult/app/crm"
	"pult/app/feed"
	"pult/mail/match"
	"pult/mail/outbox"
	"pult/mail/parse"
)

// SendLetter accepts a letter. When it returned nil the letter is on disk and goes
// out, or is visible as one that did not. The id of the draft makes it one letter
// however often the button is pressed.
func (s *Station) SendLetter(ctx context.Context, d crm.Draft) (crm.ID, error) {
	box, err := s.mailbox(d.Account)
	if err != nil {
		return crm.ID{}, err
	}
	if box.Courier == nil {
		return crm.ID{}, &crm.Fault{Kind: crm.ErrInvalid, Subject: "mail.smtp", Detail: box.Account.Name}
	}
	if err := outbox.Holes(d.Subject + " " + d.Text); err != nil {
		return crm.ID{}, err
	}
	now := time.Now()
	if d.ID.IsZero() {
		d.ID = crm.NewID(now)
	}
	d.From = crm.Address{Name: s.Conf.Manager, Email: box.Account.Address}
	raw, err := outbox.Compose(d, now)
	if err != nil {
		return crm.ID{}, err
	}
	letter, err := s.letters.ours(ctx, d, box.Account.Name, raw, now)
	if err != nil {
		return crm.ID{}, err
	}
	posting := crm.Posting{Letter: letter, Sender: box.Account.Address, Raw: raw}
	for _, a := range d.Recipients() {
		if email := strings.TrimSpace(a.Email); !slices.Contains(posting.To, email) {
			posting.To = append(posting.To, email)
		}
	}
	if err := s.Store.Journal.QueuePosting(ctx, posting); err != nil {
		return crm.ID{}, err
	}
	s.Feed.Publish(feed.PostingsChanged{Account: box.Account.Name})
	box.Courier.Wake()
	return d.ID, nil
}

// ours is how a letter of ours goes on record: for the client it was written to, and
// for all whose addresses are on it.
func (l *letters) ours(ctx context.Context, d crm.Draft, account string, raw []byte, now time.Time) (crm.Letter, error) {
	body, err := parse.ReadLetter(raw, parse.Options{})
	if err != nil {
		return crm.Letter{}, err
	}
	rules, err := l.matching(ctx)
	if err != nil {
		return crm.Letter{}, err
	}
	one := match.Letter{Header: body.Header, Account: account, Folder: "", Sent: true, Size: int64(len(raw))}
	verdicts, err := rules.Letters(ctx, []match.Letter{one}, directory{l.store})
	if err != nil {
		return crm.Letter{}, err
	}
	m := match.WithBody(verdicts[0].Message(one), body)
	m.ID, m.Direction, m.Date = d.ID, crm.Outgoing, now.UTC()
	if !d.Client.IsZero() {
		m = m.With(crm.Message{Links: []crm.MessageLink{{Client: d.Client, Contact: d.Contact, Reason: crm.MatchedByHand, Sure: true}}})
	}
	letter := crm.Letter{Message: m, Text: body.Reading(), File: d.ID.String() + ".eml"}
	if d.AnswerDays > 0 {
		letter.Remind = now.UTC().AddDate(0, 0, d.AnswerDays)
	}
	return letter, l.write(d.ID, raw)
}

// Reply begins an answer to a letter on record.
func (s *Station) Reply(ctx context.Context, id crm.ID, all bool) (crm.Draft, error) {
	l, err := s.Store.Journal.Letter(ctx, id)
	if err != nil {
		return crm.Draft{}, err
	}
	box, err := s.mailbox(l.Account)
	if err != nil {
		return crm.Draft{}, err
	}
	d := outbox.Reply(l, s.letters.own, all)
	d.ID, d.Account = crm.NewID(time.Now()), box.Account.Name
	d.Text = "\n\n" + box.foot() + s.Words.Wrote(l) + "\n" + outbox.Quote(l.Text)
	return d, nil
}

// NewLetter begins a letter.
func (s *Station) NewLetter(client crm.Ref, to crm.Address) (crm.Draft, error) {
	box, err := s.mailbox("")
	if err != nil {
		return crm.Draft{}, err
	}
	d := crm.Draft{ID: crm.NewID(time.Now()), Account: box.Account.Name, Client: client}
	if to.Email != "" {
		d.To = []crm.Address{to}
	}
	d.Text = strings.TrimSuffix("\n\n"+box.foot(), "\n\n")
	return d, nil
}

func (m *Mailbox) foot() string {
	if m.signature == "" {
		return ""
	}
	return "-- \n" + strings.TrimSpace(m.signature) + "\n\n"
}

// mailbox is one of the mailboxes; "" is the first. One that is gone from the settings
// is answered for by the first too.
func (s *Station) mailbox(name string) (*Mailbox, error) {
	for _, box := range s.Mailboxes {
		if box.Account.Name == name {
			return box, nil
		}
	}
	if len(s.Mailboxes) == 0 {
		return nil, fmt.Errorf("no mailbox in the settings: %w", crm.ErrNotFound)
	}
	return s.Mailboxes[0], nil
}

// ReadLetter reads a letter on record with its attachments and links; the file itself
// may be gone, then there is what the journal has of it.
func (s *Station) ReadLetter(ctx context.Context, id crm.ID) (crm.Letter, parse.Letter, error) {
	l, err := s.Store.Journal.Letter(ctx, id)
	if err != nil || l.File == "" {
		return l, parse.Letter{}, err
	}
	raw, err := os.ReadFile(filepath.Join(s.Conf.Letters(), filepath.Base(l.File)))
	if errors.Is(err, fs.ErrNotExist) {
		return l, parse.Letter{}, nil
	}
	if err != nil {
		return l, parse.Letter{}, fmt.Errorf("read a letter: %w", err)
	}
	body, err := parse.ReadLetter(raw, parse.Options{})
	return l, body, err
}

// HideLetter makes a letter private: nothing of it is left here.
func (s *Station) HideLetter(ctx context.Context, id crm.ID) error {
	file, touched, err := s.Store.Journal.HideLetter(ctx, id)
	if err != nil {
		return err
	}
	s.Feed.Publish(feed.ClientsChanged{Clients: touched})
	if file == "" {
		return nil
	}
	err = os.Remove(filepath.Join(s.Conf.Letters(), filepath.Base(file)))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("remove a private letter: %w", err)
	}
	return nil
}

// ResendLetter sends a letter once more: a person has said that it did not arrive.
func (s *Station) ResendLetter(ctx context.Context, id crm.ID) error {
	if err := s.Store.Journal.ResendPosting(ctx, id); err != nil {
		return err
	}
	for _, box := range s.Mailboxes {
		if box.Courier != nil {
			box.Courier.Retry()
		}
	}
	s.Feed.Publish(feed.PostingsChanged{})
	return nil
}

// DropLetter forgets a letter that was not sent.
func (s *Station) DropLetter(ctx context.Context, id crm.ID) error {
	err := s.Store.Journal.DropPosting(ctx, id)
	if err == nil {
		s.Feed.Publish(feed.PostingsChanged{})
	}
	return err
}
