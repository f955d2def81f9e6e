package pull

import (
	"context"
	"time"

	"pult/app/crm"
)

// pagesAhead are read while one is being stored.
const pagesAhead = 2

// atMost is how long a page waits for others to be stored with.
const atMost = time.Second

// ahead reads pages while others are being stored: 1C and the disk work at the
// same time. Pages are stored together until they have so many rows.
func ahead(ctx context.Context, together int, read func(ctx context.Context, page func(crm.Batch) error) error, store func(crm.Batch) error) error {
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
		if storing = store(collect(batch, pages, together)); storing != nil {
			cancel()
		}
	}
	if reading := <-failed; storing == nil {
		return reading
	}
	return storing
}

// collect adds pages that come soon.
func collect(batch crm.Batch, pages <-chan crm.Batch, together int) crm.Batch {
	if batch.Rows() >= together {
		return batch
	}
	patience := time.NewTimer(atMost)
	defer patience.Stop()
	for batch.Rows() < together {
		select {
		case next, ok := <-pages:
			if !ok {
				return batch
			}
			batch.Add(next)
		case <-patience.C:
			return batch
		}
	}
	return batch
}
