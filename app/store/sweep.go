package store

import (
	"fmt"

	"pult/app/crm"
)

// sweep removes rows of a kind which the round now finished has not seen: they
// have gone from 1C. Clients from files of the firm were never there.
func (a *applier) sweep(kind string) error {
	if err := a.run("DELETE FROM set_aside WHERE kind = ? AND round < ?", kind, a.round); err != nil {
		return err
	}
	switch kind {
	case kindUsers:
		gone, err := a.tx.changed("DELETE FROM user WHERE round < ? AND version <> ?", a.round, versionImported)
		if gone {
			a.changed++
			a.many = true
		}
		return err
	case kindClients:
		return a.emptyClients("round < ? AND id NOT IN (SELECT client FROM imported)", a.round)
	case kindCounterparties:
		return a.removeOwned("counterparty", ofCounterparty, "round < ?", a.round)
	case kindContacts:
		return a.removeOwned("contact", ofContact, "round < ? AND client NOT IN (SELECT client FROM imported)", a.round)
	case kindOrders, kindShipments, kindPayments, kindInvoices:
		name := crm.DocumentKind(kind[:len(kind)-1])
		return a.sweepRows(`DELETE FROM document WHERE kind = ? AND round < ? RETURNING client`, documentKinds[name], a.round)
	case kindDebts:
		return a.sweepRows(`
			DELETE FROM debt WHERE round < ? AND client NOT IN (SELECT client FROM imported) RETURNING client`, a.round)
	case kindTerms, kindRecords:
		return a.sweepRows("DELETE FROM "+ownedTables[kind]+" WHERE round < ? RETURNING client", a.round)
	case kindGoods, kindPriceTypes, kindPrices, kindStocks:
		gone, err := a.tx.changed("DELETE FROM "+sharedTables[kind]+" WHERE round < ?", a.round)
		if gone {
			a.changed++
		}
		return err
	default:
		return fmt.Errorf("kind of data %q: %w", kind, crm.ErrInvalid)
	}
}

// ownedTables hold rows of one client each, sharedTables those of nobody.
var (
	ownedTables  = map[string]string{kindTerms: "terms", kindRecords: "record"}
	sharedTables = map[string]string{kindGoods: "good", kindPriceTypes: "price_type", kindPrices: "price", kindStocks: "stock"}
)

// sweepRows removes rows that only cards show.
func (a *applier) sweepRows(query string, values ...any) error {
	return a.each(query, values, func(scan func(...any) error) error {
		var client int64
		if err := scan(&client); err != nil {
			return err
		}
		a.changed++
		a.touch(client)
		return nil
	})
}

// emptyClients empties the rows of vanished clients. The rows stay, for
// documents may refer to them and the client may come back.
func (a *applier) emptyClients(where string, values ...any) error {
	type gone struct {
		id     int64
		state  int
		phones string
	}
	var list []gone
	err := a.each("SELECT id, state, phones FROM client WHERE state <> 0 AND "+where, values,
		func(scan func(...any) error) error {
			var g gone
			defer func() { list = append(list, g) }()
			return scan(&g.id, &g.state, &g.phones)
		})
	if err != nil {
		return err
	}
	const query = `
		UPDATE client SET state = 0, sum = 0, version = '', name = '', full_name = '', inn = '', kpp = '',
			manager = NULL, prices = NULL, comment = '', phones = '', emails = '', more = '' WHERE id = ?`
	for _, g := range list {
		a.changed++
		if g.state == clientInSight {
			a.retext(g.id)
		}
		owner := phoneOwner{client: g.id, kind: ofClient, id: g.id}
		if err := a.reindex(owner, g.phones, owner, ""); err != nil {
			return err
		}
		if err := a.run(query, g.id); err != nil {
			return err
		}
	}
	return nil
}

// removeOwned removes vanished counterparties or people with their numbers.
func (a *applier) removeOwned(table string, kind int, where string, values ...any) error {
	var list []owned
	err := a.each("DELETE FROM "+table+" WHERE "+where+" RETURNING id, client, deleted, phones", values,
		func(scan func(...any) error) error {
			var o owned
			defer func() { list = append(list, o) }()
			return scan(&o.id, &o.client, &o.deleted, &o.phones)
		})
	if err != nil {
		return err
	}
	for _, o := range list {
		a.changed++
		if err := a.moved(kind, o.id, o, owned{}); err != nil {
			return err
		}
	}
	return nil
}
