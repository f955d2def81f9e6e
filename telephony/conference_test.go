package telephony

import (
	"errors"
	"io"
	"math"
	"sync"
	"testing"
	"time"

	"pult/app/crm"
	"pult/telephony/internal/media"
	"pult/telephony/pbx"
)

// Pitches of those who talk, whole numbers of waves in half a second.
const (
	ourPitch   = 1300.0
	firstPitch = 500.0
	otherPitch = 800.0
)

// toneAudio says one tone at the pace of a device and keeps what it plays, mixed as
// a system mixes what several streams play.
type toneAudio struct {
	mu     sync.Mutex
	played map[*toneDevice][]int16
}

type toneDevice struct {
	stop chan struct{}
	done sync.WaitGroup
}

func (d *toneDevice) Close() error {
	close(d.stop)
	d.done.Wait()
	return nil
}

func (f *toneAudio) Open(speak, hear func([]int16)) (io.Closer, error) {
	d := &toneDevice{stop: make(chan struct{})}
	d.done.Go(func() {
		ticker := time.NewTicker(20 * time.Millisecond)
		defer ticker.Stop()
		frame := make([]int16, media.Frame)
		for n := 0; ; {
			for i := range frame {
				frame[i] = int16(2000 * math.Sin(2*math.Pi*ourPitch*float64(n)/media.Rate))
				n++
			}
			speak(frame)
			hear(frame)
			f.mu.Lock()
			sound := append(f.played[d], frame...)
			f.played[d] = sound[max(len(sound)-media.Rate/2, 0):]
			f.mu.Unlock()
			select {
			case <-ticker.C:
			case <-d.stop:
				f.mu.Lock()
				delete(f.played, d)
				f.mu.Unlock()
				return
			}
		}
	})
	return d, nil
}

func (f *toneAudio) heard() []int16 {
	f.mu.Lock()
	defer f.mu.Unlock()
	sum := make([]int16, media.Rate/2)
	for _, sound := range f.played {
		for i, v := range sound {
			sum[i] += v
		}
	}
	return sum
}

// has says whether a tone is in a sound (Goertzel's method).
func has(sound []int16, pitch float64) bool {
	if len(sound) == 0 {
		return false
	}
	var a, b float64
	k := 2 * math.Cos(2*math.Pi*pitch/media.Rate)
	for _, v := range sound {
		a, b = float64(v)+k*a-b, a
	}
	return 2*math.Sqrt(max(a*a+b*b-k*a*b, 0))/float64(len(sound)) > 600
}

func awaitTones(t testing.TB, who string, sound func() []int16, want ...float64) {
	t.Helper()
	deadline := time.Now().Add(limit)
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		now, right := sound(), true
		for _, pitch := range []float64{ourPitch, firstPitch, otherPitch} {
			expected := false
			for _, w := range want {
				expected = expected || w == pitch
			}
			right = right && has(now, pitch) == expected
		}
		if right {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%s hears us %v, the first %v, the other %v; want %v", who,
				has(now, ourPitch), has(now, firstPitch), has(now, otherPitch), want)
		}
		<-tick.C
	}
}

// startTones is a line whose microphone says a tone.
func startTones(t *testing.T) (*stage, *toneAudio) {
	t.Helper()
	p := startPBX(t, pbx.Options{})
	s := &stage{told: newWitness(), pbx: p}
	audio := &toneAudio{played: make(map[*toneDevice][]int16)}
	line, err := New(testConfig(p.Addr().String()), s.told, audio)
	if err != nil {
		t.Fatal(err)
	}
	s.line = line
	s.stop = serve(t, line.Serve)
	s.told.awaitState(t, crm.LineRegistered)
	return s, audio
}

func (w *witness) ConferenceChanged(on bool) { w.note(fact{kind: "conference", here: on}) }

// awaitConference waits until it was told n times that talks are joined, or not.
func (w *witness) awaitConference(t testing.TB, n int, on bool) {
	t.Helper()
	w.await(t, "conference", n, func(f fact) bool { return f.kind == "conference" && f.here == on })
}

