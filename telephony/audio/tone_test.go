package audio

import (
	"math"
	"testing"
)

func made(t Tone, seconds int) []int16 {
	g := generator{tone: t}
	samples := make([]int16, seconds*Rate)
	for rest := samples; len(rest) > 0; rest = rest[min(333, len(rest)):] {
		g.fill(rest[:min(333, len(rest))])
	}
	return samples
}

// spans are the times of sound and silence, in milliseconds.
func spans(samples []int16) []int {
	var all []int
	const piece = Rate / 100
	loud, length := true, 0
	for i := 0; i < len(samples); i += piece {
		peak := int16(0)
		for _, v := range samples[i : i+piece] {
			peak = max(peak, v)
		}
		if (peak > 100) != loud {
			all, loud, length = append(all, length), !loud, 0
		}
		length += 10
	}
	return all
}

func TestProgressTones(t *testing.T) {
	tests := []struct {
		tone Tone
		want []int
	}{
		{Ringback, []int{1000, 4000, 1000}},
		{Busy, []int{350, 350, 350}},
		{Waiting, []int{200, 4800, 200}},
	}
	for _, tt := range tests {
		samples := made(tt.tone, 12)
		got := spans(samples)
		for i, want := range tt.want {
			if got[i] != want {
				t.Errorf("tone %d: %v ms", tt.tone, got)
				break
			}
		}
		turns := 0
		for i := 1; i < Rate/5; i++ {
			if samples[i-1] < 0 && samples[i] >= 0 {
				turns++
			}
		}
		if turns < 84 || turns > 86 { // 425 Hz in a fifth of a second
			t.Errorf("tone %d: %d turns", tt.tone, turns)
		}
	}
}

// Soft is: no clipping, no steps, and pauses in between.
func TestRingtoneIsSoft(t *testing.T) {
	samples := made(Ringtone, 9)
	peak, step := 0.0, 0.0
	for i := 1; i < len(samples); i++ {
		peak = max(peak, math.Abs(float64(samples[i])))
		step = max(step, math.Abs(float64(samples[i])-float64(samples[i-1])))
	}
	if peak < 3000 || peak > 16000 || step > 4000 {
		t.Errorf("peak %v, greatest step %v", peak, step)
	}
	for i := 29 * Rate / 10; i < 3*Rate; i++ {
		if samples[i] > 200 {
			t.Fatalf("at %d there is no pause: %d", i, samples[i])
		}
	}
}

func TestDeviceThreadAllocatesNothing(t *testing.T) {
	g, m := generator{tone: Ringtone}, meter{}
	samples := make([]int16, Rate/50)
	if n := testing.AllocsPerRun(100, func() {
		g.fill(samples)
		m.take(samples)
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
