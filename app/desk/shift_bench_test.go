//go:build bench

package desk_test

import (
	"testing"
	"time"
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
