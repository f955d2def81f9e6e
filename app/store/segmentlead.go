package store

import (
	"cmp"
	"slices"

	"pult/app/crm"
)

// readLeads reads whom managers have entered as new clients.
func (q *asking) readLeads(t *tx) error {
	q.facts.leads = map[crm.Ref]crm.Lead{}
	return t.each(`SELECT client, name, phone, author, at FROM lead ORDER BY at`, nil, func(scan func(...any) error) error {
		var l crm.Lead
		err := scan(into(&l.Client), &l.Name, &l.Phone, &l.Author, timeInto{&l.At})
		q.facts.leads[l.Client] = l
		return err
	})
}

// potential never bought: no order, no shipment, no payment, no debt. Those whom a
// manager has entered come first, the newest before the others; 1C may not know them
// yet.
func (q *asking) potential(t *tx) (list []picked, err error) {
	const query = selectPicked + `
		WHERE c.state = 1
			AND NOT EXISTS (SELECT 1 FROM document d WHERE d.client = c.id AND d.kind IN (1, 2, 3) AND d.deleted = 0)
			AND NOT EXISTS (SELECT 1 FROM debt b WHERE b.client = c.id AND b.owed > 0)
		ORDER BY c.name, c.id`
	err = t.each(query, nil, func(scan func(...any) error) error {
		p, err := pick(scan)
		p.Why = q.why()
		p.Why.Date = q.facts.leads[p.Client].At
		list = append(list, p)
		return err
	})
	if err != nil {
		return nil, err
	}
	var refs []crm.Ref
	for client := range q.facts.leads {
		refs = append(refs, client)
	}
	known, err := t.knownRefs(refs)
	if err != nil {
		return nil, err
	}
	strangers := int64(0)
	for client, lead := range q.facts.leads {
		if !known[client] {
			strangers-- // an id of nobody: they have no row
			w := q.why()
			w.Date = lead.At
			list = append(list, picked{id: strangers, Chosen: crm.Chosen{Client: client, Name: lead.Name, Manager: lead.Author, Phone: lead.Phone, Why: w}})
		}
	}
	slices.SortStableFunc(list, func(a, b picked) int {
		return cmp.Or(b.Why.Date.Compare(a.Why.Date), cmp.Compare(a.Name, b.Name))
	})
	return list, nil
}

// knownRefs tells which clients 1C has told of, in sight or deleted.
func (t *tx) knownRefs(refs []crm.Ref) (map[crm.Ref]bool, error) {
	known := map[crm.Ref]bool{}
	err := t.each(`SELECT ref FROM client WHERE state <> 0 AND ref IN `+listed, args{asList(refs)},
		func(scan func(...any) error) error {
			var ref crm.Ref
			err := scan(into(&ref))
			known[ref] = true
			return err
		})
	return known, err
}
