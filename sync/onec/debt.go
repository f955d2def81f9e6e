package onec

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"pult/app/crm"
	"pult/sync/odata"
)

// debtBatch is how many lines of settlements are stored at once.
const debtBatch = 2000

// debtKey is what one line of debt is about. Registers are finer: they also part
// by the object of settlements, the contract and the currency.
type debtKey struct {
	client, document crm.Ref
	due              int64 // Unix seconds, 0 without a date
}

// debts adds up what a register tells.
type debts struct {
	*Base
	*source
	only  crm.Ref // the client that is asked for; zero for all
	sums  map[debtKey]crm.DebtLine
	aside []crm.SetAside
}

// readDebts reads settlements in the way of the configuration. 1C computes the
// whole register for one request and knows no paging of it. Half of a debt is
// not a debt: nothing of a broken answer is kept.
func readDebts(ctx context.Context, b *Base, s *source, page func(crm.Batch) error) error {
	d := &debts{Base: b, source: s, sums: map[debtKey]crm.DebtLine{}}
	if err := d.read(ctx); err != nil {
		return err
	}
	for lines := range slices.Chunk(slices.Collect(maps.Values(d.sums)), debtBatch) {
		if err := page(crm.Batch{Kind: s.Kind, Debts: lines}); err != nil {
			return err
		}
	}
	if len(d.aside) > 0 {
		return page(crm.Batch{Kind: s.Kind, SetAside: d.aside})
	}
	return nil
}

// read reads in the way of the configuration.
func (d *debts) read(ctx context.Context) error {
	ways := map[string]func(context.Context) error{
		"due_dates":        d.byDueDates,
		"settlement_kinds": d.bySettlementKinds,
		"accounts":         d.byAccounts,
	}
	read, ok := ways[d.Way]
	if !ok {
		return fmt.Errorf("map of the configuration: debts have no way %q: %w", d.Way, crm.ErrInvalid)
	}
	return read(ctx)
}

// balance reads the balance of the register, row by row: of some accounts, and of
// the client that is asked for. A row that cannot be understood is set aside under
// its key.
func (d *debts) balance(ctx context.Context, accounts string, take func(odata.Row) error, key string) error {
	err := d.balanceIn(ctx, odata.Condition, accounts, take, key)
	var refused *odata.Error
	if errors.As(err, &refused) && refused.Code == odata.CodeBadOption {
		// Releases differ in how a condition in quotes is written.
		err = d.balanceIn(ctx, odata.Quote, accounts, take, key)
	}
	return err
}

