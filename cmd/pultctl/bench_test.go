//go:build bench

package main

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"pult/app/crm"
	"pult/app/phone"
	"pult/app/store"
	"pult/internal/figures"
	"pult/telephony/pbx"
)

const (
	benchClients = 200_000
	benchCalls   = 400
	// Without a pause the end of one call, its commit included, would be
	// measured with the ring of the next: no telephone rings like that.
	benchPause = 50 * time.Millisecond
)

// row is one line of docs/bench.md.
type row struct{ what, p50, p99, aim, floor string }

// TestBench measures the ring path and writes docs/bench.md. Floors are measured
// in the same run: a machine is noisy, a ratio less so.
func TestBench(t *testing.T) {
	p := exchange(t, peerUser)
	peer(t, p)
	o := openOffice(t, 5, sipURI(p))
	fill(t, o.home, benchClients)
	a := o.agent(t)
	a.await(t, "registered")

	to180, toIncoming, peer180 := rings(t, p, a, benchClients)
	echo := echoTimes(t, benchCalls)
	flush := flushTimes(t, 200)
	a.quit(t)
	pushed := pushTimes(t, 100)
	endured := slices.Concat(popups(t), soak(t), talkBeside(t), drill(t), bigFirm(t), importFiles(t), mail(t))
	writeBench(t, append([]row{
		{fmt.Sprintf("INVITE to 180, as the exchange sees it, %d calls", benchCalls), ms(to180, 50), ms(to180, 99), "p99 2 ms", "UDP echo " + ms(echo, 50) + " / " + ms(echo, 99)},
		{"the same beside baresip, call by call: ratio of ours to its", ratio(to180, peer180, 50), ratio(to180, peer180, 99), "1.0, p99 3", "baresip " + ms(peer180, 50) + " / " + ms(peer180, 99)},
		{fmt.Sprintf("INVITE to the event incoming, %d clients in the cache", benchClients), ms(toIncoming, 50), ms(toIncoming, 99), "p99 15 ms", "write and flush of 4 KB " + ms(flush, 50) + " / " + ms(flush, 99)},
		{"a push of 1C to the event clients_changed, 2000 clients, 100 pushes", ms(pushed, 50), ms(pushed, 99), "1 s", ""},
	}, endured...))
}

// rings has the agent and baresip ring in turn, and tells how long it took until
// the exchange heard of it.
func rings(t *testing.T, p *pbx.PBX, a *agentProcess, clients int) (to180, toIncoming, peer180 []time.Duration) {
	t.Helper()
	for i := range benchCalls {
		from := numberOf(i * 397 % clients).String()
		<-time.After(benchPause)
		peer180 = append(peer180, ringPeer(t, p, from))
		<-time.After(benchPause)
		call, err := p.Ring(bounded(t), pbx.Caller{From: from, Extension: testUser})
		if err != nil {
			t.Fatal(err)
		}
		record, err := call.Wait(bounded(t), pbx.Ringing)
		if err != nil {
			t.Fatal(err)
		}
		ring := a.await(t, "incoming")
		if len(ring.Clients) != 1 {
			t.Fatalf("call %d: %d clients", i, len(ring.Clients))
		}
		to180 = append(to180, record.Rang.Sub(record.Began))
		toIncoming = append(toIncoming, time.Duration(ring.Elapsed)*time.Microsecond)
		if err := call.Hangup(bounded(t)); err != nil {
			t.Fatal(err)
		}
		a.await(t, "ended")
	}
	return to180, toIncoming, peer180
}

func numberOf(i int) phone.Number { return phone.Number{E164: 79730000000 + int64(i)} }

// fill makes a cache of that many clients, each with a number and a debt.
func fill(t *testing.T, home string, clients int) {
	t.Helper()
	s, err := store.Open(t.Context(), store.Options{Dir: home})
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	const page = 10_000
	for from := 0; from < clients; from += page {
		batch := crm.Batch{Kind: "clients", Checkpoint: crm.Checkpoint{Kind: "clients", Round: 1, At: now}}
		for i := from; i < from+page; i++ {
			ref := crm.Ref{1, byte(i >> 16), byte(i >> 8), byte(i)}
			batch.Clients = append(batch.Clients, crm.Client{
				Ref: ref, Name: fmt.Sprintf("Клиент %d", i), INN: fmt.Sprintf("%010d", i),
				Phones: []crm.Phone{{Number: numberOf(i)}},
			})
			batch.Debts = append(batch.Debts, crm.DebtLine{Client: ref, Document: ref, Due: now.AddDate(0, 0, -i%60), Owed: crm.Money(i)})
		}
		if _, err := s.Cache.Apply(t.Context(), batch); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// echoTimes is the floor of a request and an answer over loopback.
func echoTimes(t *testing.T, n int) (times []time.Duration) {
	t.Helper()
	server, err := net.ListenUDP("udp", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	go func() {
		buffer := make([]byte, 2048)
		for {
			size, from, err := server.ReadFromUDP(buffer)
			if err != nil {
				return
			}
			_, _ = server.WriteToUDP(buffer[:size], from)
		}
	}()
	conn, err := net.Dial("udp", server.LocalAddr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	message := make([]byte, 800)
	for range n {
		began := time.Now()
		if _, err := conn.Write(message); err != nil {
			t.Fatal(err)
		}
		if _, err := conn.Read(message); err != nil {
			t.Fatal(err)
		}
		times = append(times, time.Since(began))
	}
	return times
}

// flushTimes is the floor of putting a call on record.
func flushTimes(t *testing.T, n int) (times []time.Duration) {
	t.Helper()
	file, err := os.Create(filepath.Join(t.TempDir(), "flush"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	page := make([]byte, 4096)
	for range n {
		began := time.Now()
		if _, err := file.Write(page); err != nil {
			t.Fatal(err)
		}
		if err := file.Sync(); err != nil {
			t.Fatal(err)
		}
		times = append(times, time.Since(began))
	}
	return times
}

// pushTimes tells how long a change that 1C pushes takes to the card.
func pushTimes(t *testing.T, n int) []time.Duration {
	o := openOffice(t, 2000, sipURI(exchange(t)))
	o.sync(t)
	p := &pusher{address: o.hangBell(t)}
	a := o.agent(t)
	a.await(t, "registered")
	times := pushes(t, o, a, p, n)
	a.quit(t)
	return times
}

func ms(times []time.Duration, percent int) string {
	return fmt.Sprintf("%.2f ms", float64(percentile(times, percent).Microseconds())/1000)
}

func writeBench(t *testing.T, rows []row) {
	t.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, "# Figures\n\nWritten by `make bench`, on %d cores of %s/%s with %s. Figures of loopback compare\nparts with each other and with floors of the same run; they say nothing about a network.\n\n",
		runtime.NumCPU(), runtime.GOOS, runtime.GOARCH, runtime.Version())
	b.WriteString("| what | p50 | p99 | aim | floor, p50 / p99 |\n|---|---|---|---|---|\n")
	for _, r := range rows {
		fmt.Fprintln(&b, figures.Row{What: r.what, P50: r.p50, P99: r.p99, Aim: r.aim, Floor: r.floor})
	}
	t.Log("\n" + b.String())
	if err := os.WriteFile(figures.Path(t), []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

// addBench puts rows into the table that is written.
func addBench(t *testing.T, rows []row) {
	t.Helper()
	for _, r := range rows {
		figures.Add(t, figures.Row{What: r.what, P50: r.p50, P99: r.p99, Aim: r.aim, Floor: r.floor})
	}
}
