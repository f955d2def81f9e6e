package media

import "math"

const (
	shortPitch = 2*milli + milli/2 // 400 Hz
	longPitch  = 15 * milli        // 66 Hz
)

// pitch finds after how many samples, within bounds, sound repeats itself, and
// how alike the repetitions are, up to 1. The last samples count. Every second
// sample is enough to tell.
func pitch(sound []int16, shortest, longest int) (lag int, alike float64) {
	length := min(len(sound)-longest, 20*milli)
	here := sound[len(sound)-length:]
	lag = longest
	for l := shortest; l <= longest; l += 2 {
		there := sound[len(sound)-length-l:]
		product, energy, other := 0.0, 1.0, 1.0
		for i := 0; i < length; i += 2 {
			a, b := float64(here[i]), float64(there[i])
			product += a * b
			energy += a * a
			other += b * b
		}
		if product <= 0 {
			continue
		}
		if score := product / math.Sqrt(energy*other); score > alike {
			lag, alike = l, score
		}
	}
	return lag, alike
}

// blend goes over from one sound to the other, into to, which may be either.
func blend(to, from, into []int16) {
	n := int32(len(to))
	for i := range to {
		w := int32(i)
		to[i] = int16((int32(from[i])*(n-w) + int32(into[i])*w) / n)
	}
}

// loudness is the root of the mean square.
func loudness(sound []int16) float64 {
	if len(sound) == 0 {
		return 0
	}
	sum := 0.0
	for _, v := range sound {
		sum += float64(v) * float64(v)
	}
	return math.Sqrt(sum / float64(len(sound)))
}

const (
	stretchStep = 10 * milli // the most that one stretch adds or takes
	stretchable = 20 * milli // the least that can be stretched
	alikeEnough = 0.6
	quiet       = 150 // of loudness: nobody hears a seam
)

// seam finds how many samples may be taken out of sound or put in unheard; 0 if
// it is better to wait, unless the need is urgent.
func seam(sound []int16, urgent bool) int {
	if len(sound) < stretchable {
		return 0
	}
	part := sound[:stretchable]
	lag, alike := pitch(part, shortPitch, stretchStep)
	if alike < alikeEnough && !urgent && loudness(part) > quiet {
		return 0
	}
	return lag
}

// shrink takes lag samples out and gives what is left.
func shrink(sound []int16, lag int) []int16 {
	blend(sound[lag:2*lag], sound[:lag], sound[lag:2*lag])
	return sound[lag:]
}

// grow puts lag samples in. The slice has room for them.
func grow(sound []int16, lag int) []int16 {
	n := len(sound)
	sound = sound[:n+lag]
	copy(sound[2*lag:], sound[lag:n])
	// After the first period comes the second, going over into the first again.
	blend(sound[lag:2*lag], sound[2*lag:3*lag], sound[:lag])
	return sound
}
