//go:build bench

package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

const (
	// leastShare is what of the speed of the sqlite3 shell a first reading must
	// reach, mostMemory what it may take.
	leastShare = 0.5
	mostMemory = 200 << 10 // KB
	bigChanges = 1000
	// bigPairs is how often a first reading and the shell are measured, in turn.
	bigPairs = 3
)

// pair is a first reading and what the shell took for the same rows right after.
type pair struct {
	office *office
	first  once
	peer   time.Duration
}

func (p pair) share() float64 { return p.peer.Seconds() / p.first.took.Seconds() }

// bigFirm reads a large firm for the first time beside the sqlite3 shell, which
// loads the same rows from CSV, then with nothing changed, then with a thousand
// changes; and for the first time once more, killed ten times. A reading before
// all, thrown away, has the stand-in make its answers.
func bigFirm(t *testing.T) []row {
	t.Helper()
	base := startBase(t, bigClients)
	readOnce(t, base.office(t))
	pairs := make([]pair, bigPairs)
	most := 0
	for i := range pairs {
		o := base.office(t)
		pairs[i] = pair{office: o, first: readOnce(t, o)}
		pairs[i].peer = shell(t, filepath.Join(o.home, "cache.db"))
		most = max(most, pairs[i].first.peakKB)
	}
	slices.SortFunc(pairs, func(x, y pair) int { return cmp.Compare(x.share(), y.share()) })
	middle := pairs[len(pairs)/2]
	o, first, peer, share := middle.office, middle.first, middle.peer, middle.share()
	objects := first.answer.Read + bigRows
	if most > mostMemory {
		t.Errorf("a first reading takes %s", mb(most))
	}
	if share < leastShare {
		t.Errorf("a first reading takes %s, the sqlite3 shell %s: %.2f of its speed", first.took, peer, share)
	}
	rate := func(took time.Duration) string { return fmt.Sprintf("%.0f rows/s", float64(objects)/took.Seconds()) }
	rows := []row{
		{
			what: fmt.Sprintf("first reading, %d clients, %d rows of contacts, %d documents, from answers made beforehand, middle of %d: %d rows in %.1f s (load %s)",
				bigClients, bigRows, bigDocuments, bigPairs, objects, first.took.Seconds(), load(t)),
			p50: rate(first.took), p99: fmt.Sprintf("%.2f of the shell", share), aim: fmt.Sprintf("%.1f of the shell", leastShare),
			floor: fmt.Sprintf("sqlite3 .import of the same from CSV, same tables, indexes and index of search, %.1f s, %s", peer.Seconds(), rate(peer)),
		},
		{what: "its peak of memory", p50: mb(most), aim: mb(mostMemory)},
	}
	left := killReading(t, base.office(t), first.took)
	compared := sameCaches(t, left.home, o.home)
	rows = append(rows, row{what: fmt.Sprintf("killed %d times, then read to the end: %d rows compared", readingKills, compared), p50: "equal", aim: "equal"})
	for _, changes := range []int{0, bigChanges} {
		before := base.tell(t, strconv.Itoa(changes))
		round := readOnce(t, o)
		wire := base.tell(t, "").minus(before)
		if changes > 0 && round.answer.Changed < changes {
			t.Errorf("%d changes in 1C, %d in the cache", changes, round.answer.Changed)
		}
		rows = append(rows, row{
			what: fmt.Sprintf("round after %d changes: %d requests, %.1f MB", changes, wire.Requests, float64(wire.Bytes)/1e6),
			p50:  fmt.Sprintf("%.1f s", round.took.Seconds()), p99: mb(round.peakKB),
		})
	}
	return rows
}

// once is one `pultctl sync --once`.
type once struct {
	answer syncAnswer
	took   time.Duration // the start of the process included
	peakKB int
}

func readOnce(t *testing.T, o *office) once {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
	defer cancel()
	cmd := o.command(ctx, "sync", "--once", "--json")
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	began := time.Now()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	watched := make(chan int)
	ended := make(chan struct{})
	go func() { watched <- peak(cmd.Process.Pid, ended) }()
	err := cmd.Wait()
	took := time.Since(began)
	close(ended)
	r := once{took: took, peakKB: <-watched}
	if err != nil {
		t.Fatalf("%v: %s", err, errs.String())
	}
	if err := json.Unmarshal(out.Bytes(), &r.answer); err != nil {
		t.Fatal(err)
	}
	return r
}

// peak watches the most memory a process has had: what the kernel tells after
// its end counts the memory of the one that started it.
func peak(pid int, ended <-chan struct{}) (kb int) {
	for {
		raw, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
		_, rest, _ := strings.Cut(string(raw), "VmHWM:")
		if fields := strings.Fields(rest); len(fields) > 0 {
			n, _ := strconv.Atoi(fields[0])
			kb = max(kb, n)
		}
		select {
		case <-ended:
			return kb
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func load(t *testing.T) string {
	t.Helper()
	raw, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		t.Fatal(err)
	}
	return strings.Fields(string(raw))[0]
}

// shellTables are what a reading fills. The text of search comes last: the shell
// makes its index from the texts it has loaded.
var shellTables = []string{
	"user", "client", "counterparty", "contact", "phone", "short_phone", "document", "debt", "good", "price_type", "price", "stock",
	"terms", "record", "set_aside", "recency",
}

// shell writes a cache as CSV and measures how long the sqlite3 shell takes to
// load that into the same tables with the same indexes.
func shell(t *testing.T, cache string) time.Duration {
	t.Helper()
	dir := t.TempDir()
	schema, err := os.ReadFile(filepath.Join("..", "..", "app", "store", "migrations", "cache.sql"))
	if err != nil {
		t.Fatal(err)
	}
	script := "PRAGMA journal_mode = WAL;\nPRAGMA synchronous = NORMAL;\nPRAGMA cache_size = -65536;\nPRAGMA wal_autocheckpoint = 8000;\n" + string(schema) + "\n.mode csv\n"
	for _, table := range shellTables {
		// CSV knows no bytes: references go as hexadecimal text.
		columns := strings.TrimSpace(sqlite(t, cache, fmt.Sprintf("SELECT group_concat(iif(type = 'BLOB', 'hex(' || name || ')', name)) FROM pragma_table_info('%s');", table)))
		file := filepath.Join(dir, table+".csv")
		sqlite(t, cache, fmt.Sprintf(".mode csv\n.once %s\nSELECT %s FROM %s;\n", file, columns, table))
		script += fmt.Sprintf(".import %s %s\n", file, table)
	}
	script += "INSERT INTO word (rowid, text) SELECT place, text FROM recency;\n"
	began := time.Now()
	sqlite(t, filepath.Join(dir, "peer.db"), script)
	took := time.Since(began)
	if got, want := sqlite(t, filepath.Join(dir, "peer.db"), countAll), sqlite(t, cache, countAll); got != want {
		t.Fatalf("the shell has loaded %s, the cache has %s", got, want)
	}
	return took
}

const countAll = "SELECT (SELECT count(*) FROM client), (SELECT count(*) FROM document), (SELECT count(*) FROM phone), (SELECT count(*) FROM contact);"

func sqlite(t *testing.T, file, script string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "sqlite3", "-bail", file)
	cmd.Stdin = strings.NewReader(script)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("sqlite3: %v: %s", err, errs.String())
	}
	return string(out)
}
