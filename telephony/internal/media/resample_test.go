package media

import (
	"math"
	"testing"
)

// What a telephone carries passes the border of the laws both ways, and what it
// does not is not turned into something else.
func TestResample(t *testing.T) {
	tests := []struct {
		hertz       float64
		least, most float64 // of what is left
	}{
		{300, 0.97, 1.03}, {1000, 0.97, 1.03}, {3300, 0.9, 1.05}, {5000, 0, 0.01}, {7000, 0, 0.01},
	}
	for _, tt := range tests {
		tone := make([]int16, Rate)
		for i := range tone {
			tone[i] = int16(8000 * math.Sin(2*math.Pi*tt.hertz*float64(i)/Rate))
		}
		var down, up filter
		narrow := down.halve(nil, tone)
		wide := up.double(nil, narrow)
		if len(narrow) != len(tone)/2 || len(wide) != len(tone) {
			t.Fatalf("%d became %d and %d samples", len(tone), len(narrow), len(wide))
		}
		got := loudness(wide[200:]) / loudness(tone)
		if got < tt.least || got > tt.most {
			t.Errorf("of %v Hz %.3f is left", tt.hertz, got)
		}
	}
}
