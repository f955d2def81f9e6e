package crm

import "time"

// ListProgress counts the entries of a list by what became of them.
type ListProgress struct {
	Total   int
	Waiting int // to be called yet: new ones, retries, callbacks
	Busy    int // called, and nobody has said yet what came of it
	Done    int // with a result
	Left    int // taken out: banned, withdrawn, without a number, tried out
	Dialled int // called at least once
	Reached int // spoken with at least once
	Calls   int // attempts that count
	Pace    Pace
}

// ReachedPercent is how many of those who were called were spoken with.
func (p ListProgress) ReachedPercent() int { return percentOf(p.Reached, p.Dialled) }

func percentOf(part, whole int) int {
	if whole == 0 {
		return 0
	}
	return (part*100 + whole/2) / whole
}

// ListStanding is a list with how far it has come.
type ListStanding struct {
	List     CallList
	Progress ListProgress
}

// longestGap is how long a manager who works a list may be silent: what is longer is
// a break, and no time of work.
const longestGap = 15 * time.Minute

// Pace is how fast a list is worked: calls in their order, with the time between them.
type Pace struct {
	Calls, Talks int
	Worked       time.Duration
	last         time.Time
}

// Call adds the next call of a manager, which took so long. Calls come in their order.
func (p *Pace) Call(at time.Time, took time.Duration, talk bool) {
	if gap := at.Sub(p.last); !p.last.IsZero() && gap > 0 && gap <= longestGap {
		p.Worked += gap
	}
	p.Worked += took
	p.last = at.Add(took)
	p.Calls++
	if talk {
		p.Talks++
	}
}

// leastPace is how many calls say how fast somebody is.
const leastPace = 5

// PerHour is how many of something were done in an hour of work; 0 while too little
// was done to tell.
func (p Pace) PerHour(n int) float64 {
	if p.Calls < leastPace || p.Worked <= 0 {
		return 0
	}
	return float64(n) / p.Worked.Hours()
}

// Finish is when so many more calls are done at this pace; zero when nobody can tell.
func (p Pace) Finish(now time.Time, waiting int) time.Time {
	perHour := p.PerHour(p.Calls)
	if perHour == 0 || waiting == 0 {
		return time.Time{}
	}
	return now.Add(time.Duration(float64(waiting) / perHour * float64(time.Hour)))
}
