package desk

import (
	"context"
	"errors"
	"fmt"

	"pult/app/crm"
)

// Trade gathers what a client buys and when it may order next. It reads far more
// than a ring may wait for.
func (d *Desk) Trade(ctx context.Context, client crm.Ref) (crm.Trade, error) {
	bought, err := d.Directory.Bought(ctx, client)
	if err != nil {
		return crm.Trade{}, fmt.Errorf("trade: %w", err)
	}
	orders, err := d.Directory.OrderTimes(ctx, client)
	if err != nil {
		return crm.Trade{}, fmt.Errorf("trade: %w", err)
	}
	rhythm := crm.Foretell(orders, d.Location)
	t := crm.Trade{Bought: bought, Frequent: crm.Frequent(bought, rhythm, d.today()), Rhythm: rhythm}
	t.Orders, t.Hits = crm.OrderDays(orders, d.Location), crm.TryForecasts(orders, d.Location)
	if t.Step, err = d.step(ctx, client); err != nil {
		return crm.Trade{}, fmt.Errorf("trade: %w", err)
	}
	m, err := d.Directory.MatchOf(ctx, client)
	if err != nil && !errors.Is(err, crm.ErrNotFound) { // one out of sight has none
		return crm.Trade{}, fmt.Errorf("trade: %w", err)
	}
	if len(m.OpenOrders) == 0 {
		t.Forecast = rhythm
	}
	return t, nil
}

// step is where a client stands on the ladder of the discount, if there is one.
func (d *Desk) step(ctx context.Context, client crm.Ref) (crm.Step, error) {
	if len(d.Ladder.Steps) == 0 {
		return crm.Step{}, nil
	}
	card, err := d.Directory.Card(ctx, client)
	return d.Ladder.At(card.Purchases), err
}

// Chain is the order a document belongs to with all that came of it.
func (d *Desk) Chain(ctx context.Context, document crm.Ref) ([]crm.Document, error) {
	return d.Directory.Chain(ctx, document)
}

// Lines are the lines of a document, read when somebody opens it.
func (d *Desk) Lines(ctx context.Context, document crm.Ref) ([]crm.Bought, error) {
	return d.Directory.Lines(ctx, document)
}
