package store

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"pult/app/crm"
)

// killHome tells a copy of the test program to be the one that gets killed.
const killHome = "PULT_TEST_KILL_HOME"

func TestMain(m *testing.M) {
	if dir := os.Getenv(killHome); dir != "" {
		recordUntilKilled(dir)
	}
	code := m.Run()
	if benchDir != "" {
		_ = os.RemoveAll(benchDir)
	}
	os.Exit(code)
}

// recordUntilKilled records calls from several sides and prints the id of each
// once RecordCall has returned.
func recordUntilKilled(dir string) {
	s, err := Open(context.Background(), Options{Dir: dir})
	if err != nil {
		fmt.Println("error", err)
		os.Exit(1)
	}
	ids := make(chan crm.ID)
	for range 4 {
		go func() {
			for {
				call := ended(rand.IntN(50) + 1)
				call.ID = crm.NewID(time.Now())
				if err := s.Journal.RecordCall(context.Background(), call, "Анна", true); err != nil {
					fmt.Println("error", err)
					os.Exit(1)
				}
				ids <- call.ID
			}
		}()
	}
	for id := range ids {
		fmt.Println(id)
	}
}

func TestKilledProcessLosesNoAcknowledgedCall(t *testing.T) {
	dir, ctx := t.TempDir(), context.Background()
	acknowledged := map[crm.ID]bool{}
	for range 30 {
		runAndKill(t, dir, acknowledged)
	}
	s := newStore(t, dir)
	for id := range acknowledged {
		if _, err := s.Journal.Call(ctx, id); err != nil {
			t.Fatalf("acknowledged and lost: %s: %v", id, err)
		}
	}
	var verdict string
	var calls, lines, facts int
	err := s.Journal.db.read.do(ctx, func(tx *tx) error {
		if err := tx.row("PRAGMA quick_check", nil, &verdict); err != nil {
			return err
		}
		return tx.row(`SELECT (SELECT count(*) FROM call), (SELECT count(*) FROM interaction), (SELECT count(*) FROM outbox)`,
			nil, &calls, &lines, &facts)
	})
	if err != nil || verdict != "ok" || calls != lines || calls != facts {
		t.Errorf("check says %q, %d calls, %d lines, %d facts, %v", verdict, calls, lines, facts, err)
	}
	t.Logf("%d acknowledged, %d stored", len(acknowledged), calls)
}

func runAndKill(t *testing.T, dir string, acknowledged map[crm.ID]bool) {
	t.Helper()
	child := exec.CommandContext(t.Context(), os.Args[0])
	child.Env = append(os.Environ(), killHome+"="+dir)
	output := must(child.StdoutPipe())(t)
	must(0, child.Start())(t)
	lines := bufio.NewScanner(output)
	var timer *time.Timer
	for lines.Scan() {
		if timer == nil { // its life begins with the first call
			timer = time.AfterFunc(time.Duration(5+rand.IntN(40))*time.Millisecond, func() { _ = child.Process.Kill() })
		}
		text := lines.Text()
		if strings.HasPrefix(text, "error") {
			t.Error(text)
		}
		if id, err := crm.ParseID(text); err == nil { // else cut off by the kill
			acknowledged[id] = true
		}
	}
	_ = child.Wait() // it was killed
	if timer == nil {
		t.Error("the process recorded nothing")
	}
}
