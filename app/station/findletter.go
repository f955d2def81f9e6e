package station

import (
	"context"
	"time"

	"pult/app/crm"
	"pult/app/feed"
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

// Belongs says whose a letter is.
func (m *MailRoom) Belongs(ctx context.Context, id crm.ID, client crm.Ref) error {
	touched, err := m.station.Store.Journal.AttachLetter(ctx, id, client, m.station.Conf.MayWrite(crm.MailFacts))
	if len(touched) > 0 {
		m.station.Feed.Publish(feed.ClientsChanged{Clients: touched})
	}
	return err
}

// Settle takes a letter of ours out of what waits.
func (m *MailRoom) Settle(ctx context.Context, id crm.ID) error {
	return m.station.Store.Journal.SettleLetter(ctx, id)
}
