package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"pult/app/crm"
)

// SaveChoice keeps a choice under its name; another of that name is replaced.
func (j *Journal) SaveChoice(ctx context.Context, saved crm.SavedChoice) error {
	if saved.ID.IsZero() || strings.TrimSpace(saved.Name) == "" || saved.At.IsZero() {
		return fail("save a choice", fmt.Errorf("a choice without an id, a name or a time: %w", crm.ErrInvalid))
	}
	if err := saved.Choice.Check(); err != nil {
		return fail("save a choice", err)
	}
	choice, err := json.Marshal(saved.Choice)
	if err != nil {
		return fail("save a choice", err)
	}
	return j.record(ctx, "save a choice", func(t *tx) error {
		if err := t.run(`DELETE FROM saved_choice WHERE name = ? OR id = ?`, saved.Name, saved.ID[:]); err != nil {
			return err
		}
		return t.run(`INSERT INTO saved_choice (id, name, choice, author, at) VALUES (?, ?, ?, ?, ?)`,
			saved.ID[:], saved.Name, string(choice), saved.Author, saved.At.UnixMilli())
	})
}

// SavedChoices reads the choices that were kept, by name.
func (j *Journal) SavedChoices(ctx context.Context) (list []crm.SavedChoice, err error) {
	err = j.read(ctx, "read saved choices", func(t *tx) error {
		return t.each(`SELECT id, name, choice, author, at FROM saved_choice ORDER BY name, id`, nil, func(scan func(...any) error) error {
			var s crm.SavedChoice
			var choice string
			err := scan(into(&s.ID), &s.Name, &choice, &s.Author, timeInto{&s.At})
			if err == nil {
				err = json.Unmarshal([]byte(choice), &s.Choice)
			}
			list = append(list, s)
			return err
		})
	})
	return list, err
}

// ForgetChoice removes a choice that was kept; crm.ErrNotFound when there is none.
func (j *Journal) ForgetChoice(ctx context.Context, id crm.ID) error {
	return j.record(ctx, "forget a choice", func(t *tx) error {
		there, err := t.changed(`DELETE FROM saved_choice WHERE id = ?`, id[:])
		if err == nil && !there {
			err = crm.ErrNotFound
		}
		return err
	})
}
