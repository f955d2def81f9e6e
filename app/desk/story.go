package desk

import (
	"context"
	"fmt"

	"pult/app/crm"
)

// storyMost is how much of each kind the whole story of a client may hold: far
// more than anybody scrolls through.
const storyMost = 10_000

// Story fills a card with the whole story of its client in place of the newest
// lines. The card reads the same without it, and sooner.
func (d *Desk) Story(ctx context.Context, card crm.Card) (crm.Card, error) {
	client := card.Client.Ref
	var err error
	if len(card.History) >= cardHistory {
		if card.History, err = d.Journal.History(ctx, crm.HistoryFilter{Client: client, Limit: storyMost}); err != nil {
			return card, fmt.Errorf("story: %w", err)
		}
	}
	if len(card.Records) > 0 { // some of those read may have been our own
		if card.Records, err = d.records(ctx, client, storyMost); err != nil {
			return card, fmt.Errorf("story: %w", err)
		}
	}
	if len(card.Documents) > 0 {
		if card.Documents, err = d.Directory.Documents(ctx, client, storyMost); err != nil {
			return card, fmt.Errorf("story: %w", err)
		}
	}
	return card, nil
}
