//go:build bench

package desk_test

import (
	"errors"
	"testing"
	"time"

	"pult/app/crm"
	"pult/app/phone"
)

// Ten managers on two connections to one file and ten thousand entries, with kills;
// then two programs that are killed for real.
func TestBenchShift(t *testing.T) {
	began := time.Now()
	dials := workers(t, 10, 10_000)
	took := time.Since(began)
	t.Logf("10 managers, 10,000 entries with kills: %d calls in %s, %.1f ms an entry", dials, took.Round(time.Second), took.Seconds()*1000/10_000)
	began = time.Now()
	processes(t, 1000, 40)
	t.Logf("2 programs, 1,000 entries, 80 kills: %s", time.Since(began).Round(time.Second))
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
	t.Logf("10,000 entries, none may be called: why not in %s, next in %s", took.Round(time.Millisecond), time.Since(began).Round(time.Millisecond))
}
