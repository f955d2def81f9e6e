package desk_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pult/app/crm"
	"pult/app/desk"
	"pult/app/feed"
	"pult/app/phone"
	"pult/app/store"
)

// fate is where a manager's program is killed in the middle of an entry.
type fate int

const (
	lives          fate = iota
	diesLeased          // with the card open
	diesRinging         // dialling
	diesTalking         // in the talk
	diesWrappingUp      // before the result
)

// shift is a manager who calls a list: the steps of a desk, without its telephone, so
// that it can end anywhere.
type shift struct {
	journal *store.Journal
	list    crm.ID
	manager string
	now     func() time.Time
	tell    func(what string, entry crm.ID) // before each step that others must know of
}

// one calls one entry, as far as fate lets it; crm.ErrNotFound says that none is free.
func (s shift) one(ctx context.Context, how fate) error {
	ids, err := s.journal.WaitingEntries(ctx, s.list, 16)
	if err != nil {
		return err
	}
	e, err := s.journal.ClaimEntry(ctx, s.manager, ids, desk.EntryLease)
	if err != nil || how == diesLeased {
		return err
	}
	step := func(state crm.EntryState, move func(crm.Entry) crm.Entry, call crm.Call, outcome crm.Outcome, result crm.Result) error {
		next := move(e)
		next.Call = call.ID
		if state != "" {
			next.State = state
		}
		_, err := s.journal.RecordStep(ctx, crm.EntryStep{
			From: e, Entry: next, Call: call, Author: s.manager,
			Attempt: crm.Attempt{
				Call: call.ID, Entry: e.ID, List: e.List, Number: e.Number(), Manager: s.manager, At: call.RangAt,
				Outcome: outcome, Counted: outcome.Counts(), Result: result,
			},
		})
		e = next
		return err
	}
	same := func(e crm.Entry) crm.Entry { return e }
	call := crm.Call{ID: crm.NewID(s.now()), Direction: crm.Outgoing, Number: e.Number(), RangAt: s.now().UTC()}
	before := e.State
	err = step(crm.EntryDialing, func(e crm.Entry) crm.Entry {
		e.Before, e.Last = before, call.RangAt
		return e
	}, call, "", "")
	if err != nil {
		return err
	}
	s.tell("dialled", e.ID)
	if how == diesRinging {
		return nil
	}
	call.AnsweredAt = call.RangAt.Add(time.Second)
	if err := step(crm.EntryTalking, same, call, "", ""); err != nil {
		return err
	}
	s.tell("talked", e.ID)
	if how == diesTalking {
		return nil
	}
	call.EndedAt, call.Outcome = call.AnsweredAt.Add(time.Minute), crm.Answered
	if err := step("", func(e crm.Entry) crm.Entry { return e.AfterCall(call, 0, crm.ZoneAt(180), crm.ListRules{}) }, call, crm.Answered, ""); err != nil {
		return err
	}
	if how == diesWrappingUp {
		return nil
	}
	call.Result = crm.ResultAgreed
	return step("", func(e crm.Entry) crm.Entry {
		return e.AfterResult(crm.Said{Result: crm.ResultAgreed}, s.manager, crm.ZoneAt(180), crm.ListRules{}, s.now())
	}, call, crm.Answered, crm.ResultAgreed)
}

// ledger is what was seen of each entry: nobody is dialled who is being dialled, nor
// who was talked to.
type ledger struct {
	mu     sync.Mutex
	faults []string
	on     map[crm.ID]bool // dialled since the last recovery
	talked map[crm.ID]bool
	dials  int
}

func newLedger() *ledger { return &ledger{on: map[crm.ID]bool{}, talked: map[crm.ID]bool{}} }

func (l *ledger) take(what string, entry crm.ID) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch what {
	case "dialled":
		l.dials++
		if l.on[entry] || l.talked[entry] {
			l.faults = append(l.faults, "dialled twice: "+entry.String())
		}
		l.on[entry] = true
	case "talked":
		l.talked[entry] = true
	}
}

// recovered begins a new count: whoever was killed in a call has been looked at.
func (l *ledger) recovered() { l.on = map[crm.ID]bool{} }

