package crm

import (
	"cmp"
	"slices"
	"time"
)

// Trade is what a client buys: all goods, the most often bought first, those it
// may have forgotten this time, and when it may order next.
type Trade struct {
	Bought   []Bought
	Frequent []Bought
	Forecast Forecast    // zero while an order is open
	Rhythm   Forecast    // the same whether one is open or not
	Orders   []time.Time // days of the orders it was judged by, oldest first
	Hits     Backtest
	Step     Step // of the cumulative discount
}

// basket is how far back regular goods are looked for, in shipments.
const (
	basketLong, basketLongLeast   = 6, 3
	basketShort, basketShortLeast = 4, 2
)

// TallyBought counts goods over shipments, the newest first. Open orders say what
// is ordered already. Names, prices and stock are for the caller to fill in.
func TallyBought(shipments, open []Document) []Bought {
	goods := map[Ref]*Bought{}
	amounts := map[Ref][]int{}
	for n, d := range shipments {
		inThis := map[Ref]Quantity{}
		for _, line := range d.Lines {
			g := goods[line.Good]
			if g == nil {
				g = &Bought{Good: line.Good, Last: d.At}
				goods[line.Good] = g
			}
			if _, again := inThis[line.Good]; !again {
				g.Times++
				if n < basketLong {
					g.OfSix++
				}
				if n < basketShort {
					g.OfFour++
				}
			}
			inThis[line.Good] += line.Quantity
			if g.Times == 1 {
				g.Quantity += line.Quantity
				g.Paid += line.Amount
			}
			g.Amount += line.Amount
		}
		for good, quantity := range inThis {
			amounts[good] = append(amounts[good], int(quantity))
		}
	}
	for _, d := range open {
		for _, line := range d.Lines {
			if g := goods[line.Good]; g != nil {
				g.Ordered = true
			}
		}
	}
	list := make([]Bought, 0, len(goods))
	for ref, g := range goods {
		g.Usual = Quantity(median(amounts[ref]))
		list = append(list, *g)
	}
	slices.SortFunc(list, func(x, y Bought) int {
		return cmp.Or(y.Times-x.Times, cmp.Compare(y.Amount, x.Amount), slices.Compare(x.Good[:], y.Good[:]))
	})
	return list
}

// Regular tells a good that is in half of the last shipments.
func (b Bought) Regular() bool { return b.OfSix >= basketLongLeast || b.OfFour >= basketShortLeast }

// LastPrice is what one unit of it cost the last time.
func (b Bought) LastPrice() Money {
	if b.Quantity <= 0 {
		return 0
	}
	return b.Paid * 1000 / Money(b.Quantity)
}

// frequentMost is how many goods a manager can offer in one talk.
const frequentMost = 5

// Frequent are the goods a client takes regularly and has neither ordered now nor
// bought in its last cycle of orders: what it may have forgotten. Those that are
// bought most often and for most come first.
func Frequent(list []Bought, rhythm Forecast, today time.Time) []Bought {
	var found []Bought
	for _, b := range list {
		lately := rhythm.Known() && DaysBetween(b.Last.In(today.Location()), today) < rhythm.Every
		if b.Regular() && !b.Ordered && !lately {
			found = append(found, b)
		}
	}
	slices.SortStableFunc(found, func(x, y Bought) int {
		return cmp.Compare(Money(y.OfSix)*y.Amount, Money(x.OfSix)*x.Amount)
	})
	return found[:min(frequentMost, len(found))]
}
