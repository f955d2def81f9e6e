package crm

import (
	"errors"
	"slices"
	"testing"
	"time"
)

func ask(field FilterField, values ...string) Filter {
	return Filter{Test: &FilterTest{Field: field, Values: values}}
}

func TestFilterLets(t *testing.T) {
	good := Ref{7}
	p := Profile{
		Properties: []Property{{"Сегмент", "Розница"}}, Regions: []string{"Томская область", "Tomsk Region"}, Manager: "Пётр Семёнов",
		Prices: "Оптовая", ABC: "A", XYZ: "Z", Bought: map[Ref]bool{good: true}, Ready: map[Segment]bool{SegmentDebtors: true},
		Overdue: 500_00, Sales: 10_000_00,
	}
	not := func(f Filter) Filter { return Filter{Not: &f} }
	tests := []struct {
		name   string
		filter Filter
		lets   bool
	}{
		{"nothing asked", Filter{}, true},
		{"property", ask(FilterSegment, "сегмент=розница"), true},
		{"another value of it", ask(FilterSegment, "Сегмент=Опт"), false},
		{"region", ask(FilterRegion, "томская"), true},
		{"region in English", ask(FilterRegion, "Tomsk"), true},
		{"a part of a word is no region", ask(FilterRegion, "омская"), false},
		{"manager, ё or е", ask(FilterManager, "петр семенов"), true},
		{"one of several", ask(FilterABC, "B", "A"), true},
		{"prices", ask(FilterPrices, "розничная"), false},
		{"evenness", ask(FilterXYZ, "X", "Y"), false},
		{"bought", ask(FilterBought, good.String()), true},
		{"ready segment", ask(FilterReady, string(SegmentDebtors)), true},
		{"overdue at least", ask(FilterOverdue, "500"), true},
		{"overdue less", ask(FilterOverdue, "500.01"), false},
		{"sales", ask(FilterSales, "9 999,99"), true},
		{"from 1C", ask(FilterImported, "no"), true},
		{"and", Filter{All: []Filter{ask(FilterABC, "A"), ask(FilterXYZ, "X")}}, false},
		{"or", Filter{Any: []Filter{ask(FilterABC, "C"), ask(FilterXYZ, "Z")}}, true},
		{"not", not(ask(FilterABC, "A")), false},
		{"not in and", Filter{All: []Filter{ask(FilterABC, "A"), not(ask(FilterXYZ, "X"))}}, true},
		{"or of ands", Filter{Any: []Filter{{All: []Filter{ask(FilterABC, "A"), ask(FilterXYZ, "X")}}, not(ask(FilterOverdue, "1000"))}}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if err := tt.filter.Check(); err != nil {
				t.Fatal(err)
			}
			if got := tt.filter.Lets(p); got != tt.lets {
				t.Errorf("lets through: %v, want %v", got, tt.lets)
			}
		})
	}
}

func TestFilterCheck(t *testing.T) {
	deep := ask(FilterABC, "A")
	for range filterDepth + 1 {
		deep = Filter{All: []Filter{deep}}
	}
	wide := Filter{Any: slices.Repeat([]Filter{ask(FilterABC, "A")}, filterParts+1)}
	mixed := ask(FilterABC, "A")
	mixed.Any = []Filter{ask(FilterABC, "B")}
	tests := []struct {
		name   string
		filter Filter
		want   Reason
	}{
		{"too deep", deep, Reason{Code: "filter_deep"}},
		{"too wide", wide, Reason{Code: "filter_deep"}},
		{"two things at once", mixed, Reason{Code: "filter_mixed"}},
		{"asks nothing within", Filter{All: []Filter{{}}}, Reason{Code: "filter_empty"}},
		{"unknown field", ask("colour", "red"), Reason{"filter_field", "colour"}},
		{"no value", ask(FilterRegion), Reason{"filter_value", "region"}},
		{"empty value", ask(FilterRegion, " "), Reason{"filter_value", "region= "}},
		{"class", ask(FilterABC, "D"), Reason{"filter_value", "abc=D"}},
		{"sum", ask(FilterSales, "много"), Reason{"filter_value", "sales=много"}},
		{"reference", ask(FilterBought, "гвозди"), Reason{"filter_value", "bought=гвозди"}},
		{"property without a value", ask(FilterSegment, "VIP"), Reason{"filter_value", "segment=VIP"}},
		{"papers, which nobody publishes", ask(FilterReady, string(SegmentUnsigned)), Reason{"filter_value", "ready=unsigned"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var reason Reason
			if err := tt.filter.Check(); !errors.As(err, &reason) || reason != tt.want {
				t.Errorf("got %v, want %v", err, tt.want)
			}
		})
	}
}

func TestABC(t *testing.T) {
	got := ABC([]Money{700_00, 150_00, 100_00, 40_00, 10_00, 0, -5_00})
	if want := []string{"A", "A", "B", "C", "C", "", ""}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := ABC([]Money{5}); got[0] != "A" {
		t.Errorf("the only client is %q", got[0])
	}
}

func TestXYZ(t *testing.T) {
	tests := []struct {
		months []Money
		want   string
	}{
		{[]Money{100, 100, 100, 100}, "X"},
		{[]Money{90, 110}, "X"}, // exactly 10 %
		{[]Money{89, 111}, "Y"}, // 11 %
		{[]Money{75, 125}, "Y"}, // exactly 25 %
		{[]Money{74, 126}, "Z"}, // 26 %
		{[]Money{0, 0, 300}, "Z"},
		{[]Money{0, 0}, ""},
		{nil, ""},
		{[]Money{1e17, 1e17}, "X"},
	}
	for _, tt := range tests {
		if got := XYZ(tt.months); got != tt.want {
			t.Errorf("%v is %q, want %q", tt.months, got, tt.want)
		}
	}
}

func TestActivity(t *testing.T) {
	today := time.Date(2026, 5, 14, 9, 0, 0, 0, time.UTC)
	for days, want := range map[int]Activity{0: Working, 90: Working, 91: Forgotten, 365: Forgotten, 366: Lost} {
		if got := ActivityOf(true, today.AddDate(0, 0, -days), today, 0, 0); got != want {
			t.Errorf("%d days: %s, want %s", days, got, want)
		}
	}
	if got := ActivityOf(false, today, today, 0, 0); got != Potential {
		t.Errorf("who never bought is %s", got)
	}
}

func TestShare(t *testing.T) {
	share := Share{Own: true, Among: []string{"Анна", "Борис"}}
	var got []string
	turn := 0
	for _, manager := range []string{"", "Вера", "", ""} {
		portion, took := share.Portion(manager, turn)
		if took {
			turn++
		}
		got = append(got, portion)
	}
	if want := []string{"Анна", "Вера", "Борис", "Анна"}; !slices.Equal(got, want) {
		t.Errorf("shared out as %q, want %q", got, want)
	}
}
