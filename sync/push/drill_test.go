package push_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pult/app/crm"
	"pult/app/feed"
	"pult/app/store"
	"pult/app/view"
	"pult/sync/odata"
	"pult/sync/onec"
	"pult/sync/push"
	"pult/sync/standin"
)

const (
	drillRefusal = "Не заполнен реквизит «Ответственный»"
	// restartEvery is after how many requests a sender is stopped, on average.
	restartEvery = 40
)

// drill is an office on a bad day: 1C loses answers, its tables are locked, the
// network breaks, handlers refuse, and the sender is started anew all the time.
type drill struct {
	*office
	rand    *rand.Rand
	journal *store.Journal
	store   *store.Store
	budget  atomic.Int64 // requests until the sender is stopped
	stop    atomic.Pointer[context.CancelFunc]

	accepted map[crm.Ref][]crm.ID // in the order they were recorded, by client
	refused  map[crm.ID]bool
	blocked  map[crm.ID]bool // what is about a new client that was refused
	arrived  map[crm.Ref][]crm.ID
	restarts int
	troubles map[standin.FailureKind]int // that came to pass
}

func openDrill(t *testing.T, o standin.Options) *drill {
	t.Helper()
	d := &drill{
		rand: rand.New(rand.NewPCG(1, 2)), accepted: map[crm.Ref][]crm.ID{}, refused: map[crm.ID]bool{}, blocked: map[crm.ID]bool{},
		arrived: map[crm.Ref][]crm.ID{}, troubles: map[standin.FailureKind]int{},
	}
	x := &office{clock: &clock{now: start}, dir: t.TempDir()}
	o.Seed, o.Clients, o.User, o.Password, o.Now, o.Location = 1, 5, "u", "p", x.clock.Now, moscow
	x.company = standin.New(o)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if d.budget.Add(-1) == 0 {
			(*d.stop.Load())()
		}
		x.company.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	x.address = server.URL + x.company.Root()
	d.office = x
	s, err := store.Open(t.Context(), store.Options{Dir: x.dir, Now: x.clock.Now, Location: moscow, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	d.store, d.journal = s, s.Journal
	return d
}

// record puts facts into the outbox: of each client in their order, of all clients
// at once.
func (d *drill) record(t *testing.T, facts int) {
	t.Helper()
	var mu sync.Mutex
	var all sync.WaitGroup
	for n := range drillClients {
		seed := rand.New(rand.NewPCG(3, uint64(n)))
		all.Go(func() {
			client, isNew := crm.Ref{1, byte(n >> 8), byte(n)}, n%20 == 0
			var ids []crm.ID
			refusedClient := false
			for i := range facts / drillClients {
				at := start.Add(time.Duration(i) * time.Second)
				id, err := d.recordOne(t.Context(), client, isNew && i == 0, seed.IntN(3), at)
				if err != nil {
					t.Error(err)
					return
				}
				if isNew && i == 0 {
					client = crm.Ref(id)
				}
				ids = append(ids, id)
				refuse := seed.IntN(20) == 0 || n == 0 && i == 0 // the first client too, so that its facts have to wait
				mu.Lock()
				switch {
				case refusedClient:
					d.blocked[id] = true
				case refuse:
					d.refused[id] = true
					refusedClient = isNew && i == 0
				}
				mu.Unlock()
				if refuse {
					if err := d.company.Refuse(id.String(), drillRefusal); err != nil {
						t.Error(err)
					}
				}
			}
			mu.Lock()
			defer mu.Unlock()
			d.accepted[client] = ids
		})
	}
	all.Wait()
}

func (d *drill) recordOne(ctx context.Context, client crm.Ref, isNew bool, kind int, at time.Time) (crm.ID, error) {
	id := crm.NewID(at)
	line := crm.Interaction{ID: id, Kind: crm.NoteKind, At: at, Client: client, Text: "договорились " + id.String()}
	switch {
	case isNew:
		return id, d.journal.RecordLead(ctx, crm.Lead{ID: id, Name: "Новый " + id.String(), At: at}, true)
	case kind == 0:
		return id, d.journal.RecordLine(ctx, line, true)
	case kind == 1:
		line.Kind, line.Subject = crm.MeetingKind, "Встреча"
		return id, d.journal.RecordLine(ctx, line, true)
	default:
		call := talk(0)
		call.ID, call.Client, call.RangAt, call.AnsweredAt, call.EndedAt = id, client, at, at, at.Add(time.Minute)
		return id, d.journal.RecordCall(ctx, call, "Петрова", true)
	}
}

// noting is a base that notes what it took, and in which order.
type noting struct {
	*onec.Base
	drill *drill
}

func (n noting) Write(ctx context.Context, e onec.Entry, look bool) (crm.Ref, error) {
	ref, err := n.Base.Write(ctx, e, look)
	if err == nil {
		id := e.Fact.ID
		client := e.Fact.Client
		if list := n.drill.arrived[client]; !slices.Contains(list, id) {
			n.drill.arrived[client] = append(list, id)
		}
	}
	return ref, err
}

// push sends with one sender until it is stopped, or nothing is due.
func (d *drill) push(t *testing.T) {
	t.Helper()
	client, err := odata.New(odata.Options{URL: d.address, User: "u", Password: "p"})
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.DiscardHandler)
	courier := push.New(push.Options{
		Outbox: d.journal, Directory: d.store.Cache, Writer: noting{onec.New(client, onec.Options{Zone: moscow, Log: log}), d},
		Wording: view.New(view.Russian, moscow, d.clock.Now), Feed: &feed.Feed{}, Kinds: crm.FactKinds(), Now: d.clock.Now, Log: log,
	})
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	d.stop.Store(&stop)
	d.budget.Store(int64(1 + d.rand.IntN(2*restartEvery)))
	if _, err := courier.Drain(ctx); err != nil && ctx.Err() == nil {
		t.Fatal(err)
	}
	if ctx.Err() != nil {
		d.restarts++
	}
}

var troubles = []standin.FailureKind{
	standin.LockConflict, standin.Truncate, standin.Down, standin.BadGateway, standin.NoLicence, standin.Maintenance,
}

// trouble breaks something of 1C, or something between.
func (d *drill) trouble(kind standin.FailureKind) {
	f := standin.Failure{Kind: kind, Count: 1 + d.rand.IntN(2), After: d.rand.IntN(30)}
	d.troubles[f.Kind] += f.Count
	d.company.Fail(f)
}

// finish sends until only what waits for a refused client is left.
func (d *drill) finish(t *testing.T, facts int) {
	t.Helper()
	for range facts / 4 { // four facts a sender, at the very least
		d.trouble(standin.LostAnswer)
		for range 2 {
			d.trouble(troubles[d.rand.IntN(len(troubles))])
		}
		d.push(t)
		for _, left := range d.company.Failures() {
			d.troubles[left.Kind] -= left.Count
		}
		d.company.Heal()
		waiting, _, err := d.journal.OutboxCount(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if waiting == len(d.blocked) {
			return
		}
		d.clock.forward(6 * time.Minute) // leases run out, pauses too
	}
	t.Fatal("facts still wait")
}

// stored counts the objects of 1C by the fact in their marker, asked of 1C itself.
func (d *drill) stored(t *testing.T) map[string]int {
	t.Helper()
	client, err := odata.New(odata.Options{URL: d.address, User: "u", Password: "p"})
	if err != nil {
		t.Fatal(err)
	}
	d.budget.Store(0)
	count := map[string]int{}
	for _, set := range []string{"Document_ТелефонныйЗвонок", "Document_ЗапланированноеВзаимодействие", "Document_Встреча", "Catalog_Партнеры"} {
		query := odata.Query{Select: []string{"Комментарий"}, Filter: "substringof('pult:',Комментарий) eq true"}
		_, err := client.Rows(t.Context(), set, query, func(row odata.Row) error {
			_, id, _ := strings.Cut(row.Text("Комментарий"), "pult:")
			count[id]++
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return count
}

// Law 2 on a bad day: what 1C accepts is there exactly once and in its order, what
// it refuses is in sight with the words it was refused with.
func TestBadDay(t *testing.T) {
	for _, ignored := range []bool{false, true} {
		t.Run(fmt.Sprintf("key ignored %v", ignored), func(t *testing.T) {
			d := openDrill(t, standin.Options{IgnoreRefKey: ignored})
			d.record(t, drillFacts)
			began := time.Now()
			d.finish(t, drillFacts)
			took := time.Since(began)

			count, total := d.stored(t), 0
			for _, ids := range d.accepted {
				for _, id := range ids {
					total++
					want := 1
					if d.refused[id] || d.blocked[id] {
						want = 0
					}
					if n := count[id.String()]; n != want {
						t.Errorf("%v is in 1C %d times, want %d", id, n, want)
					}
					delete(count, id.String())
				}
			}
			if len(count) > 0 || total != drillFacts {
				t.Errorf("of %d facts %d were recorded; 1C has strangers: %v", drillFacts, total, count)
			}
			d.checkOrder(t)
			d.checkRefused(t)
			if d.troubles[standin.LostAnswer] == 0 || d.restarts == 0 || len(d.refused) == 0 || len(d.blocked) == 0 {
				t.Error("the day was not bad enough")
			}
			t.Logf("drill: %d facts, %d refused, %d waiting for a refused client, %d restarts, %d lost answers, %.0f a second; %v",
				total, len(d.refused), len(d.blocked), d.restarts, d.troubles[standin.LostAnswer], float64(total)/took.Seconds(), d.troubles)
		})
	}
}

// checkOrder compares the order facts of a client arrived in with that they were
// recorded in.
func (d *drill) checkOrder(t *testing.T) {
	t.Helper()
	for client, ids := range d.accepted {
		want := slices.DeleteFunc(slices.Clone(ids), func(id crm.ID) bool { return d.refused[id] || d.blocked[id] })
		got := d.arrived[client]
		if lead, err := d.journal.Lead(t.Context(), crm.ID(client)); err == nil && lead.Client != client {
			got = append(got, d.arrived[lead.Client]...) // 1C gave it another reference after the first
		}
		if !slices.Equal(got, want) {
			t.Errorf("facts of %v arrived in another order", client)
		}
	}
}

func (d *drill) checkRefused(t *testing.T) {
	t.Helper()
	facts, err := d.journal.Outbox(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	stuck := 0
	for _, f := range facts {
		if f.State != crm.FactStuck {
			continue
		}
		stuck++
		if fault := f.Fault(); !d.refused[f.ID] || !strings.Contains(f.Reason, drillRefusal) || !errors.Is(fault, crm.ErrRefused) {
			t.Errorf("stuck: %+v", f)
		}
	}
	if stuck != len(d.refused) {
		t.Errorf("%d facts are stuck, %d were refused", stuck, len(d.refused))
	}
}
