package crm

import "slices"

// FilterGroups is a filter as people put one together, row by row: a client comes
// through when it answers each of All, one of Any at least, and none of None.
type FilterGroups struct{ All, Any, None []FilterTest }

// FilterFields are what a row may ask, in the order people see.
func FilterFields() []FilterField {
	return []FilterField{
		FilterManager, FilterRegion, FilterSegment, FilterPrices, FilterABC, FilterXYZ, FilterBought, FilterSales, FilterOverdue, FilterReady,
		FilterImported,
	}
}

// Filter is what the groups ask.
func (g FilterGroups) Filter() Filter {
	parts := filtersOf(g.All)
	if len(g.Any) > 0 {
		parts = append(parts, Filter{Any: filtersOf(g.Any)})
	}
	switch len(g.None) {
	case 0:
	case 1:
		parts = append(parts, Filter{Not: &filtersOf(g.None)[0]})
	default:
		parts = append(parts, Filter{Not: &Filter{Any: filtersOf(g.None)}})
	}
	switch len(parts) {
	case 0:
		return Filter{}
	case 1:
		return parts[0]
	}
	return Filter{All: parts}
}

func filtersOf(tests []FilterTest) []Filter {
	list := make([]Filter, len(tests))
	for i := range tests {
		list[i].Test = &tests[i]
	}
	return list
}

// Groups is the filter as rows; false says that it cannot be told by rows: one made
// by another program may be deeper than that.
func (f Filter) Groups() (g FilterGroups, ok bool) {
	return g, f.Check() == nil && g.take(f)
}

func (g *FilterGroups) take(f Filter) bool {
	switch {
	case f.Test != nil:
		g.All = append(g.All, *f.Test)
	case len(f.Any) > 0:
		tests, ok := testsOf(f.Any)
		if !ok || len(g.Any) > 0 {
			return false
		}
		g.Any = tests
	case f.Not != nil && f.Not.Test != nil:
		g.None = append(g.None, *f.Not.Test)
	case f.Not != nil:
		tests, ok := testsOf(f.Not.Any)
		if !ok {
			return false
		}
		g.None = append(g.None, tests...)
	default:
		return !slices.ContainsFunc(f.All, func(part Filter) bool { return !g.take(part) })
	}
	return true
}

// testsOf are the questions of parts that are nothing but questions.
func testsOf(parts []Filter) (list []FilterTest, ok bool) {
	for _, part := range parts {
		if part.Test == nil {
			return nil, false
		}
		list = append(list, *part.Test)
	}
	return list, len(list) > 0
}
