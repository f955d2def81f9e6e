package pull_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"pult/app/crm"
	"pult/sync/pull"
	"pult/sync/standin"
)

// A payment is read by itself, and the debt with it.
func TestOnlyWhatHasChangedIsRead(t *testing.T) {
	x := practice(t, 300)
	first := x.puller.Round(t.Context())
	if err := first.Err(); err != nil {
		t.Fatal(err)
	}
	client, err := crm.ParseRef(standin.DemoClient().Ref)
	if err != nil {
		t.Fatal(err)
	}
	before, err := x.store.Cache.Card(t.Context(), client)
	if err != nil {
		t.Fatal(err)
	}
	if err := x.company.Pay(standin.DemoClient().Ref, 100_00); err != nil {
		t.Fatal(err)
	}
	second := x.puller.Round(t.Context())
	if err := second.Err(); err != nil {
		t.Fatal(err)
	}
	after, err := x.store.Cache.Card(t.Context(), client)
	if err != nil {
		t.Fatal(err)
	}
	if after.Debt.Owed != before.Debt.Owed-100_00 {
		t.Errorf("the debt was %v and is %v after a payment of 100", before.Debt.Owed, after.Debt.Owed)
	}
	if second.Changed == 0 || second.Scanned < 300 || second.Read > first.Read/4 {
		t.Errorf("first %+v, second %+v", first, second)
	}
}

// brittle is a cache that breaks after some pages.
type brittle struct {
	pull.Cache
	left int
}

var errBrittle = errors.New("the disk is full")

func (b *brittle) Apply(ctx context.Context, batch crm.Batch) (crm.Applied, error) {
	if b.left--; b.left < 0 {
		return crm.Applied{}, errBrittle
	}
	return b.Cache.Apply(ctx, batch)
}

// placed notes where readings begin.
type placed struct {
	pull.Source
	from []string
}

func (p *placed) Read(ctx context.Context, kind, from string, page func(crm.Batch) error) error {
	if from != "" {
		p.from = append(p.from, kind+" "+from)
	}
	return p.Source.Read(ctx, kind, from, page)
}

func TestReadingGoesOnWhereItStopped(t *testing.T) {
	whole, x := practice(t, 450), practice(t, 450)
	if err := whole.puller.Round(t.Context()).Err(); err != nil {
		t.Fatal(err)
	}
	source := &placed{Source: x.puller.Source}
	rounds := 0
	for ; rounds < 20; rounds++ {
		p := pull.New(pull.Options{
			Source: source, Cache: &brittle{Cache: x.store.Cache, left: 3 + 4*rounds}, Feed: x.feed, Together: 1,
			Now: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler),
		})
		err := p.Round(t.Context()).Err()
		if err == nil {
			break
		}
		if !errors.Is(err, errBrittle) {
			t.Fatal(err)
		}
	}
	if len(source.from) == 0 {
		t.Errorf("%d rounds, none of which went on where another had stopped", rounds)
	}
	for _, truth := range x.company.Partners() {
		ref, _ := crm.ParseRef(truth.Ref)
		want, wantErr := whole.store.Cache.Card(t.Context(), ref)
		got, gotErr := x.store.Cache.Card(t.Context(), ref)
		if (wantErr == nil) != (gotErr == nil) {
			t.Fatalf("%s: %v, read at once %v", truth.Name, gotErr, wantErr)
		}
		if got.Client.Name != want.Client.Name || got.Debt != want.Debt || len(got.Documents) != len(want.Documents) || len(got.Contacts) != len(want.Contacts) {
			t.Errorf("%s differs from what is read at once", truth.Name)
		}
	}
}

// hiding is a base whose paging hides an object.
type hiding struct {
	pull.Source
	hidden crm.Ref
}

func (h hiding) Scan(ctx context.Context, kind string, since time.Time, each func(crm.Version)) error {
	return h.Source.Scan(ctx, kind, since, func(v crm.Version) {
		if v.Ref != h.hidden {
			each(v)
		}
	})
}

func TestAnObjectHiddenByPagingStays(t *testing.T) {
	x := practice(t, 100)
	if err := x.puller.Round(t.Context()).Err(); err != nil {
		t.Fatal(err)
	}
	client, _ := crm.ParseRef(standin.DemoClient().Ref)
	p := pull.New(pull.Options{
		Source: hiding{x.puller.Source, client}, Cache: x.store.Cache, Feed: x.feed,
		Now: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler),
	})
	if err := p.Round(t.Context()).Err(); err != nil {
		t.Fatal(err)
	}
	if card, err := x.store.Cache.Card(t.Context(), client); err != nil || card.Client.Deleted {
		t.Errorf("the client is gone: %v", err)
	}
}
