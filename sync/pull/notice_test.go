package pull_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"pult/app/crm"
	"pult/app/feed"
	"pult/app/phone"
	"pult/sync/odata"
	"pult/sync/onec"
	"pult/sync/pull"
	"pult/sync/standin"
)

const planNode = "ПУЛЬТ"

// told is a fixture whose base tells of changes.
type told struct {
	*fixture
	options   pull.Options
	base      func() *onec.Base
	passed    atomic.Int64 // time since the beginning
	scans     atomic.Int64 // requests by versions, which only rounds make
	lose      atomic.Bool  // confirmations do not arrive
	fetched   chan string  // clients asked for by name
	asked     chan string  // numbers of packets asked for
	confirmed chan string  // and confirmed
	client    crm.Ref
}

func tellingCompany(t *testing.T, o standin.Options) *told {
	t.Helper()
	x := &told{fixture: company(t, o), fetched: make(chan string, 1000), asked: make(chan string, 1000), confirmed: make(chan string, 1000)}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		number := r.URL.Query().Get("MessageNo")
		switch {
		case strings.Contains(r.URL.RawQuery, "select=Ref_Key%2CDataVersion&"):
			x.scans.Add(1)
		case strings.HasSuffix(r.URL.Path, "/Catalog_Партнеры") && strings.Contains(r.URL.RawQuery, "Ref_Key%20eq"):
			defer func() { x.fetched <- number }()
		case strings.HasSuffix(r.URL.Path, "/SelectChanges"):
			x.asked <- number
		case strings.HasSuffix(r.URL.Path, "/NotifyChangesReceived") && x.lose.Load():
			w.WriteHeader(http.StatusBadGateway)
			x.confirmed <- "lost " + number
			return
		case strings.HasSuffix(r.URL.Path, "/NotifyChangesReceived"):
			defer func() { x.confirmed <- number }()
		}
		x.company.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	client, err := odata.New(odata.Options{URL: server.URL + x.company.Root(), User: "u", Password: "p"})
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.DiscardHandler)
	x.base = func() *onec.Base {
		return onec.New(client, onec.Options{
			Zone: moscow, Plan: phone.Plan{AreaCode: standin.AreaCode}, Log: log, ExchangePlan: "Пульт", ExchangeNode: planNode,
		})
	}
	x.options = pull.Options{
		Source: x.base(), Singles: x.base(), Cache: x.store.Cache, Feed: x.feed, Interval: time.Hour, Log: log,
		Now: func() time.Time { return now.Add(time.Duration(x.passed.Load())) },
	}
	x.puller = pull.New(x.options)
	x.client, _ = crm.ParseRef(standin.DemoClient().Ref)
	return x
}

func (x *told) readAll(t *testing.T) {
	t.Helper()
	if err := x.puller.Round(t.Context()).Err(); err != nil {
		t.Fatal(err)
	}
}

// serve reads what is told until the test or the returned function ends it.
func (x *told) serve(t *testing.T, p *pull.Puller) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); _ = p.ServeNotices(ctx) }()
	stop = func() { cancel(); <-done }
	t.Cleanup(stop)
	return stop
}

func (x *told) card(t *testing.T) crm.Card {
	t.Helper()
	card, err := x.store.Cache.Card(t.Context(), x.client)
	if err != nil {
		t.Fatal(err)
	}
	return card
}

const patience = time.Minute

// await looks at the cache each time it is told to have changed.
func (x *told) await(t *testing.T, news *feed.Subscription, what string, done func() bool) {
	t.Helper()
	deadline := time.After(patience)
	for !done() {
		select {
		case <-news.C:
		case <-deadline:
			t.Fatalf("waited in vain: %s", what)
		}
	}
}

func change(t *testing.T, set, ref string) []crm.Change {
	t.Helper()
	r, err := crm.ParseRef(ref)
	if err != nil {
		t.Fatal(err)
	}
	return []crm.Change{{Set: set, Ref: r}}
}

func (x *told) name(t *testing.T) string {
	t.Helper()
	card, err := x.store.Cache.Card(t.Context(), x.client)
	if err != nil && !errors.Is(err, crm.ErrNotFound) {
		t.Fatal(err)
	}
	return card.Client.Name
}

// number waits for a packet to be asked for or confirmed.
func number(t *testing.T, of <-chan string) string {
	t.Helper()
	select {
	case n := <-of:
		return n
	case <-time.After(patience):
		t.Fatal("no request to 1C")
		return ""
	}
}

// A push changes the card, and no round is made of it.
func TestNoticeIsReadAtOnce(t *testing.T) {
	x := tellingCompany(t, standin.Options{Clients: 120})
	x.readAll(t)
	x.serve(t, x.puller)
	news := x.feed.Subscribe(100)
	defer news.Close()
	scans := x.scans.Load()
	if err := x.company.Rename(standin.DemoClient().Ref, "Ромашка и сыновья"); err != nil {
		t.Fatal(err)
	}
	if taken := x.puller.Notice(change(t, "Catalog_Партнеры", standin.DemoClient().Ref)); taken != 1 {
		t.Errorf("%d taken", taken)
	}
	x.await(t, news, "the new name", func() bool { return x.name(t) == "Ромашка и сыновья" })
	if x.scans.Load() != scans {
		t.Error("a round was made of it")
	}
}

