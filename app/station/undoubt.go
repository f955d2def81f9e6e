package station

import (
	"context"
	"errors"
	"time"

	"pult/app/crm"
	"pult/app/feed"
)

// Belongs says whose a letter is. Of one in doubt only the header is here: its text is
// fetched now, and as long as it cannot be, nothing is decided. An address nobody has is
// remembered for the client, and other letters in doubt from it are the client's too.
func (m *MailRoom) Belongs(ctx context.Context, id crm.ID, client crm.Ref) (crm.LetterChoice, error) {
	choice := crm.LetterChoice{Client: client}
	l, err := m.attach(ctx, id, &choice)
	if err != nil {
		return choice, err
	}
	if choice.Remembered, err = m.remember(ctx, l, &choice); err != nil || !choice.Remembered {
		return choice, err
	}
	doubtful, err := m.station.Store.Journal.DoubtfulLetters(ctx, time.Now().AddDate(0, 0, -doubtDays))
	for _, other := range doubtful {
		if other.From.Key() != l.From.Key() || other.ID == l.ID {
			continue
		}
		if _, err := m.attach(ctx, other.ID, &choice); err != nil {
			m.station.log.Warn("another letter from the address", "err", err) // it is asked about as before
		}
	}
	return choice, err
}

// attach gives one letter to the client of a choice, and notes how it stood.
func (m *MailRoom) attach(ctx context.Context, id crm.ID, choice *crm.LetterChoice) (crm.Letter, error) {
	l, err := m.station.Store.Journal.Letter(ctx, id)
	if err != nil {
		return l, err
	}
	if err := m.fetch(ctx, l.ID); err != nil {
		return l, err
	}
	touched, err := m.station.Store.Journal.AttachLetter(ctx, l.ID, choice.Client, m.station.Conf.MayWrite(crm.MailFacts))
	if err == nil {
		choice.Letters = append(choice.Letters, crm.LetterLinks{Letter: l.ID, Links: l.Links})
	}
	m.touched(touched)
	return l, err
}

// remember keeps the address of a letter for its client, unless somebody has it already:
// what several write from tells nothing of any of them.
func (m *MailRoom) remember(ctx context.Context, l crm.Letter, choice *crm.LetterChoice) (bool, error) {
	address := l.From.Key()
	if address == "" || l.Direction != crm.Incoming {
		return false, nil
	}
	held, err := m.station.Store.Cache.EmailHolders(ctx, []string{address})
	if err != nil || len(held[address]) > 0 {
		return false, err
	}
	before, now, err := m.station.Store.Journal.HoldAddress(ctx, address, choice.Client)
	if err != nil {
		return false, err
	}
	choice.Holder = before
	return !now.Client.IsZero(), nil
}

// Nobodys says that a letter belongs to no client: it is asked about no more.
func (m *MailRoom) Nobodys(ctx context.Context, id crm.ID) (choice crm.LetterChoice, err error) {
	l, err := m.station.Store.Journal.Letter(ctx, id)
	if err != nil {
		return choice, err
	}
	touched, err := m.station.Store.Journal.ReleaseLetter(ctx, l.ID)
	m.touched(touched)
	if err == nil {
		choice.Letters = []crm.LetterLinks{{Letter: l.ID, Links: l.Links}}
	}
	return choice, err
}

// TakeBack has letters and their address stand as they did before a choice. A letter
// that 1C has already stays.
func (m *MailRoom) TakeBack(ctx context.Context, choice crm.LetterChoice) error {
	var failed []error
	for _, l := range choice.Letters {
		touched, err := m.station.Store.Journal.RelinkLetter(ctx, l.Letter, l.Links, m.station.Conf.MayWrite(crm.MailFacts))
		m.touched(touched)
		failed = append(failed, err)
	}
	if choice.Holder.Address != "" {
		failed = append(failed, m.station.Store.Journal.PutAddress(ctx, choice.Holder))
	}
	return errors.Join(failed...)
}

func (m *MailRoom) touched(clients []crm.Ref) {
	if len(clients) > 0 {
		m.station.Feed.Publish(feed.ClientsChanged{Clients: clients})
	}
}
