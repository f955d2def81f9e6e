package pull

import (
	"errors"
	"math/rand/v2"
	"slices"
	"time"

	"pult/app/crm"
)

// share is the part of its time 1C may spend on us: one kind is not asked for
// again before that many times what it took. A register that 1C computes for
// twelve seconds is read every four minutes, whatever the interval.
const share = 20

// slowEvery is how often is read what is only looked up: nobody minds a price
// of an hour ago.
const slowEvery = time.Hour

var slowKinds = []string{"goods", "prices", "stocks", "price_types"}

// pace is when a kind has its turn again.
type pace struct{ next time.Time }

func (p *Puller) due(kind string) bool {
	of := p.paces[kind]
	return of == nil || !p.Now().Before(of.next)
}

// took notes what reading a kind has cost. One that failed has its turn at once.
func (p *Puller) took(kind string, began, ended time.Time, err error) {
	if err != nil {
		delete(p.paces, kind)
		return
	}
	wait := share * ended.Sub(began)
	if slices.Contains(slowKinds, kind) {
		wait = max(wait, slowEvery)
	}
	p.paces[kind] = &pace{next: began.Add(wait)}
}

const (
	soon = 15 * time.Second
	// busyPause is the least after 1C had no session or licence left: asking sooner
	// takes it from a person who is waiting too.
	busyPause = time.Minute
	// A login that was refused is tried seldom, or the account is locked.
	deniedPause, deniedMost = 2 * time.Minute, 30 * time.Minute
)

// pause is how long to wait after a round that has failed so many times in a
// row: sooner at first, then the usual interval.
func pause(interval time.Duration, failures int, err error) time.Duration {
	doubled := func(first, most time.Duration) time.Duration {
		return min(most, first<<min(max(failures-1, 0), 10))
	}
	switch {
	case failures == 0:
		return interval
	case errors.Is(err, crm.ErrDenied) && !isOneSet(err):
		return doubled(deniedPause, deniedMost)
	case errors.Is(err, crm.ErrBusy):
		return doubled(busyPause, max(interval, busyPause))
	default:
		return doubled(soon, max(interval, soon))
	}
}

// jitter keeps an office from coming back to 1C in one blow. It only shortens: a
// change is to be seen within one interval.
func jitter(d time.Duration) time.Duration {
	return d - time.Duration(rand.Float64()*0.1*float64(d))
}
