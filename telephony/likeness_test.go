//go:build field

package telephony

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"
)

// likeness finds pieces of what was said in what was heard. It gives the median
// of their normalised correlations, each at its best place, and the median of the
// delays: a busy machine may spoil a piece, not half of them.
func likeness(said, heard []int16, rate int) (median float64, delay time.Duration) {
	piece, reach := rate/4, rate/2
	var best, lags []float64
	for from := reach; from+piece <= len(said); from += piece {
		c, at := find(said[from:from+piece], heard, from, reach)
		if c < alike { // who had to wait for its turn may say it later
			c, at = find(said[from:from+piece], heard, from+2*reach, 3*reach)
		}
		best, lags = append(best, c), append(lags, at-float64(from))
	}
	slices.Sort(best)
	slices.Sort(lags)
	return best[len(best)/2], time.Duration(lags[len(lags)/2] / float64(rate) * float64(time.Second))
}

// find looks for a piece around a position and says how well it fits, and where.
func find(piece, heard []int16, around, reach int) (best, where float64) {
	at := place(piece, heard, around, reach, 3, 5) // coarsely at first
	at = place(piece, heard, at, 4, 1, 1)
	if at+len(piece) > len(heard) {
		return 0, float64(at)
	}
	best, between := settle(piece, heard, at)
	return best, float64(at) + between
}

// settle looks for the best place between two samples. Filters on the way delay by
// halves of them, which nobody hears; next to 3 kHz half a sample is 68 degrees.
func settle(piece, heard []int16, at int) (best, between float64) {
	best = math.Inf(-1)
	for eighth := -8; eighth <= 8; eighth++ {
		shift := float64(eighth) / 8
		if c := correlation(piece, delayed(heard, at, shift, len(piece)), 1); c > best {
			best, between = c, shift
		}
	}
	return best, between
}

// delayed reads a sound between its samples: by a sinc under Hann's window, which
// changes nothing but the time.
func delayed(sound []int16, at int, shift float64, n int) []int16 {
	const side = 24
	var kernel [2*side + 1]float64
	for i := range kernel {
		x := float64(i-side) - shift
		kernel[i] = 1
		if x != 0 {
			kernel[i] = math.Sin(math.Pi*x) / (math.Pi * x)
		}
		kernel[i] *= 0.5 + 0.5*math.Cos(math.Pi*x/(side+1))
	}
	out := make([]int16, n)
	for i := range out {
		sum := 0.0
		for k, weight := range kernel {
			if j := at + i + k - side; j >= 0 && j < len(sound) {
				sum += weight * float64(sound[j])
			}
		}
		out[i] = int16(math.Round(min(max(sum, -32768), 32767)))
	}
	return out
}

// place looks around a position for the one where a piece fits best.
func place(piece, heard []int16, around, reach, step, stride int) (at int) {
	most := math.Inf(-1)
	at = around
	for i := max(around-reach, 0); i <= min(around+reach, len(heard)-len(piece)); i += step {
		if c := correlation(piece, heard[i:], stride); c > most {
			most, at = c, i
		}
	}
	return at
}

// correlation compares every so many samples of a piece with a sound.
func correlation(piece, sound []int16, stride int) float64 {
	var ab, aa, bb int64
	for i := 0; i < len(piece); i += stride {
		x, y := int64(piece[i]), int64(sound[i])
		ab, aa, bb = ab+x*y, aa+x*x, bb+y*y
	}
	if aa == 0 || bb == 0 {
		return 0
	}
	return float64(ab) / math.Sqrt(float64(aa)*float64(bb))
}

// heard is what was said and what came of it.
type heard struct {
	what      string
	said, got []int16
	rate      int
}

// measured talks until everybody heard what was said.
func measured(t *testing.T, talk func() []heard) {
	t.Helper()
	calmly(t, func() string {
		var missed []string
		for _, h := range talk() {
			like, delay := likeness(h.said, h.got, h.rate)
			t.Logf("%s: correlation %.3f, begins at %v of the recording", h.what, like, delay.Round(time.Millisecond))
			if like < alike {
				missed = append(missed, fmt.Sprintf("%s: correlation %.3f of %d and %d samples", h.what, like, len(h.said), len(h.got)))
			}
		}
		return strings.Join(missed, "; ")
	})
}

// alike is the least correlation of a voice that arrived. Two voices that have
// nothing to do with each other come to 0.42.
const alike = 0.8
