package store

import (
	"fmt"

	"pult/app/crm"
)

// gone removes objects 1C has no more, with their parts.
func (a *applier) gone(kind string, refs []crm.Ref) error {
	for _, ref := range refs {
		if err := a.goneOne(kind, ref); err != nil {
			return err
		}
	}
	return nil
}

func (a *applier) goneOne(kind string, ref crm.Ref) error {
	if err := a.run("DELETE FROM set_aside WHERE kind = ? AND ref = ?", kind, ref.String()); err != nil {
		return err
	}
	switch kind {
	case kindUsers:
		a.changed, a.many = a.changed+1, true
		return a.run("DELETE FROM user WHERE ref = ?", ref[:])
	case kindGoods:
		a.changed++
		return a.run("DELETE FROM good WHERE ref = ?", ref[:])
	case kindClients:
		return a.emptyClients("ref = ?", ref[:])
	case kindCounterparties:
		return a.removeOwned("counterparty", ofCounterparty, "ref = ?", ref[:])
	case kindContacts:
		return a.removeOwned("contact", ofContact, "ref = ?1 OR whole = ?1", ref[:])
	case kindTerms, kindRecords:
		return a.sweepRows("DELETE FROM "+ownedTables[kind]+" WHERE ref = ? RETURNING client", ref[:])
	case kindOrders, kindShipments, kindPayments, kindInvoices:
		return a.sweepRows("DELETE FROM document WHERE ref = ?1 OR whole = ?1 RETURNING client", ref[:])
	default:
		return fmt.Errorf("kind of data %q: %w", kind, crm.ErrInvalid)
	}
}

// pruneParts removes parts of what the batch brought that are parts no more: a
// payment that was split among three clients and is now among two.
func (a *applier) pruneParts(b crm.Batch) error {
	for _, d := range b.Documents {
		if d.Kind != crm.Payment || !d.Whole.IsZero() || a.added[d.Ref] {
			continue
		}
		err := a.sweepRows("DELETE FROM document WHERE whole = ? AND round < ? RETURNING client", d.Ref[:], a.round)
		if err != nil {
			return err
		}
	}
	for _, p := range b.Contacts {
		if !p.Whole.IsZero() || a.added[p.Ref] {
			continue
		}
		if err := a.removeOwned("contact", ofContact, "whole = ? AND round < ?", p.Ref[:], a.round); err != nil {
			return err
		}
	}
	return nil
}
