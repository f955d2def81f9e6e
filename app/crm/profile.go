package crm

import (
	"math/big"
	"slices"
	"strings"
)

// Profile is what a filter may ask of a client. Only what is asked need be there.
type Profile struct {
	Properties []Property
	Regions    []string // where its numbers are from, in any language
	Manager    string
	Prices     string // name of the type of prices
	ABC, XYZ   string // empty for who bought nothing
	Bought     map[Ref]bool
	Ready      map[Segment]bool
	Overdue    Money
	Sales      Money // of a year
	Imported   bool
}

// Lets tells whether a client comes through the filter.
func (f Filter) Lets(p Profile) bool {
	switch {
	case f.Test != nil:
		return f.Test.lets(p)
	case f.Not != nil:
		return !f.Not.Lets(p)
	case len(f.Any) > 0:
		return slices.ContainsFunc(f.Any, func(part Filter) bool { return part.Lets(p) })
	}
	return !slices.ContainsFunc(f.All, func(part Filter) bool { return !part.Lets(p) })
}

func (t FilterTest) lets(p Profile) bool {
	return slices.ContainsFunc(t.Values, func(value string) bool {
		switch t.Field {
		case FilterSegment:
			return slices.ContainsFunc(p.Properties, func(of Property) bool {
				return Fold(of.Name+"="+of.Value) == Fold(value)
			})
		case FilterRegion:
			return slices.ContainsFunc(p.Regions, func(place string) bool { return within(place, value) })
		case FilterManager:
			return p.Manager != "" && Fold(p.Manager) == Fold(value)
		case FilterPrices:
			return p.Prices != "" && Fold(p.Prices) == Fold(value)
		case FilterABC:
			return p.ABC == value
		case FilterXYZ:
			return p.XYZ == value
		case FilterBought:
			ref, err := ParseRef(value)
			return err == nil && p.Bought[ref]
		case FilterReady:
			return p.Ready[Segment(value)]
		case FilterOverdue:
			return reaches(p.Overdue, value)
		case FilterSales:
			return reaches(p.Sales, value)
		case FilterImported:
			return p.Imported == (value == "yes")
		}
		return false
	})
}

// within tells whole words of a place: «Омск» is not in «Томская область».
func within(place, words string) bool {
	return strings.Contains(" "+Fold(place)+" ", " "+Fold(words)+" ")
}

func reaches(amount Money, least string) bool {
	n, err := ParseMoney(least)
	return err == nil && amount >= n
}

// Shares of all sales that end classes A and B, in percent.
const (
	shareA = 80
	shareB = 95
)

// ABC sorts sales of a year into classes: those who bring the first 80 % of all are
// A, up to 95 % B, the others C. Sales come the largest first; who brought nothing
// has no class. A client that crosses a border belongs to the class before it.
func ABC(sales []Money) []string {
	total := new(big.Int)
	for _, amount := range sales {
		total.Add(total, big.NewInt(max(0, int64(amount))))
	}
	classes := make([]string, len(sales))
	before := new(big.Int)
	for i, amount := range sales {
		if amount <= 0 {
			continue
		}
		share := new(big.Int).Mul(before, big.NewInt(100))
		switch {
		case share.Cmp(new(big.Int).Mul(total, big.NewInt(shareA))) < 0:
			classes[i] = "A"
		case share.Cmp(new(big.Int).Mul(total, big.NewInt(shareB))) < 0:
			classes[i] = "B"
		default:
			classes[i] = "C"
		}
		before.Add(before, big.NewInt(int64(amount)))
	}
	return classes
}

// XYZ tells how even sales by month are, by the coefficient of variation: X to 10 %,
// Y to 25 %, Z above. Months without a sale count; without any sale there is none.
func XYZ(months []Money) string {
	sum, squares := new(big.Int), new(big.Int)
	for _, amount := range months {
		n := big.NewInt(int64(amount))
		sum.Add(sum, n)
		squares.Add(squares, n.Mul(n, n))
	}
	if sum.Sign() <= 0 {
		return ""
	}
	// The square of the coefficient is (n·Σx² − (Σx)²) / (Σx)²: whole numbers do.
	whole := new(big.Int).Mul(sum, sum)
	spread := new(big.Int).Sub(squares.Mul(squares, big.NewInt(int64(len(months)))), whole)
	atMost := func(percent int64) bool {
		left := new(big.Int).Mul(spread, big.NewInt(100*100))
		return left.Cmp(new(big.Int).Mul(whole, big.NewInt(percent*percent))) <= 0
	}
	switch {
	case atMost(10):
		return "X"
	case atMost(25):
		return "Y"
	}
	return "Z"
}
