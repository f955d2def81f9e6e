package crm

import "time"

// Caps of 230-ФЗ for debts of people, and of decency for everybody: a head may set
// lower ones.
const (
	dailyTalks   = 1
	weeklyTalks  = 2
	monthlyTalks = 8
	mostAttempts = 5
)

// ListRules are what the head of a firm sets for all lists. The zero value is the
// usual; nothing can be set above it.
type ListRules struct {
	Day, Week int           // talks with one client
	Attempts  int           // calls of an entry that count
	Usual     Span          // hours on working days; 9 to 20 when zero
	Weekend   Span          // hours on Saturdays and Sundays; none when zero
	Grace     time.Duration // after which a late callback is anybody's; 15 minutes when zero
	Zone      Zone          // taken for a client of whom none is known
}

func atMost(set, most int) int {
	if set <= 0 {
		return most
	}
	return min(set, most)
}

func (r ListRules) caps() (day, week int) {
	return atMost(r.Day, dailyTalks), atMost(r.Week, weeklyTalks)
}
func (r ListRules) attempts() int { return atMost(r.Attempts, mostAttempts) }

func (r ListRules) hours() Hours {
	h := UsualHours()
	if r.Usual.Till > r.Usual.From {
		h.Weekdays = r.Usual
	}
	h.Weekends = r.Weekend
	return h
}

func (r ListRules) grace() time.Duration {
	if r.Grace > 0 {
		return r.Grace
	}
	return 15 * time.Minute
}
