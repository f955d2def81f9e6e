package media

import (
	"testing"

	"pult/telephony/internal/g711"
)

// packet is 20 ms of one level.
func packet(level int16) []byte {
	samples := make([]int16, Frame)
	for i := range samples {
		samples[i] = level
	}
	return g711.ALaw.Encode(nil, samples)
}

// levels plays n frames and gives the first sample of each in steps of 1000.
func levels(j *jitter, n int) []int {
	var all []int
	frame := make([]int16, Frame)
	for range n {
		j.play(frame)
		all = append(all, (int(frame[0])+500)/1000)
	}
	return all
}

func TestJitter(t *testing.T) {
	tests := []struct {
		name  string
		order []uint16
		want  []int
	}{
		{"too little to begin", []uint16{1, 2}, []int{0}},
		{"in order", []uint16{1, 2, 3, 4}, []int{1, 2, 3, 4, 0}},
		{"out of order", []uint16{1, 3, 2, 4}, []int{1, 2, 3, 4}},
		{"repeated", []uint16{1, 1, 2, 2, 3}, []int{1, 2, 3, 0}},
		{"one lost", []uint16{1, 2, 3, 5, 6}, []int{1, 2, 3, 2, 5, 6}}, // 3 at half the level
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, base := range []uint16{0, 65533} { // numbers wrap around
				var j jitter
				for _, seq := range tt.order {
					j.put(base+seq, g711.ALaw, packet(int16(seq)*1000))
				}
				got := levels(&j, len(tt.want))
				for i := range tt.want {
					if got[i] != tt.want[i] {
						t.Errorf("from %d: played %v, want %v", base, got, tt.want)
						break
					}
				}
			}
		})
	}
}

func TestJitterStaysShort(t *testing.T) {
	var j jitter
	for seq := range uint16(1000) {
		j.put(seq, g711.ALaw, packet(1000))
	}
	if len(j.samples) > overflow {
		t.Errorf("%d samples wait", len(j.samples))
	}
}

// A sender that starts anew with other numbers is heard again.
func TestJitterNewSender(t *testing.T) {
	var j jitter
	for _, base := range []uint16{100, 30000} {
		for i := range uint16(4) {
			j.put(base+i, g711.ALaw, packet(2000))
		}
		if got := levels(&j, 4); got[0] != 2 || got[3] != 2 {
			t.Errorf("from %d: %v", base, got)
		}
	}
}
