package crm

import (
	"reflect"
	"testing"
)

func asked(field FilterField, values ...string) FilterTest { return FilterTest{field, values} }

// What was put together by rows asks the same when it is a filter, and comes back as
// the same rows.
func TestFilterByRows(t *testing.T) {
	region, classes, manager, prices := asked(FilterRegion, "Пермский край", "Москва"), asked(FilterABC, "A"), asked(FilterManager, "Анна"), asked(FilterPrices, "Опт")
	tests := []struct {
		name string
		g    FilterGroups
	}{
		{"nothing", FilterGroups{}},
		{"one row", FilterGroups{All: []FilterTest{region}}},
		{"all of two", FilterGroups{All: []FilterTest{region, classes}}},
		{"any of one", FilterGroups{Any: []FilterTest{region}}},
		{"none of one", FilterGroups{None: []FilterTest{region}}},
		{"none of two", FilterGroups{None: []FilterTest{region, classes}}},
		{"each group", FilterGroups{All: []FilterTest{region}, Any: []FilterTest{classes, manager}, None: []FilterTest{prices}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := tt.g.Filter()
			if err := f.Check(); err != nil {
				t.Fatal(err)
			}
			if got, ok := f.Groups(); !ok || !reflect.DeepEqual(got, tt.g) {
				t.Errorf("got %+v, %v; want %+v", got, ok, tt.g)
			}
		})
	}
	f := tests[len(tests)-1].g.Filter()
	anna := Profile{Regions: []string{"Москва"}, ABC: "B", Manager: "Анна", Prices: "Розница"}
	if !f.Lets(anna) {
		t.Error("who answers each group is left out")
	}
	for what, p := range map[string]Profile{
		"of all":  {Regions: []string{"Омск"}, Manager: "Анна"},
		"of any":  {Regions: []string{"Москва"}, ABC: "B", Manager: "Борис"},
		"of none": {Regions: []string{"Москва"}, Manager: "Анна", Prices: "опт"},
	} {
		if f.Lets(p) {
			t.Errorf("%s: comes through", what)
		}
	}
}

// A filter deeper than rows can tell is not told wrongly.
func TestFilterDeeperThanRows(t *testing.T) {
	one, two := asked(FilterABC, "A"), asked(FilterXYZ, "X")
	both := Filter{All: filtersOf([]FilterTest{one, two})}
	any2 := Filter{Any: filtersOf([]FilterTest{one, two})}
	for name, f := range map[string]Filter{
		"one of two pairs": {Any: []Filter{both, {Test: &one}}},
		"not a pair":       {Not: &both},
		"two of any":       {All: []Filter{any2, any2}},
		"out of order":     {Test: &one, Not: &both},
	} {
		if g, ok := f.Groups(); ok {
			t.Errorf("%s: told as %+v", name, g)
		}
	}
	if g, ok := (Filter{All: []Filter{both, {Test: &one}}}).Groups(); !ok || len(g.All) != 3 {
		t.Errorf("all of all is all: %+v, %v", g, ok)
	}
}

func TestEveryFieldIsOffered(t *testing.T) {
	for field := range filterValues {
		found := false
		for _, f := range FilterFields() {
			found = found || f == field
		}
		if !found {
			t.Errorf("%s is not offered", field)
		}
	}
}
