package media

import (
	"testing"
	"time"
)

// A microphone whose clock is off, and one that gives 46 ms at once, are sent
// without holes and without delay that grows.
func TestMicrophoneDrift(t *testing.T) {
	for _, piece := range []int{160, 320, 743} {
		for _, faster := range []float64{-200, 0, 200} {
			said := voice(30 * Rate)
			for len(said) < 300*Rate {
				said = append(said, said[:30*Rate]...)
			}
			var m microphone
			var frame [Frame]int16
			step := time.Duration(float64(piece) / Rate * float64(time.Second) / (1 + faster/1e6))
			given, holes, most := time.Duration(0), 0, 0
			for now := time.Duration(0); now < 290*time.Second; now += frameTime {
				for given <= now {
					m.put(said[:piece])
					said, given = said[piece:], given+step
				}
				m.take(&frame)
				if now > 5*time.Second {
					most = max(most, len(m.spoken))
					if loudness(frame[:]) < 200 {
						holes++
					}
				}
			}
			if holes > 0 || most > 4*Frame {
				t.Errorf("pieces of %d, %+.0f: %d holes, up to %d ms wait", piece, faster, holes, most/milli)
			}
		}
	}
}