func (d *debts) balanceIn(ctx context.Context, quote func(string) string, accounts string, take func(odata.Row) error, key string) error {
	var arguments []string
	if accounts != "" {
		arguments = append(arguments, "AccountCondition="+quote(accounts))
	}
	if condition := d.condition(); condition != "" {
		arguments = append(arguments, "Condition="+quote(condition))
	}
	_, err := d.client.Rows(ctx, d.set+"/Balance("+strings.Join(arguments, ",")+")", odata.Query{}, func(row odata.Row) error {
		if err := take(row); err != nil {
			of := d.setAside(d.source, row, err)
			of.Ref = d.text(row, key)
			if of.Client.IsZero() {
				of.Client = d.only
			}
			d.aside = append(d.aside, of)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("read debts from 1C: %w", err)
	}
	return nil
}

func (d *debts) add(client, document crm.Ref, due time.Time, owed, advance crm.Money) {
	d.addUnder(crm.Ref{}, client, document, due, owed, advance)
}

func (d *debts) addUnder(terms, client, document crm.Ref, due time.Time, owed, advance crm.Money) {
	if client.IsZero() || owed == 0 && advance == 0 {
		return
	}
	of := debtKey{client: client, document: document}
	if !due.IsZero() {
		of.due = due.Unix()
	}
	line := d.sums[of]
	line.Client, line.Document, line.Due, line.Terms = client, document, due, terms
	line.Owed += owed
	line.Advance += advance
	d.sums[of] = line
}

// byDueDates reads a register that knows what is due when (УТ, КА, ERP). The
// client is two hops away, through the catalogue of analytic keys, which is
// joined here: a condition over two hops is slow where it works at all.
func (d *debts) byDueDates(ctx context.Context) error {
	clients, err := d.keys(ctx)
	if err != nil {
		return err
	}
	return d.balance(ctx, "", func(row odata.Row) error {
		key, err := d.ref(row, "key")
		due, dueErr := row.Time(d.in(row, "due"), d.Zone)
		owed, owedErr := d.roubles(row, "owed")
		advance, advanceErr := d.roubles(row, "advance")
		if err := errors.Join(err, dueErr, owedErr, advanceErr); err != nil {
			return err
		}
		client, known := clients[key]
		if !d.only.IsZero() {
			client, known = d.only, true
		}
		if !known {
			return crm.Unread{Code: crm.NoDebtKey, Field: d.one("debt_keys").set}
		}
		document, _ := d.ref(row, "document") // a debt without a document is still a debt
		d.add(client, document, due, owed, advance)
		return nil
	}, "key")
}

// keys tells whose the analytic keys are. Of one client alone 1C has sorted them
// out itself.
func (d *debts) keys(ctx context.Context) (map[crm.Ref]crm.Ref, error) {
	if s := d.one("debt_keys"); !d.only.IsZero() && s != nil {
		return nil, s.missing()
	}
	return d.lookup(ctx, "debt_keys", func(s *source, row odata.Row) (crm.Ref, error) {
		return s.ref(row, "client", d.setsOf("clients")...)
	})
}

// roubles reads a resource in the currency of the books. A base that does not
// keep it has the sum in the currency of the contract alone.
func (d *debts) roubles(row odata.Row, resource string) (crm.Money, error) {
	sum, err := d.money(row, resource)
	if err != nil || sum != 0 {
		return sum, err
	}
	return d.money(row, resource+"_contract")
}

// bySettlementKinds reads a register that parts debts from advances by a
// dimension and knows no dates (УНФ). Advances stand in it with a minus.
func (d *debts) bySettlementKinds(ctx context.Context) error {
	return d.balance(ctx, "", func(row odata.Row) error {
		client, err := d.ref(row, "client", d.setsOf("clients")...)
		amount, amountErr := d.money(row, "amount")
		if err := errors.Join(err, amountErr); err != nil {
			return err
		}
		document, _ := d.ref(row, "document")
		terms, _ := d.ref(row, "terms") // without a contract there is no date
		switch of := d.text(row, "settlement"); {
		case slices.Contains(d.Values["advance"], of):
			d.addUnder(terms, client, document, time.Time{}, 0, max(amount, -amount))
		case slices.Contains(d.Values["owed"], of):
			d.addUnder(terms, client, document, time.Time{}, max(amount, 0), max(-amount, 0))
		default:
			return crm.Unread{Code: crm.UnknownSettlement, Field: d.found["settlement"], Value: of}
		}
		return nil
	}, "client")
}

// absent is the fault of a kind that no published set feeds.
func (b *Base) absent(kind string) error {
	for _, s := range b.sources[kind] {
		return s.missing()
	}
	return &crm.Fault{Kind: crm.ErrNotPublished, Subject: kind}
}

// lookup reads a helping set as a table by reference.
func (b *Base) lookup(ctx context.Context, kind string, value func(*source, odata.Row) (crm.Ref, error)) (map[crm.Ref]crm.Ref, error) {
	table := map[crm.Ref]crm.Ref{}
	s := b.one(kind)
	if s == nil {
		return nil, b.absent(kind)
	}
	if err := s.missing(); err != nil {
		return nil, err
	}
	query := odata.Query{Select: s.selects(), OrderBy: "Ref_Key", Top: scanPage}
	err := b.client.Pages(ctx, s.set, query, func(row odata.Row) error {
		key, err := keyOf(row)
		of, ofErr := value(s, row)
		if errors.Join(err, ofErr) == nil {
			table[key] = of
		}
		return nil
	}, func(int) error { return nil })
	if err != nil {
		return nil, fmt.Errorf("read %s from 1C: %w", kind, err)
	}
	return table, nil
}
