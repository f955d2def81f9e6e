package crm

import "testing"

func TestLadder(t *testing.T) {
	ladder := Ladder{Months: 2, Steps: []Discount{{From: 3000, Percent: 5}, {From: 1000, Percent: 3}}}
	for _, tt := range []struct {
		months []Money
		want   Step
		near   bool
	}{
		{[]Money{9999, 0, 500}, Step{Bought: 500, Next: Discount{1000, 3}}, false},
		{[]Money{0, 400, 600}, Step{Bought: 1000, Percent: 3, Next: Discount{3000, 5}}, false},
		{[]Money{0, 2000, 700}, Step{Bought: 2700, Percent: 3, Next: Discount{3000, 5}}, true},
		{[]Money{0, 2000, 1000}, Step{Bought: 3000, Percent: 5}, false},
	} {
		var months []Month
		for _, m := range tt.months {
			months = append(months, Month{Amount: m})
		}
		if got := ladder.At(months); got != tt.want || got.Close() != tt.near {
			t.Errorf("%v: %+v, near %v", tt.months, got, got.Close())
		}
	}
	if s := (Ladder{}).At(nil); s.Known() {
		t.Errorf("without a ladder: %+v", s)
	}
}
