package crm

import "time"

// Activity is how lively the business with a client is.
type Activity string

// Activities.
const (
	Potential Activity = "potential" // has not bought yet
	Working   Activity = "working"
	Forgotten Activity = "forgotten" // nothing for a quarter of a year
	Lost      Activity = "lost"      // nothing for a year
)

// Days without a purchase, a talk or a letter after which a client is forgotten, and
// after which it is lost.
const (
	forgottenAfter = 90
	lostAfter      = 365
)

// ActivityOf judges by the last purchase, talk or letter. Zero days mean the usual
// ones.
func ActivityOf(bought bool, last, today time.Time, forgotten, lost int) Activity {
	if forgotten == 0 {
		forgotten = forgottenAfter
	}
	if lost == 0 {
		lost = max(lostAfter, forgotten)
	}
	days := DaysBetween(last.In(today.Location()), today)
	switch {
	case !bought:
		return Potential
	case days > lost:
		return Lost
	case days > forgotten:
		return Forgotten
	}
	return Working
}
