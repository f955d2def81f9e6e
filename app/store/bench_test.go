package store

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	"pult/app/crm"
	"pult/app/phone"
)

// benchClients is the size of a firm well above those Pult is made for.
const benchClients = 200_000

// benchDir holds the cache of the benchmarks; TestMain removes it.
var benchDir string

// benchCache is filled once for all benchmarks.
var benchCache = sync.OnceValues(func() (*Cache, error) {
	var err error
	if benchDir, err = os.MkdirTemp("", "pult-bench"); err != nil {
		return nil, err
	}
	s, err := Open(context.Background(), Options{Dir: benchDir, Now: func() time.Time { return noon }, Location: moscow, Plan: plan})
	if err != nil {
		return nil, err
	}
	for from := 0; from < benchClients; from += 10_000 {
		for _, b := range benchBatches(from, from+10_000) {
			if _, err := s.Cache.Apply(context.Background(), b); err != nil {
				return nil, err
			}
		}
	}
	return s.Cache, nil
})

func benchNumber(client, n int) phone.Number {
	return phone.Number{E164: 7_900_000_0000 + int64(client*3+n)*7919%1_000_000_0000}
}

// benchBatches gives clients with three numbers, a counterparty, a person, three
// documents and a line of debt each.
func benchBatches(from, to int) []crm.Batch {
	var clients, firms, people, documents, debts crm.Batch
	clients.Kind, firms.Kind, people.Kind, documents.Kind, debts.Kind = "clients", "counterparties", "contacts", "orders", "debts"
	names := []string{"Строй", "Агро", "Мега", "Авто", "Северо", "Ромашка", "Альфа", "Василёк"}
	for i := from; i < to; i++ {
		client, name := ref(i+1), fmt.Sprintf("ООО %sТорг %d", names[i%len(names)], i)
		number := func(n int) []crm.Phone { return []crm.Phone{{Number: benchNumber(i, n), Kind: "Телефон"}} }
		clients.Clients = append(clients.Clients, crm.Client{Ref: client, Name: name, Version: "1", Phones: number(0), Emails: []string{fmt.Sprintf("info@firm%d.example", i)}})
		firms.Counterparties = append(firms.Counterparties, crm.Counterparty{Ref: ref(i + 1e7), Client: client, Name: name, INN: fmt.Sprint(7700000000 + i), Version: "1", Phones: number(1)})
		people.Contacts = append(people.Contacts, crm.Contact{Ref: ref(i + 2e7), Client: client, Name: "Иванов Иван", Version: "1", Phones: number(2)})
		for n, kind := range []crm.DocumentKind{crm.Order, crm.Shipment, crm.Payment} {
			documents.Documents = append(documents.Documents, crm.Document{Ref: ref(i*3 + n + 3e7), Kind: kind, Client: client, Number: fmt.Sprint(i), At: noon, Amount: 100_00, Open: kind == crm.Order, Version: "1"})
		}
		debts.Debts = append(debts.Debts, crm.DebtLine{Client: client, Document: ref(i*3 + 3e7), Due: noon.AddDate(0, 0, -5), Owed: 50_00})
	}
	return []crm.Batch{clients, firms, people, documents, debts}
}

// percentiles reports the median and the worst hundredth of the times.
func percentiles(b *testing.B, times []time.Duration) {
	slices.Sort(times)
	b.ReportMetric(float64(times[len(times)/2].Nanoseconds())/1e3, "p50-µs")
	b.ReportMetric(float64(times[len(times)*99/100].Nanoseconds())/1e3, "p99-µs")
}

func timed(b *testing.B, run func() error) {
	b.Helper()
	var times []time.Duration
	for b.Loop() {
		start := time.Now()
		if err := run(); err != nil {
			b.Fatal(err)
		}
		times = append(times, time.Since(start))
	}
	percentiles(b, times)
}

func BenchmarkMatch(b *testing.B) {
	c, ctx := must(benchCache())(b), b.Context()
	b.Run("hit", func(b *testing.B) {
		timed(b, func() error {
			list, err := c.Match(ctx, benchNumber(rand.IntN(benchClients), rand.IntN(3)))
			if err == nil && len(list) == 0 {
				b.Fatal("a number is lost")
			}
			return err
		})
	})
	b.Run("miss", func(b *testing.B) {
		timed(b, func() error {
			_, err := c.Match(ctx, phone.Number{E164: 7_800_000_0000 + rand.Int64N(1e9)})
			return err
		})
	})
}

func BenchmarkCard(b *testing.B) {
	c, ctx := must(benchCache())(b), b.Context()
	timed(b, func() error {
		_, err := c.Card(ctx, ref(1+rand.IntN(benchClients)))
		return err
	})
}

func BenchmarkSearch(b *testing.B) {
	c, ctx := must(benchCache())(b), b.Context()
	for _, text := range []string{"о", "аг", "ооо стр", "ромашкат", "770012", "нетничего", "6789", "9001", "info@firm1"} {
		b.Run(text, func(b *testing.B) {
			timed(b, func() error {
				_, err := c.Search(ctx, text, 20)
				return err
			})
		})
	}
}

func BenchmarkApply(b *testing.B) {
	for _, part := range []struct {
		name string
		from func(i int) int
	}{{"new", func(i int) int { return i * 10_000 }}, {"unchanged", func(int) int { return 0 }}} {
		b.Run(part.name, func(b *testing.B) {
			c := newStore(b, b.TempDir()).Cache
			rows, round := 0, int64(1)
			for _, batch := range benchBatches(0, 10_000) {
				apply(b, c, batch)
			}
			i := 0
			for b.Loop() {
				i++
				round++
				b.StopTimer()
				batches := benchBatches(part.from(i), part.from(i)+10_000)
				b.StartTimer()
				for _, batch := range batches {
					batch.Checkpoint.Round = round
					apply(b, c, batch)
					rows += len(batch.Clients) + len(batch.Counterparties) + len(batch.Contacts) + len(batch.Documents) + len(batch.Debts)
				}
			}
			b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}

func BenchmarkRecordCall(b *testing.B) {
	b.Run("alone", func(b *testing.B) {
		j, ctx := newStore(b, b.TempDir()).Journal, b.Context()
		timed(b, func() error { return j.RecordCall(ctx, ended(rand.IntN(1000)+1), "Анна", true) })
	})
	b.Run("many", func(b *testing.B) {
		j, ctx := newStore(b, b.TempDir()).Journal, b.Context()
		b.SetParallelism(25)
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				if err := j.RecordCall(ctx, ended(rand.IntN(1000)+1), "Анна", true); err != nil {
					b.Error(err)
				}
			}
		})
	})
}
