package main

import (
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// readingKills is how often a first reading is killed.
const readingKills = 10

// Law 3: a first reading that is killed anywhere goes on where it was, and in the
// end the cache is the same, row for row, as if nothing had happened.
func TestKilledWhileReading(t *testing.T) {
	o := openOffice(t, 400, "sip:127.0.0.1:9;transport=udp")
	began := time.Now()
	o.sync(t)
	took := time.Since(began)
	left := killReading(t, o.twin(t), took)
	if rows := sameCaches(t, left.home, o.home); rows < 5000 {
		t.Errorf("only %d rows were compared", rows)
	}
}

// twin is another workstation of the office, with nothing read yet.
func (o *office) twin(t testing.TB) *office {
	t.Helper()
	other := &office{base: o.base, server: o.server, home: t.TempDir()}
	for _, name := range []string{"pult.toml", "onec.password", "phone.password"} {
		text, err := os.ReadFile(filepath.Join(o.home, name))
		if err != nil {
			t.Fatal(err)
		}
		other.writeFile(t, name, string(text))
	}
	return other
}

// killReading kills a first reading at random points of the time a whole one
// takes, and lets the last one end.
func killReading(t *testing.T, o *office, took time.Duration) *office {
	t.Helper()
	moments := rand.New(rand.NewPCG(3, 4))
	for killed := 0; killed < readingKills; killed++ {
		cmd := o.command(context.Background(), "sync", "--once", "--json")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		<-time.After(time.Duration(moments.Float64() * 1.5 * float64(took) / readingKills))
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		if cmd.Wait() == nil {
			// The machine has got faster meanwhile: all kills once more.
			o, took, killed = o.twin(t), took/2, -1
		}
	}
	o.sync(t)
	return o
}
