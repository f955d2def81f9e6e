package store

import (
	"context"
	"encoding/json"
	"fmt"

	"pult/app/crm"
)

// KeepSketch keeps a letter that is being written. One that is on its way already is
// no sketch any more: what was typed a moment before comes too late.
func (j *Journal) KeepSketch(ctx context.Context, s crm.Sketch) error {
	if s.Draft.ID.IsZero() {
		return fail("keep a draft", fmt.Errorf("a draft without an id: %w", crm.ErrInvalid))
	}
	s.At = j.now()
	data, err := json.Marshal(s)
	if err != nil {
		return fail("keep a draft", err)
	}
	return j.record(ctx, "keep a draft", func(t *tx) error {
		client, err := t.follow(s.Draft.Client)
		if err != nil {
			return err
		}
		return t.run(`
			INSERT INTO letter_draft (id, client, answers, at, data)
			SELECT ?1, ?2, ?3, ?4, ?5 WHERE NOT EXISTS (SELECT 1 FROM posting WHERE id = ?1)
			ON CONFLICT (id) DO UPDATE SET client = excluded.client, at = excluded.at, data = excluded.data`,
			s.Draft.ID[:], blob(client), blob(s.Answers), s.At.UnixMilli(), string(data))
	})
}

// Sketches are letters that are being written, the newest first.
func (j *Journal) Sketches(ctx context.Context) (list []crm.Sketch, err error) {
	err = j.read(ctx, "read drafts", func(t *tx) error {
		return t.each("SELECT data FROM letter_draft ORDER BY at DESC", nil, func(scan func(...any) error) error {
			var s crm.Sketch
			var data string
			if err := scan(&data); err != nil {
				return err
			}
			if err := json.Unmarshal([]byte(data), &s); err != nil {
				return fmt.Errorf("a draft: %w: %w", crm.ErrGarbled, err)
			}
			s.Draft.Client, err = t.follow(s.Draft.Client)
			list = append(list, s)
			return err
		})
	})
	return list, err
}

// DropSketch forgets a draft.
func (j *Journal) DropSketch(ctx context.Context, id crm.ID) error {
	return j.record(ctx, "drop a draft", func(t *tx) error {
		return t.run("DELETE FROM letter_draft WHERE id = ?", id[:])
	})
}
