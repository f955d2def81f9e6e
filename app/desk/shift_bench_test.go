//go:build bench

package desk_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"pult/app/crm"
	"pult/app/phone"
	"pult/internal/figures"
)

// Ten managers on two connections to one file and ten thousand entries, with kills;
// then two programs that are killed for real.
func TestBenchShift(t *testing.T) {
	began := time.Now()
	dials := workers(t, 10, 10_000)
	took := time.Since(began)
	figures.Add(t, figures.Row{
		What: fmt.Sprintf("10 managers at one call list of 10000 entries, killed in between, %d calls in %s: dialled twice or lost; an entry", dials, took.Round(time.Second)),
		P50:  "0", P99: fmt.Sprintf("%.1f ms", took.Seconds()*1000/10_000), Aim: "0",
	})
	began = time.Now()
	processes(t, 1000, 40)
	took = time.Since(began)
	figures.Add(t, figures.Row{
		What: fmt.Sprintf("2 programs at one call list of 1000 entries, killed 80 times, in %s: dialled twice or lost; an entry", took.Round(time.Second)),
		P50:  "0", P99: fmt.Sprintf("%.1f ms", took.Seconds()), Aim: "0",
	})
}

// Ten thousand clients none of whom may be called: how long it takes to say so.
func TestBenchWhyNot(t *testing.T) {
	x := withArbiter(t, t.TempDir())
	const n = 10_000
	batch := crm.Batch{Kind: "clients", Checkpoint: crm.Checkpoint{Kind: "clients", Round: 2, At: now}}
	clients := make([]crm.Ref, n)
	for i := range clients {
		clients[i] = crm.Ref{9, byte(i), byte(i >> 8)}
		batch.Clients = append(batch.Clients, crm.Client{Ref: clients[i], Name: "Клиент", INN: "7701112223"})
	}
	if _, err := x.store.Cache.Apply(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
	list, _ := x.list(t, crm.ServicePurpose, clients, func(i int, e *crm.Entry) {
		e.Numbers = []phone.Number{{E164: 79120000000 + int64(i)}}
	})
	began := time.Now()
	left, err := x.WhyNot(t.Context(), list.ID)
	if err != nil || len(left) != n || left[0].Verdict.Hold != crm.HoldZone {
		t.Fatal(len(left), err)
	}
	took := time.Since(began)
	began = time.Now()
	if _, err := x.NextEntry(t.Context(), list.ID); !errors.Is(err, crm.ErrNotFound) {
		t.Fatal(err)
	}
	figures.Add(t, figures.Row{
		What: "why nobody of a call list of 10000 entries may be called, said of each; that nobody is next",
		P50:  fmt.Sprintf("%.1f s", took.Seconds()), P99: fmt.Sprintf("%.1f s", time.Since(began).Seconds()),
	})
}
