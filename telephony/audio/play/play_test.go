package play

import (
	"encoding/binary"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"pult/app/crm"
	"pult/telephony/audio"
)

// speaker is an output that plays when it is told to.
type speaker struct {
	hear   func([]int16)
	opened int
	fail   error
}

func (s *speaker) Output(hear func([]int16)) (io.Closer, error) {
	if s.fail != nil {
		return nil, s.fail
	}
	s.opened++
	s.hear = hear
	return closer{s}, nil
}

type closer struct{ s *speaker }

func (c closer) Close() error { c.s.hear = nil; return nil }

// listen takes so much sound as a device does; less when it is closed.
func (s *speaker) listen(d time.Duration) []int16 {
	var heard []int16
	frame := make([]int16, rate/50)
	for range d / (20 * time.Millisecond) {
		synctest.Wait()
		if s.hear == nil {
			break
		}
		s.hear(frame)
		heard = append(heard, frame...)
	}
	synctest.Wait()
	return heard
}

// write makes a recording with plain header, as other programs do.
func write(t *testing.T, seconds int, ours, theirs func(i int) float64) string {
	t.Helper()
	le := binary.LittleEndian
	b := []byte("RIFF\xff\xff\xff\x7fWAVEfmt \x10\x00\x00\x00\x01\x00\x02\x00")
	b = le.AppendUint32(b, rate)
	b = le.AppendUint32(b, rate*4)
	b = append(b, 4, 0, 16, 0)
	b = le.AppendUint32(append(b, "data"...), uint32(seconds*rate*4))
	for i := range seconds * rate {
		b = le.AppendUint16(b, uint16(int16(ours(i))))
		b = le.AppendUint16(b, uint16(int16(theirs(i))))
	}
	path := filepath.Join(t.TempDir(), "call.wav")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func sine(hertz, level float64) func(int) float64 {
	return func(i int) float64 { return level * math.Sin(2*math.Pi*hertz*float64(i)/rate) }
}

func quiet(int) float64 { return 0 }

// strength of a pitch in a sound.
func strength(sound []int16, hertz float64) float64 {
	var re, im float64
	for i, v := range sound {
		phase := 2 * math.Pi * hertz * float64(i) / rate
		re += float64(v) * math.Cos(phase)
		im += float64(v) * math.Sin(phase)
	}
	return 2 * math.Hypot(re, im) / float64(max(len(sound), 1))
}

// stage is a player that is served, in the time of synctest.
func stage(t *testing.T, test func(t *testing.T, p *Player, s *speaker)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s := &speaker{}
		p := New(s)
		ctx := t.Context()
		go func() { _ = p.Serve(ctx) }()
		test(t, p, s)
	})
}

