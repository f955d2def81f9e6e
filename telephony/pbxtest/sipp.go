package pbxtest

import (
	"bytes"
	"context"
	"fmt"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"pult/internal/claim"
)

// sippLimit bounds one run of sipp.
const sippLimit = 2 * time.Minute

// Sipp starts the sipp program with a scenario in XML against a target; rows, if
// any, are its injection file. wait waits for its end. A machine without sipp
// fails the test.
func Sipp(tb testing.TB, target, scenario, rows string, arguments ...string) (wait func() error) {
	tb.Helper()
	return sipp(tb, scenario, rows, append([]string{target, "-p", portOf(tb)}, arguments...))
}

// SippServer starts sipp as one who is called, by a scenario in XML, until the test ends.
func SippServer(tb testing.TB, scenario string) (addr netip.AddrPort) {
	tb.Helper()
	addr = claim.Port(tb)
	sipp(tb, scenario, "", []string{"-p", strconv.Itoa(int(addr.Port()))})
	return addr
}

func sipp(tb testing.TB, scenario, rows string, arguments []string) (wait func() error) {
	tb.Helper()
	path, err := exec.LookPath("sipp")
	if err != nil {
		tb.Fatal("sipp is not installed (Debian: apt-get install sip-tester)")
	}
	dir := tb.TempDir()
	arguments = append(arguments, "-sf", "scenario.xml")
	files := map[string]string{"scenario.xml": scenario}
	if rows != "" {
		files["rows.csv"] = rows
		arguments = append(arguments, "-inf", "rows.csv")
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			tb.Fatal(err)
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), sippLimit)
	tb.Cleanup(cancel)
	arguments = append(arguments, "-i", "127.0.0.1", "-mp", portOf(tb), "-nostdin", "-trace_err")
	cmd := exec.CommandContext(ctx, path, arguments...)
	cmd.Dir = dir
	var output bytes.Buffer
	cmd.Stdout, cmd.Stderr = &output, &output
	if err := cmd.Start(); err != nil {
		tb.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	return func() error {
		err := <-done
		if err == nil {
			return nil
		}
		logs, _ := filepath.Glob(filepath.Join(dir, "*errors*")) // the pattern is well-formed
		for _, log := range logs {
			text, _ := os.ReadFile(log) // what cannot be read adds nothing
			output.Write(text)
		}
		return fmt.Errorf("sipp: %w\n%s", err, output.String())
	}
}

func portOf(tb testing.TB) string { return strconv.Itoa(int(claim.Port(tb).Port())) }
