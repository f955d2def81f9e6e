// Package figures writes what benches measure into docs/bench.md.
package figures

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Row is one line of the table.
type Row struct{ What, P50, P99, Aim, Floor string }

// String is the line.
func (r Row) String() string {
	return fmt.Sprintf("| %s | %s | %s | %s | %s |", r.What, r.P50, r.P99, r.Aim, r.Floor)
}

// kind is the text before the first comma: it says what is measured, the rest how.
func kind(line string) string {
	before, _, _ := strings.Cut(line, ",")
	return before
}

// Add puts rows at the end of the table, in place of those it had of the same kind.
func Add(tb testing.TB, rows ...Row) {
	tb.Helper()
	path := Path(tb)
	text, err := os.ReadFile(path) //nolint:gosec // ours
	if err != nil {
		tb.Fatal(err)
	}
	lines := strings.Split(strings.TrimRight(string(text), "\n"), "\n")
	for _, r := range rows {
		line := r.String()
		lines = slices.DeleteFunc(lines, func(old string) bool { return kind(old) == kind(line) })
		lines = append(lines, line)
		tb.Log(line)
	}
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")+"\n"), 0o644); err != nil { //nolint:gosec // a document of the repository
		tb.Fatal(err)
	}
}

// Path is docs/bench.md, from whatever package a test runs in.
func Path(tb testing.TB) string {
	tb.Helper()
	dir, err := os.Getwd()
	for err == nil {
		if _, gone := os.Stat(filepath.Join(dir, "go.mod")); gone == nil {
			return filepath.Join(dir, "docs", "bench.md")
		}
		if up := filepath.Dir(dir); up != dir {
			dir = up
			continue
		}
		err = os.ErrNotExist
	}
	tb.Fatal(err)
	return ""
}
