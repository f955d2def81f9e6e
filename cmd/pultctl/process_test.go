//go:build bench

package main

import (
	"bytes"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"testing"
	"time"
)

var (
	resident = regexp.MustCompile(`VmRSS:\s+(\d+) kB`)
	highest  = regexp.MustCompile(`VmHWM:\s+(\d+) kB`)
)

// residentKB is the memory of a process.
func residentKB(t *testing.T, pid int) int {
	t.Helper()
	return memoryKB(t, pid, resident)
}

// peakKB is the most memory that a process has had.
func peakKB(t *testing.T, pid int) int {
	t.Helper()
	return memoryKB(t, pid, highest)
}

func memoryKB(t *testing.T, pid int, which *regexp.Regexp) int {
	t.Helper()
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	m := which.FindSubmatch(raw)
	if m == nil {
		t.Fatal("the kernel does not tell the memory of the process")
	}
	kb, err := strconv.Atoi(string(m[1]))
	if err != nil {
		t.Fatal(err)
	}
	return kb
}

func mb(kb int) string { return fmt.Sprintf("%.1f MB", float64(kb)/1024) }

// spent is the time of the processor a process has had, to 10 ms: the clock of
// the kernel ticks a hundred times a second on all machines we know.
func spent(t *testing.T, pid int) time.Duration {
	t.Helper()
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		t.Fatal(err)
	}
	// The name of the program stands in brackets and may hold spaces.
	fields := bytes.Fields(raw[bytes.LastIndexByte(raw, ')')+1:])
	const user, system = 11, 12 // fields 14 and 15 of proc(5), counted from the third
	var ticks int
	for _, i := range []int{user, system} {
		n, err := strconv.Atoi(string(fields[i]))
		if err != nil {
			t.Fatal(err)
		}
		ticks += n
	}
	return time.Duration(ticks) * 10 * time.Millisecond
}
