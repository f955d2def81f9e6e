package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"pult/app/crm"
)

// documentKinds gives the small number a kind is stored as.
var documentKinds = map[crm.DocumentKind]int{
	crm.Order: 1, crm.Shipment: 2, crm.Payment: 3, crm.Invoice: 4,
}

// documentNames is the way back.
var documentNames = map[int]crm.DocumentKind{
	1: crm.Order, 2: crm.Shipment, 3: crm.Payment, 4: crm.Invoice,
}

// document stores the header of one document.
func (a *applier) document(d crm.Document) error {
	kind, ok := documentKinds[d.Kind]
	if !ok {
		return fmt.Errorf("kind of document %q: %w", d.Kind, crm.ErrInvalid)
	}
	client, err := a.clientID(d.Client)
	if err != nil {
		return err
	}
	lines := packLines(d.Lines)
	sum := fingerprint(d.Client, kind, d.Number, d.At, d.Amount, d.Order, d.Due, d.Open, d.Deleted, string(lines))
	const insert = `
		INSERT INTO document (ref, client, kind, number, at, amount, parent, due, open, deleted, sum, round, version, lines, whole)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
	values := args{
		d.Ref[:], client, kind, d.Number, millis(d.At), int64(d.Amount), blob(d.Order),
		millis(d.Due), d.Open, d.Deleted, sum, a.round, d.Version, lines, blob(d.Whole),
	}
	if a.fresh {
		isNew, err := a.add(insert, values...)
		if err != nil {
			return err
		}
		if isNew {
			a.added[d.Ref] = true
			if !d.Deleted {
				a.touch(client)
			}
			return nil
		}
	}
	var old before
	err = a.row("SELECT client, sum, round, coalesce(due, 0), open, deleted, version FROM document WHERE ref = ?", args{d.Ref[:]},
		&old.client, &old.sum, &old.round, &old.due, &old.open, &old.deleted, &old.version)
	isNew := errors.Is(err, sql.ErrNoRows)
	if err != nil && !isNew {
		return err
	}
	if !isNew && old.sum == sum {
		if old.round >= a.round && old.version == d.Version {
			return nil
		}
		return a.run("UPDATE document SET round = max(round, ?), version = ? WHERE ref = ?", a.round, d.Version, d.Ref[:])
	}
	a.changed++
	if !isNew && !old.deleted {
		a.touch(old.client)
	}
	if !d.Deleted {
		a.touch(client)
	}
	const query = insert + `
		ON CONFLICT (ref) DO UPDATE SET client = excluded.client, kind = excluded.kind, number = excluded.number,
			at = excluded.at, amount = excluded.amount, parent = excluded.parent, due = excluded.due,
			open = excluded.open, deleted = excluded.deleted, sum = excluded.sum,
			round = max(round, excluded.round), version = excluded.version, lines = excluded.lines, whole = excluded.whole`
	if err := a.run(query, values...); err != nil {
		return err
	}
	return a.news(d, client, isNew, old)
}

const documentColumns = `
	d.ref, d.kind, d.number, d.at, d.amount, d.parent, d.due, d.open, d.version,
	iif(d.kind = 1, (SELECT coalesce(sum(p.amount), 0) FROM document p
		WHERE p.parent = d.ref AND p.kind = 3 AND p.deleted = 0), 0),
	iif(d.kind = 1, (SELECT coalesce(sum(s.amount), 0) FROM document s
		WHERE s.parent = d.ref AND s.kind = 2 AND s.deleted = 0), 0)`

// documents reads documents of a client by a query over documentColumns.
func (t *tx) documents(client crm.Ref, query string, values args) (list []crm.Document, err error) {
	err = t.each(query, values, func(scan func(...any) error) error {
		d := crm.Document{Client: client}
		var kind int
		err := scan(into(&d.Ref), &kind, &d.Number, timeInto{&d.At}, &d.Amount, into(&d.Order),
			timeInto{&d.Due}, &d.Open, &d.Version, &d.Paid, &d.Shipped)
		d.Kind = documentNames[kind]
		list = append(list, d)
		return err
	})
	return list, err
}

// openOrders reads the newest orders not yet closed.
func (t *tx) openOrders(r clientRow, limit int) ([]crm.Document, error) {
	const query = `
		SELECT ` + documentColumns + ` FROM document d
		WHERE d.client = ? AND d.kind = 1 AND d.open = 1 AND d.deleted = 0 ORDER BY d.at DESC, d.ref LIMIT ?`
	return t.documents(r.client.Ref, query, args{r.id, limit})
}

// newest reads the newest documents of one kind. Reading kind by kind follows
// the index; all kinds at once would sort a client's whole past.
func (t *tx) newest(r clientRow, kind crm.DocumentKind, limit int) ([]crm.Document, error) {
	const query = `
		SELECT ` + documentColumns + ` FROM document d
		WHERE d.client = ? AND d.kind = ? AND d.deleted = 0 ORDER BY d.at DESC LIMIT ?`
	return t.documents(r.client.Ref, query, args{r.id, documentKinds[kind], limit})
}

// rhythmReach is how many of the newest orders tell a client's rhythm; several may
// be of one day.
const rhythmReach = 60

// OrderTimes are when a client ordered, the newest first. Where a firm keeps no
// orders its shipments stand in for them.
func (c *Cache) OrderTimes(ctx context.Context, client crm.Ref) (list []time.Time, err error) {
	const query = `SELECT at FROM document WHERE client = ? AND kind = ? AND deleted = 0 AND at IS NOT NULL ORDER BY at DESC LIMIT ?`
	err = c.read(ctx, "read when orders were made", func(t *tx) error {
		r, err := t.clientByRef(client)
		if err != nil {
			return err
		}
		for _, kind := range []crm.DocumentKind{crm.Order, crm.Shipment} {
			err = t.each(query, args{r.id, documentKinds[kind], rhythmReach}, func(scan func(...any) error) error {
				var at time.Time
				err := scan(timeInto{&at})
				list = append(list, at)
				return err
			})
			if err != nil || len(list) > 0 {
				break
			}
		}
		return err
	})
	return list, err
}

// paidSince sums payments from a moment on.
func (t *tx) paidSince(client int64, since time.Time) (sum crm.Money, err error) {
	const query = `
		SELECT coalesce(sum(amount), 0) FROM document
		WHERE client = ? AND kind = 3 AND at >= ? AND deleted = 0`
	err = t.row(query, args{client, since.UnixMilli()}, &sum)
	return sum, err
}

// purchases sums shipments by month: n months, oldest first, the present one
// last, months without a purchase too. Debts say what of them is not paid.
func (t *tx) purchases(client int64, now time.Time, n int, debts []crm.DebtLine) ([]crm.Month, error) {
	owed := map[crm.Ref]crm.Money{}
	for _, line := range debts {
		owed[line.Document] += line.Owed
	}
	months := make([]crm.Month, n)
	for i := range months {
		months[i].Start = time.Date(now.Year(), now.Month()-time.Month(n-1-i), 1, 0, 0, 0, 0, now.Location())
	}
	// The newest come first: what is owed for an order is owed for its last goods.
	const query = `
		SELECT at, amount, ref, parent FROM document WHERE client = ? AND kind = 2 AND at >= ? AND deleted = 0 ORDER BY at DESC`
	err := t.each(query, args{client, months[0].Start.UnixMilli()}, func(scan func(...any) error) error {
		var d crm.Document
		if err := scan(timeInto{&d.At}, &d.Amount, into(&d.Ref), into(&d.Order)); err != nil {
			return err
		}
		at := d.At.In(now.Location())
		i := n - 1 - (now.Year()*12 + int(now.Month()) - at.Year()*12 - int(at.Month()))
		if i >= 0 && i < n {
			addShipment(&months[i], d, owed)
		}
		return nil
	})
	return months, err
}

// addShipment adds a shipment to its month. owed is what is still owed by
// document, and shrinks.
func addShipment(m *crm.Month, d crm.Document, owed map[crm.Ref]crm.Money) {
	m.Amount += d.Amount
	m.Count++
	if d.At.After(m.Last) {
		m.Last = d.At
	}
	for _, ref := range []crm.Ref{d.Ref, d.Order} {
		if part := min(owed[ref], d.Amount); !ref.IsZero() && part > 0 {
			owed[ref] -= part
			d.Amount -= part
			m.Unpaid += part
		}
	}
}
