package store

import "pult/app/crm"

// contact stores one person.
func (a *applier) contact(p crm.Contact) error {
	client, err := a.clientID(p.Client)
	if err != nil {
		return err
	}
	phones, emails := encodePhones(p.Phones), encodeList(p.Emails)
	sum := fingerprint(p.Client, p.Name, p.Position, p.Deleted, phones, emails)
	const insert = `
		INSERT INTO contact (id, ref, whole, client, deleted, sum, round, version, name, position, phones, emails)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
	values := args{
		p.Ref[:], blob(p.Whole), client, p.Deleted, sum, a.round, p.Version, p.Name, p.Position,
		phones, emails,
	}
	if a.fresh {
		id, err := a.addOwn("contact", insert, values)
		if err != nil {
			return err
		}
		if id != 0 {
			a.added[p.Ref] = true
			a.joined(phoneOwner{client, ofContact, id}, p.Deleted, p.Phones)
			return nil
		}
	}
	old, err := a.oldOwned("SELECT id, client, deleted, sum, round, version, phones FROM contact WHERE ref = ?", p.Ref)
	if err != nil {
		return err
	}
	if old.id != 0 && old.sum == sum {
		if old.round >= a.round && old.version == p.Version {
			return nil
		}
		return a.run("UPDATE contact SET round = max(round, ?), version = ? WHERE id = ?", a.round, p.Version, old.id)
	}
	a.changed++
	const query = insert + `
		ON CONFLICT (ref) DO UPDATE SET whole = excluded.whole, client = excluded.client, deleted = excluded.deleted, sum = excluded.sum,
			round = max(round, excluded.round), version = excluded.version, name = excluded.name,
			position = excluded.position, phones = excluded.phones, emails = excluded.emails
		RETURNING id`
	var id int64
	if err = a.row(query, append(args{nil}, values...), &id); err != nil {
		return err
	}
	return a.moved(ofContact, id, old, owned{client: client, deleted: p.Deleted, phones: phones})
}

// contacts reads the people at a client.
func (t *tx) contacts(client int64, ref crm.Ref) (list []crm.Contact, err error) {
	const query = `
		SELECT ref, name, position, version, phones, emails FROM contact
		WHERE client = ? AND deleted = 0 ORDER BY name, id`
	err = t.each(query, args{client}, func(scan func(...any) error) error {
		p := crm.Contact{Client: ref}
		var phones, emails string
		err := scan(into(&p.Ref), &p.Name, &p.Position, &p.Version, &phones, &emails)
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
