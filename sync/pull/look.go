package pull

import (
	"slices"
	"time"

	"pult/app/crm"
)

// looks are when an object that 1C pushed is looked at again. 1C tells of a write
// from inside its transaction, so the first look may come before the end of it;
// and settlements of a document are often worked out some seconds later.
var looks = []time.Duration{2 * time.Second, 15 * time.Second}

// look is when to look at an object again, and which look that will be.
type look struct {
	at time.Time
	nr int
}

// lookAgain plans the next look at objects that were just read. One that was new
// needs none, but for the debts behind a document.
func (e *errands) lookAgain(changes []crm.Change, nr int) {
	for _, c := range changes {
		delete(e.again, c)
		nr := nr
		if e.moved[c.Ref] {
			if !e.movesDebts(c.Set) {
				continue
			}
			nr = max(nr, len(looks)-1)
		}
		if nr < len(looks) && len(e.again) < mostNotices && len(e.Singles.Feeds(c.Set)) > 0 {
			e.again[c] = look{time.Now().Add(looks[nr]), nr}
		}
	}
}

// due are the objects to be looked at now, those of one look only.
func (e *errands) due() (changes []crm.Change, nr int) {
	now := time.Now()
	for c, l := range e.again {
		if l.at.After(now) || len(changes) > 0 && l.nr != nr {
			continue
		}
		if changes, nr = append(changes, c), l.nr; len(changes) == atOnce {
			break
		}
	}
	return changes, nr
}

// nextLook is when something is to be looked at again; false for never.
func (e *errands) nextLook() (next time.Time, ok bool) {
	for _, l := range e.again {
		if !ok || l.at.Before(next) {
			next, ok = l.at, true
		}
	}
	return next, ok
}

// movesDebts tells sets whose objects change what somebody owes.
func (e *errands) movesDebts(set string) bool {
	for kind := range e.Singles.Feeds(set) {
		if kind == "debts" || slices.Contains(documentKinds, kind) {
			return true
		}
	}
	return false
}
