package desk

import (
	"context"
	"errors"
	"fmt"
	"time"

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
	t := crm.Trade{Bought: bought, Frequent: crm.Frequent(bought, rhythm, d.today())}
	m, err := d.Directory.MatchOf(ctx, client)
	if err != nil && !errors.Is(err, crm.ErrNotFound) { // one out of sight has none
		return crm.Trade{}, fmt.Errorf("trade: %w", err)
	}
	if len(m.OpenOrders) == 0 {
		t.Forecast = rhythm
	}
	return t, nil
}

// Lines are the lines of a document, read when somebody opens it.
func (d *Desk) Lines(ctx context.Context, document crm.Ref) ([]crm.Bought, error) {
	return d.Directory.Lines(ctx, document)
}

// SayTrade puts what a client is about to need before a mere greeting: it is
// asked when nothing more urgent is to be said.
func SayTrade(say crm.Say, t crm.Trade, today time.Time) crm.Say {
	switch {
	case say.Kind != crm.SayLastContact && say.Kind != crm.SayFirst:
		return say
	case t.Forecast.Even() && t.Forecast.Near(today):
		return crm.Say{Kind: crm.SayForecast, Every: t.Forecast.Every, Days: t.Forecast.Since(today), Date: t.Forecast.Next}
	case len(t.Frequent) > 0:
		good := t.Frequent[0]
		return crm.Say{Kind: crm.SayFrequent, Text: good.Name, Quantity: good.Usual, Date: good.Last}
	}
	return say
}
