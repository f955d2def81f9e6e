package crm

import (
	"encoding/json"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestMoney(t *testing.T) {
	tests := []struct {
		in   string
		want Money
	}{
		{"0", 0},
		{"124500", 12450000},
		{"124500.5", 12450050},
		{"-0.05", -5},
		{"3333.33", 333333},
		{"124 500,00", 12450000},
		{"124\u00a0500,07 ₽", 12450007},
		{"1.2e3", 120000},
		{"1E-2", 1},
		{"0.005", 1},
		{"0.0049", 0},
		{"-0.005", -1},
		{"9007199254740993.01", 900719925474099301}, // float64 gives …994
		{"92233720368547758.07", math.MaxInt64},
	}
	for _, tt := range tests {
		got, err := ParseMoney(tt.in)
		if err != nil || got != tt.want {
			t.Errorf("ParseMoney(%q) = %d, %v; want %d", tt.in, got, err, tt.want)
		}
	}
	for _, in := range []string{"", "x", "1/2", "0x10", "1_000", "1e999999999", "92233720368547758.08", strings.Repeat("9", 1000), "Infinity", "--1"} {
		if got, err := ParseMoney(in); !errors.Is(err, ErrInvalid) {
			t.Errorf("ParseMoney(%q) = %d, %v; want an error", in, got, err)
		}
	}
}

func TestMoneyIsADecimalStringInJSON(t *testing.T) {
	raw, err := json.Marshal(map[string]Money{"debt": 12450000, "least": math.MinInt64, "minus": -5})
	if want := `{"debt":"124500.00","least":"-92233720368547758.08","minus":"-0.05"}`; err != nil || string(raw) != want {
		t.Errorf("%s, %v; want %s", raw, err, want)
	}
	var back map[string]Money
	if err := json.Unmarshal(raw[:22], &back); err == nil {
		t.Error("half a JSON was read")
	}
}

func TestPercentNeverSaysAllOfAlmostAll(t *testing.T) {
	for _, tt := range []struct {
		whole, part Money
		want        int
	}{{100, 60, 60}, {100000, 99999, 99}, {100, 100, 100}, {100, 200, 100}, {0, 5, 0}, {100, -5, 0}, {math.MaxInt64, math.MaxInt64 / 2, 50}} {
		if got := tt.whole.Percent(tt.part); got != tt.want {
			t.Errorf("%d of %d is %d %%, want %d", tt.part, tt.whole, got, tt.want)
		}
	}
}

func TestIDs(t *testing.T) {
	at := time.Date(2026, 11, 22, 12, 0, 0, 123e6, time.UTC)
	a, b := NewID(at), NewID(at.Add(time.Millisecond))
	if a == NewID(at) {
		t.Error("two facts of one moment got one id")
	}
	if slices.Compare(a[:], b[:]) >= 0 {
		t.Error("ids do not sort by time")
	}
	if text := a.String(); text[14] != '7' || !strings.ContainsRune("89ab", rune(text[19])) {
		t.Errorf("%s is no UUID version 7", text)
	}
	if !a.Time().Equal(at) {
		t.Errorf("time %v, want %v", a.Time(), at)
	}
	if back, err := ParseID(a.String()); err != nil || back != a {
		t.Errorf("%v read back as %v, %v", a, back, err)
	}
	for _, bad := range []string{"x", "7c0f0a52-31b2-11ee-9a51-0050569a000", "zc0f0a52-31b2-11ee-9a51-0050569a0001"} {
		if _, err := ParseRef(bad); !errors.Is(err, ErrInvalid) {
			t.Errorf("%q was read as a reference", bad)
		}
	}
}

func TestSumDebt(t *testing.T) {
	msk := time.FixedZone("MSK", 3*3600)
	today := time.Date(2026, 11, 22, 0, 30, 0, 0, msk)
	day := func(n int) time.Time { return time.Date(2026, 11, 22+n, 0, 0, 0, 0, msk).UTC() }
	old := Ref{9}
	got := SumDebt([]DebtLine{
		{Owed: 100, Due: day(-12), Document: old, Number: "312"},
		{Owed: 50, Due: day(-1)},
		{Owed: 30, Due: day(0)}, // due today is not overdue
		{Owed: 20, Due: day(5)},
		{Owed: 5}, // without a day
		{Advance: 70, Due: day(-30)},
	}, today)
	want := Debt{Owed: 205, Advance: 70, Overdue: 150, Undated: 5, OverdueDays: 12, OldestRef: old, OldestText: "312"}
	if got != want {
		t.Errorf("debt %+v, want %+v", got, want)
	}
}

func TestPromise(t *testing.T) {
	today := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	p := Promise{Amount: 100, Due: today}
	if p.Broken(today) || !p.Broken(today.AddDate(0, 0, 1)) {
		t.Error("a promise is broken the day after its day, not before")
	}
	p.Paid = 100
	if !p.Kept() || p.Broken(today.AddDate(1, 0, 0)) {
		t.Error("a promise that was paid is kept for good")
	}
}

func TestBought(t *testing.T) {
	c := Card{Purchases: []Month{{Amount: 1}, {Amount: 10}, {Amount: 100}, {Amount: 1000}}}
	if c.Bought(3) != 1110 || c.Bought(12) != 1111 || (Card{}).Bought(3) != 0 {
		t.Errorf("3 months %v, 12 months %v", c.Bought(3), c.Bought(12))
	}
}
