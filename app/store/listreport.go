package store

import (
	"context"
	"time"

	"pult/app/crm"
)

// ListRecord reads all a report of a list is made from: its entries and calls from the
// journal, and what its clients have ordered and paid since from the books of 1C.
func (s *Store) ListRecord(ctx context.Context, id crm.ID) (r crm.ListRecord, err error) {
	err = s.Journal.read(ctx, "read a list for its report", func(t *tx) error {
		r = crm.ListRecord{Zone: s.Cache.location}
		if r.List, err = t.callList(id); err != nil {
			return err
		}
		if r.Entries, err = t.entries(`list = ? ORDER BY place`, id[:]); err != nil {
			return err
		}
		if err := t.row(`SELECT count(*) FROM list_skip WHERE list = ?`, args{id[:]}, &r.Skips); err != nil {
			return err
		}
		return t.each(`SELECT `+attemptColumns+` FROM list_attempt WHERE list = ? ORDER BY at, call`, args{id[:]}, func(scan func(...any) error) error {
			a, err := scanAttempt(scan)
			r.Attempts = append(r.Attempts, a)
			return err
		})
	})
	if err != nil {
		return r, err
	}
	clients, from, till := spokenWith(r.Attempts)
	if len(clients) == 0 {
		return r, nil
	}
	err = s.Cache.read(ctx, "read what was sold after calls", func(t *tx) error {
		r.Documents, err = t.salesOf(clients, from, till.AddDate(0, 0, crm.SaleDays))
		return err
	})
	return r, err
}

// spokenWith are the clients of talks, and when the first and the last of these began.
func spokenWith(attempts []crm.Attempt) (clients []crm.Ref, from, till time.Time) {
	seen := map[crm.Ref]bool{}
	for _, a := range attempts {
		if a.Outcome != crm.Answered || a.Client.IsZero() {
			continue
		}
		if from.IsZero() {
			from = a.At
		}
		till = a.At
		if !seen[a.Client] {
			seen[a.Client] = true
			clients = append(clients, a.Client)
		}
	}
	return clients, from, till
}

// salesOf are the orders and payments of clients in a time. What is a part of another
// document counts as a document of its own: its sum is its part.
func (t *tx) salesOf(clients []crm.Ref, from, till time.Time) (list []crm.Document, err error) {
	err = t.each(`
		SELECT d.ref, c.ref, d.kind, d.number, d.at, d.amount FROM document d JOIN client c ON c.id = d.client
		WHERE c.ref IN `+listed+` AND d.kind IN (?, ?) AND d.deleted = 0 AND d.at BETWEEN ? AND ? ORDER BY d.at, d.ref`,
		args{asList(clients), documentKinds[crm.Order], documentKinds[crm.Payment], from.UnixMilli(), till.UnixMilli()},
		func(scan func(...any) error) error {
			var d crm.Document
			var kind int
			err := scan(into(&d.Ref), into(&d.Client), &kind, &d.Number, timeInto{&d.At}, &d.Amount)
			d.Kind = documentNames[kind]
			list = append(list, d)
			return err
		})
	return list, err
}
