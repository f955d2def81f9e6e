package record

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

const childPath = "PULT_RECORD_TEST"

// TestMain lets the test be the program that is killed.
func TestMain(m *testing.M) {
	if path := os.Getenv(childPath); path != "" {
		record(path)
	}
	os.Exit(m.Run())
}

// record speaks until it is killed.
func record(path string) {
	r, err := Create(path)
	if err != nil {
		panic(err)
	}
	samples := constant(1234)
	for round := 0; ; round++ {
		<-time.After(20 * time.Millisecond)
		r.Ours(samples)
		r.Theirs(samples)
		r.Pause(round%40 > 20)
	}
}

// grown waits until the file has a size.
func grown(t *testing.T, path string, size int64) {
	t.Helper()
	ticker := time.NewTicker(7 * time.Millisecond)
	defer ticker.Stop()
	limit := time.After(time.Minute)
	for {
		if info, err := os.Stat(path); err == nil && info.Size() >= size {
			return
		}
		select {
		case <-ticker.C:
		case <-limit:
			t.Fatal("the file does not grow")
		}
	}
}

// A program that is killed at any moment leaves a file that a player opens; all
// but the last second is heard at once, and the rest after Repair.
func TestKilled(t *testing.T) {
	for _, size := range []int64{headerSize, headerSize + Rate, headerSize + 6*Rate, headerSize + 9*Rate} {
		path := filepath.Join(t.TempDir(), "call.wav")
		child := exec.Command(os.Args[0])
		child.Env = append(os.Environ(), childPath+"="+path)
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		grown(t, path, size)
		if err := child.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = child.Wait() // it was killed, and says so
		check(t, path)
	}
}

func check(t *testing.T, path string) {
	t.Helper()
	before, err := parse(path)
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	there := int((info.Size() - headerSize) / frameSize)
	if missing := there - len(before.left); missing < 0 || missing > Rate+Rate/2 {
		t.Errorf("%d frames are there, %d are counted", there, len(before.left))
	}
	if err := Repair(path); err != nil {
		t.Fatal(err)
	}
	after, err := parse(path)
	if err != nil {
		t.Fatal(err)
	}
	if len(after.left) != there {
		t.Errorf("after the repair %d frames of %d", len(after.left), there)
	}
	for i, v := range after.left {
		if v != 0 && v != 1234 {
			t.Fatalf("frame %d is %d", i, v)
		}
	}
}

// What is not ours is left alone.
func TestRepairForeign(t *testing.T) {
	path := filepath.Join(t.TempDir(), "letter.txt")
	text := make([]byte, 2*headerSize)
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Repair(path); err == nil {
		t.Error("repaired a letter")
	}
}
