//go:build bench

package main

import (
	"fmt"
	"regexp"
	"strconv"
	"syscall"
	"testing"
	"time"

	"pult/telephony/pbx"
)

const (
	soakCalls = 1000
	// Transactions of SIP live 32 s after the last message (RFC 3261, 64*T1).
	// rest of app/station gives memory back in between.
	soakRest = 60 * time.Second
)

// soakGrowth is what memory may have grown by a minute after.
const soakGrowth = 0.10

// soak has an agent take a thousand calls in a row, each answered and ended, and
// tells how many failed and what memory they left behind. Its base is small:
// with a large one SQLite's page caches fill up meanwhile and hide the rest.
func soak(t *testing.T) []row {
	t.Helper()
	p := exchange(t)
	o := openOffice(t, 50, sipURI(p))
	o.sync(t)
	fresh := goroutines(t, p, o)
	a := o.agent(t)
	a.await(t, "registered")
	before := 0
	failed := 0
	began := time.Now()
	for i := range soakCalls {
		if i == 20 {
			before = residentKB(t, a.cmd.Process.Pid)
		}
		if !talkOnce(t, p, a, i) {
			failed++
		}
	}
	took := time.Since(began)
	peak := residentKB(t, a.cmd.Process.Pid)
	<-time.After(soakRest)
	after := residentKB(t, a.cmd.Process.Pid)
	left := a.dump(t)
	if failed > 0 || float64(after) > float64(before)*(1+soakGrowth) || left > fresh {
		t.Errorf("%d calls failed, memory went from %s to %s, goroutines from %d to %d", failed, mb(before), mb(after), fresh, left)
	}
	return []row{
		{
			what: fmt.Sprintf("%d calls in a row, ring to hang-up, %.0f s: failed", soakCalls, took.Seconds()),
			p50:  strconv.Itoa(failed), aim: "0",
		},
		{
			what: "memory of the agent after 20 calls, after all, a minute later",
			p50:  mb(before), p99: mb(peak) + ", " + mb(after), aim: "back within 10 %",
		},
		{
			what: "goroutines of the agent before any call, a minute after all",
			p50:  strconv.Itoa(fresh), p99: strconv.Itoa(left), aim: "no more than before",
		},
	}
}

// goroutines counts those of an agent that is registered and has nothing to do.
func goroutines(t *testing.T, p *pbx.PBX, o *office) int {
	t.Helper()
	a := o.agent(t)
	a.await(t, "registered")
	talkOnce(t, p, a, 0) // what one call starts for good is there
	<-time.After(10 * time.Second)
	return a.dump(t)
}

var goroutine = regexp.MustCompile(`(?m)^goroutine \d+ `)

// dump ends the agent with the list of its goroutines and counts them.
func (a *agentProcess) dump(t *testing.T) int {
	t.Helper()
	if err := a.cmd.Process.Signal(syscall.SIGQUIT); err != nil {
		t.Fatal(err)
	}
	<-a.ended
	_ = a.cmd.Wait()
	return len(goroutine.FindAllString(a.errs.String(), -1))
}

// talkOnce is one call; false says that it did not come to a talk.
func talkOnce(t *testing.T, p *pbx.PBX, a *agentProcess, i int) bool {
	t.Helper()
	call, err := p.Ring(bounded(t), pbx.Caller{From: numberOf(i).String(), Extension: testUser})
	if err != nil {
		t.Fatal(err)
	}
	a.await(t, "incoming")
	a.tell(t, "answer")
	record, err := call.Wait(bounded(t), pbx.Talking)
	if err != nil {
		t.Fatal(err)
	}
	a.tell(t, "hangup")
	end := a.await(t, "ended")
	_, err = call.Over(bounded(t))
	return err == nil && record.State == pbx.Talking && end.Outcome == "answered"
}
