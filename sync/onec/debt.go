package onec

import (
	"context"
	"errors"
	"fmt"

	"pult/app/crm"
	"pult/sync/odata"
)

// debtBatch is how many lines of settlements are stored at once. 1C computes
// the whole register for one request and knows no paging of it.
const debtBatch = 2000

// readDebts reads settlements by due date. The register names the client two
// hops away, through the catalogue of analytic keys, which is read first and
// joined here.
func readDebts(ctx context.Context, b *Base, page func(crm.Batch) error) error {
	clients, err := b.analyticKeys(ctx)
	if err != nil {
		return fmt.Errorf("read keys of settlements from 1C: %w", err)
	}
	batch := crm.Batch{Kind: "debts"}
	flush := func() error {
		if len(batch.Debts)+len(batch.SetAside) == 0 {
			return nil
		}
		err := page(batch)
		batch = crm.Batch{Kind: "debts"}
		return err
	}
	_, err = b.client.Rows(ctx, debtSet+"/Balance()", odata.Query{}, func(row odata.Row) error {
		b.takeDebt(&batch, clients, row)
		if len(batch.Debts)+len(batch.SetAside) >= debtBatch {
			return flush()
		}
		return nil
	})
	if flushErr := flush(); flushErr != nil {
		return flushErr
	}
	if err != nil {
		return fmt.Errorf("read debts from 1C: %w", err)
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

func (b *Base) takeDebt(batch *crm.Batch, clients map[crm.Ref]crm.Ref, row odata.Row) {
	key, err := row.Ref("АналитикаУчетаПоПартнерам_Key")
	due, dueErr := row.Time("ДатаПлановогоПогашения", b.Zone)
	owed, owedErr := row.Money("ДолгBalance")
	advance, advanceErr := row.Money("ПредоплатаBalance")
	client, known := clients[key]
	if err := errors.Join(err, dueErr, owedErr, advanceErr); err != nil || !known {
		if err == nil {
			err = errors.New("its key is not in " + keySet)
		}
		batch.SetAside = append(batch.SetAside, crm.SetAside{Kind: "debts", Ref: key.String(), Reason: err.Error()})
		return
	}
	if client.IsZero() || owed == 0 && advance == 0 {
		return
	}
	document, _ := row.Ref("РасчетныйДокумент") // a debt without a document is still a debt
	batch.Debts = append(batch.Debts, crm.DebtLine{Client: client, Document: document, Due: due, Owed: owed, Advance: advance})
}
