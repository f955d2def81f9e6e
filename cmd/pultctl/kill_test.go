package main

import (
	"math/rand/v2"
	"testing"
	"time"

	"pult/sync/standin"
	"pult/telephony/pbx"
)

// kills is how often the agent is killed. Each time it is somewhere else
// between the ring and the record.
const kills = 50

// Laws 1 and 2: whatever moment the agent is killed at, a call whose ring was
// printed is on record after the restart, and in 1C exactly once.
func TestKilledAnywhereInACall(t *testing.T) {
	p := exchange(t)
	o := openOffice(t, 20, sipURI(p))
	o.sync(t)
	demo := standin.DemoClient()
	moments := rand.New(rand.NewPCG(1, 2))

	printed := map[string]bool{}
	states := map[string]int{}
	for range kills {
		a := o.agent(t)
		a.await(t, "registered")
		// What an earlier run left may be on its way at this very moment.
		if _, err := p.Ring(bounded(t), pbx.Caller{From: demo.Phone, Extension: testUser}); err != nil {
			t.Fatal(err)
		}
		killSomewhere(t, a, moments)
		a.kill()
		for _, ring := range a.printed("incoming") {
			printed[ring.Call] = true
		}
		states[lastState(a)]++
	}
	if len(printed) < kills/2 || len(states) < 3 {
		t.Errorf("%d rings printed, killed in states %v: the kills did not spread", len(printed), states)
	}
	t.Logf("%d kills, %d rings printed, last printed: %v", kills, len(printed), states)

	a := o.agent(t)
	a.await(t, "registered")
	waitUntil(t, "all facts in 1C", func() bool {
		var facts []struct{ State string }
		return o.pultctl(t, &facts, "outbox") == nil && len(facts) == 0
	})
	a.quit(t)
	o.assertRecords(t, printed)
}

// killSomewhere drives the call some way and returns at a random moment.
func killSomewhere(t *testing.T, a *agentProcess, moments *rand.Rand) {
	t.Helper()
	pause := func() { <-time.After(time.Duration(moments.IntN(12_000)) * time.Microsecond) }
	switch moments.IntN(5) {
	case 0: // perhaps before the ring is printed
		pause()
		return
	case 1: // while it rings
		a.await(t, "incoming")
		pause()
		return
	}
	a.await(t, "incoming")
	a.tell(t, "answer")
	if moments.IntN(2) == 0 {
		pause()
		return
	}
	a.await(t, "answered")
	a.tell(t, "note записано")
	a.tell(t, "hangup")
	if moments.IntN(2) == 0 {
		a.await(t, "ended")
	}
	pause()
}

func lastState(a *agentProcess) string {
	for _, kind := range []string{"ended", "answered", "incoming"} {
		if len(a.printed(kind)) > 0 {
			return kind
		}
	}
	return "nothing"
}

// assertRecords finds each printed call once in the history and once in 1C.
func (o *office) assertRecords(t *testing.T, printed map[string]bool) {
	t.Helper()
	var lines []struct{ ID, Outcome, Fact string }
	if err := o.pultctl(t, &lines, "history", "--limit", "1000"); err != nil {
		t.Fatal(err)
	}
	history := map[string]int{}
	for _, l := range lines {
		history[l.ID]++
		if l.Outcome == "" || l.Fact != "sent" {
			t.Errorf("call %s: outcome %q, fact %q", l.ID, l.Outcome, l.Fact)
		}
	}
	books := map[string]int{}
	for _, r := range o.base.Calls() {
		books[r.Ref]++
	}
	for id := range printed {
		if history[id] != 1 || books[id] != 1 {
			t.Errorf("call %s: %d times in the history, %d times in 1C; want once each", id, history[id], books[id])
		}
	}
	for id, n := range books {
		if n != 1 || history[id] != 1 {
			t.Errorf("record %s: %d times in 1C, %d times in the history", id, n, history[id])
		}
	}
}

func waitUntil(t *testing.T, what string, done func() bool) {
	t.Helper()
	end := time.Now().Add(stepTime)
	for !done() {
		if time.Now().After(end) {
			t.Fatalf("%s: not in time", what)
		}
		<-time.After(100 * time.Millisecond)
	}
}
