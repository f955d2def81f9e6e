// Package arbitertest says what whoever decides about the entries of call lists must
// do, whether it is the journal of one workstation or the hub of a team.
package arbitertest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pult/app/crm"
	"pult/app/desk"
	"pult/app/phone"
)

// Maker gives an arbiter over these entries, by a clock, as two participants reach it:
// two connections, two programs. They may be one and the same.
type Maker func(t *testing.T, list crm.CallList, entries []crm.Entry, now func() time.Time) (one, other desk.Arbiter)

// lease is what the suite asks for; how long desks ask for one is no matter here.
const lease = 10 * time.Minute

// began is when every test begins.
var began = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

type bench struct {
	*testing.T
	one, other desk.Arbiter
	ids        []crm.ID
	passed     atomic.Int64
}

func (b *bench) now() time.Time { return began.Add(time.Duration(b.passed.Load())) }

func (b *bench) pass(d time.Duration) { b.passed.Add(int64(d)) }

func (b *bench) claim(who desk.Arbiter, manager string) crm.Entry {
	b.Helper()
	e, err := who.ClaimEntry(b.Context(), manager, b.ids, lease)
	if err != nil {
		b.Fatalf("claim for %s: %v", manager, err)
	}
	return e
}

// open makes n entries that wait, changed as wanted.
func open(t *testing.T, maker Maker, n int, change ...func(i int, e *crm.Entry)) *bench {
	b := &bench{T: t}
	list := crm.CallList{ID: crm.NewID(began), Name: "Проверка", Purpose: crm.ServicePurpose, Made: began}
	entries := make([]crm.Entry, n)
	for i := range entries {
		client := crm.Ref{1, byte(i), byte(i >> 8)}
		entries[i] = crm.Entry{
			ID: crm.EntryID(list.ID, client, phone.Number{}), List: list.ID, Client: client, Place: i, State: crm.EntryNew,
			Numbers: []phone.Number{{E164: 74950000000 + int64(i)}},
		}
		for _, c := range change {
			c(i, &entries[i])
		}
		b.ids = append(b.ids, entries[i].ID)
	}
	b.one, b.other = maker(t, list, entries, b.now)
	return b
}

// Run proves an arbiter.
func Run(t *testing.T, maker Maker) {
	t.Run("the first that is free, in order", func(t *testing.T) { inOrder(open(t, maker, 3)) })
	t.Run("one lease a manager", func(t *testing.T) { oneEach(open(t, maker, 3)) })
	t.Run("what does not wait", func(t *testing.T) { waitingOnly(t, maker) })
	t.Run("a lease runs out", func(t *testing.T) { runsOut(open(t, maker, 1)) })
	t.Run("a late renewal", func(t *testing.T) { lateRenewal(open(t, maker, 1)) })
	t.Run("many at once", func(t *testing.T) { manyAtOnce(t, maker) })
}

func inOrder(b *bench) {
	first, second := b.claim(b.one, "Анна"), b.claim(b.other, "Пётр")
	if first.ID != b.ids[0] || second.ID != b.ids[1] {
		b.Errorf("Анна has %s and Пётр %s, want %v", first.ID, second.ID, b.ids[:2])
	}
	if first.Lease.Manager != "Анна" || first.Lease.Token.IsZero() || !first.Lease.Until.Equal(b.now().Add(lease)) {
		b.Errorf("the lease is %+v", first.Lease)
	}
	b.claim(b.one, "Олег")
	if _, err := b.other.ClaimEntry(b.Context(), "Ира", b.ids, lease); !errors.Is(err, crm.ErrNotFound) {
		b.Errorf("nothing is free: %v", err)
	}
}

func oneEach(b *bench) {
	e := b.claim(b.one, "Анна")
	if _, err := b.other.ClaimEntry(b.Context(), "Анна", b.ids, lease); !errors.Is(err, crm.ErrConflict) {
		b.Errorf("a second lease: %v", err)
	}
	if held, err := b.other.HeldEntry(b.Context(), "Анна"); err != nil || held.ID != e.ID || held.Lease != e.Lease {
		b.Errorf("holds %+v, %v", held, err)
	}
	if _, err := b.one.HeldEntry(b.Context(), "Пётр"); !errors.Is(err, crm.ErrNotFound) {
		b.Errorf("who has nothing holds: %v", err)
	}
	if err := b.one.ReleaseEntry(b.Context(), e.ID, e.Lease.Token); err != nil {
		b.Fatal(err)
	}
	if again := b.claim(b.other, "Анна"); again.ID != e.ID || again.Lease.Token == e.Lease.Token {
		b.Errorf("given back and claimed again: %+v", again)
	}
}

