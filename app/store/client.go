package store

import (
	"context"
	"database/sql"
	"errors"

	"pult/app/crm"
)

// States of a client's row.
const (
	clientUnread  = 0 // something refers to it; 1C has not sent it, or no more
	clientInSight = 1
	clientDeleted = 2
)

// clientID gives the local id of a client. One not yet read gets a row to be
// filled in later; the empty reference has id 0, which is nobody's.
func (a *applier) clientID(ref crm.Ref) (int64, error) {
	if ref.IsZero() {
		return 0, nil
	}
	if id, ok := a.clients[ref]; ok {
		return id, nil
	}
	var id int64
	err := a.row("SELECT id FROM client WHERE ref = ?", args{ref[:]}, &id)
	if errors.Is(err, sql.ErrNoRows) {
		if id, err = a.nextID("client"); err == nil {
			err = a.run("INSERT INTO client (id, ref) VALUES (?, ?)", id, ref[:])
		}
		a.last["client"] = id
	}
	if err == nil {
		a.clients[ref] = id
	}
	return id, err
}

func (t *tx) clientID(ref crm.Ref) (id int64, err error) {
	err = t.row("SELECT id FROM client WHERE ref = ?", args{ref[:]}, &id)
	if errors.Is(err, sql.ErrNoRows) {
		err = t.row("INSERT INTO client (ref) VALUES (?) RETURNING id", args{ref[:]}, &id)
	}
	return id, err
}

// client stores one client. Its numbers and text are indexed anew only when it
// differs from what is here; a version alone that differs is no change, for 1C
// counts it up each time somebody presses Save.
func (a *applier) client(c crm.Client) error {
	phones, emails, more := encodePhones(c.Phones), encodeList(c.Emails), encodeProperties(c.Properties)
	sum := fingerprint(c.Name, c.FullName, c.INN, c.KPP, c.Manager, c.Prices, c.Comment, c.Deleted, phones, emails, more)
	now := clientInSight
	if c.Deleted {
		now = clientDeleted
	}
	if a.fresh && !c.Ref.IsZero() {
		const query = `
			INSERT INTO client (id, ref, state, sum, round, version, name, full_name, inn, kpp, manager, prices, comment, phones, emails, more)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
		id, err := a.addOwn("client", query, args{
			c.Ref[:], now, sum, a.round, c.Version, c.Name, c.FullName, c.INN, c.KPP,
			blob(c.Manager), blob(c.Prices), c.Comment, phones, emails, more,
		})
		if err != nil {
			return err
		}
		if id != 0 {
			a.clients[c.Ref] = id
			if now == clientInSight {
				a.retext(id)
			}
			a.index(phoneOwner{client: id, kind: ofClient, id: id}, c.Phones)
			return nil
		}
	}
	id, err := a.clientID(c.Ref)
	if err != nil || id == 0 {
		return err
	}
	var (
		state   int
		oldSum  int64
		round   int64
		version string
		before  string
	)
	err = a.row("SELECT state, sum, round, version, phones FROM client WHERE id = ?", args{id},
		&state, &oldSum, &round, &version, &before)
	if err != nil {
		return err
	}
	if state != clientUnread && sum == oldSum {
		if round >= a.round && version == c.Version {
			return nil
		}
		return a.run("UPDATE client SET round = max(round, ?), version = ? WHERE id = ?", a.round, c.Version, id)
	}
	a.changed++
	if state == clientInSight || now == clientInSight {
		a.retext(id)
	}
	owner := phoneOwner{client: id, kind: ofClient, id: id}
	if err := a.reindex(owner, before, owner, phones); err != nil {
		return err
	}
	const query = `
		UPDATE client SET state = ?, sum = ?, round = max(round, ?), version = ?, name = ?, full_name = ?,
			inn = ?, kpp = ?, manager = ?, prices = ?, comment = ?, phones = ?, emails = ?, more = ?
		WHERE id = ?`
	return a.run(query, now, sum, a.round, c.Version, c.Name, c.FullName,
		c.INN, c.KPP, blob(c.Manager), blob(c.Prices), c.Comment, phones, emails, more, id)
}

// clientRow is a client with what is said of it everywhere.
type clientRow struct {
	id          int64
	state       int
	client      crm.Client
	managerName string
}

// The number and name of the legal entity stand in for those of a partner that
// has none of its own, as in УТ.
const clientColumns = `
	c.id, c.state, c.ref, c.name,
	iif(c.full_name <> '', c.full_name, coalesce((SELECT p.full_name FROM counterparty p
		WHERE p.client = c.id AND p.deleted = 0 AND p.full_name <> '' ORDER BY p.id LIMIT 1), '')),
	iif(c.inn <> '', c.inn, coalesce((SELECT p.inn FROM counterparty p
		WHERE p.client = c.id AND p.deleted = 0 AND p.inn <> '' ORDER BY p.id LIMIT 1), '')),
	c.manager, coalesce(u.name, '')`

func (r *clientRow) places() []any {
	c := &r.client
	return []any{&r.id, &r.state, into(&c.Ref), &c.Name, &c.FullName, &c.INN, into(&c.Manager), &r.managerName}
}

// clientByRef finds a client that has been read; sql.ErrNoRows for others.
func (t *tx) clientByRef(ref crm.Ref) (r clientRow, err error) {
	const query = `
		SELECT ` + clientColumns + ` FROM client c LEFT JOIN user u ON u.ref = c.manager
		WHERE c.ref = ? AND c.state <> 0`
	return r, t.row(query, args{ref[:]}, r.places()...)
}

// fillClient reads the columns only a card shows.
func (t *tx) fillClient(r *clientRow) error {
	const query = `
		SELECT iif(c.kpp <> '', c.kpp, coalesce((SELECT p.kpp FROM counterparty p
				WHERE p.client = c.id AND p.deleted = 0 AND p.inn <> '' ORDER BY p.id LIMIT 1), '')),
			c.prices, c.comment, c.version, c.phones, c.emails, c.more
		FROM client c WHERE c.id = ?`
	var phones, emails, more string
	c := &r.client
	err := t.row(query, args{r.id}, &c.KPP, into(&c.Prices), &c.Comment, &c.Version, &phones, &emails, &more)
	if err != nil {
		return err
	}
	c.Deleted = r.state == clientDeleted
	if c.Phones, err = decodePhones(phones); err != nil {
		return err
	}
	if c.Emails, err = decodeList(emails); err != nil {
		return err
	}
	c.Properties, err = decodeProperties(more)
	return err
}

// Properties are what a firm has added to the card of a client.
func (c *Cache) Properties(ctx context.Context, client crm.Ref) (list []crm.Property, err error) {
	err = c.read(ctx, "read properties of a client", func(t *tx) error {
		var more string
		if err := t.row("SELECT more FROM client WHERE ref = ? AND state <> 0", args{client[:]}, &more); err != nil {
			return err
		}
		list, err = decodeProperties(more)
		return err
	})
	return list, err
}
