package store

import (
	"context"
	"fmt"
	"time"

	"pult/app/crm"
)

// versioned names the tables of kinds whose objects 1C counts the changes of,
// with what parts one kind from another in them.
var versioned = map[string]struct{ table, where string }{
	kindUsers:          {"user", "version <> 'import'"},
	kindClients:        {"client", "state <> 0 AND id NOT IN (SELECT client FROM imported)"},
	kindCounterparties: {"counterparty", "TRUE"},
	kindContacts:       {"contact", "whole IS NULL AND client NOT IN (SELECT client FROM imported)"},
	kindGoods:          {"good", "TRUE"},
	kindTerms:          {"terms", "TRUE"},
	kindRecords:        {"record", "TRUE"},
	kindOrders:         {"document", "kind = 1 AND whole IS NULL"},
	kindShipments:      {"document", "kind = 2 AND whole IS NULL"},
	kindPayments:       {"document", "kind = 3 AND whole IS NULL"},
	kindInvoices:       {"document", "kind = 4 AND whole IS NULL"},
}

// Versions tells which objects of a kind are here and in which version. With a
// moment given they are the documents dated since.
func (c *Cache) Versions(ctx context.Context, kind string, since time.Time) (map[crm.Ref]string, error) {
	of, ok := versioned[kind]
	if !ok {
		return nil, fmt.Errorf("versions of %q: %w", kind, crm.ErrInvalid)
	}
	query, values := "SELECT ref, version FROM "+of.table+" WHERE "+of.where, args(nil)
	if !since.IsZero() {
		query, values = query+" AND at >= ?", args{since.UnixMilli()}
	}
	versions := map[crm.Ref]string{}
	err := c.read(ctx, "read versions", func(t *tx) error {
		return t.each(query, values, func(scan func(...any) error) error {
			var ref crm.Ref
			var version string
			if err := scan(into(&ref), &version); err != nil {
				return err
			}
			versions[ref] = version
			return nil
		})
	})
	return versions, err
}