// manyEntries records a list of so many numbers.
func manyEntries(t testing.TB, j *store.Journal, made time.Time, n int) crm.ID {
	t.Helper()
	list := crm.CallList{ID: crm.NewID(made), Name: "Смена", Purpose: crm.ServicePurpose, Made: made}
	entries := make([]crm.Entry, n)
	for i := range entries {
		number := phone.Number{E164: 74950000000 + int64(i)}
		entries[i] = crm.Entry{ID: crm.EntryID(list.ID, crm.Ref{}, number), List: list.ID, Place: i, State: crm.EntryNew, Numbers: []phone.Number{number}}
	}
	if err := j.RecordList(t.Context(), list, entries); err != nil {
		t.Fatal(err)
	}
	return list.ID
}

func openJournal(t testing.TB, dir string, now func() time.Time) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), store.Options{Dir: dir, Now: now, Location: moscow, Plan: plan, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// recoverList is what a desk does when it starts, for each manager: calls left open
// are ended, entries left in them go where the rule has them, and the manager says what
// came of the talks.
func recoverList(t testing.TB, s *store.Store, now func() time.Time, list crm.ID, managers []string) {
	t.Helper()
	for _, manager := range managers {
		d := desk.New(desk.Options{
			Directory: s.Cache, Journal: s.Journal, Arbiter: s.Journal, Feed: &feed.Feed{}, Plan: plan, Location: moscow, Manager: manager, Now: now,
			Log: slog.New(slog.DiscardHandler),
		})
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan struct{})
		go func() { defer close(ended); _ = d.Serve(ctx) }()
		for {
			if _, _, err := d.Live(ctx); err != nil { // Serve has looked at what was left
				t.Error(err)
			}
			under, err := s.Journal.EntriesUnderWay(ctx, list, manager)
			if err != nil {
				t.Error(err)
			}
			if len(under) == 0 || err != nil {
				break
			}
			if err := d.SetEntryResult(ctx, under[0].ID, crm.Said{Result: crm.ResultAgreed}); err != nil {
				t.Errorf("a result after the crash: %v", err)
				break
			}
		}
		stop()
		<-ended
	}
}

// allDone proves that no entry was lost: each is done, after exactly one talk.
func allDone(t testing.TB, j *store.Journal, list crm.ID, n int) {
	t.Helper()
	entries, err := j.Entries(t.Context(), list, 0, n+1)
	if err != nil || len(entries) != n {
		t.Fatalf("%d entries, want %d, %v", len(entries), n, err)
	}
	for _, e := range entries {
		attempts, err := j.Attempts(t.Context(), e.ID)
		if err != nil {
			t.Fatal(err)
		}
		talks := 0
		for _, a := range attempts {
			if a.Outcome == crm.Answered {
				talks++
			}
		}
		if e.State != crm.EntryDone || e.Result != crm.ResultAgreed || talks != 1 {
			t.Errorf("entry %s is %s after %d talks in %d calls", e.ID, e.State, talks, len(attempts))
		}
	}
}

// workers has so many managers call so many entries on two connections to one file,
// and die in the middle one time in seven; returned are the calls that were made.
func workers(t testing.TB, managers, n int) (dials int) {
	var ahead atomic.Int64
	clock := func() time.Time { return now.Add(time.Duration(ahead.Load())) }
	dir := t.TempDir()
	stores := []*store.Store{openJournal(t, dir, clock), openJournal(t, dir, clock)}
	list := manyEntries(t, stores[0].Journal, now, n)
	book := newLedger()
	var names []string
	for m := range managers {
		names = append(names, "Менеджер "+strconv.Itoa(m))
	}
	for round := 0; ; round++ {
		var group sync.WaitGroup
		for m, name := range names {
			r := rand.New(rand.NewPCG(uint64(m), uint64(round)))
			s := shift{stores[m%2].Journal, list, name, clock, book.take}
			group.Go(func() {
				for {
					how := lives
					if round < 20 && r.IntN(7) == 0 {
						how = diesLeased + fate(r.IntN(4))
					}
					err := s.one(t.Context(), how)
					if err == nil && how != lives {
						return // killed; the program starts again with the next round
					}
					if errors.Is(err, crm.ErrNotFound) {
						return
					}
					if err != nil {
						t.Errorf("%s: %v", name, err)
						return
					}
				}
			})
		}
		group.Wait()
		ahead.Add(int64(time.Hour)) // leases have run out, retries are due
		recoverList(t, stores[0], clock, list, names)
		book.recovered()
		ids, err := stores[0].Journal.WaitingEntries(t.Context(), list, n)
		if err != nil || t.Failed() {
			t.Fatal("the shift has broken off: ", err)
		}
		if len(ids) == 0 {
			break
		}
	}
	for _, f := range book.faults {
		t.Error(f)
	}
	allDone(t, stores[1].Journal, list, n)
	return book.dials
}

