package store

import (
	"context"
	"fmt"

	"pult/app/crm"
)

// ReleaseLetter says that a letter is nobody's: it leaves all timelines, and is asked
// about no more. What 1C has already is told by crm.ErrConflict.
func (j *Journal) ReleaseLetter(ctx context.Context, id crm.ID) (touched []crm.Ref, err error) {
	err = j.record(ctx, "release a letter", func(t *tx) error {
		l, err := t.onRecord(id)
		if err != nil {
			return err
		}
		if touched, err = t.unlinkFrom(l); err != nil {
			return err
		}
		for i := range l.Links {
			l.Links[i].Sure = false
		}
		if _, err := t.linkLetter(l, false, j.now()); err != nil {
			return err
		}
		return t.run("UPDATE letter SET settled = ? WHERE id = ?", j.now().UnixMilli(), l.ID[:])
	})
	return touched, err
}

// RelinkLetter has a letter in doubt belong to whom it belonged before a person spoke.
func (j *Journal) RelinkLetter(ctx context.Context, id crm.ID, links []crm.MessageLink, push bool) (touched []crm.Ref, err error) {
	err = j.record(ctx, "take back whose a letter is", func(t *tx) error {
		l, err := t.onRecord(id)
		if err != nil {
			return err
		}
		if touched, err = t.unlinkFrom(l); err != nil {
			return err
		}
		l.Links = append([]crm.MessageLink(nil), links...)
		fresh, err := t.linkLetter(l, push, j.now())
		if err != nil {
			return err
		}
		touched = append(touched, fresh...)
		return t.run("UPDATE letter SET settled = NULL WHERE id = ?", l.ID[:])
	})
	return touched, err
}

// onRecord reads a letter by its id or that of a line.
func (t *tx) onRecord(id crm.ID) (crm.Letter, error) {
	list, err := t.letters(" WHERE id = ?1 OR id = (SELECT letter FROM letter_client WHERE line = ?1)", id[:])
	if err != nil {
		return crm.Letter{}, err
	}
	if len(list) == 0 {
		return crm.Letter{}, fmt.Errorf("letter %s: %w", id, crm.ErrNotFound)
	}
	return list[0], nil
}
