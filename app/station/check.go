package station

import (
	"context"

	"pult/app/crm"
	"pult/sync/onec"
	"pult/sync/pull"
)

// Check compares the cache with 1C by control sums (сверка). No round may be
// under way in this program.
func (s *Station) Check(ctx context.Context) ([]crm.Drift, error) {
	if s.books == nil {
		return nil, &crm.Fault{Kind: crm.ErrInvalid, Subject: "onec.url"}
	}
	return pull.Check(ctx, s.books, s.Store.Cache)
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
