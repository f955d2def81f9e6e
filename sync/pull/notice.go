package pull

import (
	"sync"

	"pult/app/crm"
)

// mostNotices wait at once. When there are more, a round finds them all.
const mostNotices = 10_000

// notices are changes 1C has told of and which have not been read yet.
type notices struct {
	wake  chan struct{}
	mu    sync.Mutex
	list  []crm.Change
	known map[crm.Change]bool // what is in the list: told twice, it is read once
}

func newNotices() *notices {
	return &notices{wake: make(chan struct{}, 1), known: map[crm.Change]bool{}}
}

// add takes as many as there is room for and tells how many those were.
func (n *notices) add(changes []crm.Change) (taken int) {
	n.mu.Lock()
	for _, c := range changes {
		if !n.known[c] && len(n.list) == mostNotices {
			break
		}
		taken++
		if !n.known[c] {
			n.known[c] = true
			n.list = append(n.list, c)
		}
	}
	n.mu.Unlock()
	n.rouse()
	return taken
}

// rouse has somebody look what there is to do.
func (n *notices) rouse() {
	select {
	case n.wake <- struct{}{}:
	default:
	}
}

// take gives the oldest ones.
func (n *notices) take(most int) []crm.Change {
	n.mu.Lock()
	defer n.mu.Unlock()
	most = min(most, len(n.list))
	some := n.list[:most:most]
	n.list = n.list[most:]
	for _, c := range some {
		delete(n.known, c)
	}
	if len(n.list) == 0 {
		n.list = nil // its room is given back
	}
	return some
}

// Notice says that objects of 1C are not as they were. They are read at once,
// beside a round that may be under way. It waits for nothing; it returns how
// many were taken to be read one by one, for the others a round is due.
func (p *Puller) Notice(changes []crm.Change) (taken int) {
	if p.Singles != nil {
		taken = p.notices.add(changes)
	}
	if taken < len(changes) {
		p.Kick()
	}
	return taken
}
