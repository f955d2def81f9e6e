package store

import (
	"context"
	"slices"

	"pult/app/crm"
	"pult/app/phone"
)

// numbersPage is how many clients' numbers are read at once.
const numbersPage = 5000

// Numbers gives the telephones clients can be called by, each once, in the order of the
// card: those of their people, their own, those of their legal entities.
func (c *Cache) Numbers(ctx context.Context, clients []crm.Ref) (map[crm.Ref][]phone.Number, error) {
	const query = `
		WITH wanted AS (SELECT c.id, c.ref, c.phones FROM client c WHERE c.ref IN ` + listed + `)
		SELECT w.ref, k.phones, 0 AS whose, k.name AS name, k.id AS place
			FROM wanted w JOIN contact k ON k.client = w.id WHERE k.deleted = 0 AND k.phones <> ''
		UNION ALL SELECT ref, phones, 1, '', 0 FROM wanted WHERE phones <> ''
		UNION ALL SELECT w.ref, f.phones, 2, '', f.id
			FROM wanted w JOIN counterparty f ON f.client = w.id WHERE f.deleted = 0 AND f.phones <> ''
		ORDER BY whose, name, place`
	found := make(map[crm.Ref][]phone.Number, len(clients))
	err := c.read(ctx, "read numbers of clients", func(t *tx) error {
		for page := range slices.Chunk(clients, numbersPage) {
			err := t.each(query, args{asList(page)}, func(scan func(...any) error) error {
				var ref crm.Ref
				var text, name string
				var whose, place int64
				if err := scan(into(&ref), &text, &whose, &name, &place); err != nil {
					return err
				}
				phones, err := decodePhones(text)
				for _, p := range phones {
					if p.Number.Kind() == phone.Public && !slices.ContainsFunc(found[ref], func(n phone.Number) bool { return n.E164 == p.Number.E164 }) {
						found[ref] = append(found[ref], p.Number)
					}
				}
				return err
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	return found, err
}
