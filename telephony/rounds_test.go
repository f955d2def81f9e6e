package telephony

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
)

const (
	// probes is how often a race is run.
	probes = 500
	// probesMissed is after how many misses there is nothing more to learn.
	probesMissed = 5
)

// rounds runs a race again and again and says how often it was lost.
func rounds(t *testing.T, probe func(t testing.TB, i int)) {
	t.Helper()
	missed, ran, first := 0, 0, ""
	for ; ran < probes && missed < probesMissed; ran++ {
		r := &round{TB: t}
		done := make(chan struct{})
		go func() {
			defer close(done)
			probe(r, ran)
		}()
		<-done
		if said := strings.Join(r.said, "; "); said != "" {
			if missed++; missed == 1 {
				first = fmt.Sprintf("round %d: %s", ran, said)
			}
		}
	}
	if missed > 0 {
		t.Fatalf("%d of %d missed; %s", missed, ran, first)
	}
}

// round is one of many: it fails without failing the test.
type round struct {
	testing.TB
	said []string
}

func (r *round) Helper()                   {}
func (r *round) Errorf(f string, a ...any) { r.said = append(r.said, fmt.Sprintf(f, a...)) }
func (r *round) Error(a ...any)            { r.said = append(r.said, fmt.Sprint(a...)) }
func (r *round) Failed() bool              { return len(r.said) > 0 }

func (r *round) FailNow() {
	if !r.Failed() {
		r.Error("failed")
	}
	runtime.Goexit()
}

func (r *round) Fatalf(f string, a ...any) {
	r.Errorf(f, a...)
	runtime.Goexit()
}

func (r *round) Fatal(a ...any) {
	r.Error(a...)
	runtime.Goexit()
}
