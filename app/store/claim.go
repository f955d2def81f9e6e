package store

import (
	"context"
	"encoding/json"
	"time"

	"pult/app/crm"
)

// ClaimFact takes the oldest fact that is due and leases it: nobody else gets it
// until it is sent, delayed or stuck, or the lease runs out, which is what
// becomes of a fact whose sender was killed. Facts of one client go in the order
// they were accepted: one that waits, even for a later try, holds back those after
// it; a stuck one does not. What is about a new client waits for the client, also
// when that is stuck. crm.ErrNotFound says that nothing is due.
func (j *Journal) ClaimFact(ctx context.Context, kinds []crm.FactKind, lease time.Duration) (parcel crm.Parcel, err error) {
	// The index is named because the planner would walk through all that was ever sent.
	const query = `
		UPDATE outbox SET leased_until = ?1, attempts = attempts + 1
		WHERE seq = (
			SELECT o.seq FROM outbox o INDEXED BY outbox_due
			WHERE o.state = 'waiting' AND o.next <= ?2 AND o.leased_until <= ?2 AND o.client IS NOT NULL
				AND o.kind IN (SELECT value FROM json_each(?3))
				AND (o.kind = 'clients' OR NOT EXISTS (
					SELECT 1 FROM outbox p
					WHERE p.client = o.client AND p.state = 'waiting' AND p.seq < o.seq
						AND p.kind IN (SELECT value FROM json_each(?3))))
				AND NOT EXISTS (
					SELECT 1 FROM outbox l
					WHERE l.client = o.client AND l.kind = 'clients' AND l.state <> 'sent' AND l.seq <> o.seq)
			ORDER BY o.seq LIMIT 1)
		RETURNING ` + factColumns
	allowed, _ := json.Marshal(kinds) // a list of strings
	err = j.record(ctx, "claim a fact", func(t *tx) error {
		now := j.now()
		fact, err := scanFact(func(places ...any) error {
			return t.row(query, args{now.Add(lease).UnixMilli(), now.UnixMilli(), string(allowed)}, places...)
		})
		if err != nil {
			return err
		}
		parcel, err = t.parcel(fact)
		return err
	})
	if err != nil {
		return crm.Parcel{}, err
	}
	return parcel, nil
}

// parcel adds to a fact what it is about.
func (t *tx) parcel(fact crm.Fact) (p crm.Parcel, err error) {
	p.Fact = fact
	switch fact.Kind {
	case crm.CallFacts:
		p.Call, _, err = t.call(fact.ID)
	case crm.ClientFacts:
		p.Lead, err = t.lead(fact.ID)
	default:
		p.Line, err = t.interaction(fact.ID)
		if err == nil && p.Line.Kind == crm.MailKind {
			p.Line.Text, err = t.textOfLetter(p.Line)
		}
		if err == nil && p.Line.Kind == crm.PromiseKind {
			p.Promise, err = t.promise(selectPromise+` WHERE id = ?`, fact.ID[:])
		}
	}
	return p, err
}
