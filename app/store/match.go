package store

import (
	"context"
	"time"

	"pult/app/crm"
	"pult/app/phone"
)

// ringOrders is how many open orders are shown at a ring.
const ringOrders = 3

// Match finds all clients in sight with exactly that number. A short or hidden
// number belongs to nobody.
func (c *Cache) Match(ctx context.Context, number phone.Number) (list []crm.Match, err error) {
	if number.Kind() != phone.Public {
		return nil, nil
	}
	err = c.read(ctx, "match a number", func(t *tx) error {
		rows, err := t.owners(number.E164)
		if err != nil || len(rows) == 0 {
			return err
		}
		list = make([]crm.Match, len(rows))
		for i, row := range rows {
			if list[i], err = t.match(row.clientRow, c.today()); err != nil {
				return err
			}
			list[i].Contact, list[i].ContactName, list[i].Position = row.contact, row.contactName, row.position
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return list, nil
}

// MatchOf is what Match would say of one client, without a person.
func (c *Cache) MatchOf(ctx context.Context, client crm.Ref) (m crm.Match, err error) {
	err = c.read(ctx, "match a client", func(t *tx) error {
		r, err := t.clientByRef(client)
		if err != nil {
			return err
		}
		if r.state != clientInSight {
			return crm.ErrNotFound
		}
		m, err = t.match(r, c.today())
		return err
	})
	return m, err
}

// PaidSince sums payments of a client from a moment on.
func (c *Cache) PaidSince(ctx context.Context, client crm.Ref, since time.Time) (sum crm.Money, err error) {
	err = c.read(ctx, "sum payments", func(t *tx) error {
		r, err := t.clientByRef(client)
		if err != nil {
			return err
		}
		sum, err = t.paidSince(r.id, since)
		return err
	})
	return sum, err
}

// today is now in the zone of the base, where days are counted.
func (c *Cache) today() time.Time { return c.now().In(c.location) }

// numberRow is a client with the person whose number it is.
type numberRow struct {
	clientRow
	contact               crm.Ref
	contactName, position string
}

// owners lists clients by number, each once. A person is preferred to the firm:
// it says more.
func (t *tx) owners(number int64) (list []numberRow, err error) {
	const query = `
		SELECT ` + clientColumns + `, k.ref, coalesce(k.name, ''), coalesce(k.position, '')
		FROM phone p
		JOIN client c ON c.id = p.client
		LEFT JOIN user u ON u.ref = c.manager
		LEFT JOIN contact k ON p.kind = 2 AND k.id = p.owner
		WHERE p.number = ? AND c.state = 1
		ORDER BY p.client, p.kind = 2 DESC, p.owner`
	err = t.each(query, args{number}, func(scan func(...any) error) error {
		var r numberRow
		if err := scan(append(r.places(), into(&r.contact), &r.contactName, &r.position)...); err != nil {
			return err
		}
		if n := len(list); n == 0 || list[n-1].id != r.id {
			list = append(list, r)
		}
		return nil
	})
	return list, err
}

// match adds to a client what must be said of him at the first ring.
func (t *tx) match(r clientRow, today time.Time) (m crm.Match, err error) {
	c := r.client
	m = crm.Match{
		Client: c.Ref, Name: c.Name, FullName: c.FullName, INN: c.INN,
		Manager: c.Manager, ManagerName: r.managerName,
	}
	if m.AsOf, err = t.asOf(r.id); err != nil {
		return m, err
	}
	if m.Debt, err = t.debt(r, today); err != nil {
		return m, err
	}
	if m.OpenOrders, err = t.openOrders(r, ringOrders); err != nil {
		return m, err
	}
	payments, err := t.newest(r, crm.Payment, 1)
	if err == nil && len(payments) > 0 {
		m.LastPayment = payments[0]
	}
	if err == nil {
		m.Invoice, err = t.unpaidInvoice(r, today)
	}
	return m, err
}
