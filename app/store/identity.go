package store

import (
	"context"

	"pult/app/crm"
)

// identityPage is how many clients are read at once.
const identityPage = 5000

// Identities tells one after another what each client in sight can be recognised
// by.
func (c *Cache) Identities(ctx context.Context, each func(crm.Identity) error) error {
	return c.read(ctx, "read what clients are recognised by", func(t *tx) error {
		for after := int64(0); ; {
			if err := ctx.Err(); err != nil {
				return err
			}
			page, last, err := t.identities("c.id > ?1 ORDER BY c.id LIMIT ?2", after, identityPage)
			if err != nil || len(page) == 0 {
				return err
			}
			for _, one := range page {
				if err := each(one); err != nil {
					return err
				}
			}
			after = last
		}
	})
}

// identities reads clients chosen by a condition on c, in the order it gives, and
// the local id of the last one.
func (t *tx) identities(where string, values ...any) (list []crm.Identity, last int64, err error) {
	places := map[int64]int{}
	var ids []int64
	query := `
		SELECT c.id, c.ref, c.name, c.inn, c.kpp, c.phones, c.emails, i.client IS NOT NULL
		FROM client c LEFT JOIN imported i ON i.client = c.id WHERE c.state = 1 AND ` + where
	err = t.each(query, values, func(scan func(...any) error) error {
		var one crm.Identity
		var w who
		if err := scan(&w.id, into(&one.Ref), &one.Name, &w.inn, &w.kpp, &w.phones, &w.emails, &one.Imported); err != nil {
			return err
		}
		places[w.id] = len(list)
		ids = append(ids, w.id)
		last = w.id
		err := w.add(&one)
		list = append(list, one)
		return err
	})
	if err != nil {
		return nil, 0, err
	}
	const behind = `
		SELECT client, inn, kpp, phones, emails FROM counterparty WHERE client = ?1 AND deleted = 0
		UNION ALL SELECT client, '', '', phones, emails FROM contact WHERE client = ?1 AND deleted = 0`
	for _, id := range ids {
		err = t.each(behind, args{id}, func(scan func(...any) error) error {
			var w who
			if err := scan(&w.id, &w.inn, &w.kpp, &w.phones, &w.emails); err != nil {
				return err
			}
			return w.add(&list[places[w.id]])
		})
		if err != nil {
			return nil, 0, err
		}
	}
	return list, last, nil
}

// who is a row somebody can be recognised by.
type who struct {
	id                       int64
	inn, kpp, phones, emails string
}

func (w who) add(to *crm.Identity) error {
	if w.inn != "" {
		to.Papers = append(to.Papers, crm.Paper{INN: w.inn, KPP: w.kpp})
	}
	phones, err := decodePhones(w.phones)
	if err != nil {
		return err
	}
	for _, p := range phones {
		to.Phones = append(to.Phones, p.Number)
	}
	emails, err := decodeList(w.emails)
	to.Emails = append(to.Emails, emails...)
	return err
}
