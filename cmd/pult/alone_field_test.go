//go:build field

package main

import (
	"os"
	"os/exec"
	"testing"
)

// beAlone names the test that runs in a process of its own.
const beAlone = "PULT_TEST_ALONE"

// alone runs a test with a window in a process of its own, for the loop of the toolkit
// turns once in a process. It tells whether this is that process.
func alone(t *testing.T) bool {
	t.Helper()
	if os.Getenv(beAlone) == t.Name() {
		return true
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v", "-test.timeout=30m")
	cmd.Env = append(os.Environ(), beAlone+"="+t.Name())
	out, err := cmd.CombinedOutput()
	if t.Logf("%s", out); err != nil {
		t.Error(err)
	}
	return false
}
