package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"pult/app/crm"
)

// touchPatience is how long Touched waits. The one who calls it owns live calls
// and must not stand behind a page of clients that is being stored.
const touchPatience = 50 * time.Millisecond

// Touched notes that a client was talked to, so that search puts him first. A
// client not yet read from 1C is remembered. When the cache is busy it returns
// before the note is stored; should that fail, the log says so, and nothing but
// the order of search depends on it.
func (c *Cache) Touched(ctx context.Context, client crm.Ref, at time.Time) error {
	if client.IsZero() {
		return nil
	}
	if c.talks == nil {
		return fail("note a talk", errReadOnly)
	}
	r := request{
		ctx:    context.WithoutCancel(ctx),
		change: func(t *tx) error { return t.talked(client, at) },
		answer: make(chan error, 1),
	}
	if err := c.talks.hand(r); err != nil {
		return fail("note a talk", err)
	}
	select {
	case err := <-r.answer:
		return fail("note a talk", err)
	case <-time.After(touchPatience):
		return nil
	}
}

func (t *tx) talked(client crm.Ref, at time.Time) error {
	id, err := t.clientID(client)
	if err != nil {
		return err
	}
	var before int64
	if err := t.row("SELECT talked FROM client WHERE id = ?", args{id}, &before); err != nil {
		return err
	}
	now := at.UnixMilli()
	if now <= before {
		return nil
	}
	if err := t.run("UPDATE client SET talked = ? WHERE id = ?", now, id); err != nil {
		return err
	}
	was, is := placeOf(id, before), placeOf(id, now)
	var text string
	err = t.row("SELECT text FROM recency WHERE place = ?", args{was}, &text)
	if errors.Is(err, sql.ErrNoRows) || was == is {
		return nil // search does not know him yet
	}
	if err != nil {
		return err
	}
	// Rows go into the index in the order of places: it likes no other.
	if err := t.saveText(id, is, "", text); err != nil {
		return err
	}
	return t.saveText(id, was, text, "")
}

// recallTalks tells a new cache from the journal who was talked to and when: 1C
// does not know that.
func (s *Store) recallTalks(ctx context.Context) error {
	talks := map[crm.Ref]time.Time{}
	err := s.Journal.db.read.do(ctx, func(t *tx) error {
		return t.each("SELECT client, max(at) FROM interaction WHERE client IS NOT NULL GROUP BY client", nil,
			func(scan func(...any) error) error {
				var client crm.Ref
				var at time.Time
				err := scan(into(&client), timeInto{&at})
				talks[client] = at
				return err
			})
	})
	if err != nil || len(talks) == 0 {
		return err
	}
	return s.Cache.db.write.load(ctx, func(t *tx) error {
		for client, at := range talks {
			if err := t.talked(client, at); err != nil {
				return err
			}
		}
		return nil
	})
}
