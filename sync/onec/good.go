package onec

import (
	"context"
	"errors"
	"fmt"

	"pult/app/crm"
	"pult/sync/odata"
)

func takeGood(_ *Base, s *source, batch *crm.Batch, row odata.Row) error {
	ref, err := keyOf(row)
	if err != nil {
		return err
	}
	batch.Goods = append(batch.Goods, crm.Good{
		Ref: ref, Name: s.text(row, "name"), Code: s.text(row, "code"), Version: row.Text("DataVersion"), Deleted: hidden(row),
	})
	return nil
}

func takePriceType(_ *Base, s *source, batch *crm.Batch, row odata.Row) error {
	ref, err := keyOf(row)
	if err != nil {
		return err
	}
	batch.PriceTypes = append(batch.PriceTypes, crm.PriceType{Ref: ref, Name: s.text(row, "name")})
	return nil
}

// tradeBatch is how many prices are stored at once.
const tradeBatch = 5000

// readPrices reads the prices of today. They are kept by characteristic and
// unit too: the first of a good stands for it.
func readPrices(ctx context.Context, b *Base, s *source, page func(crm.Batch) error) error {
	type key struct{ good, kind crm.Ref }
	seen := map[key]bool{}
	batch := crm.Batch{Kind: s.Kind}
	err := b.virtual(ctx, s, func(row odata.Row) error {
		good, err := s.ref(row, "good")
		kind, kindErr := s.ref(row, "type")
		amount, amountErr := s.money(row, "amount")
		if err := errors.Join(err, kindErr, amountErr); err != nil {
			batch.SetAside = append(batch.SetAside, crm.SetAside{Kind: s.Kind, Ref: s.text(row, "good"), Why: whyUnread(err)})
			return nil
		}
		if of := (key{good, kind}); !good.IsZero() && amount > 0 && !seen[of] {
			seen[of] = true
			batch.Prices = append(batch.Prices, crm.Price{Good: good, Type: kind, Amount: amount})
		}
		if len(batch.Prices) < tradeBatch {
			return nil
		}
		full := batch
		batch = crm.Batch{Kind: s.Kind}
		return page(full)
	})
	if err != nil || batch.Rows()+len(batch.SetAside) == 0 {
		return err
	}
	return page(batch)
}

// readStocks sums what there is of each good over all stores.
func readStocks(ctx context.Context, b *Base, s *source, page func(crm.Batch) error) error {
	sums := map[crm.Ref]crm.Quantity{}
	var order []crm.Ref
	err := b.virtual(ctx, s, func(row odata.Row) error {
		good, err := s.ref(row, "good")
		amount, amountErr := row.Quantity(s.in(row, "amount"))
		if errors.Join(err, amountErr) != nil || good.IsZero() {
			return nil //nolint:nilerr // a stock that cannot be read is not shown
		}
		if _, known := sums[good]; !known {
			order = append(order, good)
		}
		sums[good] += amount
		return nil
	})
	if err != nil {
		return err
	}
	batch := crm.Batch{Kind: s.Kind}
	for _, good := range order {
		batch.Stocks = append(batch.Stocks, crm.Stock{Good: good, Amount: sums[good]})
	}
	if len(batch.Stocks) == 0 {
		return nil
	}
	return page(batch)
}

// virtual reads a virtual table of a register.
func (b *Base) virtual(ctx context.Context, s *source, take func(odata.Row) error) error {
	if _, err := b.client.Rows(ctx, s.set+"/"+s.Function+"()", odata.Query{}, take); err != nil {
		return fmt.Errorf("read %s from 1C: %w", s.Kind, err)
	}
	return nil
}

// takeTerms reads a contract or an agreement.
func takeTerms(b *Base, s *source, batch *crm.Batch, row odata.Row) error {
	ref, err := keyOf(row)
	client, clientErr := s.ref(row, "client", b.setsOf("clients", "counterparties")...)
	limit, limitErr := s.money(row, "limit")
	if err := errors.Join(err, clientErr, limitErr); err != nil {
		return err
	}
	t := crm.Terms{
		Ref: ref, Client: client, Name: s.text(row, "name"), Limit: limit, Version: row.Text("DataVersion"), Deleted: hidden(row),
	}
	t.Type, _ = s.ref(row, "prices")               // terms that say nothing of prices
	_, _ = fmt.Sscan(s.text(row, "days"), &t.Days) // nor of days
	batch.Terms = append(batch.Terms, t)
	return nil
}
