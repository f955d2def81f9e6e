package crm

import (
	"testing"
	"time"
)

func TestForetell(t *testing.T) {
	start := time.Date(2026, 1, 10, 9, 0, 0, 0, time.UTC)
	at := func(days ...int) (list []time.Time) {
		for _, d := range days {
			list = append(list, start.AddDate(0, 0, d))
		}
		return list
	}
	tests := []struct {
		name          string
		orders        []time.Time
		every, spread int
		next          int // days after start
		sure, even    bool
	}{
		{"none", nil, 0, 0, 0, false, false},
		{"two intervals are no rhythm", at(0, 30, 60), 0, 0, 0, false, false},
		{"three are", at(0, 30, 60, 90), 30, 0, 120, true, true},
		{"in any order", at(90, 0, 60, 30), 30, 0, 120, true, true},
		{"one day is one order", append(at(0, 30, 60, 90), at(90, 90, 0)...), 30, 0, 120, true, true},
		{"a month by the calendar", at(0, 31, 59, 90, 120, 151), 31, 0, 182, true, true},
		{"a gap does not move the median", at(0, 30, 60, 160, 190), 30, 0, 220, true, true},
		{"uneven", at(0, 10, 40, 55, 100), 22, 10, 122, false, true},
		{"without a rhythm", at(0, 1, 2, 60, 61, 120), 1, 0, 121, true, true},
		{"wild", at(0, 2, 42, 44, 84, 88, 148), 22, 19, 170, false, false},
		{"only the last twelve count", at(0, 100, 200, 210, 220, 230, 240, 250, 260, 270, 280, 290, 300, 310, 320), 10, 0, 330, true, true},
	}
	for _, tt := range tests {
		f := Foretell(tt.orders, time.UTC)
		if f.Every != tt.every || f.Spread != tt.spread || f.Sure() != tt.sure || f.Even() != tt.even {
			t.Errorf("%s: every %d ± %d, sure %v, even %v", tt.name, f.Every, f.Spread, f.Sure(), f.Even())
		}
		if want := start.AddDate(0, 0, tt.next); f.Known() && DaysBetween(f.Next, want) != 0 {
			t.Errorf("%s: next %s, want %s", tt.name, f.Next, want)
		}
	}
}

func TestForecastIsNear(t *testing.T) {
	last := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	f := Forecast{Every: 31, Last: last, Next: last.AddDate(0, 0, 31)}
	for days, want := range map[int]bool{0: false, 23: false, 24: true, 31: true, 60: true} {
		if got := f.Near(last.AddDate(0, 0, days)); got != want {
			t.Errorf("after %d days: %v", days, got)
		}
	}
	if weekly := (Forecast{Every: 7, Last: last, Next: last.AddDate(0, 0, 7)}); weekly.Near(last.AddDate(0, 0, 1)) {
		t.Error("who orders each week is reminded of it the day after")
	}
	if (Forecast{}).Near(last) {
		t.Error("no rhythm is near")
	}
}

func TestTryForecasts(t *testing.T) {
	begin := time.Date(2026, 1, 1, 10, 0, 0, 0, time.UTC)
	var orders []time.Time
	day := 0
	for _, gap := range []int{0, 30, 30, 30, 31, 30, 60} { // the last one comes a month late
		day += gap
		orders = append(orders, begin.AddDate(0, 0, day))
	}
	if got := TryForecasts(orders, time.UTC); got != (Backtest{Right: 2, Of: 3}) {
		t.Errorf("%+v", got)
	}
	if got := TryForecasts(orders[:4], time.UTC); got.Of != 0 {
		t.Errorf("three intervals foretell nothing that is known: %+v", got)
	}
}
