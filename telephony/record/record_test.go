package record

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"pult/app/crm"
)

const frame = Rate / 50

// constant is 20 ms of one level.
func constant(level int16) []int16 {
	samples := make([]int16, frame)
	for i := range samples {
		samples[i] = level
	}
	return samples
}

// recorded runs a call on a pretended clock and reads the file.
func recorded(t *testing.T, call func(t *testing.T, r *Recording)) *wave {
	t.Helper()
	path := filepath.Join(t.TempDir(), "call.wav")
	synctest.Test(t, func(t *testing.T) {
		r, err := Create(path)
		if err != nil {
			t.Fatal(err)
		}
		call(t, r)
		if err := r.Close(); err != nil {
			t.Error(err)
		}
		if err := r.Close(); err != nil {
			t.Error("closed twice:", err)
		}
	})
	w, err := parse(path)
	if err != nil {
		t.Fatal(err)
	}
	if w.channels != 2 || w.rate != Rate || w.bits != 16 {
		t.Errorf("%d channels of %d bits at %d Hz", w.channels, w.bits, w.rate)
	}
	return w
}

func TestSides(t *testing.T) {
	w := recorded(t, func(_ *testing.T, r *Recording) {
		for range 100 {
			time.Sleep(20 * time.Millisecond) // of synctest: takes no time
			r.Ours(constant(1000))
			r.Theirs(constant(-2000))
		}
	})
	if len(w.left) != 2*Rate {
		t.Errorf("%d frames of 2 s", len(w.left))
	}
	for i := range w.left {
		if w.left[i] != 1000 || w.right[i] != -2000 {
			t.Fatalf("frame %d is %d and %d", i, w.left[i], w.right[i])
		}
	}
}

// What sounded at one moment is at one place, also after a device was away.
func TestAligned(t *testing.T) {
	w := recorded(t, func(_ *testing.T, r *Recording) {
		for i := range 300 {
			time.Sleep(20 * time.Millisecond)
			level := int16(100)
			if i == 50 || i == 250 {
				level = 9000
			}
			r.Ours(constant(level))
			if i < 100 || i >= 200 { // two seconds without a loudspeaker
				r.Theirs(constant(level))
			}
		}
	})
	for i := range w.left {
		if w.left[i] == 9000 != (w.right[i] == 9000) {
			t.Fatalf("frame %d: %d on the left, %d on the right", i, w.left[i], w.right[i])
		}
	}
	if got := w.right[3*Rate]; got != 0 {
		t.Errorf("without a loudspeaker there is %d", got)
	}
	if got := w.left[3*Rate]; got != 100 {
		t.Errorf("and on the left %d", got)
	}
}

// Sound devices whose clocks are off, and callbacks that come unsteadily, leave
// no hole and keep the sides together.
func TestDrift(t *testing.T) {
	for _, off := range []time.Duration{-4 * time.Microsecond, 4 * time.Microsecond} { // in 20 ms: 200 in a million
		w := recorded(t, func(_ *testing.T, r *Recording) {
			for i := range 30000 {
				time.Sleep(20*time.Millisecond + off)
				level := int16(1 + i%1000)
				r.Ours(constant(level))
				if i%3 == 2 { // the loudspeaker takes 60 ms at once
					for back := 2; back >= 0; back-- {
						r.Theirs(constant(int16(1 + (i-back)%1000)))
					}
				}
			}
		})
		apart, holes := 0, 0
		for i := range w.left[:len(w.left)-Rate] {
			if w.left[i] == 0 || w.right[i] == 0 {
				holes++
			}
			apart = max(apart, int(w.left[i])-int(w.right[i]), int(w.right[i])-int(w.left[i]))
			if apart > 900 {
				apart = 0 // a turn of the count
			}
		}
		if holes > 2*frame || apart > 3 {
			t.Errorf("%v: %d frames of holes, up to %d pieces apart", off, holes, apart)
		}
	}
}

func TestPause(t *testing.T) {
	w := recorded(t, func(_ *testing.T, r *Recording) {
		for i := range 200 {
			time.Sleep(20 * time.Millisecond)
			switch i {
			case 50:
				r.Pause(true)
				r.Pause(true)
			case 100:
				r.Pause(false)
			}
			r.Ours(constant(500))
			r.Theirs(constant(700))
		}
	})
	if len(w.left) != 4*Rate {
		t.Errorf("%d frames of 4 s", len(w.left))
	}
	for i := range w.left {
		paused := i >= 50*frame && i < 100*frame
		if (w.left[i] == 0) != paused || (w.right[i] == 0) != paused {
			t.Fatalf("frame %d is %d and %d", i, w.left[i], w.right[i])
		}
	}
	if len(w.cues) != 2 || w.names[1] != Paused || w.names[2] != Resumed {
		t.Errorf("markers %v %v", w.cues, w.names)
	}
	if at := w.cues[1]; at < 50*frame || at > 51*frame {
		t.Errorf("the pause is marked at frame %d", at)
	}
}

// Somebody who presses the key all day loses markers, not the recording.
func TestManyPauses(t *testing.T) {
	w := recorded(t, func(_ *testing.T, r *Recording) {
		for i := range 200 {
			time.Sleep(20 * time.Millisecond)
			r.Pause(i%2 == 0)
			r.Ours(constant(500))
		}
	})
	if len(w.cues) != mostMarkers || len(w.left) != 4*Rate {
		t.Errorf("%d markers, %d frames", len(w.cues), len(w.left))
	}
}

// Whoever gives more than time passes does not fill the memory.
func TestFlood(t *testing.T) {
	w := recorded(t, func(_ *testing.T, r *Recording) {
		for range 10000 {
			r.Ours(constant(1))
		}
		time.Sleep(time.Second)
	})
	if len(w.left) > depth+Rate {
		t.Errorf("%d frames", len(w.left))
	}
}

func TestCreate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "call.wav")
	r, err := Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if _, err := Create(path); !errors.Is(err, crm.ErrConflict) {
		t.Errorf("over another file: %v", err)
	}
	if _, err := Create(filepath.Join(path, "x", "y")); err == nil {
		t.Error("a file is no folder")
	}
	if w, err := parse(path); err != nil || len(w.left) != 0 {
		t.Errorf("a file that has just begun: %v", err)
	}
}

func TestAllocatesNothing(t *testing.T) {
	r, err := Create(filepath.Join(t.TempDir(), "call.wav"))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	samples := constant(5)
	if n := testing.AllocsPerRun(100, func() { r.Ours(samples) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
