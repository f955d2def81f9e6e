package pull

import (
	"context"

	"pult/app/crm"
)

// pagesAhead are read while one is being stored.
const pagesAhead = 2

// ahead reads pages while others are being stored: 1C and the disk work at the
// same time.
func ahead(ctx context.Context, read func(ctx context.Context, page func(crm.Batch) error) error, store func(crm.Batch) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	pages := make(chan crm.Batch, pagesAhead)
	failed := make(chan error, 1)
	go func() {
		defer close(pages)
		failed <- read(ctx, func(batch crm.Batch) error {
			select {
			case pages <- batch:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		})
	}()
	var storing error
	for batch := range pages {
		if storing != nil {
			continue
		}
		if storing = store(batch); storing != nil {
			cancel()
		}
	}
	if reading := <-failed; storing == nil {
		return reading
	}
	return storing
}
