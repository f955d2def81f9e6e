//go:build bench

package main

import (
	"fmt"
	"strconv"
	"testing"
	"time"

	"pult/telephony/pbx"
)

const (
	soakCalls = 1000
	// Transactions of SIP live 32 s after the last message (RFC 3261, 64*T1).
	soakRest = 60 * time.Second
)

// soak has an agent take a thousand calls in a row, each answered and ended, and
// tells how many failed and what memory they left behind. Its base is small:
// with a large one SQLite's page caches fill up meanwhile and hide the rest.
func soak(t *testing.T) []row {
	t.Helper()
	p := exchange(t)
	o := openOffice(t, 50, sipURI(p))
	o.sync(t)
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
	return []row{
		{
			what: fmt.Sprintf("%d calls in a row, ring to hang-up, %.0f s: failed", soakCalls, took.Seconds()),
			p50:  strconv.Itoa(failed), aim: "0",
		},
		{
			what: "memory of the agent after 20 calls, after all, a minute later",
			p50:  mb(before), p99: mb(peak) + ", " + mb(after), aim: "back within 10 %; Go returns idle memory after two minutes",
		},
	}
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
