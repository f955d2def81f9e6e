package pull

import (
	"context"
	"fmt"
	"time"

	"pult/app/crm"
	"pult/app/feed"
)

// reading is one kind of data in one round.
type reading struct {
	*Puller
	kind   string
	mark   crm.Checkpoint // what the cache knew before
	number int64          // of the round
	result *Result
	rows   int
	before int // read by an earlier round that was stopped
	all    int // that 1C has; 0 while nobody knows
	place  int // of the kind among those of the round
	of     int
}

// tell says how far the round has come.
func (r *reading) tell() {
	r.Feed.Publish(feed.SyncChanged{Running: true, Kind: r.kind, Rows: r.before + r.rows, Of: r.all, Done: r.place, Kinds: r.of, AsOf: r.asOf})
}

const (
	// window is how far back documents are looked through at each round: what is
	// older is seldom touched.
	window = 45 * 24 * time.Hour
	// compareEvery is how often all documents are looked through.
	compareEvery = 24 * time.Hour
	// manyChanges are sooner read whole, page by page, than one by one.
	manyChanges = 5000
)

func (r *reading) run(ctx context.Context) error {
	r.door.open(r.kind)
	defer r.door.shut(r.kind)
	switch {
	case r.mark.Compared.IsZero(), !r.Source.Scans(r.kind):
		return r.whole(ctx)
	case r.Source.Dated(r.kind) && r.Now().Sub(r.mark.Compared) < compareEvery:
		return r.changes(ctx, r.Now().Add(-window))
	default:
		return r.changes(ctx, time.Time{})
	}
}

// whole reads all of the kind, from where an earlier reading stopped.
func (r *reading) whole(ctx context.Context) error {
	mark := crm.Checkpoint{Kind: r.kind, Round: r.number}
	if !r.mark.Done && r.mark.Place != "" {
		mark.Round, mark.Place, mark.Rows = r.mark.Round, r.mark.Place, r.mark.Rows
	}
	from := mark.Place
	r.before = mark.Rows
	r.count(ctx)
	err := ahead(ctx, r.Together, func(ctx context.Context, page func(crm.Batch) error) error {
		return r.Source.Read(ctx, r.kind, from, page)
	}, func(batch crm.Batch) error {
		mark.Rows += batch.Rows()
		mark.Place = batch.Checkpoint.Place
		return r.store(ctx, batch, mark)
	})
	if err != nil {
		return err
	}
	if err := r.plausible(ctx, mark.Rows); err != nil {
		return err
	}
	// Only a kind that was read to its end may lose the rows it did not see.
	mark.Done, mark.Whole, mark.Place = true, true, ""
	return r.store(ctx, crm.Batch{}, mark)
}

// counter is a source that can say how much there is.
type counter interface {
	Count(ctx context.Context, kind string) (int, error)
}

// count asks how much there is to read, so that people see how much is left. Without
// an answer they see what is read alone.
func (r *reading) count(ctx context.Context) {
	source, ok := r.Source.(counter)
	if !ok || !r.Source.Scans(r.kind) {
		return
	}
	all, err := source.Count(ctx, r.kind)
	if err != nil {
		r.Log.DebugContext(ctx, "how much there is is not known", "kind", r.kind, "error", err)
		return
	}
	r.all = all
	r.tell()
}

// changes finds what differs from the cache and reads only that.
func (r *reading) changes(ctx context.Context, since time.Time) error {
	have, err := r.Cache.Versions(ctx, r.kind, since)
	if err != nil {
		return fmt.Errorf("look for changes of %s: %w", r.kind, err)
	}
	known, seen := len(have), 0
	var changed []crm.Version
	err = r.Source.Scan(ctx, r.kind, since, func(v crm.Version) {
		seen++
		version, here := have[v.Ref]
		delete(have, v.Ref)
		if !here || version != v.Version {
			changed = append(changed, v)
		}
	})
	r.result.Scanned += seen
	if err != nil {
		return err
	}
	if seen == 0 && known > manyRows && since.IsZero() {
		return r.doubt(known)
	}
	if len(changed) > manyChanges || len(have) > manyChanges {
		return r.whole(ctx)
	}
	mark := crm.Checkpoint{Kind: r.kind, Round: r.number}
	if err := r.fetch(ctx, changed, mark, nil); err != nil {
		return err
	}
	gone, err := r.gone(ctx, have, mark)
	if err != nil {
		return err
	}
	mark.Done, mark.Rows = true, seen
	if since.IsZero() {
		mark.Compared = r.Now()
	}
	return r.store(ctx, crm.Batch{Gone: gone}, mark)
}

// fetch reads objects by name and crosses off those that came.
func (r *reading) fetch(ctx context.Context, of []crm.Version, mark crm.Checkpoint, came map[crm.Ref]string) error {
	if len(of) == 0 {
		return nil
	}
	return ahead(ctx, r.Together, func(ctx context.Context, page func(crm.Batch) error) error {
		return r.Source.Fetch(ctx, r.kind, of, page)
	}, func(batch crm.Batch) error {
		for _, ref := range batch.Refs() {
			delete(came, ref)
		}
		return r.store(ctx, batch, mark)
	})
}

// gone are the objects that were here and did not come in the scan, nor when
// they were asked for by name: a row removed while paging hides another one, and
// a document may have been moved out of the window.
func (r *reading) gone(ctx context.Context, missed map[crm.Ref]string, mark crm.Checkpoint) ([]crm.Ref, error) {
	ask := make([]crm.Version, 0, len(missed))
	for ref := range missed {
		ask = append(ask, crm.Version{Ref: ref, Source: -1})
	}
	if err := r.fetch(ctx, ask, mark, missed); err != nil {
		return nil, err
	}
	gone := make([]crm.Ref, 0, len(missed))
	for ref := range missed {
		gone = append(gone, ref)
	}
	return gone, nil
}

// store puts a page and its checkpoint into the cache and tells of it.
func (r *reading) store(ctx context.Context, batch crm.Batch, mark crm.Checkpoint) error {
	mark.At = r.Now()
	batch.Kind, batch.Checkpoint = r.kind, mark
	rows := batch.Rows()
	applied, err := r.door.page(ctx, batch)
	if err != nil {
		return fmt.Errorf("store %s: %w", r.kind, err)
	}
	r.rows += rows
	r.result.Read += rows
	r.result.Changed += applied.Changed
	r.result.SetAside += len(batch.SetAside)
	if applied.Changed > 0 {
		r.Feed.Publish(feed.ClientsChanged{Clients: applied.Clients})
	}
	r.tell()
	return nil
}

// plausible doubts an empty answer where there were many rows before: a right
// that was taken away looks just like a base without clients, and must not empty
// the cache. A register may well become empty.
func (r *reading) plausible(ctx context.Context, rows int) error {
	if rows > 0 || !r.Source.Scans(r.kind) {
		return nil
	}
	fresh, err := r.Cache.Freshness(ctx)
	if err != nil {
		return fmt.Errorf("doubt an empty answer: %w", err)
	}
	for _, f := range fresh {
		if f.Kind == r.kind && f.Rows > manyRows {
			return r.doubt(f.Rows)
		}
	}
	return nil
}

// manyRows do not vanish between two rounds.
const manyRows = 10

func (r *reading) doubt(rows int) error {
	return &crm.Fault{Kind: crm.ErrEmpty, Subject: r.kind, Detail: fmt.Sprintf("there were %d", rows)}
}
