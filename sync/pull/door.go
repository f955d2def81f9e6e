package pull

import (
	"context"
	"sync"

	"pult/app/crm"
)

// door is the one way into the cache for rounds and for notices, which read 1C at
// the same time. What a notice has brought is newer than the page of a round that
// was asked for before it: such a row of the page is left out.
type door struct {
	cache Cache
	mu    sync.Mutex                  // a row is looked for and the rest is stored in one step
	newer map[string]map[crm.Ref]bool // what notices brought of the kinds that are being read
}

// open begins the reading of a kind, shut ends it.
func (d *door) open(kind string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.newer[kind] = map[crm.Ref]bool{}
}

func (d *door) shut(kind string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.newer, kind)
}

// page stores what a round has read.
func (d *door) page(ctx context.Context, batch crm.Batch) (crm.Applied, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.cache.Apply(ctx, batch.Without(d.newer[batch.Kind]))
}

// single stores what was read for a notice.
func (d *door) single(ctx context.Context, batch crm.Batch) (crm.Applied, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	batch.OutOfTurn = true
	applied, err := d.cache.Apply(ctx, batch)
	if newer := d.newer[batch.Kind]; err == nil && newer != nil {
		for _, refs := range [][]crm.Ref{batch.Refs(), batch.Gone, batch.Settled} {
			for _, ref := range refs {
				newer[ref] = true
			}
		}
	}
	return applied, err
}
