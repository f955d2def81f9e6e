package crm

import (
	"testing"
	"time"
)

func TestAge(t *testing.T) {
	today := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	tests := []struct {
		days int // since the debt was due
		want Ageing
	}{
		{-3, Ageing{Due: 5}},
		{0, Ageing{Due: 5}},
		{1, Ageing{Late: [5]Money{5}}},
		{7, Ageing{Late: [5]Money{5}}},
		{8, Ageing{Late: [5]Money{0, 5}}},
		{30, Ageing{Late: [5]Money{0, 5}}},
		{31, Ageing{Late: [5]Money{0, 0, 5}}},
		{60, Ageing{Late: [5]Money{0, 0, 5}}},
		{61, Ageing{Late: [5]Money{0, 0, 0, 5}}},
		{90, Ageing{Late: [5]Money{0, 0, 0, 5}}},
		{91, Ageing{Late: [5]Money{0, 0, 0, 0, 5}}},
		{900, Ageing{Late: [5]Money{0, 0, 0, 0, 5}}},
	}
	for _, tt := range tests {
		line := DebtLine{Owed: 5, Due: today.AddDate(0, 0, -tt.days)}
		if got := Age([]DebtLine{line, {Advance: 9, Due: today.AddDate(0, 0, -20)}}, today); got != tt.want {
			t.Errorf("%d days: %+v, want %+v", tt.days, got, tt.want)
		}
	}
}

// Both rules look at the same lines and must never tell two sums.
func TestAgeAgreesWithSumDebt(t *testing.T) {
	today := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	var lines []DebtLine
	for i := range 200 {
		lines = append(lines, DebtLine{Owed: Money(i*7 - 50), Due: today.AddDate(0, 0, 20-i)})
	}
	lines = append(lines, DebtLine{Owed: 77}, DebtLine{Owed: -3})
	sum, age := SumDebt(lines, today), Age(lines, today)
	if age.Overdue() != sum.Overdue || age.Undated != sum.Undated || age.Undated != 77 {
		t.Errorf("overdue %v and %v, undated %v and %v", age.Overdue(), sum.Overdue, age.Undated, sum.Undated)
	}
}
