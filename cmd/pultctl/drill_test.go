//go:build bench

package main

import (
	"context"
	"os/exec"
	"regexp"
	"testing"
	"time"

	"pult/internal/built"
)

// drill has ten thousand facts pushed through a bad day of 1C (sync/push), under
// both habits of keys, and tells what it was like.
func drill(t *testing.T) []row {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "go", "test", "-tags", built.Tags(t), "-count=1", "-timeout", "20m",
		"-run", "^TestBadDay$", "-v", "pult/sync/push")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Errorf("the drill failed: %v\n%s", err, out)
		return nil
	}
	said := regexp.MustCompile(`drill: (\d+) facts, (\d+) refused, \d+ waiting for a refused client, (\d+) restarts, (\d+) lost answers, (\d+) a second`)
	var rows []row
	for i, m := range said.FindAllSubmatch(out, -1) {
		keys := []string{"our keys taken", "our keys ignored"}[i%2]
		rows = append(rows, row{
			what: string(m[1]) + " facts into 1C, " + keys + ", " + string(m[4]) + " answers lost, " + string(m[3]) + " restarts, " +
				string(m[2]) + " refused: doubled, lost or out of order",
			p50: "0", p99: string(m[5]) + " a second", aim: "0",
		})
	}
	if len(rows) != 2 {
		t.Errorf("the drill tells nothing:\n%s", out)
	}
	return rows
}
