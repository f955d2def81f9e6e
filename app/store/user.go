package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"pult/app/crm"
)

func (a *applier) user(u crm.User) error {
	var name string
	err := a.row("SELECT name FROM user WHERE ref = ?", args{u.Ref[:]}, &name)
	isNew := errors.Is(err, sql.ErrNoRows)
	if err != nil && !isNew {
		return err
	}
	if isNew || name != u.Name {
		// A manager's name stands in the cards of all of his clients.
		a.changed++
		a.many = true
	}
	const query = `
		INSERT INTO user (ref, name, version, round) VALUES (?, ?, ?, ?)
		ON CONFLICT (ref) DO UPDATE SET
			name = excluded.name, version = excluded.version, round = max(round, excluded.round)`
	return a.run(query, u.Ref[:], u.Name, u.Version, a.round)
}

// UserByName finds a manager by the name 1C shows; case and ё do not matter
// when no name is the same to the letter. One of 1C is preferred to one that only
// a file names.
func (c *Cache) UserByName(ctx context.Context, name string) (crm.User, error) {
	var found crm.User
	err := c.read(ctx, "find a user by name", func(t *tx) error {
		err := t.each("SELECT ref, name, version FROM user ORDER BY version = 'import', name, ref", nil,
			func(scan func(...any) error) error {
				var u crm.User
				if err := scan(into(&u.Ref), &u.Name, &u.Version); err != nil {
					return err
				}
				exact := strings.TrimSpace(u.Name) == strings.TrimSpace(name)
				if exact && found.Name != u.Name || found.Ref.IsZero() && crm.Fold(u.Name) == crm.Fold(name) {
					found = u
				}
				return nil
			})
		if err == nil && found.Ref.IsZero() {
			err = crm.ErrNotFound
		}
		return err
	})
	return found, err
}
