package store

import (
	"context"
	"database/sql"
	"errors"

	"pult/app/crm"
)

// HoldAddress remembers whose an address is. One that was said to be another client's
// is of several from then on. It gives how the address stood before, and stands now.
func (j *Journal) HoldAddress(ctx context.Context, address string, client crm.Ref) (before, now crm.MailHolder, err error) {
	err = j.record(ctx, "remember an address", func(t *tx) error {
		client, err := t.follow(client)
		if err != nil {
			return err
		}
		if before, err = t.mailHolder(address); err != nil {
			return err
		}
		now = crm.MailHolder{Address: address, Client: client, Said: true}
		if before.Said && before.Client != client {
			now.Client = crm.Ref{}
		}
		return t.putHolder(now, j.now().UnixMilli())
	})
	return before, now, err
}

// PutAddress has an address stand as it stood.
func (j *Journal) PutAddress(ctx context.Context, h crm.MailHolder) error {
	return j.record(ctx, "put an address back", func(t *tx) error { return t.putHolder(h, j.now().UnixMilli()) })
}

func (t *tx) mailHolder(address string) (h crm.MailHolder, err error) {
	h.Address = address
	err = t.row("SELECT client FROM mail_holder WHERE address = ?", args{address}, into(&h.Client))
	if errors.Is(err, sql.ErrNoRows) {
		return h, nil
	}
	h.Said = err == nil
	return h, err
}

func (t *tx) putHolder(h crm.MailHolder, at int64) error {
	if !h.Said {
		return t.run("DELETE FROM mail_holder WHERE address = ?", h.Address)
	}
	return t.run(`
		INSERT INTO mail_holder (address, client, at) VALUES (?, ?, ?)
		ON CONFLICT (address) DO UPDATE SET client = excluded.client, at = excluded.at`, h.Address, blob(h.Client), at)
}

// MailHolders are the clients of addresses that a person has named. Those of several
// are left out.
func (j *Journal) MailHolders(ctx context.Context, addresses []string) (map[string]crm.Ref, error) {
	found := map[string]crm.Ref{}
	err := j.read(ctx, "read whose addresses are", func(t *tx) error {
		for _, address := range addresses {
			h, err := t.mailHolder(address)
			if err != nil {
				return err
			}
			if !h.Client.IsZero() {
				found[address] = h.Client
			}
		}
		return nil
	})
	return found, err
}

// AddressesHeld are the addresses that are remembered for a client.
func (j *Journal) AddressesHeld(ctx context.Context, client crm.Ref) (list []string, err error) {
	err = j.read(ctx, "read addresses of a client", func(t *tx) error {
		list = nil
		return t.each("SELECT address FROM mail_holder WHERE client = ? ORDER BY at DESC", args{client[:]}, func(scan func(...any) error) error {
			var address string
			err := scan(&address)
			list = append(list, address)
			return err
		})
	})
	return list, err
}
