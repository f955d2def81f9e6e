package store

import (
	"context"
	"slices"

	"pult/app/crm"
)

// settled removes lines of clients whose debts came in full and which did not
// come: they are paid.
func (a *applier) settled(b crm.Batch) error {
	if len(b.Settled) == 0 {
		return nil
	}
	came := map[debtKey]bool{}
	for _, line := range b.Debts {
		came[keyOf(line)] = true
	}
	for _, ref := range b.Settled {
		client, err := a.clientID(ref)
		if err != nil {
			return err
		}
		var paid []debtKey
		err = a.each("SELECT document, due FROM debt WHERE client = ?", args{client}, func(scan func(...any) error) error {
			key := debtKey{client: ref}
			err := scan(into(&key.document), &key.due)
			if !came[key] {
				paid = append(paid, key)
			}
			return err
		})
		if err != nil {
			return err
		}
		for _, key := range paid {
			a.changed++
			a.touch(client)
			if err := a.run("DELETE FROM debt WHERE client = ? AND document = ? AND due = ?", client, key.document[:], key.due); err != nil {
				return err
			}
		}
	}
	return nil
}

// ClientsOf names the clients that documents here belong to, and those that are
// asked for themselves. A document that is not here belongs to nobody.
func (c *Cache) ClientsOf(ctx context.Context, refs []crm.Ref) (clients []crm.Ref, err error) {
	const query = `
		SELECT c.ref FROM document d JOIN client c ON c.id = d.client WHERE d.ref = ?1 OR d.whole = ?1
		UNION SELECT ref FROM client WHERE ref = ?1`
	err = c.read(ctx, "find whose documents they are", func(t *tx) error {
		for _, ref := range refs {
			err := t.each(query, args{ref[:]}, func(scan func(...any) error) error {
				var client crm.Ref
				err := scan(into(&client))
				if !slices.Contains(clients, client) {
					clients = append(clients, client)
				}
				return err
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	return clients, err
}
