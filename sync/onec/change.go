package onec

import (
	"context"
	"fmt"

	"pult/app/crm"
)

// Feeds tells the kinds that objects of a set go into, with the source each is
// read from. A set that is of no use here feeds none.
func (b *Base) Feeds(set string) map[string]int {
	feeds := map[string]int{}
	for _, kind := range order {
		for i, s := range b.sources[kind] {
			if s.set == set {
				feeds[kind] = i
			}
		}
	}
	return feeds
}

// Changes takes what the exchange plan holds for us, under the number that
// Confirm takes back. The same number comes again until it is confirmed.
func (b *Base) Changes(ctx context.Context, each func(crm.Change) error) (number int64, err error) {
	node, err := b.client.Node(ctx, b.ExchangePlan, b.ExchangeNode)
	if err != nil {
		return 0, fmt.Errorf("ask 1C for changes: %w", err)
	}
	b.node = node.Ref
	number = node.Received + 1
	if _, err := b.client.SelectChanges(ctx, b.ExchangePlan, b.node.String(), number, each); err != nil {
		return 0, fmt.Errorf("ask 1C for changes: %w", err)
	}
	return number, nil
}

// FindNode looks whether our node is in the exchange plan.
func (b *Base) FindNode(ctx context.Context) error {
	_, err := b.client.Node(ctx, b.ExchangePlan, b.ExchangeNode)
	return err
}

// Confirm tells 1C that the changes of a number are stored here.
func (b *Base) Confirm(ctx context.Context, number int64) error {
	if err := b.client.ConfirmChanges(ctx, b.ExchangePlan, b.node.String(), number); err != nil {
		return fmt.Errorf("confirm changes to 1C: %w", err)
	}
	return nil
}
