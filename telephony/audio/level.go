package audio

import (
	"math"
	"sync/atomic"
)

// levelTime is how much sound makes one level: 100 ms.
const levelTime = Rate / 10

// Level is how loud 100 ms were, from 0 to 1.
type Level struct {
	Peak, RMS float64
}

// Levels are those of microphone and loudspeaker.
type Levels struct {
	In, Out Level
}

// Levels says how loud it is in the calls that are up: what a meter shows. It may
// be asked at any time.
func (d *Devices) Levels() Levels {
	d.mu.Lock()
	defer d.mu.Unlock()
	var l Levels
	for s := range d.sessions {
		l.In, l.Out = l.In.louder(s.inMeter.level()), l.Out.louder(s.outMeter.level())
	}
	return l
}

func (l Level) louder(o Level) Level {
	return Level{Peak: max(l.Peak, o.Peak), RMS: max(l.RMS, o.RMS)}
}

// meter measures on the thread of a device.
type meter struct {
	peak int32
	sum  float64
	n    int
	last atomic.Uint64 // peak and RMS of the last 100 ms
}

func (m *meter) take(samples []int16) {
	for _, v := range samples {
		w := int32(v)
		m.peak = max(m.peak, w, -w)
		m.sum += float64(w) * float64(w)
		if m.n++; m.n == levelTime {
			rms := math.Sqrt(m.sum / levelTime)
			m.last.Store(uint64(m.peak)<<32 | uint64(rms))
			m.peak, m.sum, m.n = 0, 0, 0
		}
	}
}

func (m *meter) level() Level {
	v := m.last.Load()
	return Level{Peak: float64(v>>32) / 32768, RMS: float64(v&0xffffffff) / 32768}
}
