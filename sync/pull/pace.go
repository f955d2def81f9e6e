package pull

import (
	"slices"
	"time"
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
