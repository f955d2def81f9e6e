package station

import (
	"context"
	"time"

	"pult/app/crm"
	"pult/app/feed"
	"pult/mail/inbox"
	"pult/mail/match"
	"pult/mail/parse"
)

// reports tells a report on what became of another letter.
func (k *mailKeeper) reports(f inbox.Folder, l inbox.Letter) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	seen, known := k.judged[f.Name][l.UID]
	return known && seen.verdict.Fetch() == match.FetchReport
}

// bounced acts on a report: the letter of ours that did not arrive is marked so. Of the
// report itself nothing is kept. To be told twice changes nothing.
func (k *mailKeeper) bounced(ctx context.Context, l inbox.Letter) error {
	body, err := parse.ReadLetter(l.Whole, parse.Options{})
	if err != nil {
		k.log.Warn("report", "uid", l.UID, "err", err)
		return nil
	}
	if !body.Bounce.Failed() {
		return nil // it is late, or has arrived
	}
	lines, err := k.store.Journal.LetterBounced(ctx, crm.Bounce{
		Letter: body.Bounce.PultID, MessageID: body.Bounce.MessageID, Recipient: body.Bounce.Recipient,
		Status: body.Bounce.Status, Detail: body.Bounce.Detail, At: when(body.Date, l.Received, k.now()),
	})
	for _, line := range lines {
		k.feed.Publish(feed.HistoryChanged{Interaction: line})
	}
	return err
}

// SettleLetter takes a letter of ours off the day: its answer is needed no more, or
// what is to be done about its return is done.
func (s *Station) SettleLetter(ctx context.Context, id crm.ID) error {
	err := s.Store.Journal.SettleLetter(ctx, id)
	if err == nil {
		s.Feed.Publish(feed.PostingsChanged{})
	}
	return err
}

// RemindOfLetter makes a letter of ours a matter of the day when it has no answer after
// so many days from now; 0 for never.
func (s *Station) RemindOfLetter(ctx context.Context, id crm.ID, days int) error {
	var when time.Time
	if days > 0 {
		when = time.Now().AddDate(0, 0, days)
	}
	err := s.Store.Journal.RemindOfLetter(ctx, id, when)
	if err == nil {
		s.Feed.Publish(feed.PostingsChanged{})
	}
	return err
}
