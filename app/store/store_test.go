package store

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/mattn/go-sqlite3"

	"pult/app/crm"
	"pult/app/phone"
)

var (
	moscow = time.FixedZone("MSK", 3*60*60)
	noon   = time.Date(2026, 5, 14, 12, 0, 0, 0, moscow)
	plan   = phone.Plan{Country: "RU", AreaCode: "495"}
)

// newStore opens a store in dir, at noon of a day in May, and closes it after
// the test.
func newStore(t testing.TB, dir string, change ...func(*Options)) *Store {
	t.Helper()
	o := Options{Dir: dir, Now: func() time.Time { return noon }, Location: moscow, Plan: plan}
	for _, f := range change {
		f(&o)
	}
	s, err := Open(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// ref makes a GUID out of a small number.
func ref(n int) (r crm.Ref) {
	binary.BigEndian.PutUint64(r[8:], uint64(n))
	return r
}

func phonesOf(texts ...string) (list []crm.Phone) {
	for _, text := range texts {
		list = append(list, crm.Phone{Number: plan.Parse(text), Kind: "Телефон"})
	}
	return list
}

func apply(t testing.TB, c *Cache, b crm.Batch) crm.Applied {
	t.Helper()
	applied, err := c.Apply(context.Background(), b)
	if err != nil {
		t.Fatal(err)
	}
	return applied
}

// must fails the test on an error and passes the value on.
func must[T any](value T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

func TestOpenMakesPrivateFiles(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "дом #1 50%?")
	s := newStore(t, dir)
	apply(t, s.Cache, crm.Batch{Clients: []crm.Client{{Ref: ref(1), Name: "а"}}})
	if runtime.GOOS == "windows" {
		return // its folders carry rights, not modes
	}
	if info := must(os.Stat(dir))(t); info.Mode().Perm() != 0o700 {
		t.Errorf("folder has mode %v", info.Mode())
	}
	for _, entry := range must(os.ReadDir(dir))(t) {
		if info := must(entry.Info())(t); info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v", entry.Name(), info.Mode())
		}
	}
}

func TestJournalMigratesFromNothing(t *testing.T) {
	dir := t.TempDir()
	newStore(t, dir)
	steps := must(journalMigrations())(t)
	for name, want := range map[string]int{journalFile: len(steps), cacheFile: cacheVersion} {
		if got := userVersion(t, filepath.Join(dir, name)); got != want {
			t.Errorf("%s has schema %d, want %d", name, got, want)
		}
	}
	newStore(t, dir) // a second start changes nothing
}

func TestSeveralProcessesMayStartAtOnce(t *testing.T) {
	for range 5 {
		dir := t.TempDir()
		var group sync.WaitGroup
		for i := range 6 {
			group.Go(func() {
				s, err := Open(context.Background(), Options{Dir: dir})
				if err != nil {
					t.Error(err)
					return
				}
				if err := s.Journal.RecordLine(context.Background(), note(i+1), false); err != nil {
					t.Error(err)
				}
				if err := s.Close(); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		if list := must(newStore(t, dir).Journal.History(context.Background(), crm.HistoryFilter{}))(t); len(list) != 6 {
			t.Errorf("%d notes of 6", len(list))
		}
	}
}

func TestNewerJournalIsRefused(t *testing.T) {
	dir := t.TempDir()
	must(Open(context.Background(), Options{Dir: dir}))(t).Close()
	execFile(t, filepath.Join(dir, journalFile), "PRAGMA user_version = 99")
	_, err := Open(context.Background(), Options{Dir: dir})
	if !errors.Is(err, crm.ErrConflict) || !strings.Contains(err.Error(), "newer Pult") {
		t.Fatalf("got %v", err)
	}
	if strings.Count(err.Error(), "store: ") != 1 {
		t.Errorf("prefix not once: %v", err)
	}
	if got := userVersion(t, filepath.Join(dir, journalFile)); got != 99 {
		t.Errorf("the file was touched: schema %d", got)
	}
}

func TestCacheOfAnotherVersionIsMadeAnew(t *testing.T) {
	dir := t.TempDir()
	s := must(Open(context.Background(), Options{Dir: dir}))(t)
	apply(t, s.Cache, crm.Batch{Clients: []crm.Client{{Ref: ref(1), Name: "а"}}})
	s.Close()
	execFile(t, filepath.Join(dir, cacheFile), "PRAGMA user_version = 99")
	if n, _, err := newStore(t, dir).Cache.Count(context.Background()); n != 0 || err != nil {
		t.Fatalf("%d clients, %v", n, err)
	}
}

func TestDamagedCacheIsSetAside(t *testing.T) {
	dir := t.TempDir()
	must(0, os.WriteFile(filepath.Join(dir, cacheFile), []byte(strings.Repeat("мусор", 1000)), 0o600))(t)
	s := newStore(t, dir)
	apply(t, s.Cache, crm.Batch{Clients: []crm.Client{{Ref: ref(1), Name: "а"}}})
	if kept := must(filepath.Glob(filepath.Join(dir, "cache.db.damaged-*")))(t); len(kept) != 1 {
		t.Errorf("set aside: %v", kept)
	}
}

func TestDamageMetInUseIsMendedAtTheNextStart(t *testing.T) {
	dir, ctx := t.TempDir(), context.Background()
	s := must(Open(ctx, Options{Dir: dir}))(t)
	apply(t, s.Cache, crm.Batch{Clients: []crm.Client{{Ref: ref(1), Name: "а"}}})
	damage := fmt.Errorf("page 7: %w", sqlite3.Error{Code: sqlite3.ErrCorrupt})
	if err := s.Cache.read(ctx, "read", func(*tx) error { return damage }); !errors.Is(err, crm.ErrGarbled) {
		t.Errorf("got %v", err)
	}
	s.Close()
	for range 2 { // made anew once, not at each start
		s = must(Open(ctx, Options{Dir: dir}))(t)
		apply(t, s.Cache, crm.Batch{Clients: []crm.Client{{Ref: ref(2), Name: "б"}}})
		if n, _, err := s.Cache.Count(ctx); n != 1 || err != nil {
			t.Errorf("%d clients, %v", n, err)
		}
		s.Close()
	}
}

func TestDamagedJournalIsAnError(t *testing.T) {
	dir := t.TempDir()
	must(0, os.WriteFile(filepath.Join(dir, journalFile), []byte(strings.Repeat("мусор", 1000)), 0o600))(t)
	_, err := Open(context.Background(), Options{Dir: dir})
	if !errors.Is(err, crm.ErrGarbled) || !strings.Contains(err.Error(), journalFile) || !strings.Contains(err.Error(), "recover") {
		t.Fatalf("got %v", err)
	}
}

func TestReadOnly(t *testing.T) {
	dir, ctx := t.TempDir(), context.Background()
	look := func(o *Options) { o.ReadOnly = true }
	if _, err := Open(ctx, Options{Dir: dir, ReadOnly: true}); !errors.Is(err, crm.ErrNotFound) {
		t.Errorf("an empty folder gave %v", err)
	}
	s := newStore(t, dir)
	apply(t, s.Cache, crm.Batch{Clients: []crm.Client{{Ref: ref(1), Name: "Альфа"}}})
	r := newStore(t, dir, look)
	if list := must(r.Cache.Search(ctx, "альфа", 0))(t); len(list) != 1 {
		t.Errorf("found %v", list)
	}
	if _, err := r.Cache.Round(ctx); !errors.Is(err, crm.ErrDenied) {
		t.Errorf("a write gave %v", err)
	}
	if err := r.Journal.RecordLine(ctx, note(1), false); !errors.Is(err, crm.ErrDenied) {
		t.Errorf("a note gave %v", err)
	}
}

func TestNewCacheRecallsTalks(t *testing.T) {
	dir, ctx := t.TempDir(), context.Background()
	s := must(Open(ctx, Options{Dir: dir}))(t)
	must(0, s.Journal.RecordLine(ctx, note(2), false))(t)
	s.Close()
	must(0, discard(filepath.Join(dir, cacheFile)))(t)
	s = newStore(t, dir)
	apply(t, s.Cache, crm.Batch{Clients: []crm.Client{{Ref: ref(1), Name: "Бета один"}, {Ref: ref(2), Name: "Бета два"}}})
	if list := must(s.Cache.Search(ctx, "бета", 1))(t); list[0].Client != ref(2) {
		t.Errorf("first is %v, not the one talked to", list[0].Name)
	}
}

func note(client int) crm.Interaction {
	return crm.Interaction{ID: crm.NewID(noon), Kind: crm.NoteKind, At: noon, Client: ref(client), Text: "звонил"}
}

func rawFile(t testing.TB, path string) *sql.DB {
	t.Helper()
	db := sql.OpenDB(connect(path, map[string][]string{}, ""))
	t.Cleanup(func() { db.Close() })
	return db
}

func execFile(t testing.TB, path, query string) {
	t.Helper()
	db := rawFile(t, path)
	must(db.Exec(query))(t)
	db.Close()
}

func userVersion(t testing.TB, path string) (version int) {
	t.Helper()
	must(0, rawFile(t, path).QueryRow("PRAGMA user_version").Scan(&version))(t)
	return version
}
