package store

import (
	"cmp"
	"slices"

	"pult/app/crm"
)

// readCalls reads calls of so many days.
func (q *asking) readCalls(t *tx) (err error) {
	if q.facts.calls == nil {
		q.facts.calls = map[crm.Segment][]crm.Interaction{}
	}
	q.facts.calls[q.choice.Segment], err = t.interactions(selectInteraction+` WHERE i.at >= ? AND i.kind = 'call' ORDER BY i.at DESC, i.id DESC`,
		args{q.midnight(-q.choice.Within()).UnixMilli()})
	return err
}

// unreached are those we called and did not speak with since, the oldest call first.
func (q *asking) unreached(t *tx) ([]picked, error) {
	return q.ofCalls(t, crm.NotReached(q.facts.calls[crm.SegmentUnreached]))
}

// notReturned are those who called and were not spoken with since, who has waited
// longest first.
func (q *asking) notReturned(t *tx) ([]picked, error) {
	var lines []crm.Interaction
	for _, missed := range crm.NotCalledBack(q.facts.calls[crm.SegmentNotReturned]) {
		lines = append(lines, missed.Interaction)
	}
	return q.ofCalls(t, lines)
}

// ofCalls are the clients of these calls, each once.
func (q *asking) ofCalls(t *tx, calls []crm.Interaction) (list []picked, err error) {
	var refs []crm.Ref
	for _, i := range calls {
		refs = append(refs, i.Client)
	}
	found, err := t.ofRefs(refs)
	for _, i := range calls {
		p, ok := found[i.Client]
		if !ok {
			continue
		}
		delete(found, i.Client)
		p.Why = q.why()
		p.Why.Date, p.Why.Days = i.At, q.since(i.At)
		list = append(list, p)
	}
	slices.SortStableFunc(list, func(a, b picked) int {
		return cmp.Or(a.Why.Date.Compare(b.Why.Date), cmp.Compare(a.Name, b.Name))
	})
	return list, err
}
