package crm

import (
	"slices"
	"time"
)

// Forecast is when a client may order next, judged by the rhythm of its orders.
type Forecast struct {
	Every  int       // days between orders, the median
	Spread int       // by how many days they usually differ from it
	Last   time.Time // day of the last order
	Next   time.Time // Last and Every days more
}

const (
	// rhythmOf is how many intervals between orders are looked at, the newest.
	rhythmOf = 12
	// rhythmLeast of them are needed to speak of a rhythm.
	rhythmLeast = 3
)

// Foretell finds the rhythm in days of orders, which may come in any order.
// Orders of one day are one. Without a rhythm it gives the zero forecast.
func Foretell(orders []time.Time, zone *time.Location) Forecast {
	return foretell(OrderDays(orders, zone))
}

// OrderDays are the days of orders, oldest first, each once.
func OrderDays(orders []time.Time, zone *time.Location) []time.Time {
	days := make([]time.Time, 0, len(orders))
	for _, at := range orders {
		y, m, d := at.In(zone).Date()
		days = append(days, time.Date(y, m, d, 0, 0, 0, 0, zone))
	}
	slices.SortFunc(days, time.Time.Compare)
	return slices.CompactFunc(days, time.Time.Equal)
}

// foretell finds the rhythm in days as OrderDays gives them.
func foretell(days []time.Time) Forecast {
	if len(days) > rhythmOf+1 {
		days = days[len(days)-rhythmOf-1:]
	}
	if len(days) <= rhythmLeast {
		return Forecast{}
	}
	gaps := make([]int, len(days)-1)
	for i := range gaps {
		gaps[i] = DaysBetween(days[i], days[i+1])
	}
	f := Forecast{Every: median(gaps), Last: days[len(days)-1]}
	for i, gap := range gaps {
		gaps[i] = max(gap-f.Every, f.Every-gap)
	}
	f.Spread = median(gaps)
	f.Next = f.Last.AddDate(0, 0, f.Every)
	return f
}

// Backtest is how well the past was foretold: of so many orders of a client, those
// whose day was guessed to within a fifth of the interval.
type Backtest struct{ Right, Of int }

// TryForecasts foretells every order from those before it, as it would have been
// done then, and counts.
func TryForecasts(orders []time.Time, zone *time.Location) (b Backtest) {
	days := OrderDays(orders, zone)
	for n := rhythmLeast + 1; n < len(days); n++ {
		f := foretell(days[:n])
		b.Of++
		if miss := DaysBetween(f.Next, days[n]); max(miss, -miss)*5 <= f.Every {
			b.Right++
		}
	}
	return b
}

// median is the middle number; between two it is rounded down. It sorts them.
func median(numbers []int) int {
	slices.Sort(numbers)
	n := len(numbers)
	return (numbers[(n-1)/2] + numbers[n/2]) / 2
}

// Known tells whether there is a rhythm.
func (f Forecast) Known() bool { return f.Every > 0 }

// Sure tells a rhythm that is kept to within a fifth.
func (f Forecast) Sure() bool { return f.Known() && f.Spread*5 <= f.Every }

// Even tells a rhythm that deserves to be spoken of: half of the interval may
// be missed and no more.
func (f Forecast) Even() bool { return f.Known() && f.Spread*2 <= f.Every }

// remindBefore is how many days before the next order it is spoken of.
const remindBefore = 7

// Near tells that the next order is due within a week or was due.
func (f Forecast) Near(today time.Time) bool {
	return f.Known() && DaysBetween(today, f.Next.In(today.Location())) <= min(remindBefore, f.Every/2)
}

// Since is how many days have gone since the last order.
func (f Forecast) Since(today time.Time) int { return DaysBetween(f.Last.In(today.Location()), today) }
