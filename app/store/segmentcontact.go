package store

import (
	"cmp"
	"slices"
	"time"

	"pult/app/crm"
)

// aTalk tells a call in which there was a contact: of 20 seconds at least. A talk at
// another telephone has a length nobody knows here.
const aTalk = `(outcome IN ('answered', 'transferred') AND seconds >= 20 OR outcome = 'elsewhere')`

// readContacts reads when each client was last spoken with or written to, and which
// calls were no talks: 1C has them too.
func (q *asking) readContacts(t *tx) error {
	if q.facts.contacts != nil {
		return nil
	}
	q.facts.contacts = map[crm.Ref]time.Time{}
	const last = `
		SELECT client, max(at) FROM interaction
		WHERE client IS NOT NULL AND (kind = 'mail' OR kind = 'call' AND ` + aTalk + `) GROUP BY client`
	err := t.each(last, nil, func(scan func(...any) error) error {
		var client crm.Ref
		var at time.Time
		err := scan(into(&client), timeInto{&at})
		q.facts.contacts[client] = at
		return err
	})
	if err != nil {
		return err
	}
	const short = `SELECT id FROM interaction WHERE client IS NOT NULL AND kind = 'call' AND NOT ` + aTalk
	q.facts.silent, err = t.ids(short)
	return err
}

// contacts are when each client was last spoken with or written to, by us or by
// colleagues as 1C has it.
func (q *asking) contacts(t *tx, all []picked) (map[int64]time.Time, error) {
	const query = `
		SELECT client, max(at) FROM record
		WHERE deleted = 0 AND kind IN ('call', 'mail', 'meeting') AND at <= ?1
			AND (ours IS NULL OR ours NOT IN (SELECT unhex(value, '-') FROM json_each(?2)))
		GROUP BY client`
	last := map[int64]time.Time{}
	err := t.each(query, args{q.today.UnixMilli(), asList(q.facts.silent)}, func(scan func(...any) error) error {
		var client int64
		var at time.Time
		err := scan(&client, timeInto{&at})
		last[client] = at
		return err
	})
	for _, p := range all {
		if at, ok := q.facts.contacts[p.Client]; ok && at.After(last[p.id]) {
			last[p.id] = at
		}
	}
	return last, err
}

// silentOnes are those without a talk and without a letter either way for so many
// days, the best buyers of the year first, then the longest silence.
func (q *asking) silentOnes(t *tx) ([]picked, error) {
	all, err := t.everybody()
	if err != nil {
		return nil, err
	}
	last, err := q.contacts(t, all)
	if err != nil {
		return nil, err
	}
	sales, err := t.sales(q.midnight(-salesDays), time.Time{})
	if err != nil {
		return nil, err
	}
	list := all[:0]
	for _, p := range all {
		at, ever := last[p.id]
		if ever && q.since(at) <= q.choice.Within() {
			continue
		}
		p.Why = q.why()
		if p.Why.Amount = sales[p.id]; ever {
			p.Why.Date, p.Why.Days = at, q.since(at)
		}
		list = append(list, p)
	}
	slices.SortStableFunc(list, func(a, b picked) int {
		return cmp.Or(-cmp.Compare(a.Why.Amount, b.Why.Amount), -cmp.Compare(a.Why.Days, b.Why.Days), cmp.Compare(a.Name, b.Name))
	})
	return list, nil
}

// forgotten were bought from, and nothing has happened with them for long.
func (q *asking) forgotten(t *tx) ([]picked, error) {
	return q.asleep(t, crm.Forgotten, q.choice.Within(), 0)
}

// lost are those with whom nothing has happened for longer still.
func (q *asking) lost(t *tx) ([]picked, error) {
	return q.asleep(t, crm.Lost, min(q.choice.Within(), crm.Choice{Segment: crm.SegmentForgotten}.Within()), q.choice.Within())
}

// asleep are clients of one activity, those of whom was heard last first. A
// purchase, a payment, a talk or a letter is being heard of.
func (q *asking) asleep(t *tx, want crm.Activity, forgotten, lost int) ([]picked, error) {
	all, err := t.everybody()
	if err != nil {
		return nil, err
	}
	last, err := q.contacts(t, all)
	if err != nil {
		return nil, err
	}
	bought, err := q.purchases(t, last)
	if err != nil {
		return nil, err
	}
	list := all[:0]
	for _, p := range all {
		if crm.ActivityOf(bought[p.id], last[p.id], q.today, forgotten, lost) == want {
			p.Why = q.why()
			p.Why.Date, p.Why.Days = last[p.id], q.since(last[p.id])
			list = append(list, p)
		}
	}
	slices.SortStableFunc(list, func(a, b picked) int {
		return cmp.Or(cmp.Compare(a.Why.Days, b.Why.Days), cmp.Compare(a.Name, b.Name))
	})
	return list, nil
}

// purchases tells who ever ordered or got anything, and puts the last order, shipment
// or payment of each client into last. The newest of a kind is at the end of the
// index; a sum over all documents would read each of them.
func (q *asking) purchases(t *tx, last map[int64]time.Time) (map[int64]bool, error) {
	const newest = `(SELECT d.at FROM document d WHERE d.client = c.id AND d.deleted = 0 AND d.at <= ?1 AND d.kind = `
	const query = `
		SELECT c.id, ` + newest + `1 ORDER BY d.at DESC LIMIT 1), ` + newest + `2 ORDER BY d.at DESC LIMIT 1), ` + newest + `3 ORDER BY d.at DESC LIMIT 1)
		FROM client c WHERE c.state = 1`
	bought := map[int64]bool{}
	err := t.each(query, args{q.today.UnixMilli()}, func(scan func(...any) error) error {
		var client int64
		var ordered, shipped, paid time.Time
		err := scan(&client, timeInto{&ordered}, timeInto{&shipped}, timeInto{&paid})
		bought[client] = !ordered.IsZero() || !shipped.IsZero()
		for _, at := range []time.Time{ordered, shipped, paid} {
			if at.After(last[client]) {
				last[client] = at
			}
		}
		return err
	})
	return bought, err
}
