package store

import (
	"context"

	"pult/app/crm"
	"pult/app/phone"
)

// Numbers gives the telephones clients can be called by, see Cache.Numbers.
func (c Chooser) Numbers(ctx context.Context, clients []crm.Ref) (map[crm.Ref][]phone.Number, error) {
	return c.Store.Cache.Numbers(ctx, clients)
}

// Managers names who is responsible for clients; those nobody is for are left out.
func (c Chooser) Managers(ctx context.Context, clients []crm.Ref) (map[crm.Ref]string, error) {
	const query = `
		SELECT c.ref, u.name FROM client c JOIN user u ON u.ref = c.manager WHERE u.name <> '' AND c.ref IN ` + listed
	names := make(map[crm.Ref]string, len(clients))
	err := c.Store.Cache.read(ctx, "read who is responsible", func(t *tx) error {
		return t.each(query, args{asList(clients)}, func(scan func(...any) error) error {
			var client crm.Ref
			var name string
			err := scan(into(&client), &name)
			names[client] = name
			return err
		})
	})
	return names, err
}
