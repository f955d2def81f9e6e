package g722

import (
	"hash/crc32"
	"math"
	"testing"
)

// delay of coding and decoding in samples: the two mirror filters.
const delay = 22

func sine(hertz, level float64, n int) []int16 {
	samples := make([]int16, n)
	for i := range samples {
		samples[i] = int16(level * math.Sin(2*math.Pi*hertz*float64(i)/16000))
	}
	return samples
}

// speech is a voice of 110 to 150 Hz through three moving formants, with pauses:
// what a synthesizer of formants says.
func speech(n int) []int16 {
	samples := make([]int16, n)
	phase := 0.0
	for i := range samples {
		t := float64(i) / 16000
		pitch := 130 + 20*math.Sin(2*math.Pi*1.7*t)
		phase += 2 * math.Pi * pitch / 16000
		formants := [3]float64{500 + 250*math.Sin(2*math.Pi*2.1*t), 1500 + 600*math.Sin(2*math.Pi*1.3*t), 2700}
		v := 0.0
		for h := 1; float64(h)*pitch < 6500; h++ {
			gain := 0.02
			for _, f := range formants {
				x := (float64(h)*pitch - f) / 120
				gain += 1 / (1 + x*x)
			}
			v += gain * math.Sin(float64(h)*phase)
		}
		syllable := max(0, math.Sin(2*math.Pi*2.5*t))
		samples[i] = int16(2500 * v * syllable)
	}
	return samples
}

// noise is white and the same on every machine.
func noise(n int) []int16 {
	samples := make([]int16, n)
	state := uint32(1)
	for i := range samples {
		state = state*1664525 + 1013904223
		samples[i] = int16(state>>16) / 4
	}
	return samples
}

func ratio(want, got []int16) float64 {
	signal, fault := 0.0, 0.0
	for i := delay + 400; i < len(got); i++ {
		w := float64(want[i-delay])
		e := float64(got[i]) - w
		signal, fault = signal+w*w, fault+e*e
	}
	return 10 * math.Log10(signal/fault)
}

func TestRoundTrip(t *testing.T) {
	tests := []struct {
		name    string
		samples []int16
		least   float64 // dB
	}{
		{"200 Hz", sine(200, 8000, 16000), 35},
		{"425 Hz", sine(425, 8000, 16000), 35},
		{"1 kHz", sine(1000, 8000, 16000), 35},
		{"3 kHz", sine(3000, 8000, 16000), 30},
		{"6 kHz", sine(6000, 8000, 16000), 10},
		{"quiet", sine(1000, 300, 16000), 25},
		{"speech", speech(48000), 20},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			coded := NewEncoder().Encode(nil, tt.samples)
			if len(coded) != len(tt.samples)/2 {
				t.Fatalf("%d bytes for %d samples", len(coded), len(tt.samples))
			}
			got := ratio(tt.samples, NewDecoder().Decode(nil, coded))
			t.Logf("%.1f dB", got)
			if got < tt.least {
				t.Errorf("signal to noise %.1f dB, want %.0f", got, tt.least)
			}
		})
	}
}

// Both sums are those of spandsp 0.0.6 (Debian) for the same noise; sweeps and
// harmonics were compared byte for byte when this was written.
func TestCodesStay(t *testing.T) {
	signal := noise(32000)
	coded := NewEncoder().Encode(nil, signal)
	decoded := NewDecoder().Decode(nil, coded)
	raw := make([]byte, 0, 2*len(decoded))
	for _, v := range decoded {
		raw = append(raw, byte(v), byte(v>>8))
	}
	if got, want := crc32.ChecksumIEEE(coded), uint32(0xcb9f3ae7); got != want {
		t.Errorf("codes changed: %#x, want %#x", got, want)
	}
	if got, want := crc32.ChecksumIEEE(raw), uint32(0xd3f8d428); got != want {
		t.Errorf("samples changed: %#x, want %#x", got, want)
	}
}

// Loud noise must clip, not turn over.
func TestClips(t *testing.T) {
	square := make([]int16, 3200)
	for i := range square {
		square[i] = 32767
		if i/16%2 == 1 {
			square[i] = -32768
		}
	}
	decoded := NewDecoder().Decode(nil, NewEncoder().Encode(nil, square))
	for i := 800; i < len(decoded); i++ {
		want := square[i-delay]
		if (i-delay)%16 > 3 && (i-delay)%16 < 12 && (decoded[i] > 0) != (want > 0) {
			t.Fatalf("sample %d: %d became %d", i, want, decoded[i])
		}
	}
}

// Bytes of anybody decode to something, and the codec recovers from it.
func TestRecovers(t *testing.T) {
	d := NewDecoder()
	garbage := make([]byte, 4096)
	state := uint32(7)
	for i := range garbage {
		state = state*1664525 + 1013904223
		garbage[i] = byte(state >> 24)
	}
	d.Decode(nil, garbage)
	tone := sine(500, 6000, 16000)
	if got := ratio(tone[8000:], d.Decode(nil, NewEncoder().Encode(nil, tone))[8000:]); got < 25 {
		t.Errorf("after garbage the ratio is %.1f dB", got)
	}
}

func TestAllocatesNothing(t *testing.T) {
	e, d := NewEncoder(), NewDecoder()
	tone := sine(500, 6000, 320)
	bytes, samples := make([]byte, 0, 160), make([]int16, 0, 320)
	if n := testing.AllocsPerRun(100, func() {
		bytes = e.Encode(bytes[:0], tone)
		samples = d.Decode(samples[:0], bytes)
	}); n != 0 {
		t.Errorf("%v allocations a packet", n)
	}
}

func BenchmarkPacket(b *testing.B) {
	e, d := NewEncoder(), NewDecoder()
	tone := sine(500, 6000, 320)
	bytes, samples := make([]byte, 0, 160), make([]int16, 0, 320)
	for b.Loop() {
		bytes = e.Encode(bytes[:0], tone)
		samples = d.Decode(samples[:0], bytes)
	}
}
