//go:build bench

package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"pult/internal/built"
	"pult/telephony/pbx"
)

const (
	popupRings = 200
	popupsMore = 800 // shown and gone before memory is looked at
	idleTime   = time.Minute
)

// popups runs the panel on a screen of its own, with that many clients in its cache,
// and tells how fast it paints, what it costs at rest, and what a thousand pop-ups
// leave behind. Beside it runs the least a program with the same toolkit can be.
func popups(t *testing.T) []row {
	t.Helper()
	p := exchange(t)
	home := t.TempDir()
	fill(t, home, benchClients)
	o := &office{home: home}
	o.writeFile(t, "phone.password", testPassword)
	o.writeFile(t, "pult.toml", fmt.Sprintf("version = 1\ntheme = \"light\"\n[phone]\nserver = %q\nuser = %q\npassword_file = \"phone.password\"\n[sound]\nsilent = true\n", sipURI(p), testUser))

	bare := filepath.Join(t.TempDir(), "bare")
	build := exec.Command("go", "build", "-tags", built.Tags(t), "-o", bare, "./testdata/bare")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build the floor: %v\n%s", err, out)
	}
	theirs := openXScreen(t)
	floor := theirs.command(bare)
	splash, err := floor.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	floorPaint := theirs.firstPaint(t, floor)

	ours := openXScreen(t)
	panel := ours.command(filepath.Join("..", "..", "build", "bin", "pult"), "--home", home)
	paint := ours.firstPaint(t, panel)
	if err := p.Registered(bounded(t), testUser); err != nil {
		t.Fatal(err)
	}

	idle, floorIdle := idleOf(t, panel.Process.Pid, floor.Process.Pid)
	drawn := ours.ringTimes(t, p, popupRings)
	shown := theirs.splashTimes(t, splash, popupRings)
	ours.ringTimes(t, p, popupsMore)
	theirs.splashTimes(t, splash, popupsMore)
	memory, floorMemory := residentKB(t, panel.Process.Pid), residentKB(t, floor.Process.Pid)
	<-time.After(soakRest)
	rested := residentKB(t, panel.Process.Pid)
	return []row{
		{fmt.Sprintf("INVITE to a painted pop-up, %d clients, %d calls, Xvfb and software GL, by its pixels: p50, p95", benchClients, popupRings), ms(drawn, 50), ms(drawn, 95), "p95 300 ms", "an empty window of the toolkit " + ms(shown, 50) + " / " + ms(shown, 95)},
		{"start of the panel to its first painting, the same", fmt.Sprintf("%.2f s", paint.Seconds()), "", "1.5 s", fmt.Sprintf("an empty window %.2f s", floorPaint.Seconds())},
		{fmt.Sprintf("the panel at rest for %.0f s, no caret: share of a core", idleTime.Seconds()), fmt.Sprintf("%.2f %%", idle), "", "1.5 %", fmt.Sprintf("an empty window %.2f %%", floorIdle)},
		{fmt.Sprintf("memory of the panel after %d pop-ups, software GL; a minute later", popupRings+popupsMore), mb(memory), mb(rested), "250 MB", "an empty window " + mb(floorMemory)},
	}
}

// firstPaint starts a program and waits until its window is painted.
func (s *xscreen) firstPaint(t *testing.T, cmd *exec.Cmd) time.Duration {
	t.Helper()
	cmd.Stderr = os.Stderr
	began := time.Now()
	started(t, cmd)
	s.until(t, "the window", func() bool { return s.painted(t) })
	return time.Since(began)
}

// idleOf tells what two programs take of a core, in percent, while nothing happens.
func idleOf(t *testing.T, pid, other int) (share, otherShare float64) {
	t.Helper()
	<-time.After(5 * time.Second) // the start has settled
	before, beforeOther := spent(t, pid), spent(t, other)
	<-time.After(idleTime)
	return 100 * (spent(t, pid) - before).Seconds() / idleTime.Seconds(), 100 * (spent(t, other) - beforeOther).Seconds() / idleTime.Seconds()
}

// ringTimes has clients ring and give up, and tells how long after the INVITE each
// pop-up was painted.
func (s *xscreen) ringTimes(t *testing.T, p *pbx.PBX, n int) (times []time.Duration) {
	t.Helper()
	for i := range n {
		began := time.Now()
		call, err := p.Ring(bounded(t), pbx.Caller{From: numberOf(i * 397 % benchClients).String(), Extension: testUser})
		if err != nil {
			t.Fatal(err)
		}
		s.until(t, "the pop-up", func() bool { return s.shown(t) })
		times = append(times, time.Since(began))
		if err := call.Hangup(bounded(t)); err != nil {
			t.Fatal(err)
		}
		if _, err := call.Over(bounded(t)); err != nil {
			t.Fatal(err)
		}
		s.until(t, "the pop-up is gone", func() bool { return !s.shown(t) })
		<-time.After(benchPause)
	}
	return times
}

// splashTimes is the floor of it: an empty window.
func (s *xscreen) splashTimes(t *testing.T, orders io.Writer, n int) (times []time.Duration) {
	t.Helper()
	order := func(what string) {
		if _, err := fmt.Fprintln(orders, what); err != nil {
			t.Fatal(err)
		}
	}
	for range n {
		began := time.Now()
		order("show")
		s.until(t, "the empty window", func() bool { return s.shown(t) })
		times = append(times, time.Since(began))
		order("hide")
		s.until(t, "the empty window is gone", func() bool { return !s.shown(t) })
	}
	return times
}

// TestPopups is the part of the bench that needs a screen, by itself.
func TestPopups(t *testing.T) {
	for _, r := range popups(t) {
		t.Logf("%+v", r)
	}
}
