package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"pult/app/crm"
)

// record stores an interaction 1C has.
func (a *applier) record(r crm.Record) error {
	client, err := a.clientOf(r)
	if err != nil {
		return err
	}
	r.Deleted = r.Deleted || client == 0
	var old struct {
		client, sum, round int64
		version            string
	}
	err = a.row("SELECT client, sum, round, version FROM record WHERE ref = ?", args{r.Ref[:]}, &old.client, &old.sum, &old.round, &old.version)
	isNew := errors.Is(err, sql.ErrNoRows)
	if err != nil && !isNew {
		return err
	}
	sum := fingerprint(string(r.Kind), r.Client, r.Contact, string(r.Direction), r.At, r.Subject, r.Text, r.Author, r.Deleted, r.Open)
	if !isNew && old.sum == sum {
		if old.round >= a.round && old.version == r.Version {
			return nil
		}
		return a.run("UPDATE record SET round = max(round, ?), version = ? WHERE ref = ?", a.round, r.Version, r.Ref[:])
	}
	a.changed++
	if !isNew {
		a.touch(old.client)
	}
	a.touch(client)
	const query = `
		INSERT INTO record (ref, kind, client, contact, direction, at, subject, text, author, ours, open, deleted, sum, version, round)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (ref) DO UPDATE SET kind = excluded.kind, client = excluded.client, contact = excluded.contact,
			direction = excluded.direction, at = excluded.at, subject = excluded.subject, text = excluded.text,
			author = excluded.author, ours = excluded.ours, open = excluded.open, deleted = excluded.deleted, sum = excluded.sum,
			version = excluded.version, round = max(round, excluded.round)`
	return a.run(query, r.Ref[:], string(r.Kind), client, blob(r.Contact), string(r.Direction), millis(r.At), r.Subject, r.Text,
		blob(r.Author), blob(r.Ours), r.Open, r.Deleted, sum, r.Version, a.round)
}

// clientOf is whose timeline an interaction belongs to: a person's is their
// client's. 0 is nobody.
func (a *applier) clientOf(r crm.Record) (id int64, err error) {
	if !r.Client.IsZero() || r.Contact.IsZero() {
		return a.clientID(r.Client)
	}
	err = a.row("SELECT client FROM contact WHERE ref = ?", args{r.Contact[:]}, &id)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil // somebody's who is not known here
	}
	return id, err
}

// Records reads what is on record in 1C of talks with a client, newest first.
// Facts that came back from a journal, ours or a colleague's, name it by Ours.
func (c *Cache) Records(ctx context.Context, client crm.Ref, before time.Time, limit int) (list []crm.Record, err error) {
	if before.IsZero() {
		before = time.UnixMilli(1 << 53)
	}
	const query = selectRecord + `
		WHERE r.client = (SELECT id FROM client WHERE ref = ?) AND r.at < ? AND r.deleted = 0
		ORDER BY r.at DESC LIMIT ?`
	return c.records(ctx, client, query, client[:], before.UnixMilli(), limit)
}

// OpenComplaint reads the newest complaint of a client that 1C has not settled;
// crm.ErrNotFound when there is none.
func (c *Cache) OpenComplaint(ctx context.Context, client crm.Ref) (crm.Record, error) {
	const query = selectRecord + `
		WHERE r.client = (SELECT id FROM client WHERE ref = ?) AND r.open = 1 AND r.deleted = 0
		ORDER BY r.at DESC LIMIT 1`
	list, err := c.records(ctx, client, query, client[:])
	if err == nil && len(list) == 0 {
		err = fmt.Errorf("read the complaint: %w", crm.ErrNotFound)
	}
	if err != nil {
		return crm.Record{}, err
	}
	return list[0], nil
}

const selectRecord = `
	SELECT r.ref, r.kind, r.contact, r.direction, r.at, r.subject, r.text, r.author, coalesce(u.name, ''), r.ours, r.open, r.version
	FROM record r LEFT JOIN user u ON u.ref = r.author`

func (c *Cache) records(ctx context.Context, client crm.Ref, query string, values ...any) (list []crm.Record, err error) {
	err = c.read(ctx, "read records of 1C", func(t *tx) error {
		return t.each(query, values, func(scan func(...any) error) error {
			r := crm.Record{Client: client}
			defer func() { list = append(list, r) }()
			return scan(into(&r.Ref), (*string)(&r.Kind), into(&r.Contact), (*string)(&r.Direction), timeInto{&r.At},
				&r.Subject, &r.Text, into(&r.Author), &r.Writer, into(&r.Ours), &r.Open, &r.Version)
		})
	})
	return list, err
}
