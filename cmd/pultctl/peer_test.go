//go:build bench

package main

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pult/telephony/pbx"
	"pult/telephony/pbxtest"
)

const (
	peerUser = "103"
	// talkTime is how long the agent and baresip talk side by side.
	talkTime = 10 * time.Minute
)

// peer starts a baresip at the exchange that rings until told to answer.
func peer(t *testing.T, p *pbx.PBX) *pbxtest.Baresip {
	t.Helper()
	return pbxtest.StartBaresip(t, pbxtest.Phone{
		User: peerUser, Password: testPassword, Registrar: p.Addr(), Codec: "pcma", Manual: true,
	})
}

// ringPeer is a call to baresip that is given up once it rings: the time from
// INVITE to 180.
func ringPeer(t *testing.T, p *pbx.PBX, from string) time.Duration {
	t.Helper()
	call, err := p.Ring(bounded(t), pbx.Caller{From: from, Extension: peerUser})
	if err != nil {
		t.Fatal(err)
	}
	record, err := call.Wait(bounded(t), pbx.Ringing)
	if err != nil {
		t.Fatal(err)
	}
	if err := call.Hangup(bounded(t)); err != nil {
		t.Fatal(err)
	}
	if _, err := call.Over(bounded(t)); err != nil {
		t.Fatal(err)
	}
	return record.Rang.Sub(record.Began)
}

// ratio compares a percentile of ours with theirs.
func ratio(ours, theirs []time.Duration, percent int) string {
	return fmt.Sprintf("%.2f", float64(percentile(ours, percent))/float64(percentile(theirs, percent)))
}

func percentile(times []time.Duration, percent int) time.Duration {
	sorted := slices.Sorted(slices.Values(times))
	return sorted[min(len(sorted)*percent/100, len(sorted)-1)]
}

// talkBeside has the agent and baresip talk with the same exchange at the same
// time, and tells what that cost each of them. The agent opens the sound devices
// of the machine, or the silent ones of miniaudio where there are none; baresip
// plays what it hears back.
func talkBeside(t *testing.T) []row {
	t.Helper()
	p := exchange(t, peerUser)
	o := openOffice(t, 50, sipURI(p))
	o.sync(t)
	a := o.agent(t)
	a.await(t, "registered")
	b := peer(t, p)
	ours, err := p.Ring(bounded(t), pbx.Caller{From: numberOf(1).String(), Extension: testUser})
	if err != nil {
		t.Fatal(err)
	}
	a.await(t, "incoming")
	a.tell(t, "answer")
	theirs, err := p.Ring(bounded(t), pbx.Caller{From: numberOf(1).String(), Extension: peerUser})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := theirs.Wait(bounded(t), pbx.Ringing); err != nil {
		t.Fatal(err)
	}
	b.Do(t, "accept", "")
	for _, call := range []*pbx.Call{ours, theirs} {
		if _, err := call.Wait(bounded(t), pbx.Talking); err != nil {
			t.Fatal(err)
		}
	}
	beganOurs, beganTheirs := spent(t, a.cmd.Process.Pid), spent(t, b.PID())
	<-time.After(talkTime)
	cost := func(pid int, began time.Duration) string {
		return fmt.Sprintf("%.2f %%, %s", 100*(spent(t, pid)-began).Seconds()/talkTime.Seconds(), mb(residentKB(t, pid)))
	}
	result := row{
		what: fmt.Sprintf("a talk of %.0f minutes: share of a core, memory", talkTime.Minutes()),
		p50:  cost(a.cmd.Process.Pid, beganOurs), floor: "baresip " + cost(b.PID(), beganTheirs),
	}
	for _, call := range []*pbx.Call{ours, theirs} {
		if record, err := call.Record(bounded(t)); err != nil || record.State != pbx.Talking {
			t.Errorf("a talk ended by itself: %+v, %v", record, err)
		}
		if err := call.Hangup(bounded(t)); err != nil {
			t.Fatal(err)
		}
	}
	a.await(t, "ended")
	return []row{result}
}
