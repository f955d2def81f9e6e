package pull_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
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

// answering is 1C without a network: each answer takes that long.
type answering struct {
	base  *standin.Server
	after time.Duration
}

func (a answering) RoundTrip(r *http.Request) (*http.Response, error) {
	time.Sleep(a.after)
	w := httptest.NewRecorder()
	a.base.ServeHTTP(w, r)
	return w.Result(), nil
}

// What changes in 1C is on an open card within one interval and a second.
func TestAChangeIsOnTheCardWithinAnInterval(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const interval = time.Minute
		log := slog.New(slog.DiscardHandler)
		base := standin.New(standin.Options{Seed: 3, Clients: 50, Location: moscow})
		s, err := store.Open(t.Context(), store.Options{Dir: t.TempDir(), Location: moscow, Log: log})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = s.Close() }()
		client, err := odata.New(odata.Options{URL: "http://onec" + base.Root(), Transport: answering{base, 10 * time.Millisecond}})
		if err != nil {
			t.Fatal(err)
		}
		f := &feed.Feed{}
		source := onec.New(client, onec.Options{Zone: moscow, Plan: phone.Plan{AreaCode: standin.AreaCode}, Log: log})
		p := pull.New(pull.Options{Source: source, Cache: s.Cache, Feed: f, Interval: interval, Log: log})
		ctx, cancel := context.WithCancel(t.Context())
		events := f.Subscribe(10_000)
		done := make(chan struct{})
		go func() { defer close(done); _ = p.Serve(ctx) }()
		defer func() { cancel(); <-done; events.Close() }()

		open, _ := crm.ParseRef(standin.DemoClient().Ref)
		owed := func() crm.Money {
			card, err := s.Cache.Card(t.Context(), open)
			if err != nil {
				t.Fatal(err)
			}
			return card.Debt.Owed
		}
		for e := range events.C { // the first reading
			if s, ok := e.(feed.SyncChanged); ok && !s.Running {
				break
			}
		}
		for _, pause := range []time.Duration{0, interval / 3, interval - time.Second, 5 * interval, time.Hour + interval/2} {
			time.Sleep(pause)
			before := owed()
			if _, err := base.Ship(standin.DemoClient().Ref, 100_00, 14); err != nil {
				t.Fatal(err)
			}
			began := time.Now()
			for e := range events.C {
				if _, ok := e.(feed.ClientsChanged); ok && owed() == before+100_00 {
					break
				}
			}
			if took := time.Since(began); took > interval+time.Second {
				t.Errorf("a shipment %s after a round was on the card after %s", pause, took)
			}
		}
	})
}
