package onec

import (
	"context"
	"fmt"

	"pult/app/crm"
	"pult/sync/odata"
)

// Count asks 1C how many objects of a kind there are.
func (b *Base) Count(ctx context.Context, name string) (sum int, err error) {
	for _, s := range b.sources[name] {
		if s.set == "" {
			continue
		}
		filter := ""
		if name == "records" {
			filter = s.dateField() + " ge " + odata.DateTime(b.since(recent), b.Zone)
		}
		n, err := b.client.Count(ctx, s.set, filter)
		if err != nil {
			return 0, fmt.Errorf("count %s in 1C: %w", name, err)
		}
		sum += n
	}
	return sum, nil
}

// Owed sums up all debts and advances as 1C tells them now.
func (b *Base) Owed(ctx context.Context) (owed, advance crm.Money, lines int, err error) {
	err = b.Read(ctx, "debts", "", func(batch crm.Batch) error {
		for _, line := range batch.Debts {
			owed += line.Owed
			advance += line.Advance
			lines++
		}
		return nil
	})
	return owed, advance, lines, err
}