// A push from inside the transaction comes before what it tells of.
func TestNoticeAheadOfTheChange(t *testing.T) {
	x := tellingCompany(t, standin.Options{Clients: 60})
	x.readAll(t)
	x.serve(t, x.puller)
	news := x.feed.Subscribe(100)
	defer news.Close()
	x.puller.Notice(change(t, "Catalog_Партнеры", standin.DemoClient().Ref))
	number(t, x.fetched)
	if err := x.company.Rename(standin.DemoClient().Ref, "После транзакции"); err != nil {
		t.Fatal(err)
	}
	x.await(t, news, "the new name", func() bool { return x.name(t) == "После транзакции" })
}

// held is a base whose pages of clients wait on their way.
type held struct {
	pull.Source
	read, release chan struct{}
}

func (h held) Read(ctx context.Context, kind, from string, page func(crm.Batch) error) error {
	return h.Source.Read(ctx, kind, from, func(b crm.Batch) error {
		if kind == "clients" {
			h.read <- struct{}{}
			<-h.release
		}
		return page(b)
	})
}

// A push during the first reading is not kept waiting by it, and the page that
// was read before the push does not undo it.
func TestNoticeOvertakesTheFirstReading(t *testing.T) {
	x := tellingCompany(t, standin.Options{Clients: 60})
	slow := held{x.options.Source, make(chan struct{}), make(chan struct{})}
	x.options.Source = slow
	x.puller = pull.New(x.options)
	news := x.feed.Subscribe(1000)
	defer news.Close()
	round := make(chan error, 1)
	go func() { round <- x.puller.Round(t.Context()).Err() }()
	x.serve(t, x.puller)
	<-slow.read
	if err := x.company.Rename(standin.DemoClient().Ref, "Новее страницы"); err != nil {
		t.Fatal(err)
	}
	x.puller.Notice(change(t, "Catalog_Партнеры", standin.DemoClient().Ref))
	x.await(t, news, "the new name", func() bool { return x.name(t) == "Новее страницы" })
	close(slow.release)
	for done := false; !done; {
		select {
		case <-slow.read:
		case err := <-round:
			if err != nil {
				t.Fatal(err)
			}
			done = true
		}
	}
	if name := x.name(t); name != "Новее страницы" {
		t.Errorf("an older page has made it %q", name)
	}
}

// A payment brings the debt with it, in one event.
func TestNoticeOfADocumentBringsTheDebt(t *testing.T) {
	x := tellingCompany(t, standin.Options{Clients: 120, ExchangePlan: true})
	x.readAll(t)
	before := x.card(t).Debt
	if err := x.company.Pay(standin.DemoClient().Ref, 100_00); err != nil {
		t.Fatal(err)
	}
	payment := x.registered(t, "Document_ПоступлениеБезналичныхДенежныхСредств")
	x.serve(t, x.puller)
	news := x.feed.Subscribe(100)
	defer news.Close()
	x.puller.Notice([]crm.Change{payment})
	looks := 0
	x.await(t, news, "the debt", func() bool { looks++; return x.card(t).Debt.Owed == before.Owed-100_00 })
	if looks > 2 {
		t.Errorf("the card changed %d times before the debt was there", looks-1)
	}
}

// registered finds a change of a set in the plan.
func (x *told) registered(t *testing.T, set string) (found crm.Change) {
	t.Helper()
	_, err := x.base().Changes(t.Context(), func(c crm.Change) error {
		if c.Set == set {
			found = c
		}
		return nil
	})
	if err != nil || found.Ref.IsZero() {
		t.Fatalf("nothing of %s is registered; %v", set, err)
	}
	return found
}

// What nobody knows does no harm, and what has gone goes.
func TestNoticeOfWhatIsNotThere(t *testing.T) {
	x := tellingCompany(t, standin.Options{Clients: 120})
	x.readAll(t)
	before, _, _ := x.store.Cache.Count(t.Context())
	ref, err := x.company.AddClient(standin.NewClient{Name: "Однодневка"})
	if err != nil {
		t.Fatal(err)
	}
	x.serve(t, x.puller)
	news := x.feed.Subscribe(100)
	defer news.Close()
	count := func(want int) func() bool {
		return func() bool { n, _, err := x.store.Cache.Count(t.Context()); return err == nil && n == want }
	}
	x.puller.Notice(append(change(t, "Catalog_Партнеры", "11111111-2222-3333-4444-555555555555"), change(t, "Catalog_Выдумка", ref)...))
	x.puller.Notice(change(t, "Document_ЗаказКлиента", ref)) // a reference of another set
	x.puller.Notice(change(t, "Catalog_Партнеры", ref))
	x.await(t, news, "the new client", count(before+1))
	if err := x.company.Delete(ref); err != nil {
		t.Fatal(err)
	}
	x.puller.Notice(change(t, "Catalog_Партнеры", ref))
	x.await(t, news, "the client to go", count(before))
}

// A flood is bounded: what has no room is left to a round.
func TestFloodOfNotices(t *testing.T) {
	x := tellingCompany(t, standin.Options{Clients: 10})
	flood := make([]crm.Change, 50_000)
	for i := range flood {
		flood[i] = crm.Change{Set: "Catalog_Партнеры", Ref: crm.Ref{1, byte(i >> 16), byte(i >> 8), byte(i)}}
	}
	if taken := x.puller.Notice(flood); taken != 10_000 {
		t.Errorf("%d taken of %d", taken, len(flood))
	}
	if taken := x.puller.Notice(flood[:10]); taken != 10 {
		t.Errorf("%d of 10 that wait already", taken)
	}
}