func TestConference(t *testing.T) {
	s, audio := startTones(t)
	line := s.line
	first, one := s.answered(t, pbx.Caller{Pitch: firstPitch})
	conference := func(on bool) {
		t.Helper()
		if err := line.Conference(within(t), on); err != nil {
			t.Fatal(err)
		}
	}
	if err := line.Conference(within(t), true); !errors.Is(err, crm.ErrConflict) {
		t.Errorf("alone: %v", err)
	}
	other, err := s.pbx.Ring(within(t), pbx.Caller{From: "89160000000", Extension: testUser, Pitch: otherPitch})
	if err != nil {
		t.Fatal(err)
	}
	two := s.told.await(t, "second ring", 2, ofKind("ringing")).call
	s.answer(t, other, two)
	s.told.awaitHeld(t, one, true, false)
	s.told.forget("held")

	conference(true)
	s.told.awaitConference(t, 1, true)
	s.told.awaitHeld(t, one, false, false)
	awaitTones(t, "the first", first.Heard, ourPitch, otherPitch)
	awaitTones(t, "the other", other.Heard, ourPitch, firstPitch)
	awaitTones(t, "we", audio.heard, firstPitch, otherPitch)
	// Our microphone off: the others still hear each other.
	for _, id := range []crm.ID{one, two} {
		if err := line.Mute(within(t), id, true); err != nil {
			t.Fatal(err)
		}
	}
	awaitTones(t, "the first", first.Heard, otherPitch)
	awaitTones(t, "the other", other.Heard, firstPitch)

	conference(false)
	s.told.awaitConference(t, 1, false)
	s.told.awaitHeld(t, one, true, false)
	awaitTones(t, "the first", first.Heard)
	awaitTones(t, "the other", other.Heard)
	if err := line.Mute(within(t), two, false); err != nil {
		t.Fatal(err)
	}
	awaitTones(t, "the other", other.Heard, ourPitch)
	awaitTones(t, "we", audio.heard, otherPitch)

	// Who leaves ends it for two; the one left is talked with.
	conference(true)
	if err := first.Hangup(within(t)); err != nil {
		t.Fatal(err)
	}
	s.told.awaitEnd(t, one)
	s.told.awaitConference(t, 2, false)
	awaitTones(t, "the other", other.Heard, ourPitch)
	s.inside(t, func(a *actor) {
		if c := a.calls[two]; len(a.table.seats) != 0 || c.held || c.seat.Load() != nil {
			t.Error("a conference of one")
		}
	})
	conference(false) // nothing to end
}

// Loud voices together are turned down, not cut off, and come back to full.
func TestConferenceDoesNotClip(t *testing.T) {
	var meeting table
	seats := make([]*seat, 3)
	for i := range seats {
		seats[i] = &seat{table: &meeting, voices: make(map[*seat]*strand), gain: 1}
		meeting.join(seats[i])
	}
	wave := make([]int16, media.Frame)
	for i := range wave {
		wave[i] = int16(30000 * math.Sin(2*math.Pi*float64(i)/32))
	}
	sum, out := make([]int32, media.Frame), make([]int16, media.Frame)
	for range 20 {
		seats[1].said(wave)
		seats[2].said(wave)
		for i := range sum {
			sum[i] = int32(wave[i])
		}
		seats[0].mix(sum, out)
	}
	for i, v := range out {
		if want := float64(32767) / 30000 * float64(wave[i]); math.Abs(float64(v)-want) > 40 {
			t.Fatalf("sample %d is %d, the wave wants %.0f", i, v, want)
		}
	}
	for range 100 {
		for i := range sum {
			sum[i] = int32(wave[i])
		}
		seats[0].mix(sum, out)
	}
	if out[8] != wave[8] {
		t.Errorf("a single voice stays turned down: %d of %d", out[8], wave[8])
	}
	for range 50 {
		seats[1].said(wave) // nobody takes it
	}
	if n := len(seats[0].voices[seats[1]].samples); n > seatMost {
		t.Errorf("%d samples wait", n)
	}
}
