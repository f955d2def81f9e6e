package station

import (
	"context"
	"errors"
	"time"

	"pult/app/crm"
	"pult/mail/match"
	"pult/mail/parse"
)

// doubtDays is how long a letter whose client is not known is asked about.
const doubtDays = 30

// Find gives letters that hold each of the words, the newest first.
func (m *MailRoom) Find(ctx context.Context, text string, limit int) (crm.NamedLetters, error) {
	list, err := m.station.Store.Journal.SearchLetters(ctx, crm.Ref{}, text, limit)
	return m.named(ctx, list, err)
}

// Latest are the newest letters.
func (m *MailRoom) Latest(ctx context.Context, limit int) (crm.NamedLetters, error) {
	list, err := m.station.Store.Journal.LatestLetters(ctx, limit)
	return m.named(ctx, list, err)
}

// Doubtful are letters whose client is not quite known, the oldest first.
func (m *MailRoom) Doubtful(ctx context.Context) (crm.NamedLetters, error) {
	list, err := m.station.Store.Journal.DoubtfulLetters(ctx, time.Now().AddDate(0, 0, -doubtDays))
	return m.named(ctx, list, err)
}

func (m *MailRoom) named(ctx context.Context, list []crm.Letter, err error) (crm.NamedLetters, error) {
	if err != nil {
		return crm.NamedLetters{}, err
	}
	var clients []crm.Ref
	for _, l := range list {
		for _, link := range l.Links {
			clients = append(clients, link.Client)
		}
	}
	names, err := m.station.Store.Cache.Names(ctx, clients)
	return crm.NamedLetters{Letters: list, Names: names}, err
}

// fetch has the text of a letter that is known by its header only. One that is gone from
// the mailbox stays without.
func (m *MailRoom) fetch(ctx context.Context, id crm.ID) error {
	l, err := m.station.Store.Journal.Letter(ctx, id)
	if err != nil || l.File != "" || l.Private || l.Spoilt {
		return err
	}
	copies, err := m.station.Store.Journal.LetterCopies(ctx, l.ID)
	if err != nil {
		return err
	}
	for _, c := range copies {
		box, err := m.station.mailbox(c.Folder.Account)
		if err != nil || box.Account.Name != c.Folder.Account {
			continue
		}
		got, err := box.Watcher.Letter(ctx, c.Folder.Name, c.Validity, c.UID)
		if errors.Is(err, crm.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		return m.fill(ctx, l, got.Whole)
	}
	return nil
}

// fill puts the text of a letter on record.
func (m *MailRoom) fill(ctx context.Context, l crm.Letter, raw []byte) error {
	body, err := parse.ReadLetter(raw, parse.Options{})
	if err != nil {
		m.station.log.Warn("letter", "err", err)
	}
	l.Message = match.WithBody(l.Message, body)
	l.Text, l.File = body.Reading(), l.ID.String()+".eml"
	if err := m.station.letters.write(l.ID, raw); err != nil {
		return err
	}
	return m.station.Store.Journal.FillLetter(ctx, l)
}

// Settle takes a letter of ours out of what waits.
func (m *MailRoom) Settle(ctx context.Context, id crm.ID) error {
	return m.station.Store.Journal.SettleLetter(ctx, id)
}
