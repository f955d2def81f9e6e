package media

import "math"

// Sound runs at 16 kHz everywhere behind the codecs; the laws of G.711 know 8.
// One low-pass filter stands between, both ways.
const taps = 63 // odd: a delay of 31 samples, 2 ms

// kernel lets through what a telephone does, to 3.4 kHz, and nothing above 4.2: a
// sinc under Hamming's window.
var kernel = func() (k [taps]float32) {
	const cutoff = 3750.0 / Rate
	sum := 0.0
	var raw [taps]float64
	for i := range raw {
		x := float64(i - taps/2)
		raw[i] = 2 * cutoff
		if x != 0 {
			raw[i] = math.Sin(2*math.Pi*cutoff*x) / (math.Pi * x)
		}
		raw[i] *= 0.54 - 0.46*math.Cos(2*math.Pi*float64(i)/(taps-1))
		sum += raw[i]
	}
	for i := range raw {
		k[i] = float32(raw[i] / sum)
	}
	return k
}()

// filter is the memory of one direction. The line is written twice, so that the
// last samples always lie in a row.
type filter struct {
	line [2 * taps]float32
	at   int
}

func (f *filter) push(v float32) {
	f.at--
	if f.at < 0 {
		f.at = taps - 1
	}
	f.line[f.at], f.line[f.at+taps] = v, v
}

func (f *filter) value() float32 {
	sum := float32(0)
	line := f.line[f.at : f.at+taps]
	for i, k := range kernel {
		sum += k * line[i]
	}
	return sum
}

// halve appends one sample for each two.
func (f *filter) halve(to, from []int16) []int16 {
	for ; len(from) >= 2; from = from[2:] {
		f.push(float32(from[0]))
		f.push(float32(from[1]))
		to = append(to, clip(f.value()))
	}
	return to
}

// double appends two samples for each.
func (f *filter) double(to, from []int16) []int16 {
	for _, v := range from {
		f.push(2 * float32(v))
		to = append(to, clip(f.value()))
		f.push(0)
		to = append(to, clip(f.value()))
	}
	return to
}

func clip(v float32) int16 { return int16(min(max(v, -32768), 32767)) }
