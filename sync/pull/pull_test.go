package pull_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http/httptest"
	"testing"
	"time"

	"pult/app/crm"
	"pult/app/feed"
	"pult/app/phone"
	"pult/app/store"
	"pult/sync/odata"
	"pult/sync/onec"
	"pult/sync/pull"
	"pult/sync/standin"
)

var (
	moscow = time.FixedZone("MSK", 3*3600)
	now    = time.Date(2026, 11, 22, 12, 0, 0, 0, moscow)
)

type fixture struct {
	company *standin.Server
	store   *store.Store
	feed    *feed.Feed
	puller  *pull.Puller
}

func practice(t *testing.T, clients int) *fixture {
	t.Helper()
	return company(t, standin.Options{Clients: clients})
}

// company is a base in any configuration with a cache beside it.
func company(t *testing.T, o standin.Options) *fixture {
	t.Helper()
	clock := func() time.Time { return now }
	log := slog.New(slog.DiscardHandler)
	o.Seed, o.User, o.Password, o.Now, o.Location = 3, "u", "p", clock, moscow
	company := standin.New(o)
	server := httptest.NewServer(company)
	t.Cleanup(server.Close)
	s, err := store.Open(t.Context(), store.Options{Dir: t.TempDir(), Now: clock, Location: moscow, Log: log})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	client, err := odata.New(odata.Options{URL: server.URL + company.Root(), User: "u", Password: "p"})
	if err != nil {
		t.Fatal(err)
	}
	base := onec.New(client, onec.Options{Zone: moscow, Plan: phone.Plan{AreaCode: standin.AreaCode}, Log: log})
	f := &feed.Feed{}
	return &fixture{company, s, f, pull.New(pull.Options{Source: base, Cache: s.Cache, Feed: f, Now: clock, Log: log})}
}

// The cache must say of every number and every client what the base says.
func TestRoundMakesTheCacheEqualTheBase(t *testing.T) {
	for _, configuration := range standin.Configurations() {
		t.Run(configuration, func(t *testing.T) {
			sameAsTheBase(t, company(t, standin.Options{Clients: 300, Configuration: configuration}))
		})
	}
}

func sameAsTheBase(t *testing.T, x *fixture) {
	t.Helper()
	result := x.puller.Round(t.Context())
	if err := result.Err(); err != nil {
		t.Fatal(err)
	}
	if result.Read == 0 || result.Changed == 0 {
		t.Errorf("result %+v", result)
	}
	vague := map[string]bool{}
	for _, truth := range x.company.Partners() {
		for _, p := range truth.Phones {
			vague[p.Digits] = vague[p.Digits] || p.Vague
		}
		if !truth.Live() {
			continue
		}
		ref, _ := crm.ParseRef(truth.Ref)
		card, err := x.store.Cache.Card(t.Context(), ref)
		if err != nil {
			t.Fatal(err)
		}
		orders := truth.OpenOrders
		if x.company.Configuration() == standin.BP3 {
			orders = 0 // it knows no orders
		}
		same := map[string][2]any{
			"name": {card.Client.Name, truth.Name}, "manager": {card.ManagerName, truth.Manager},
			"debt": {card.Debt.Owed, crm.Money(truth.Debt)}, "advance": {card.Debt.Advance, crm.Money(truth.Advance)},
			"overdue": {card.Debt.Overdue, crm.Money(truth.Overdue)}, "days": {card.Debt.OverdueDays, truth.OverdueDays},
			"open orders": {len(card.OpenOrders), orders},
		}
		demo := truth.Ref == standin.DemoClient().Ref
		if c := x.company.Configuration(); c == standin.UNF3 || c == standin.BP3 && !demo {
			// УНФ keeps no due dates and БП only those of bills: the others follow
			// from contracts, and this company lets shipments differ from them.
			delete(same, "overdue")
			delete(same, "days")
		}
		for what, pair := range same {
			if pair[0] != pair[1] {
				t.Errorf("%s: %s is %v, the base says %v", truth.Name, what, pair[0], pair[1])
			}
		}
	}
	for digits, owners := range x.company.Callers() {
		if vague[digits] {
			continue
		}
		found, err := x.store.Cache.Match(t.Context(), phone.Plan{}.Parse("+"+digits))
		if err != nil || len(found) != len(owners) {
			t.Errorf("a number of %d clients is given to %d; %v", len(owners), len(found), err)
		}
	}
}

// While all is read people see how much there is.
func TestAReadingTellsHowMuchThereIs(t *testing.T) {
	x := company(t, standin.Options{Clients: 300})
	news := x.feed.Subscribe(4096)
	if err := x.puller.Round(t.Context()).Err(); err != nil {
		t.Fatal(err)
	}
	last := map[string]feed.SyncChanged{}
	for len(news.C) > 0 {
		if e, ok := (<-news.C).(feed.SyncChanged); ok && e.Running {
			last[e.Kind] = e
		}
	}
	if e := last["clients"]; e.Of < 300 || e.Rows != e.Of {
		t.Errorf("of clients %d rows of %d were told", e.Rows, e.Of)
	}
}

