package onec

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"pult/app/crm"
	"pult/sync/odata"
)

// DebtsOf reads what single clients owe. Where 1C refuses to narrow its register
// that way it is read whole, and the others are left out.
func (b *Base) DebtsOf(ctx context.Context, clients []crm.Ref, page func(crm.Batch) error) error {
	sources, err := b.ready(ctx, "debts")
	if err != nil {
		return err
	}
	if !b.oneDebts {
		return b.allDebtsOf(ctx, sources, clients, page)
	}
	batch := crm.Batch{Kind: "debts", Settled: clients}
	for _, client := range clients {
		for _, s := range sources {
			lines, aside, err := b.debtsOf(ctx, s, client)
			if isRefusal(err) {
				b.Log.InfoContext(ctx, "debts of one client cannot be asked for, reading all", "error", err)
				b.oneDebts = false
				return b.allDebtsOf(ctx, sources, clients, page)
			}
			if err != nil {
				return err
			}
			batch.Debts, batch.SetAside = append(batch.Debts, lines...), append(batch.SetAside, aside...)
		}
	}
	return page(batch)
}

// isRefusal tells an answer that says the question is wrong.
func isRefusal(err error) bool { return errors.Is(err, crm.ErrRefused) }

func (b *Base) allDebtsOf(ctx context.Context, sources []*source, clients []crm.Ref, page func(crm.Batch) error) error {
	batch := crm.Batch{Kind: "debts", Settled: clients}
	for _, s := range sources {
		err := readDebts(ctx, b, s, func(all crm.Batch) error {
			for _, line := range all.Debts {
				if slices.Contains(clients, line.Client) {
					batch.Debts = append(batch.Debts, line)
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return page(batch)
}

// debtsOf reads the lines of one client.
func (b *Base) debtsOf(ctx context.Context, s *source, client crm.Ref) ([]crm.DebtLine, []crm.SetAside, error) {
	d := &debts{Base: b, source: s, sums: map[debtKey]crm.DebtLine{}, only: client}
	if err := d.read(ctx); err != nil {
		return nil, nil, err
	}
	return slices.Collect(maps.Values(d.sums)), d.aside, nil
}

// condition narrows the register to one client; empty for all. A field of
// several types is compared with a reference that says which one it is.
func (d *debts) condition() string {
	if d.only.IsZero() {
		return ""
	}
	field := d.found["client"]
	if d.Way == "due_dates" { // two hops away, through the key
		field = strings.TrimSuffix(d.found["key"], "_Key") + "/" + d.one("debt_keys").found["client"]
	}
	if strings.HasSuffix(field, "_Key") {
		return field + " eq " + odata.GUID(d.only)
	}
	return field + " eq cast(" + odata.GUID(d.only) + ",'" + d.one("clients").set + "')"
}
