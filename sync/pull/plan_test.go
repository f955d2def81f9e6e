package pull_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"pult/app/crm"
	"pult/app/feed"
	"pult/sync/pull"
	"pult/sync/standin"
)

// What the plan tells comes within an interval, in a packet of megabytes too, and
// is confirmed after it is stored.
func TestPlanOfChanges(t *testing.T) {
	x := tellingCompany(t, standin.Options{Clients: 120, ExchangePlan: true, PacketSize: 3 << 20})
	gone, err := x.company.AddClient(standin.NewClient{Name: "Однодневка"})
	if err != nil {
		t.Fatal(err)
	}
	x.readAll(t)
	clients, _, _ := x.store.Cache.Count(t.Context())
	debt := x.card(t).Debt.Owed
	if err := errors.Join(
		x.company.Rename(standin.DemoClient().Ref, "Ромашка по плану"), x.company.Delete(gone), x.company.Pay(standin.DemoClient().Ref, 50_00),
	); err != nil {
		t.Fatal(err)
	}
	x.options.Plan, x.options.Interval = true, 200*time.Millisecond
	p := pull.New(x.options)
	x.serve(t, p)
	if n := number(t, x.confirmed); n != "1" {
		t.Errorf("packet %s is confirmed", n)
	}
	// Everything is there when the confirmation arrives, not some time later.
	card := x.card(t)
	if n, _, err := x.store.Cache.Count(t.Context()); n != clients-1 || err != nil {
		t.Errorf("%d clients of %d after one was deleted; %v", n, clients, err)
	}
	if card.Client.Name != "Ромашка по плану" || card.Debt.Owed != debt-50_00 {
		t.Errorf("%s owes %v, owed %v", card.Client.Name, card.Debt.Owed, debt)
	}

	news := x.feed.Subscribe(100)
	defer news.Close()
	if err := x.company.Rename(standin.DemoClient().Ref, "Ромашка ещё раз"); err != nil {
		t.Fatal(err)
	}
	x.await(t, news, "the next change", func() bool { return x.name(t) == "Ромашка ещё раз" })
}

// A program that is killed between storing and confirming is told the same once
// more, and nothing is doubled by it.
func TestPlanIsAskedAgainAfterAKill(t *testing.T) {
	x := tellingCompany(t, standin.Options{Clients: 120, ExchangePlan: true})
	x.readAll(t)
	number1, err := x.company.Ship(standin.DemoClient().Ref, 700_00, 7)
	if err != nil {
		t.Fatal(err)
	}
	x.options.Plan = true
	x.lose.Store(true)
	stop := x.serve(t, pull.New(x.options))
	if n := number(t, x.confirmed); n != "lost 1" {
		t.Fatalf("confirmed %q", n)
	}
	stop()
	before := x.card(t)
	if len(before.Documents) == 0 || before.Documents[0].Number != number1 {
		t.Fatalf("the shipment %s is not on the card", number1)
	}
	for range len(x.asked) {
		<-x.asked
	}
	x.lose.Store(false)
	x.serve(t, pull.New(x.options))
	if asked, confirmed := number(t, x.asked), number(t, x.confirmed); asked != "1" || confirmed != "1" {
		t.Errorf("packet %s is asked for and %s confirmed, want the same again", asked, confirmed)
	}
	after := x.card(t)
	if after.Debt != before.Debt || len(after.Documents) != len(before.Documents) {
		t.Errorf("debt %+v, %d documents; before %+v, %d", after.Debt, len(after.Documents), before.Debt, len(before.Documents))
	}
}

// While the plan tells of changes rounds do not look for them; without it they do.
func TestPlanSparesTheScans(t *testing.T) {
	for _, plan := range []bool{true, false} {
		x := tellingCompany(t, standin.Options{Clients: 30, ExchangePlan: plan})
		x.readAll(t)
		x.passed.Store(int64(10 * time.Minute))
		x.options.Plan, x.options.Interval = true, 100*time.Millisecond
		p := pull.New(x.options)
		x.serve(t, p)
		if plan { // asked once more, it has answered before
			number(t, x.asked)
			number(t, x.asked)
		}
		ctx, cancel := context.WithCancel(t.Context())
		news := x.feed.Subscribe(1000)
		done := make(chan struct{})
		go func() { defer close(done); _ = p.Serve(ctx) }()
		var scans int64
		for rounds := 0; rounds < 4; {
			if e, ok := (<-news.C).(feed.SyncChanged); ok && !e.Running {
				if rounds++; rounds == 1 { // which reads everything
					scans = x.scans.Load()
				}
			}
		}
		if made := x.scans.Load() - scans; plan == (made > 0) {
			t.Errorf("plan %v: %d scans in three rounds", plan, made)
		}
		// What the plan vouches for is as fresh as what was looked through.
		fresh, err := x.store.Cache.Freshness(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range fresh {
			if f.Kind == "clients" && f.At.Before(now.Add(10*time.Minute)) {
				t.Errorf("plan %v: clients are as of %s", plan, f.At)
			}
		}
		cancel()
		<-done
		news.Close()
	}
}

// A base without the plan keeps serving pushes.
func TestMissingPlanHoldsNothingUp(t *testing.T) {
	x := tellingCompany(t, standin.Options{Clients: 30})
	x.readAll(t)
	x.options.Plan = true
	p := pull.New(x.options)
	x.serve(t, p)
	news := x.feed.Subscribe(100)
	defer news.Close()
	if err := x.company.Rename(standin.DemoClient().Ref, "Без плана"); err != nil {
		t.Fatal(err)
	}
	p.Notice([]crm.Change{{Set: "Catalog_Партнеры", Ref: x.client}})
	x.await(t, news, "the new name", func() bool { return x.name(t) == "Без плана" })
}
