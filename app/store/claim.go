package store

import (
	"context"
	"encoding/json"
	"time"

	"pult/app/crm"
)

// ClaimFact takes the oldest fact that is due and leases it: nobody else gets it
// until it is sent, delayed or stuck, or the lease runs out, which is what
// becomes of a fact whose sender was killed. Facts of one client go in their
// order: one that waits, even for a later try, holds back those after it; a
// stuck one does not. crm.ErrNotFound says that nothing is due.
func (j *Journal) ClaimFact(ctx context.Context, kinds []crm.FactKind, lease time.Duration) (fact crm.Fact, call crm.Call, err error) {
	const query = `
		UPDATE outbox SET leased_until = ?1, attempts = attempts + 1
		WHERE id = (
			SELECT o.id FROM outbox o
			WHERE o.state = 'waiting' AND o.next <= ?2 AND o.leased_until <= ?2 AND o.client IS NOT NULL
				AND o.kind IN (SELECT value FROM json_each(?3))
				AND NOT EXISTS (
					SELECT 1 FROM outbox p
					WHERE p.client = o.client AND p.state = 'waiting' AND (p.created, p.id) < (o.created, o.id)
						AND p.kind IN (SELECT value FROM json_each(?3)))
			ORDER BY o.created, o.id LIMIT 1)
		RETURNING ` + factColumns
	allowed, _ := json.Marshal(kinds) // a list of strings
	err = j.record(ctx, "claim a fact", func(t *tx) error {
		now := j.now()
		fact, err = scanFact(func(places ...any) error {
			return t.row(query, args{now.Add(lease).UnixMilli(), now.UnixMilli(), string(allowed)}, places...)
		})
		if err != nil {
			return err
		}
		call, _, err = t.call(fact.ID)
		return err
	})
	if err != nil {
		return crm.Fact{}, crm.Call{}, err
	}
	return fact, call, nil
}
