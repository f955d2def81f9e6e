package ui

import "testing"

func TestCorner(t *testing.T) {
	office := Area{0, 0, 1366, 728} // 1366x768 with a bar of the system, at 125 %
	for _, tt := range []struct {
		corner Corner
		in     Area
		scale  float32
		want   [3][2]int
	}{
		{Corner{}, office, 1.25, [3][2]int{{829, 381}, {829, 34}, {292, 381}}},
		{Corner{Left: true, Top: true}, office, 1.25, [3][2]int{{12, 12}, {12, 359}, {549, 12}}},
		{Corner{Top: true}, Area{1366, 24, 1920, 1056}, 1, [3][2]int{{2854, 36}, {2854, 316}, {2854, 596}}},
		{Corner{Left: true}, Area{0, 0, 640, 200}, 1, [3][2]int{{12, -80}, {444, -80}, {876, -80}}},
	} {
		for n, want := range tt.want {
			if x, y := tt.corner.spot(tt.in, tt.scale, n); x != want[0] || y != want[1] {
				t.Errorf("%+v: pop-up %d at %d, %d, want %v", tt.corner, n, x, y, want)
			}
		}
	}
}
