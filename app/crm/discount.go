package crm

import (
	"cmp"
	"slices"
)

// Discount is one step of a cumulative discount: who has bought for so much gets
// so many percent.
type Discount struct {
	From    Money
	Percent int
}

// Ladder is how a firm's cumulative discount grows with what a client buys in so
// many months. 1C keeps it in forms of its own, so a firm states it.
type Ladder struct {
	Months int
	Steps  []Discount
}

// Step is where a client stands on the ladder.
type Step struct {
	Bought  Money    // in the months that count
	Percent int      // reached by now
	Next    Discount // none when the top is reached
}

// At finds where purchases by month, oldest first, have brought a client.
func (l Ladder) At(months []Month) (s Step) {
	if len(l.Steps) == 0 {
		return s
	}
	s.Bought = Card{Purchases: months}.Bought(l.Months)
	steps := slices.SortedFunc(slices.Values(l.Steps), func(a, b Discount) int { return cmp.Compare(a.From, b.From) })
	for _, step := range steps {
		if s.Bought < step.From {
			s.Next = step
			break
		}
		s.Percent = step.Percent
	}
	return s
}

// Known tells that there is anything to say of a discount.
func (s Step) Known() bool { return s.Percent > 0 || s.Next.Percent > 0 }

// Left is how much is missing to the next step; nothing at the top.
func (s Step) Left() Money {
	if s.Next.Percent == 0 {
		return 0
	}
	return s.Next.From - s.Bought
}

// Close tells that one order may reach the next step: a tenth of it is missing
// at most.
func (s Step) Close() bool { return s.Left() > 0 && s.Left() <= s.Next.From/10 }
