package store

import (
	"context"
	"slices"

	"pult/app/crm"
)

// Sizes of a card.
const (
	cardDocuments = 20
	cardOrders    = 100
	cardMonths    = 12
)

// Card reads all 1C said of a client, as of one moment. History, promises and
// the last talk are the journal's. A client marked for deletion has a card still,
// for old records lead to it; its Client.Deleted says so.
func (c *Cache) Card(ctx context.Context, client crm.Ref) (card crm.Card, err error) {
	err = c.read(ctx, "read a card", func(t *tx) error {
		card, err = c.card(t, client)
		return err
	})
	if err != nil {
		return crm.Card{}, err
	}
	return card, nil
}

func (c *Cache) card(t *tx, client crm.Ref) (card crm.Card, err error) {
	r, err := t.clientByRef(client)
	if err != nil {
		return card, err
	}
	if err = t.fillClient(&r); err != nil {
		return card, err
	}
	card.Client, card.ManagerName = r.client, r.managerName
	if card.Counterparties, err = t.counterparties(r.id, client); err != nil {
		return card, err
	}
	if card.Contacts, err = t.contacts(r.id, client); err != nil {
		return card, err
	}
	if card.DebtLines, err = t.debts(r); err != nil {
		return card, err
	}
	card.Debt = crm.SumDebt(card.DebtLines, c.today())
	if card.OpenOrders, err = t.openOrders(r, cardOrders); err != nil {
		return card, err
	}
	if card.Documents, err = t.lastDocuments(r, cardDocuments); err != nil {
		return card, err
	}
	if card.Purchases, err = t.purchases(r.id, c.today(), cardMonths, card.DebtLines); err != nil {
		return card, err
	}
	if err = t.terms(r, &card); err != nil {
		return card, err
	}
	card.AsOf, err = t.asOf(r.id)
	return card, err
}

// Documents reads the newest documents of a client.
func (c *Cache) Documents(ctx context.Context, client crm.Ref, limit int) (list []crm.Document, err error) {
	err = c.read(ctx, "read documents", func(t *tx) error {
		r, err := t.clientByRef(client)
		if err != nil {
			return err
		}
		list, err = t.lastDocuments(r, limit)
		return err
	})
	return list, err
}

// lastDocuments reads the newest documents of all kinds.
func (t *tx) lastDocuments(r clientRow, limit int) ([]crm.Document, error) {
	var all []crm.Document
	for _, kind := range []crm.DocumentKind{crm.Order, crm.Shipment, crm.Payment, crm.Invoice} {
		list, err := t.newest(r, kind, limit)
		if err != nil {
			return nil, err
		}
		all = append(all, list...)
	}
	slices.SortStableFunc(all, func(x, y crm.Document) int { return y.At.Compare(x.At) })
	return all[:min(limit, len(all))], nil
}
