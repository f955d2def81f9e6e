package onec

import "fmt"

// place is where a reading goes on after a stop: which set of the kind, which
// request of the set, and after how many rows.
type place struct{ source, query, skip int }

func (p place) String() string { return fmt.Sprintf("%d/%d/%d", p.source, p.query, p.skip) }

// parsePlace reads a place; of what it cannot read it begins anew.
func parsePlace(text string) place {
	var p place
	if _, err := fmt.Sscanf(text, "%d/%d/%d", &p.source, &p.query, &p.skip); err != nil || min(p.source, p.query, p.skip) < 0 {
		return place{}
	}
	return p
}
