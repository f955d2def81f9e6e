package store

import (
	"database/sql"
	"errors"

	"pult/app/crm"
)

// counterparty stores one legal entity.
func (a *applier) counterparty(p crm.Counterparty) error {
	client, err := a.clientID(p.Client)
	if err != nil {
		return err
	}
	phones, emails := encodePhones(p.Phones), encodeList(p.Emails)
	sum := fingerprint(p.Client, p.Name, p.FullName, p.INN, p.KPP, p.Deleted, phones, emails)
	const insert = `
		INSERT INTO counterparty (id, ref, client, deleted, sum, round, version, name, full_name, inn, kpp, phones, emails)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
	values := args{
		p.Ref[:], client, p.Deleted, sum, a.round, p.Version, p.Name, p.FullName,
		p.INN, p.KPP, phones, emails,
	}
	if a.fresh {
		id, err := a.addOwn("counterparty", insert, values)
		if err != nil {
			return err
		}
		if id != 0 {
			a.joined(phoneOwner{client, ofCounterparty, id}, p.Deleted, p.Phones)
			return nil
		}
	}
	old, err := a.oldOwned("SELECT id, client, deleted, sum, round, version, phones FROM counterparty WHERE ref = ?", p.Ref)
	if err != nil {
		return err
	}
	if old.id != 0 && old.sum == sum {
		if old.round >= a.round && old.version == p.Version {
			return nil
		}
		return a.run("UPDATE counterparty SET round = max(round, ?), version = ? WHERE id = ?", a.round, p.Version, old.id)
	}
	a.changed++
	const query = insert + `
		ON CONFLICT (ref) DO UPDATE SET client = excluded.client, deleted = excluded.deleted, sum = excluded.sum,
			round = max(round, excluded.round), version = excluded.version, name = excluded.name,
			full_name = excluded.full_name, inn = excluded.inn, kpp = excluded.kpp, phones = excluded.phones,
			emails = excluded.emails
		RETURNING id`
	var id int64
	if err = a.row(query, append(args{nil}, values...), &id); err != nil {
		return err
	}
	return a.moved(ofCounterparty, id, old, owned{client: client, deleted: p.Deleted, phones: phones})
}

// owned is what a counterparty's and a person's row have in common.
type owned struct {
	id      int64
	client  int64
	deleted bool
	sum     int64
	round   int64
	version string
	phones  string
}

// oldOwned reads the row as it was; zero when it is new.
func (a *applier) oldOwned(query string, ref crm.Ref) (o owned, err error) {
	err = a.row(query, args{ref[:]}, &o.id, &o.client, &o.deleted, &o.sum, &o.round, &o.version, &o.phones)
	if errors.Is(err, sql.ErrNoRows) {
		return owned{}, nil
	}
	return o, err
}

// moved brings the numbers and texts of the clients up to date after a change
// of a counterparty or a person, which may have gone to another client.
func (a *applier) moved(kind int, id int64, was, is owned) error {
	for _, o := range []*owned{&was, &is} {
		if o.deleted {
			o.phones = "" // numbers of the deleted lead nowhere
		}
		a.retext(o.client)
	}
	return a.reindex(phoneOwner{was.client, kind, id}, was.phones, phoneOwner{is.client, kind, id}, is.phones)
}

// counterparties reads the legal entities of a client.
func (t *tx) counterparties(client int64, ref crm.Ref) (list []crm.Counterparty, err error) {
	const query = `
		SELECT ref, name, full_name, inn, kpp, version, phones, emails FROM counterparty
		WHERE client = ? AND deleted = 0 ORDER BY id`
	err = t.each(query, args{client}, func(scan func(...any) error) error {
		p := crm.Counterparty{Client: ref}
		var phones, emails string
		err := scan(into(&p.Ref), &p.Name, &p.FullName, &p.INN, &p.KPP, &p.Version, &phones, &emails)
		if err != nil {
			return err
		}
		if p.Phones, err = decodePhones(phones); err != nil {
			return err
		}
		p.Emails, err = decodeList(emails)
		list = append(list, p)
		return err
	})
	return list, err
}
