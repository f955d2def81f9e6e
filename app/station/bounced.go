package station

import (
	"context"

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
