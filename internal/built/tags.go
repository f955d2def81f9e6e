// Package built tells tests how they were built, so that the programs they build are
// built alike.
package built

import (
	"runtime/debug"
	"strings"
	"testing"
)

// Tags are the build tags of a test as the command line has them, with more behind them.
// The Makefile names them once.
func Tags(tb testing.TB, more ...string) string {
	tb.Helper()
	info, ok := debug.ReadBuildInfo()
	if !ok {
		tb.Fatal("this test does not know how it was built")
	}
	for _, s := range info.Settings {
		if s.Key == "-tags" {
			return strings.Join(append([]string{s.Value}, more...), ",")
		}
	}
	tb.Fatal("this test was built without tags; `make test` has them")
	return ""
}
