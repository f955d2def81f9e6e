package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"pult/app/crm"
)

// RecordLead writes a confirmed lead and, with push, its row in the outbox: all or
// nothing. Until 1C has it, the client goes by the id of the lead.
func (j *Journal) RecordLead(ctx context.Context, lead crm.Lead, push bool) error {
	if lead.ID.IsZero() || lead.Name == "" || lead.At.IsZero() {
		return fail("record a lead", fmt.Errorf("a lead without an id, a name or a time: %w", crm.ErrInvalid))
	}
	const query = `
		INSERT INTO lead (id, client, name, company, inn, phone, email, contact, author, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET name = excluded.name, company = excluded.company, inn = excluded.inn,
			phone = excluded.phone, email = excluded.email, contact = excluded.contact, author = excluded.author`
	return j.record(ctx, "record a lead", func(t *tx) error {
		before, err := t.lead(lead.ID)
		isNew := errors.Is(err, sql.ErrNoRows)
		if err != nil && !isNew {
			return err
		}
		lead.Client, lead.At = crm.Ref(lead.ID), moment(lead.At)
		if !isNew {
			lead.Client, lead.At = before.Client, before.At
		}
		err = t.run(query, lead.ID[:], lead.Client[:], lead.Name, lead.Company, lead.INN, lead.Phone, lead.Email, lead.Contact,
			lead.Author, lead.At.UnixMilli())
		if err != nil {
			return err
		}
		return t.queue(queued{
			id: lead.ID, kind: crm.ClientFacts, client: lead.Client, ready: true, differs: isNew || before != lead, push: push,
		}, j.now())
	})
}

// Lead reads a lead; crm.ErrNotFound when there is none.
func (j *Journal) Lead(ctx context.Context, id crm.ID) (lead crm.Lead, err error) {
	err = j.read(ctx, "read a lead", func(t *tx) error {
		lead, err = t.lead(id)
		return err
	})
	return lead, err
}

func (t *tx) lead(id crm.ID) (l crm.Lead, err error) {
	const query = `SELECT id, client, name, company, inn, phone, email, contact, author, at FROM lead WHERE id = ?`
	return scanLead(func(into ...any) error { return t.row(query, args{id[:]}, into...) })
}

func scanLead(scan func(...any) error) (l crm.Lead, err error) {
	err = scan(into(&l.ID), into(&l.Client), &l.Name, &l.Company, &l.INN, &l.Phone, &l.Email, &l.Contact, &l.Author, timeInto{&l.At})
	return l, err
}

// newcomerFor is how long 1C may take to tell of a client it was given.
const newcomerFor = 7 * 24 * time.Hour

// Newcomers are those of these clients whom a manager has entered and 1C has not
// had, or not for long: the cache may not know them.
func (j *Journal) Newcomers(ctx context.Context, clients []crm.Ref) (map[crm.Ref]crm.Lead, error) {
	const query = `
		SELECT id, client, name, company, inn, phone, email, contact, author, at FROM lead
		WHERE client = ? AND (at >= ? OR id NOT IN (SELECT id FROM outbox WHERE state = 'sent'))`
	found := map[crm.Ref]crm.Lead{}
	err := j.read(ctx, "read new clients", func(t *tx) error {
		for _, client := range clients {
			l, err := scanLead(func(into ...any) error {
				return t.row(query, args{client[:], j.now().Add(-newcomerFor).UnixMilli()}, into...)
			})
			if errors.Is(err, sql.ErrNoRows) {
				continue
			}
			if err != nil {
				return err
			}
			found[client] = l
		}
		return nil
	})
	return found, err
}

// follow gives the reference 1C keeps a client under: who holds the one a lead went
// by at first may write it for some time after.
func (t *tx) follow(client crm.Ref) (crm.Ref, error) {
	if client.IsZero() {
		return client, nil
	}
	err := t.row("SELECT client FROM lead WHERE id = ?", args{client[:]}, into(&client))
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return client, err
}

// LeadSent notes that 1C has a new client, and under which reference. What the
// journal has of it follows in the same transaction.
func (j *Journal) LeadSent(ctx context.Context, id crm.ID, revision int, client crm.Ref) error {
	return j.record(ctx, "note a lead sent", func(t *tx) error {
		before, err := t.follow(crm.Ref(id))
		if err != nil {
			return err
		}
		if err := t.moveFact(id, sentFact, revision); err != nil || before == client || client.IsZero() {
			return err
		}
		for _, query := range []string{
			"UPDATE lead SET client = ?1 WHERE client = ?2",
			"UPDATE task SET client = ?1 WHERE client = ?2",
			"UPDATE call SET client = ?1 WHERE client = ?2",
			"UPDATE interaction SET client = ?1 WHERE client = ?2",
			"UPDATE promise SET client = ?1 WHERE client = ?2",
			"UPDATE list_entry SET client = ?1 WHERE client = ?2",
			"UPDATE list_attempt SET client = ?1 WHERE client = ?2",
			"UPDATE mail_holder SET client = ?1 WHERE client = ?2",
			"UPDATE outbox SET client = ?1 WHERE client = ?2",
		} {
			if _, err := t.changed(query, client[:], before[:]); err != nil {
				return err
			}
		}
		return nil
	})
}
