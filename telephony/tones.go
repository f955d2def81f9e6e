package telephony

import (
	"io"
	"math"
	"slices"
	"sync"
	"time"

	"pult/telephony/internal/media"
)

// Tones of the test: short, each of another pitch than the two before it, so that
// an answer is not taken for that to the next question.
const (
	toneEvery  = 30 // frames
	toneLength = 6
	toneFirst  = 10
	toneCount  = 5
	toneLevel  = 8000
	toneHeard  = 500 // loudness of what counts as come back

	tonesTime = (toneFirst + toneCount*toneEvery + 15) * 20 * time.Millisecond
)

var tonePitches = [...]float64{620, 940, 1380}

// tones is an Audio that says tones and times their return.
type tones struct {
	mu    sync.Mutex
	said  [toneCount]time.Time
	trips []time.Duration
	back  [toneCount]bool
}

func newTones() *tones { return &tones{} }

// Open begins to say them.
func (t *tones) Open(speak, hear func([]int16)) (io.Closer, error) {
	n := 0
	return pace(func() {
		var frame [media.Frame]int16
		t.say(frame[:], n)
		speak(frame[:])
		n++
		// Half a frame at once tells the moment better.
		for i := range 2 {
			part := frame[i*media.Frame/2 : (i+1)*media.Frame/2]
			hear(part)
			t.listen(part, time.Now())
		}
	}), nil
}

// say fills the frame of a number.
func (t *tones) say(frame []int16, n int) {
	which, at := (n-toneFirst)/toneEvery, (n-toneFirst)%toneEvery
	if n < toneFirst || which >= toneCount || at >= toneLength {
		return
	}
	if at == 0 {
		t.mu.Lock()
		t.said[which] = time.Now()
		t.mu.Unlock()
	}
	pitch := tonePitches[which%len(tonePitches)]
	for i := range frame {
		frame[i] = int16(toneLevel * math.Sin(2*math.Pi*pitch*float64(at*len(frame)+i)/media.Rate))
	}
}

// listen looks for a tone that comes back.
func (t *tones) listen(part []int16, now time.Time) {
	pitch, ok := pitchOf(part)
	if !ok {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	for which := toneCount - 1; which >= 0; which-- {
		if which%len(tonePitches) != pitch || t.said[which].IsZero() {
			continue
		}
		if !t.back[which] {
			t.back[which] = true
			t.trips = append(t.trips, now.Sub(t.said[which]))
		}
		return
	}
}

// pitchOf tells which of the tones a sound is.
func pitchOf(sound []int16) (which int, ok bool) {
	energy := 0.0
	for _, v := range sound {
		energy += float64(v) * float64(v)
	}
	if energy < toneHeard*toneHeard*float64(len(sound)) {
		return 0, false
	}
	for which, pitch := range tonePitches {
		var re, im float64
		for i, v := range sound {
			phase := 2 * math.Pi * pitch * float64(i) / media.Rate
			re += float64(v) * math.Cos(phase)
			im += float64(v) * math.Sin(phase)
		}
		if 2*(re*re+im*im)/float64(len(sound)) > 0.6*energy {
			return which, true
		}
	}
	return 0, false
}

// roundTrip is the middle one of all; false says that nothing came back.
func (t *tones) roundTrip() (time.Duration, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.trips) == 0 {
		return 0, false
	}
	slices.Sort(t.trips)
	return t.trips[len(t.trips)/2], true
}

// echo is an Audio that says what it hears.
type echo struct{}

// Open begins to.
func (echo) Open(speak, hear func([]int16)) (io.Closer, error) {
	return pace(func() {
		var frame [media.Frame]int16
		hear(frame[:])
		speak(frame[:])
	}), nil
}

// pace does something for each frame, as a sound device would.
func pace(do func()) io.Closer {
	p := &pacer{stop: make(chan struct{})}
	p.done.Go(func() {
		ticker := time.NewTicker(20 * time.Millisecond)
		defer ticker.Stop()
		for {
			select {
			case <-p.stop:
				return
			case <-ticker.C:
				do()
			}
		}
	})
	return p
}

type pacer struct {
	stop chan struct{}
	once sync.Once
	done sync.WaitGroup
}

// Close ends it and waits.
func (p *pacer) Close() error {
	p.once.Do(func() { close(p.stop) })
	p.done.Wait()
	return nil
}
