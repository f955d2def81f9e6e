//go:build field && bench

package main

import (
	"fmt"
	"testing"

	"pult/internal/figures"
)

// TestBenchShiftByTheKeyboard is a whole shift of a hundred clients.
func TestBenchShiftByTheKeyboard(t *testing.T) {
	if !alone(t) {
		return
	}
	s := openShift(t, 100)
	s.play()
	figures.Add(t, figures.Row{
		What: fmt.Sprintf("a shift by the keyboard, a call list of %d entries, Xvfb, from the end of one to the dialling of the next: p50, p95", len(s.entries)),
		P50:  fmt.Sprintf("%.2f s", s.gap(50).Seconds()), P99: fmt.Sprintf("%.2f s", s.gap(95).Seconds()),
	}, figures.Row{
		What: "keys for an entry of that shift, its note apart: the middle one, the most",
		P50:  fmt.Sprint(s.used[len(s.used)/2]), P99: fmt.Sprint(s.used[len(s.used)-1]), Aim: fmt.Sprint(mostKeys),
	})
}
