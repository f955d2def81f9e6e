package store

import (
	"database/sql"
	"errors"

	"pult/app/crm"
)

// terms stores a contract or an agreement. Typical ones are with nobody; they
// are kept so that their versions are known.
func (a *applier) terms(m crm.Terms) error {
	client, err := a.clientID(m.Client)
	if err != nil {
		return err
	}
	if a.fresh {
		isNew, err := a.add(`
			INSERT INTO terms (ref, client, name, type, owing, days, deleted, version, round) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			m.Ref[:], client, m.Name, blob(m.Type), int64(m.Limit), m.Days, m.Deleted, m.Version, a.round)
		if err != nil || isNew {
			a.touch(client)
			return err
		}
	}
	changed, err := a.tx.changed(`
		INSERT INTO terms (ref, client, name, type, owing, days, deleted, version, round) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
		ON CONFLICT (ref) DO UPDATE SET client = ?2, name = ?3, type = ?4, owing = ?5, days = ?6, deleted = ?7, version = ?8, round = ?9
		WHERE client <> ?2 OR name <> ?3 OR type IS NOT ?4 OR owing <> ?5 OR days <> ?6 OR deleted <> ?7`,
		m.Ref[:], client, m.Name, blob(m.Type), int64(m.Limit), m.Days, m.Deleted, m.Version, a.round)
	if err != nil {
		return err
	}
	if changed {
		a.changed++
		a.touch(client)
		return nil
	}
	return a.run("UPDATE terms SET round = max(round, ?), version = ? WHERE ref = ?", a.round, m.Version, m.Ref[:])
}

// terms reads what was agreed with a client into its card.
func (t *tx) terms(r clientRow, card *crm.Card) error {
	const query = `
		SELECT ref, name, type, owing, days, version FROM terms WHERE client = ? AND deleted = 0 ORDER BY name, ref`
	err := t.each(query, args{r.id}, func(scan func(...any) error) error {
		m := crm.Terms{Client: r.client.Ref}
		err := scan(into(&m.Ref), &m.Name, into(&m.Type), &m.Limit, &m.Days, &m.Version)
		card.Terms = append(card.Terms, m)
		card.Limit += m.Limit
		return err
	})
	if err != nil {
		return err
	}
	err = t.row("SELECT name FROM price_type WHERE ref = (SELECT coalesce(?1, ("+priceTypeOf+")))", args{nil, r.id}, &card.PriceType)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	return err
}
