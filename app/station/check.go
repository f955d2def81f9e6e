package station

import (
	"context"

	"pult/app/crm"
	"pult/sync/onec"
	"pult/sync/pull"
)

// Check compares the cache with 1C by control sums (сверка). It waits for a round
// that is under way; told hears of each kind as it is compared and may be nil.
func (s *Station) Check(ctx context.Context, told func(crm.Drift)) (drifts []crm.Drift, err error) {
	if s.books == nil {
		return nil, &crm.Fault{Kind: crm.ErrInvalid, Subject: "onec.url"}
	}
	err = s.Puller.Alone(ctx, func() error {
		drifts, err = pull.Check(ctx, s.books, s.Store.Cache, told)
		return err
	})
	return drifts, err
}

// Explore asks 1C what is published and where this configuration keeps what. No
// round may be under way in this program.
func (s *Station) Explore(ctx context.Context) (onec.Report, error) {
	if s.books == nil {
		return onec.Report{}, &crm.Fault{Kind: crm.ErrInvalid, Subject: "onec.url"}
	}
	err := s.books.Probe(ctx)
	return s.books.Report(), err
}

// TryPlan looks whether our node is in the exchange plan of the settings.
func (s *Station) TryPlan(ctx context.Context) error { return s.books.FindNode(ctx) }
