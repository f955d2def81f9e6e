package desk

import (
	"context"
	"fmt"

	"pult/app/crm"
)

// Outbox lists facts that wait for 1C or are stuck, each that cannot go with the
// reason.
func (d *Desk) Outbox(ctx context.Context) ([]crm.Fact, error) {
	facts, err := d.Journal.Outbox(ctx)
	if err != nil {
		return nil, fmt.Errorf("outbox: %w", err)
	}
	every := make([]*crm.Fact, len(facts))
	for i := range facts {
		every[i] = &facts[i]
	}
	d.sayHeld(every)
	return facts, nil
}

// sayHeld gives facts that nobody tries the reason why: their kind may not be
// written any more, or another fact about the client goes first and cannot.
func (d *Desk) sayHeld(facts []*crm.Fact) {
	leads := map[crm.Ref]*crm.Fact{}
	for _, f := range facts {
		if f.State == crm.FactWaiting && !d.writes(f.Kind) {
			f.Trouble, f.Subject, f.Reason = crm.TroubleOf(crm.ErrReadOnly), string(f.Kind), "onec.write"
		}
		if f.Kind == crm.ClientFacts {
			leads[f.Client] = f
		}
	}
	first := map[crm.Ref]*crm.Fact{} // of each client: those after it are held back
	for _, f := range facts {
		if f.State != crm.FactWaiting || !d.writes(f.Kind) {
			continue
		}
		before := first[f.Client]
		if before == nil {
			first[f.Client] = f
			before = leads[f.Client]
		}
		if before != nil && before != f && before.Fault() != nil && f.Fault() == nil {
			f.Trouble, f.Subject, f.Reason = crm.TroubleOf(crm.ErrHeld), string(before.Kind), "another goes first"
		}
	}
}
