package store

import (
	"context"
	"database/sql"
	"errors"

	"pult/app/crm"
)

// SetAside lists records of 1C that could not be read, with the reasons and with
// what people know them by.
func (c *Cache) SetAside(ctx context.Context) (list []crm.SetAside, err error) {
	const query = `SELECT kind, ref, code, field, value, name, number, at, client FROM set_aside ORDER BY kind, name, number, ref`
	err = c.read(ctx, "read records set aside", func(t *tx) error {
		err := t.each(query, nil, func(scan func(...any) error) error {
			var s crm.SetAside
			defer func() { list = append(list, s) }()
			return scan(&s.Kind, &s.Ref, &s.Why.Code, &s.Why.Field, &s.Why.Value, &s.Name, &s.Number, timeInto{&s.At}, into(&s.Client))
		})
		for i := range list {
			if err == nil {
				err = t.nameAside(&list[i])
			}
		}
		return err
	})
	return list, err
}

// nameAside looks for what the row itself did not say.
func (t *tx) nameAside(s *crm.SetAside) error {
	if !s.Client.IsZero() {
		err := t.row("SELECT name FROM client WHERE ref = ?1 UNION ALL SELECT name FROM counterparty WHERE ref = ?1 LIMIT 1",
			args{s.Client[:]}, &s.Owner)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
	}
	ref, err := crm.ParseRef(s.Ref)
	if err != nil || ref.IsZero() || s.Name != "" || s.Number != "" {
		return nil //nolint:nilerr // what has no reference has no older copy either
	}
	const query = `
		SELECT name, '', NULL FROM client WHERE ref = ?1 UNION ALL
		SELECT name, '', NULL FROM counterparty WHERE ref = ?1 UNION ALL
		SELECT name, '', NULL FROM contact WHERE ref = ?1 UNION ALL
		SELECT name, '', NULL FROM good WHERE ref = ?1 UNION ALL
		SELECT '', number, at FROM document WHERE ref = ?1 LIMIT 1`
	if err := t.row(query, args{ref[:]}, &s.Name, &s.Number, timeInto{&s.At}); err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	return nil
}

// aside notes a record that could not be read. If an older, good copy is here it
// stays: it counts as seen.
func (a *applier) aside(s crm.SetAside) error {
	const query = `
		INSERT INTO set_aside (kind, ref, code, field, value, name, number, at, client, round) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (kind, ref) DO UPDATE SET code = excluded.code, field = excluded.field, value = excluded.value,
			name = excluded.name, number = excluded.number, at = excluded.at, client = excluded.client, round = excluded.round`
	err := a.run(query, s.Kind, s.Ref, string(s.Why.Code), s.Why.Field, s.Why.Value, s.Name, s.Number, millis(s.At), blob(s.Client), a.round)
	if err != nil {
		return err
	}
	ref, err := crm.ParseRef(s.Ref)
	if err != nil || ref.IsZero() || s.Part() {
		return nil //nolint:nilerr // some records have no GUID, or an unreadable one
	}
	table, ok := map[string]string{
		kindUsers: "user", kindClients: "client", kindCounterparties: "counterparty", kindContacts: "contact",
		kindOrders: "document", kindShipments: "document", kindPayments: "document", kindInvoices: "document",
	}[s.Kind]
	if !ok {
		return nil
	}
	return a.run("UPDATE "+table+" SET round = max(round, ?) WHERE ref = ?", a.round, blob(ref))
}

// cured forgets that records were set aside which the batch brings again: if they
// still cannot be read it says so. A first reading forgets at its end, in sweep.
func (a *applier) cured(b crm.Batch) error {
	if a.fresh || b.Rows() == 0 {
		return nil
	}
	kind := b.Checkpoint.Kind
	aside := map[string]bool{}
	err := a.each("SELECT ref FROM set_aside WHERE kind = ?", args{kind}, func(scan func(...any) error) error {
		var ref string
		defer func() { aside[ref] = true }()
		return scan(&ref)
	})
	if err != nil || len(aside) == 0 {
		return err
	}
	for _, ref := range b.Refs() {
		if !aside[ref.String()] {
			continue
		}
		if err := a.run("DELETE FROM set_aside WHERE kind = ? AND ref = ?", kind, ref.String()); err != nil {
			return err
		}
	}
	return nil
}