func TestSecondRoundFindsNothingNew(t *testing.T) {
	x := practice(t, 300)
	first := x.puller.Round(t.Context())
	second := x.puller.Round(t.Context())
	if err := errors.Join(first.Err(), second.Err()); err != nil {
		t.Fatal(err)
	}
	if second.Changed != 0 || second.Read >= first.Read/4 || second.Scanned == 0 {
		t.Errorf("first %+v, second %+v; nothing has changed in between", first, second)
	}
}

// Law 12: what was good is kept, the fault is named, the next round is whole.
func TestBadRounds(t *testing.T) {
	tests := []struct {
		failure standin.Failure
		kind    error
		subject string
	}{
		{standin.Failure{Kind: standin.Unauthorized}, crm.ErrDenied, ""},
		{standin.Failure{Kind: standin.BadGateway}, crm.ErrOffline, ""},
		{standin.Failure{Kind: standin.ApplicationError}, crm.ErrGarbled, ""},
		{standin.Failure{Kind: standin.Down}, crm.ErrOffline, ""},
		{standin.Failure{Kind: standin.Maintenance}, crm.ErrBusy, ""},
		{standin.Failure{Kind: standin.NoLicence}, crm.ErrBusy, ""},
		{standin.Failure{Kind: standin.Truncate, Set: "Document_ЗаказКлиента"}, crm.ErrGarbled, "Document_ЗаказКлиента"},
		{standin.Failure{Kind: standin.Unpublish, Set: "Document_РеализацияТоваровУслуг"}, crm.ErrNotPublished, "Document_РеализацияТоваровУслуг"},
	}
	for _, tt := range tests {
		t.Run(string(tt.failure.Kind), func(t *testing.T) {
			x := practice(t, 200)
			if err := x.puller.Round(t.Context()).Err(); err != nil {
				t.Fatal(err)
			}
			before, _, err := x.store.Cache.Count(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			x.company.Fail(tt.failure)
			fault := x.puller.Round(t.Context()).Err()
			var named *crm.Fault
			if !errors.Is(fault, tt.kind) || !errors.As(fault, &named) || tt.subject != "" && named.Subject != tt.subject {
				t.Errorf("fault %v, want %v of %q", fault, tt.kind, tt.subject)
			}
			after, _, err := x.store.Cache.Count(t.Context())
			if err != nil || after != before {
				t.Errorf("%d clients after the fault, %d before; %v", after, before, err)
			}
			x.company.Heal()
			if result := x.puller.Round(t.Context()); result.Err() != nil || result.Changed != 0 {
				t.Errorf("round after the cure: %+v", result)
			}
		})
	}
}

// A set that is not published costs its own kind only.
func TestUnpublishedSetLeavesTheOthers(t *testing.T) {
	whole := practice(t, 200)
	if err := whole.puller.Round(t.Context()).Err(); err != nil {
		t.Fatal(err)
	}
	all, err := whole.store.Cache.Freshness(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	x := practice(t, 200)
	x.company.Publish("Document_ЗаказКлиента", false)
	result := x.puller.Round(t.Context())
	if !errors.Is(result.Err(), crm.ErrNotPublished) {
		t.Fatalf("fault %v", result.Err())
	}
	fresh, err := x.store.Cache.Freshness(t.Context())
	if err != nil || len(fresh) != len(all)-1 {
		t.Errorf("%d kinds of %d were read to their end, want all but one; %v", len(fresh), len(all), err)
	}
}

func TestServeReadsAgainWhenAsked(t *testing.T) {
	x := practice(t, 50)
	ctx, cancel := context.WithCancel(t.Context())
	events := x.feed.Subscribe(1000)
	done := make(chan struct{})
	go func() { defer close(done); _ = x.puller.Serve(ctx) }()
	rounds := 0
	for e := range events.C {
		if s, ok := e.(feed.SyncChanged); ok && !s.Running {
			if rounds++; rounds == 2 {
				break
			}
			x.puller.Kick()
		}
	}
	cancel()
	<-done
}

// A right that was taken away looks like a base without clients. It must not
// empty the cache.
func TestEmptyAnswerIsDoubted(t *testing.T) {
	x := practice(t, 200)
	if err := x.puller.Round(t.Context()).Err(); err != nil {
		t.Fatal(err)
	}
	before, _, _ := x.store.Cache.Count(t.Context())
	blind := pull.New(pull.Options{Source: nothing{}, Cache: x.store.Cache, Feed: x.feed, Log: slog.New(slog.DiscardHandler)})
	if err := blind.Round(t.Context()).Err(); !errors.Is(err, crm.ErrEmpty) {
		t.Errorf("fault %v, want a doubt", err)
	}
	if after, _, err := x.store.Cache.Count(t.Context()); after != before || err != nil {
		t.Errorf("%d clients left of %d; %v", after, before, err)
	}
}

// nothing is a base that answers well and shows no row.
type nothing struct{}

func (nothing) Probe(context.Context) error { return nil }
func (nothing) Kinds() []string             { return []string{"clients", "contacts"} }

func (nothing) Scans(string) bool { return true }
func (nothing) Dated(string) bool { return false }

func (nothing) Read(context.Context, string, string, func(crm.Batch) error) error { return nil }

func (nothing) Scan(context.Context, string, time.Time, func(crm.Version)) error { return nil }

func (nothing) Fetch(context.Context, string, []crm.Version, func(crm.Batch) error) error { return nil }