// Managers whose programs die anywhere: nobody is dialled twice, nobody is lost.
func TestAShiftWithKillsLosesNobody(t *testing.T) {
	dials := workers(t, 6, 150)
	t.Logf("%d calls for 150 entries", dials)
}

// shiftHome tells a copy of the test program to be a manager who gets killed.
const shiftHome = "PULT_TEST_SHIFT"

func TestMain(m *testing.M) {
	if home := os.Getenv(shiftHome); home != "" {
		callUntilKilled(home)
		return
	}
	os.Exit(m.Run())
}

// callUntilKilled calls a list and prints each step once it is on disk.
func callUntilKilled(home string) {
	parts := strings.SplitN(home, "|", 4) // manager, list, the clock's lead, folder
	list, errList := crm.ParseID(parts[1])
	lead, errLead := time.ParseDuration(parts[2])
	clock := func() time.Time { return time.Now().Add(lead) }
	s, err := store.Open(context.Background(), store.Options{Dir: parts[3], Now: clock, Log: slog.New(slog.DiscardHandler)})
	if err := errors.Join(err, errList, errLead); err != nil {
		fmt.Println("error", err)
		return
	}
	print := func(what string, entry crm.ID) { fmt.Println(what, entry) }
	for {
		err := shift{s.Journal, list, parts[0], clock, print}.one(context.Background(), lives)
		if errors.Is(err, crm.ErrNotFound) {
			break
		}
		if err != nil {
			fmt.Println("error", err)
			break
		}
	}
	if err := s.Close(); err != nil {
		fmt.Println("error", err)
	}
}

// processes has two programs call one list, kills them at a random step so many times,
// and lets them finish.
func processes(t testing.TB, n, kills int) {
	dir := t.TempDir()
	var lead time.Duration
	clock := func() time.Time { return time.Now().Add(lead) }
	s := openJournal(t, dir, clock)
	list := manyEntries(t, s.Journal, time.Now(), n)
	book := newLedger()
	names := []string{"Анна", "Пётр"}
	for round := 0; ; round++ {
		var group sync.WaitGroup
		for m, name := range names {
			after := -1 // lives to the end
			if round < kills {
				after = rand.IntN(12) + 1
			}
			child := exec.CommandContext(t.Context(), os.Args[0])
			child.Env = append(os.Environ(), fmt.Sprintf("%s=%s|%s|%s|%s", shiftHome, name, list, lead, dir))
			output, err := child.StdoutPipe()
			if err == nil {
				err = child.Start()
			}
			if err != nil {
				t.Fatal(m, err)
			}
			group.Go(func() {
				lines := bufio.NewScanner(output)
				for seen := 1; lines.Scan(); seen++ {
					what, text, _ := strings.Cut(lines.Text(), " ")
					id, err := crm.ParseID(text)
					if what == "error" {
						t.Error(name, lines.Text())
					} else if err == nil { // else cut off by the kill
						book.take(what, id)
					}
					if seen == after {
						_ = child.Process.Kill()
					}
				}
				_ = child.Wait() // it was killed, or has ended
			})
		}
		group.Wait()
		lead += time.Hour
		recoverList(t, s, clock, list, names)
		book.recovered()
		ids, err := s.Journal.WaitingEntries(t.Context(), list, n)
		if err != nil || t.Failed() {
			t.Fatal("the shift has broken off: ", err)
		}
		if len(ids) == 0 {
			break
		}
	}
	for _, f := range book.faults {
		t.Error(f)
	}
	allDone(t, s.Journal, list, n)
}

// Two programs on one file, killed for real: nobody is dialled twice, nobody is lost.
func TestTwoProgramsOnOneListWithKills(t *testing.T) { processes(t, 60, 5) }
