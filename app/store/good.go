package store

import (
	"context"
	"time"

	"pult/app/crm"
)

// trade stores what is sold and for how much. Nobody's card names it by itself,
// so no client is touched by it.
func (a *applier) trade(b crm.Batch) error {
	err := forEach("good", b.Goods, func(g crm.Good) error {
		return a.shared(`
			INSERT INTO good (ref, name, code, deleted, version, round) VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT (ref) DO UPDATE SET name = excluded.name, code = excluded.code, deleted = excluded.deleted,
				version = excluded.version, round = max(round, excluded.round)`,
			g.Ref[:], g.Name, g.Code, g.Deleted, g.Version, a.round)
	})
	if err == nil {
		err = forEach("type of prices", b.PriceTypes, func(p crm.PriceType) error {
			return a.shared(`
				INSERT INTO price_type (ref, name, round) VALUES (?, ?, ?)
				ON CONFLICT (ref) DO UPDATE SET name = excluded.name, round = max(round, excluded.round)`,
				p.Ref[:], p.Name, a.round)
		})
	}
	if err == nil {
		err = forEach("price", b.Prices, func(p crm.Price) error {
			return a.shared(`
				INSERT INTO price (good, type, amount, round) VALUES (?, ?, ?, ?)
				ON CONFLICT (good, type) DO UPDATE SET amount = excluded.amount, round = max(round, excluded.round)`,
				p.Good[:], p.Type[:], int64(p.Amount), a.round)
		})
	}
	if err == nil {
		err = forEach("stock", b.Stocks, func(s crm.Stock) error {
			return a.shared(`
				INSERT INTO stock (good, amount, round) VALUES (?, ?, ?)
				ON CONFLICT (good) DO UPDATE SET amount = excluded.amount, round = max(round, excluded.round)`,
				s.Good[:], int64(s.Amount), a.round)
		})
	}
	if err == nil {
		err = forEach("agreement", b.Terms, a.terms)
	}
	return err
}

// shared stores a row that no card shows by itself.
func (a *applier) shared(query string, values ...any) error { return a.run(query, values...) }

// boughtReach is how far back shipments are looked through, and boughtMost how
// many of them.
const (
	boughtReach = 400 * 24 * time.Hour
	boughtMost  = 200
)

// Bought tells what a client buys, the most often bought first.
func (c *Cache) Bought(ctx context.Context, client crm.Ref) (list []crm.Bought, err error) {
	err = c.read(ctx, "read what is bought", func(t *tx) error {
		r, err := t.clientByRef(client)
		if err != nil {
			return err
		}
		list, err = t.bought(r, c.now().Add(-boughtReach))
		return err
	})
	return list, err
}

func (t *tx) bought(r clientRow, since time.Time) ([]crm.Bought, error) {
	const shipments = `
		SELECT at, lines FROM document WHERE client = ? AND kind = 2 AND deleted = 0 AND at >= ?
		ORDER BY at DESC LIMIT ?`
	out, err := t.withLines(shipments, args{r.id, since.UnixMilli(), boughtMost})
	if err != nil {
		return nil, err
	}
	const open = `SELECT at, lines FROM document WHERE client = ? AND kind = 1 AND deleted = 0 AND open = 1`
	ordered, err := t.withLines(open, args{r.id})
	if err != nil {
		return nil, err
	}
	list := crm.TallyBought(out, ordered)
	for i := range list {
		if err := t.fillBought(r, &list[i]); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// withLines reads documents with nothing but their time and their lines.
func (t *tx) withLines(query string, values args) (list []crm.Document, err error) {
	err = t.eachLines(query, values, func(at time.Time, lines []crm.Line) {
		list = append(list, crm.Document{At: at, Lines: lines})
	})
	return list, err
}

// eachLines hands over the lines of documents.
func (t *tx) eachLines(query string, values args, take func(at time.Time, lines []crm.Line)) error {
	return t.each(query, values, func(scan func(...any) error) error {
		var at time.Time
		var packed []byte
		if err := scan(timeInto{&at}, &packed); err != nil {
			return err
		}
		lines, err := unpackLines(packed)
		if err == nil {
			take(at, lines)
		}
		return err
	})
}

// fillBought adds the name, and the price under the client's type of prices.
func (t *tx) fillBought(r clientRow, g *crm.Bought) error {
	const query = `
		SELECT coalesce((SELECT name FROM good WHERE ref = ?1), ''), coalesce((SELECT code FROM good WHERE ref = ?1), ''),
			coalesce((SELECT amount FROM stock WHERE good = ?1), 0),
			coalesce((SELECT amount FROM price WHERE good = ?1 AND type = (` + priceTypeOf + `)), 0)`
	return t.row(query, args{g.Good[:], r.id}, &g.Name, &g.Code, &g.Stock, &g.Price)
}

// priceTypeOf finds the type of prices of client ?2: an agreement's goes before
// the one in the card.
const priceTypeOf = `
	SELECT coalesce((SELECT m.type FROM terms m WHERE m.client = ?2 AND m.deleted = 0 AND m.type IS NOT NULL ORDER BY m.ref LIMIT 1),
		(SELECT k.prices FROM client k WHERE k.id = ?2))`

// chainMost is how many documents of one order are shown.
const chainMost = 40

// Chain is the order a document belongs to with its invoices, payments and
// shipments, in the order they came; the document alone when it belongs to none.
func (c *Cache) Chain(ctx context.Context, document crm.Ref) (list []crm.Document, err error) {
	const query = `
		SELECT ` + documentColumns + ` FROM document d
		WHERE d.deleted = 0 AND (d.ref = ?1 OR d.parent = ?1 OR d.parent IN (SELECT i.ref FROM document i WHERE i.parent = ?1 AND i.kind = 4))
		ORDER BY d.at, d.kind LIMIT ?2`
	err = c.read(ctx, "read the chain of a document", func(t *tx) error {
		root, parent := document, crm.Ref{}
		for range 2 { // a payment may name the invoice, which names the order
			if err := t.row("SELECT parent FROM document WHERE ref = ?", args{root[:]}, into(&parent)); err != nil {
				return err
			}
			if parent.IsZero() {
				break
			}
			var known bool
			if err := t.row("SELECT EXISTS (SELECT 1 FROM document WHERE ref = ? AND deleted = 0)", args{parent[:]}, &known); err != nil {
				return err
			}
			if !known {
				break
			}
			root = parent
		}
		list, err = t.documents(crm.Ref{}, query, args{root[:], chainMost})
		return err
	})
	return list, err
}

// Lines are the lines of one document with the names of goods.
func (c *Cache) Lines(ctx context.Context, document crm.Ref) (list []crm.Bought, err error) {
	err = c.read(ctx, "read the lines of a document", func(t *tx) error {
		return t.eachLines("SELECT at, lines FROM document WHERE ref = ?", args{document[:]}, func(at time.Time, lines []crm.Line) {
			for _, line := range lines {
				list = append(list, crm.Bought{Good: line.Good, Last: at, Times: 1, Quantity: line.Quantity, Paid: line.Amount, Amount: line.Amount})
			}
		})
	})
	for i := range list {
		if err != nil {
			break
		}
		err = c.read(ctx, "read the names of goods", func(t *tx) error { return t.fillBought(clientRow{}, &list[i]) })
	}
	return list, err
}