func waitingOnly(t *testing.T, maker Maker) {
	states := []crm.EntryState{
		crm.EntryDialing, crm.EntryTalking, crm.EntryWrapUp, crm.EntryDone, crm.EntryBanned, crm.EntryExhausted, crm.EntryWithdrawn,
		crm.EntryNoPhone, crm.EntryDuplicate, crm.EntryRetry, crm.EntryCallback,
	}
	b := open(t, maker, len(states), func(i int, e *crm.Entry) {
		e.State = states[i]
		switch e.State {
		case crm.EntryRetry:
			e.Next = began.Add(time.Hour)
		case crm.EntryCallback:
			e.Next = began
		}
	})
	if e := b.claim(b.one, "Анна"); e.State != crm.EntryCallback {
		b.Errorf("claimed one that is %s", e.State)
	}
	if e, err := b.one.ClaimEntry(b.Context(), "Пётр", b.ids, lease); !errors.Is(err, crm.ErrNotFound) {
		b.Errorf("claimed one that is %s, %v", e.State, err)
	}
	b.pass(time.Hour)
	if e := b.claim(b.one, "Пётр"); e.ID != b.ids[9] && e.ID != b.ids[10] {
		b.Errorf("its time has come, and claimed is one that is %s", e.State)
	}
}

func runsOut(b *bench) {
	e := b.claim(b.one, "Анна")
	b.pass(lease - time.Second)
	if _, err := b.other.ClaimEntry(b.Context(), "Пётр", b.ids, lease); !errors.Is(err, crm.ErrNotFound) {
		b.Errorf("before the end: %v", err)
	}
	renewed, err := b.one.RenewEntry(b.Context(), e.ID, e.Lease.Token, lease)
	if err != nil || renewed.Token != e.Lease.Token || !renewed.Until.Equal(b.now().Add(lease)) {
		b.Errorf("renewed: %+v, %v", renewed, err)
	}
	b.pass(lease - time.Second)
	if _, err := b.other.ClaimEntry(b.Context(), "Пётр", b.ids, lease); !errors.Is(err, crm.ErrNotFound) {
		b.Errorf("before the end of the renewed one: %v", err)
	}
	b.pass(time.Second)
	if got := b.claim(b.other, "Пётр"); got.ID != e.ID || got.Lease.Token == e.Lease.Token {
		b.Errorf("after the end: %+v", got)
	}
}

func lateRenewal(b *bench) {
	e := b.claim(b.one, "Анна")
	b.pass(lease)
	if _, err := b.one.RenewEntry(b.Context(), e.ID, e.Lease.Token, lease); !errors.Is(err, crm.ErrConflict) {
		b.Errorf("one that ran out: %v", err)
	}
	other := b.claim(b.other, "Пётр")
	if _, err := b.one.RenewEntry(b.Context(), e.ID, e.Lease.Token, lease); !errors.Is(err, crm.ErrConflict) {
		b.Errorf("one that somebody else has now: %v", err)
	}
	if err := b.one.ReleaseEntry(b.Context(), e.ID, e.Lease.Token); err != nil {
		b.Error(err)
	}
	if held, err := b.one.HeldEntry(b.Context(), "Пётр"); err != nil || held.Lease != other.Lease {
		b.Errorf("an old token took the lease from who has it: %+v, %v", held, err)
	}
}

// manyAtOnce has managers claim, and some forget, until nothing is left: no entry is
// with two of them at once, and each is had in the end.
func manyAtOnce(t *testing.T, maker Maker) {
	const managers, entries = 8, 40
	b := open(t, maker, entries)
	var (
		group sync.WaitGroup
		mu    sync.Mutex
		had   = map[crm.ID]string{}
	)
	for m := range managers {
		who := []desk.Arbiter{b.one, b.other}[m%2]
		group.Go(func() {
			for n := 0; ; n++ {
				name := fmt.Sprintf("%d-%d", m, n) // forgets the last one: another name, another lease
				e, err := who.ClaimEntry(context.WithoutCancel(t.Context()), name, b.ids, lease)
				if errors.Is(err, crm.ErrNotFound) {
					return
				}
				if err != nil {
					t.Errorf("%s: %v", name, err)
					return
				}
				mu.Lock()
				if other, taken := had[e.ID]; taken {
					t.Errorf("%s is with %s and with %s", e.ID, other, name)
				}
				had[e.ID] = name
				mu.Unlock()
			}
		})
	}
	group.Wait()
	if len(had) != entries {
		t.Errorf("%d of %d were had", len(had), entries)
	}
}
