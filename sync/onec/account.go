package onec

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"pult/app/crm"
	"pult/sync/odata"
)

// side is what the balance of an account means.
type side int

const (
	owes     side = iota // debit: they owe
	advanced             // credit: they paid ahead
)

// byAccounts reads debts off the accounts of buyers (БП). What stands on the
// wrong side of an account is the other thing: an overpaid bill is an advance.
func (d *debts) byAccounts(ctx context.Context) error {
	accounts, err := d.readAccounts(ctx)
	if err != nil {
		return err
	}
	if len(accounts) == 0 {
		return fmt.Errorf("read debts from 1C: %w", &crm.Fault{
			Kind: crm.ErrNotFound, Subject: d.one("accounts").set,
			Detail: strings.Join(append(d.Values["owed"], d.Values["advance"]...), ", "),
		})
	}
	if err := d.readDueDates(ctx); err != nil {
		return err
	}
	var keys []string
	for account := range accounts {
		keys = append(keys, "Account_Key eq "+odata.GUID(account))
	}
	take := func(row odata.Row) error {
		account, err := d.ref(row, "account")
		client, clientErr := d.ref(row, "client", d.setsOf("clients")...)
		debit, debitErr := d.money(row, "debit")
		credit, creditErr := d.money(row, "credit")
		if err := errors.Join(err, clientErr, debitErr, creditErr); err != nil {
			return err
		}
		of, ours := accounts[account]
		if !ours {
			return nil
		}
		document, _ := d.ref(row, "document")
		var due time.Time
		if of == owes {
			due = d.dues[document] // of a shipment it is that of its bill, see the store
		}
		terms, _ := d.ref(row, "terms", d.setsOf("terms")...) // without a contract its days are not known
		d.addUnder(terms, client, document, due, debit, credit)
		return nil
	}
	return d.balance(ctx, strings.Join(keys, " or "), take, "client")
}

// readAccounts finds the accounts of buyers by their codes: "62.01" takes
// "62.01" and what is under it.
func (d *debts) readAccounts(ctx context.Context) (map[crm.Ref]side, error) {
	s := d.one("accounts")
	if s == nil {
		return nil, d.absent("accounts")
	}
	accounts := map[crm.Ref]side{}
	_, err := d.client.Rows(ctx, s.set, odata.Query{Select: s.selects()}, func(row odata.Row) error {
		ref, err := keyOf(row)
		if err != nil {
			return nil //nolint:nilerr // an account without a key holds nothing
		}
		code := s.text(row, "code")
		for of, prefixes := range [][]string{owes: d.Values["owed"], advanced: d.Values["advance"]} {
			for _, prefix := range prefixes {
				if code == prefix || strings.HasPrefix(code, prefix+".") {
					accounts[ref] = side(of)
				}
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read accounts from 1C: %w", err)
	}
	return accounts, nil
}

// readDueDates reads when documents are to be paid, where the base keeps that
// apart. They are those of bills and of whatever else has one.
func (b *Base) readDueDates(ctx context.Context) error {
	b.dues = map[crm.Ref]time.Time{}
	s := b.one("due_dates")
	if s == nil {
		return nil
	}
	_, err := b.client.Rows(ctx, s.set, odata.Query{}, func(row odata.Row) error {
		document, err := s.ref(row, "document")
		due, dueErr := row.Time(s.in(row, "due"), b.Zone)
		if errors.Join(err, dueErr) == nil && !document.IsZero() {
			b.dues[document] = due
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("read due dates from 1C: %w", err)
	}
	return nil
}
