package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"pult/app/crm"
)

// RecordPromise writes a promise and its line of history, which carries the id
// of the promise, and with push its row in the outbox. The line's text is the sum and the day, "124500.00 2026-05-12";
// a reader words it for people.
func (j *Journal) RecordPromise(ctx context.Context, p crm.Promise, push bool) error {
	if p.ID.IsZero() || p.Client.IsZero() || p.Given.IsZero() {
		return fail("record a promise", fmt.Errorf("a promise without an id, a client or a time: %w", crm.ErrInvalid))
	}
	return j.record(ctx, "record a promise", func(t *tx) error { return t.recordPromise(p, push, j.location, j.now()) })
}

func (t *tx) recordPromise(p crm.Promise, push bool, location *time.Location, now time.Time) error {
	line := crm.Interaction{
		ID: p.ID, Kind: crm.PromiseKind, At: p.Given, Client: p.Client, Author: p.Author,
		Text: p.Amount.String(),
	}
	if !p.Due.IsZero() {
		line.Text += " " + p.Due.In(location).Format(time.DateOnly)
	}
	if err := t.recordLine(line, push, now); err != nil {
		return err
	}
	client, err := t.follow(p.Client)
	if err != nil {
		return err
	}
	const query = `
		INSERT INTO promise (id, client, call, given, due, amount, author) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET client = excluded.client, call = excluded.call, given = excluded.given,
			due = excluded.due, amount = excluded.amount, author = excluded.author`
	return t.run(query, p.ID[:], client[:], blob(p.Call), p.Given.UnixMilli(), millis(p.Due), int64(p.Amount), p.Author)
}

// Promise reads the newest promise of a client, kept or not; crm.ErrNotFound
// when there is none. What was paid since is the cache's to say, so Paid is left
// zero and whether it was kept is for the caller to find out.
func (j *Journal) Promise(ctx context.Context, client crm.Ref) (p crm.Promise, err error) {
	const query = selectPromise + `
		WHERE client = ? ORDER BY given DESC, id DESC LIMIT 1`
	err = j.read(ctx, "read a promise", func(t *tx) error {
		p, err = t.promise(query, client[:])
		return err
	})
	return p, err
}

// Promises reads the newest promise of each of these clients, kept or not; those
// without one are left out.
func (j *Journal) Promises(ctx context.Context, clients []crm.Ref) (map[crm.Ref]crm.Promise, error) {
	const query = selectPromise + `
		WHERE client = ? ORDER BY given DESC, id DESC LIMIT 1`
	found := map[crm.Ref]crm.Promise{}
	err := j.read(ctx, "read promises", func(t *tx) error {
		for _, client := range clients {
			if _, ok := found[client]; ok {
				continue
			}
			p, err := t.promise(query, client[:])
			if errors.Is(err, sql.ErrNoRows) {
				continue
			}
			if err != nil {
				return err
			}
			found[client] = p
		}
		return nil
	})
	return found, err
}

const selectPromise = `SELECT id, client, call, given, due, amount, author FROM promise`

func (t *tx) promise(query string, value any) (p crm.Promise, err error) {
	err = t.row(query, args{value}, into(&p.ID), into(&p.Client), into(&p.Call), timeInto{&p.Given},
		timeInto{&p.Due}, &p.Amount, &p.Author)
	return p, err
}

// DuePromises reads the newest promise of each client that fell due in a span of
// time, the oldest first. What was paid since is the cache's to say.
func (j *Journal) DuePromises(ctx context.Context, from, until time.Time) (list []crm.Promise, err error) {
	const query = `
		SELECT id, client, call, given, due, amount, author FROM promise p
		WHERE due >= ? AND due < ? AND NOT EXISTS (
			SELECT 1 FROM promise q WHERE q.client = p.client AND (q.given, q.id) > (p.given, p.id))
		ORDER BY due, id`
	err = j.read(ctx, "read promises that fall due", func(t *tx) error {
		return t.each(query, args{from.UnixMilli(), until.UnixMilli()}, func(scan func(...any) error) error {
			var p crm.Promise
			err := scan(into(&p.ID), into(&p.Client), into(&p.Call), timeInto{&p.Given}, timeInto{&p.Due}, &p.Amount, &p.Author)
			list = append(list, p)
			return err
		})
	})
	return list, err
}
