package onec

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"pult/app/crm"
	"pult/sync/odata"
)

// debtBatch is how many lines of settlements are stored at once.
const debtBatch = 2000

// debtKey is what one line of debt is about. The register is finer: it also
// parts by the object of settlements and the currency.
type debtKey struct {
	client, document crm.Ref
	due              int64 // Unix seconds
}

// readDebts reads settlements by due date. 1C computes the whole register for
// one request and knows no paging of it. The client is two hops away, through
// the catalogue of analytic keys, which is read first and joined here.
func readDebts(ctx context.Context, b *Base, page func(crm.Batch) error) error {
	clients, err := b.analyticKeys(ctx)
	if err != nil {
		return fmt.Errorf("read keys of settlements from 1C: %w", err)
	}
	var aside crm.Batch
	sums := map[debtKey]crm.DebtLine{}
	_, err = b.client.Rows(ctx, debtSet+"/Balance()", odata.Query{}, func(row odata.Row) error {
		if err := takeDebt(b, sums, clients, row); err != nil {
			key := row.Text("АналитикаУчетаПоПартнерам_Key")
			aside.SetAside = append(aside.SetAside, crm.SetAside{Kind: "debts", Ref: key, Reason: err.Error()})
		}
		return nil
	})
	if err != nil {
		// Half of a debt is not a debt: nothing of a broken answer is kept.
		return fmt.Errorf("read debts from 1C: %w", err)
	}
	for lines := range slices.Chunk(slices.Collect(maps.Values(sums)), debtBatch) {
		if err := page(crm.Batch{Kind: "debts", Debts: lines}); err != nil {
			return err
		}
	}
	if len(aside.SetAside) > 0 {
		return page(aside)
	}
	return nil
}

// analyticKeys maps a key of the register to its client.
func (b *Base) analyticKeys(ctx context.Context) (map[crm.Ref]crm.Ref, error) {
	clients := map[crm.Ref]crm.Ref{}
	query := odata.Query{Select: []string{"Ref_Key", "Партнер_Key"}, OrderBy: "Ref_Key", Top: 4 * pageSize}
	for {
		n, err := b.client.Rows(ctx, keySet, query, func(row odata.Row) error {
			key, err := keyOf(row)
			client, clientErr := row.Ref("Партнер_Key")
			if errors.Join(err, clientErr) == nil {
				clients[key] = client
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		if n < query.Top {
			return clients, nil
		}
		query.Skip += n
	}
}

func takeDebt(b *Base, sums map[debtKey]crm.DebtLine, clients map[crm.Ref]crm.Ref, row odata.Row) error {
	key, err := row.Ref("АналитикаУчетаПоПартнерам_Key")
	due, dueErr := row.Time("ДатаПлановогоПогашения", b.Zone)
	owed, owedErr := roubles(row, "Долг")
	advance, advanceErr := roubles(row, "Предоплата")
	if err := errors.Join(err, dueErr, owedErr, advanceErr); err != nil {
		return err
	}
	client, known := clients[key]
	if !known {
		return errors.New("its key is not in " + keySet)
	}
	if client.IsZero() || owed == 0 && advance == 0 {
		return nil
	}
	document, _ := row.Ref("РасчетныйДокумент") // a debt without a document is still a debt
	of := debtKey{client, document, due.Unix()}
	line := sums[of]
	line.Client, line.Document, line.Due = client, document, due
	line.Owed += owed
	line.Advance += advance
	sums[of] = line
	return nil
}

// roubles reads a resource in the currency of the books. A base that does not
// keep it has the sum in the currency of the contract alone.
func roubles(row odata.Row, resource string) (crm.Money, error) {
	sum, err := row.Money(resource + "РеглBalance")
	if err != nil || sum != 0 {
		return sum, err
	}
	return row.Money(resource + "Balance")
}
