package station

import (
	"context"
	"errors"

	"pult/app/crm"
)

// Exchange is how the reading of 1C stands, for people to look at and to act on.
type Exchange struct{ station *Station }

// Exchange gives the exchange with 1C; nil without a base.
func (s *Station) Exchange() *Exchange {
	if s.Puller == nil {
		return nil
	}
	return &Exchange{s}
}

// State tells what was read, what was not and why.
func (e *Exchange) State(ctx context.Context) (crm.Exchange, error) {
	cache := e.station.Store.Cache
	fresh, freshErr := cache.Freshness(ctx)
	aside, asideErr := cache.SetAside(ctx)
	rounds, roundsErr := cache.Rounds(ctx)
	if err := errors.Join(freshErr, asideErr, roundsErr); err != nil {
		return crm.Exchange{}, err
	}
	return crm.Exchange{Kinds: crm.States(e.station.Puller.Kinds(), fresh, aside, rounds), SetAside: aside, Rounds: rounds}, nil
}

// Read asks for a round at once.
func (e *Exchange) Read() { e.station.Puller.Kick() }

// Stop ends the round under way; what was read is kept.
func (e *Exchange) Stop() { e.station.Puller.Stop() }

// Check compares the copy with 1C, after the round that is under way.
func (e *Exchange) Check(ctx context.Context, told func(crm.Drift)) error {
	_, err := e.station.Check(ctx, told)
	return err
}
