package crm

import "time"

// Ageing is what is owed by how late it is.
type Ageing struct {
	Late    [5]Money // by the spans of LateFrom
	Due     Money    // not late yet
	Undated Money    // 1C says no date to pay it by
}

// LateFrom are the days from which a debt is in each span of Ageing: 1–7, 8–30,
// 31–60, 61–90 and more.
var LateFrom = [5]int{1, 8, 31, 61, 91}

// Age sorts what is owed by its lateness as of today, as SumDebt counts it.
func Age(lines []DebtLine, today time.Time) Ageing {
	var a Ageing
	for _, line := range lines {
		switch {
		case line.Owed <= 0:
		case line.Due.IsZero():
			a.Undated += line.Owed
		default:
			*a.span(DaysBetween(line.Due.In(today.Location()), today)) += line.Owed
		}
	}
	return a
}

func (a *Ageing) span(days int) *Money {
	for i := len(LateFrom) - 1; i >= 0; i-- {
		if days >= LateFrom[i] {
			return &a.Late[i]
		}
	}
	return &a.Due
}

// Overdue is all that is late.
func (a Ageing) Overdue() (sum Money) {
	for _, m := range a.Late {
		sum += m
	}
	return sum
}

// Owed is all of it.
func (a Ageing) Owed() Money { return a.Overdue() + a.Due + a.Undated }