func play(t *testing.T, p *Player, path string) *Playback {
	t.Helper()
	b, err := p.Play(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestBothSidesAreHeardEquallyLoud(t *testing.T) {
	path := write(t, 3, sine(400, 500), sine(1000, 4000))
	stage(t, func(t *testing.T, p *Player, s *speaker) {
		b := play(t, p, path)
		heard := s.listen(2 * time.Second)
		ours, theirs := strength(heard, 400), strength(heard, 1000)
		if math.Abs(ours-theirs) > 0.05*theirs || ours < 2000 {
			t.Errorf("levels %.0f and %.0f", ours, theirs)
		}
		if got := b.State().Position; got != 2*time.Second {
			t.Errorf("position %v", got)
		}
		s.listen(2 * time.Second)
		select {
		case <-b.Done():
		default:
			t.Error("it does not end")
		}
		if st := b.State(); !st.Ended || st.Err != nil || st.Position != 3*time.Second || s.hear != nil {
			t.Errorf("in the end %+v", st)
		}
	})
}

func TestSeekAndPause(t *testing.T) {
	// The pitch tells the place: 300 Hz in the first 2 s, 900 Hz behind.
	path := write(t, 4, func(i int) float64 {
		if i < 2*rate {
			return sine(300, 3000)(i)
		}
		return sine(900, 3000)(i)
	}, quiet)
	stage(t, func(t *testing.T, p *Player, s *speaker) {
		b := play(t, p, path)
		b.Seek(3 * time.Second)
		heard := s.listen(500 * time.Millisecond)
		if strength(heard, 900) < 2500 || strength(heard, 300) > 100 {
			t.Error("behind 3 s is not what is there")
		}
		b.Pause(true)
		synctest.Wait()
		if s.hear != nil {
			t.Error("a pause keeps the device")
		}
		b.Seek(time.Second)
		synctest.Wait()
		if st := b.State(); !st.Paused || st.Position != time.Second {
			t.Errorf("state %+v", st)
		}
		b.Pause(false)
		if heard := s.listen(500 * time.Millisecond); strength(heard, 300) < 2500 {
			t.Error("after the pause it is not where it was sent")
		}
		b.Seek(time.Hour)
		s.listen(time.Second)
		if !b.State().Ended {
			t.Error("behind the end it goes on")
		}
	})
}

func TestSpeedKeepsThePitch(t *testing.T) {
	// A voice: a pitch with overtones, in syllables.
	path := write(t, 8, func(i int) float64 {
		v := 0.0
		for h := 1.0; h < 8; h++ {
			v += math.Sin(2*math.Pi*150*h*float64(i)/rate) / h
		}
		return 2500 * v
	}, quiet)
	for _, speed := range []float64{1, 1.5, 2} {
		stage(t, func(t *testing.T, p *Player, s *speaker) {
			b := play(t, p, path)
			b.Speed(speed)
			heard := s.listen(2 * time.Second)
			want := time.Duration(speed * 2 * float64(time.Second))
			if got := b.State().Position; (got - want).Abs() > 30*time.Millisecond {
				t.Errorf("%v times: position %v, want %v", speed, got, want)
			}
			right := strength(heard, 150)
			if right < 1800 || strength(heard, 150*speed) > right*0.2 && speed != 1 && speed != 2 {
				t.Errorf("%v times: strength of the pitch %.0f", speed, right)
			}
			// A click is a step no voice makes: the steepest of the original is the measure.
			steep := 0.0
			for i := rate; i < len(heard)-rate/10; i++ {
				steep = max(steep, math.Abs(float64(heard[i])-float64(heard[i-1])))
			}
			if steep > 4500 {
				t.Errorf("%v times: a step of %.0f", speed, steep)
			}
			b.Close()
			synctest.Wait()
			if s.hear != nil {
				t.Error("closed, it plays")
			}
		})
	}
}

func TestCallsSilenceIt(t *testing.T) {
	path := write(t, 3, sine(400, 3000), quiet)
	stage(t, func(t *testing.T, p *Player, s *speaker) {
		b := play(t, p, path)
		s.listen(500 * time.Millisecond)
		p.Busy(true)
		synctest.Wait()
		if st := b.State(); s.hear != nil || !st.Paused || !st.Busy {
			t.Errorf("it plays into the call: %+v", st)
		}
		b.Pause(false)
		synctest.Wait()
		if s.hear != nil {
			t.Error("it can be resumed during the call")
		}
		p.Busy(false)
		synctest.Wait()
		if st := b.State(); s.hear != nil || st.Busy {
			t.Errorf("after the call it begins by itself: %+v", st)
		}
		b.Pause(false)
		s.listen(100 * time.Millisecond)
		if got := b.State().Position; got != 600*time.Millisecond {
			t.Errorf("position %v", got)
		}
	})
}

func TestOneAtATime(t *testing.T) {
	first, second := write(t, 2, sine(300, 3000), quiet), write(t, 2, sine(900, 3000), quiet)
	stage(t, func(t *testing.T, p *Player, s *speaker) {
		a := play(t, p, first)
		b := play(t, p, second)
		heard := s.listen(time.Second)
		if !a.State().Ended || b.State().Ended || strength(heard, 300) > 100 || strength(heard, 900) < 2500 {
			t.Error("the second has not taken the place of the first")
		}
	})
}

func TestWhatCannotBePlayed(t *testing.T) {
	garbled := filepath.Join(t.TempDir(), "call.wav")
	if err := os.WriteFile(garbled, []byte("RIFF\x00\x00\x00\x00WAVEdata"), 0o600); err != nil {
		t.Fatal(err)
	}
	good := write(t, 1, sine(400, 3000), quiet)
	empty := write(t, 0, quiet, quiet)
	stage(t, func(t *testing.T, p *Player, s *speaker) {
		if _, err := p.Play(t.Context(), garbled); !errors.Is(err, crm.ErrGarbled) {
			t.Errorf("a garbled file: %v", err)
		}
		if _, err := p.Play(t.Context(), garbled+".none"); !errors.Is(err, crm.ErrNotFound) {
			t.Errorf("no file: %v", err)
		}
		if b := play(t, p, empty); !b.State().Ended {
			t.Error("an empty recording does not end")
		}
		s.fail = crm.ErrBusy
		if _, err := p.Play(t.Context(), good); !errors.Is(err, crm.ErrBusy) {
			t.Errorf("no device: %v", err)
		}
	})
}

// The devices of the machine serve as an output.
func TestPlaysOnADevice(t *testing.T) {
	path := write(t, 1, sine(400, 3000), quiet)
	p := New(&audio.Devices{Null: true})
	served := make(chan struct{})
	ctx := t.Context()
	go func() { defer close(served); _ = p.Serve(ctx) }()
	b := play(t, p, path)
	select {
	case <-b.Done():
	case <-time.After(time.Minute):
		t.Fatal("a second takes longer than a minute")
	}
	if st := b.State(); st.Err != nil || st.Position != time.Second {
		t.Errorf("state %+v", st)
	}
}
