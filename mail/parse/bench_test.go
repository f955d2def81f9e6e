//go:build bench && unix

package parse

import (
	"bytes"
	"io"
	"runtime"
	"syscall"
	"testing"
	"time"

	"github.com/emersion/go-message/mail"

	"pult/mail/specimen"
)

// processor is how long it has worked for this process: on a machine shared with
// others the clock measures them.
func processor(t *testing.T) time.Duration {
	t.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		t.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// TestBenchBombs gives each hostile letter a quarter of a second.
func TestBenchBombs(t *testing.T) {
	for _, b := range bombs() {
		var raw bytes.Buffer
		b.write(&raw)
		best := time.Hour
		for range 3 {
			runtime.GC()
			began := processor(t)
			if _, err := ReadLetter(raw.Bytes(), Options{}); err != nil {
				t.Fatal(err)
			}
			best = min(best, processor(t)-began)
		}
		t.Logf("%-40s %8.1f ms, %.1f MB", b.name, float64(best.Microseconds())/1000, float64(raw.Len())/(1<<20))
		if best > 250*time.Millisecond {
			t.Errorf("%s took %v, more than 250 ms", b.name, best)
		}
	}
}

// TestBenchCharsets reads a mailbox of 10,000 letters of all kinds and tells how
// many of each came out as they were written.
func TestBenchCharsets(t *testing.T) {
	good, all := map[specimen.Kind]int{}, map[specimen.Kind]int{}
	kinds := append(specimen.Declared(), specimen.Undeclared()...)
	for i, kind := range kinds {
		series := specimen.Series{Seed: 9, Mix: specimen.Only(kind)}
		for place := range 10_000 / len(kinds) {
			s := series.At(place)
			all[kind]++
			if wrong(s) == "" {
				good[kind]++
			}
		}
		least := all[kind]
		if i >= len(specimen.Declared()) {
			least -= all[kind] / 100
		}
		t.Logf("%-40s %4d of %4d", kind, good[kind], all[kind])
		if good[kind] < least {
			t.Errorf("%s: %d of %d were read, want %d", kind, good[kind], all[kind], least)
		}
	}
}

// TestBenchRead reads a mailbox as mailboxes are: headers alone, and whole
// letters. The floor is what go-message takes for the same letters.
func TestBenchRead(t *testing.T) {
	const letters = 3000
	series := specimen.Series{Seed: 5}
	var raws [][]byte
	size := 0
	for _, s := range series.All(letters) {
		raws = append(raws, s.Raw)
		size += len(s.Raw)
	}
	measure := func(what string, least float64, read func(raw []byte)) {
		runtime.GC()
		began := processor(t)
		for _, raw := range raws {
			read(raw)
		}
		took := processor(t) - began
		rate := letters / took.Seconds()
		t.Logf("%-28s %6.0f letters a second, %.0f MB/s of the processor", what, rate, float64(size)/took.Seconds()/(1<<20))
		if rate < least {
			t.Errorf("%s: %.0f letters a second, want %.0f", what, rate, least)
		}
	}
	measure("headers", 5000, func(raw []byte) {
		if _, err := ReadHeader(raw); err != nil {
			t.Fatal(err)
		}
	})
	measure("whole letters", 1000, func(raw []byte) {
		if _, err := ReadLetter(raw, Options{}); err != nil {
			t.Fatal(err)
		}
	})
	measure("go-message, whole letters", 0, func(raw []byte) {
		r, err := mail.CreateReader(bytes.NewReader(raw))
		if err != nil {
			return
		}
		for {
			part, err := r.NextPart()
			if err != nil {
				return
			}
			if _, err := io.Copy(io.Discard, part.Body); err != nil {
				return
			}
		}
	})
}
