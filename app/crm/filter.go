package crm

import (
	"slices"
	"strings"
)

// Filter lets clients through: exactly one of its parts is set, and the zero Filter
// lets everybody through.
type Filter struct {
	All  []Filter    `json:"all,omitempty"` // each of them
	Any  []Filter    `json:"any,omitempty"` // one of them at least
	Not  *Filter     `json:"not,omitempty"`
	Test *FilterTest `json:"test,omitempty"`
}

// FilterTest is a question to one property of a client.
type FilterTest struct {
	Field  FilterField `json:"field"`
	Values []string    `json:"values"` // one of them
}

// FilterField is what a FilterTest looks at.
type FilterField string

// Fields of a filter.
const (
	FilterSegment  FilterField = "segment"  // a property of 1C of that name: "name=value"
	FilterRegion   FilterField = "region"   // where its numbers are from
	FilterManager  FilterField = "manager"  // responsible, by name
	FilterPrices   FilterField = "prices"   // type of prices, by name
	FilterABC      FilterField = "abc"      // by sales of a year: A, B, C
	FilterXYZ      FilterField = "xyz"      // by how even they are: X, Y, Z
	FilterBought   FilterField = "bought"   // a good, by reference
	FilterReady    FilterField = "ready"    // one of the ready segments
	FilterOverdue  FilterField = "overdue"  // at least so much is late
	FilterSales    FilterField = "sales"    // at least so much was bought in a year
	FilterImported FilterField = "imported" // from a file of the firm: yes, no
)

// Caps of a filter: it may come from a file or another program.
const (
	filterDepth = 8
	filterParts = 200
)

// Check finds what is wrong with a filter; the error is a Reason.
func (f Filter) Check() error {
	left := filterParts
	return f.check(filterDepth, &left)
}

func (f Filter) check(depth int, left *int) error {
	set := 0
	for _, part := range []bool{len(f.All) > 0, len(f.Any) > 0, f.Not != nil, f.Test != nil} {
		if part {
			set++
		}
	}
	*left--
	switch {
	case set > 1:
		return Reason{Code: "filter_mixed"}
	case depth == 0 || *left < 0:
		return Reason{Code: "filter_deep"}
	case f.Test != nil:
		return f.Test.check()
	}
	parts := slices.Concat(f.All, f.Any)
	if f.Not != nil {
		parts = append(parts, *f.Not)
	}
	for _, part := range parts {
		if part.empty() {
			return Reason{Code: "filter_empty"}
		}
		if err := part.check(depth-1, left); err != nil {
			return err
		}
	}
	return nil
}

// empty tells a filter that asks nothing.
func (f Filter) empty() bool {
	return len(f.All) == 0 && len(f.Any) == 0 && f.Not == nil && f.Test == nil
}

func (t FilterTest) check() error {
	good, known := filterValues[t.Field]
	if !known {
		return Reason{Code: "filter_field", Detail: string(t.Field)}
	}
	if len(t.Values) == 0 {
		return Reason{Code: "filter_value", Detail: string(t.Field)}
	}
	for _, value := range t.Values {
		if strings.TrimSpace(value) == "" || !good(value) {
			return Reason{Code: "filter_value", Detail: string(t.Field) + "=" + value}
		}
	}
	return nil
}

// filterValues tell for each field what its values may be.
var filterValues = map[FilterField]func(string) bool{
	FilterSegment: func(value string) bool {
		name, of, ok := strings.Cut(value, "=")
		return ok && name != "" && of != ""
	},
	FilterRegion:  anyText,
	FilterManager: anyText,
	FilterPrices:  anyText,
	FilterABC:     oneOf("A", "B", "C"),
	FilterXYZ:     oneOf("X", "Y", "Z"),
	FilterBought: func(value string) bool {
		ref, err := ParseRef(value)
		return err == nil && !ref.IsZero()
	},
	FilterReady: func(value string) bool {
		// Who bought a certain thing is asked by FilterBought.
		return value != string(SegmentGood) && slices.Contains(Segments(), Segment(value))
	},
	FilterOverdue:  isAmount,
	FilterSales:    isAmount,
	FilterImported: oneOf("yes", "no"),
}

func anyText(string) bool { return true }

func oneOf(list ...string) func(string) bool {
	return func(value string) bool { return slices.Contains(list, value) }
}

func isAmount(value string) bool {
	amount, err := ParseMoney(value)
	return err == nil && amount >= 0
}

// Tests are all questions of a filter.
func (f Filter) Tests() (list []FilterTest) {
	if f.Test != nil {
		list = append(list, *f.Test)
	}
	parts := slices.Concat(f.All, f.Any)
	if f.Not != nil {
		parts = append(parts, *f.Not)
	}
	for _, part := range parts {
		list = append(list, part.Tests()...)
	}
	return list
}
