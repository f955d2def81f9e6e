package store

import (
	"context"
	"time"

	"pult/app/crm"
)

const (
	// newsKept is how long news are remembered.
	newsKept = 7 * 24 * time.Hour
	// newsReach is how old a document may be for its change to be news: what is
	// entered of the years before interests nobody today.
	newsReach = 30 * 24 * time.Hour
	// mostNews are read at once.
	mostNews = 2000
)

// before is what the cache knew of a document.
type before struct {
	client, sum, round, due int64
	open, deleted           bool
	version                 string
}

// news notes what a change of a document means to people. A kind that is read for
// the first time has none: nothing of it was here to change.
func (a *applier) news(d crm.Document, client int64, isNew bool, old before) error {
	if a.fresh || client == 0 {
		return nil
	}
	var kind crm.NewsKind
	counted, counts := !isNew && !old.deleted, !d.Deleted
	switch {
	case d.Kind == crm.Payment && !counted && counts && d.Amount > 0:
		kind = crm.NewsPaid
	case d.Kind == crm.Payment && counted && !counts:
		kind = crm.NewsTakenOff
	case d.Kind == crm.Shipment && !counted && counts:
		kind = crm.NewsShipped
	case d.Kind == crm.Order && counted && counts && old.open && !d.Open:
		kind = crm.NewsClosed
	case d.Kind == crm.Order && counted && counts && d.Open && !d.Due.IsZero() && old.due != 0 && old.due != d.Due.UnixMilli():
		kind = crm.NewsMoved
	default:
		return nil
	}
	now := a.now()
	if d.Kind != crm.Order && now.Sub(d.At) > newsReach {
		return nil
	}
	return a.run("INSERT INTO news (at, kind, client, document) VALUES (?, ?, ?, ?)", now.UnixMilli(), string(kind), client, d.Ref[:])
}

// News reads what 1C has told since a moment and behind a number, the oldest
// first; of very many the newest.
func (c *Cache) News(ctx context.Context, since time.Time, after int64) (list []crm.News, err error) {
	const query = `
		SELECT n.seq, n.at, n.kind, c.ref, c.name, c.manager, d.ref, d.number, d.at, d.amount,
			o.ref, o.number, o.amount, o.due, coalesce(o.open, 0),
			(SELECT coalesce(sum(p.amount), 0) FROM document p WHERE p.parent = o.ref AND p.kind = 3 AND p.deleted = 0),
			(SELECT coalesce(sum(s.amount), 0) FROM document s WHERE s.parent = o.ref AND s.kind = 2 AND s.deleted = 0)
		FROM (SELECT * FROM news WHERE seq > ? AND at >= ? ORDER BY seq DESC LIMIT ?) n
			JOIN client c ON c.id = n.client AND c.state = 1
			JOIN document d ON d.ref = n.document
			LEFT JOIN document o ON o.ref = iif(d.kind = 1, d.ref, d.parent) AND o.kind = 1 AND o.deleted = 0
		ORDER BY n.seq`
	err = c.read(ctx, "read news of 1C", func(t *tx) error {
		return t.each(query, args{after, since.UnixMilli(), mostNews}, func(scan func(...any) error) error {
			var n crm.News
			var number *string
			var amount *crm.Money
			err := scan(&n.Seq, timeInto{&n.At}, (*string)(&n.Kind), into(&n.Client), &n.Name, into(&n.Manager), into(&n.Document),
				&n.Number, timeInto{&n.Dated}, &n.Amount, into(&n.Order.Ref), &number, &amount, timeInto{&n.Order.Due},
				&n.Order.Open, &n.Order.Paid, &n.Order.Shipped)
			if number != nil && amount != nil {
				n.Order.Kind, n.Order.Client, n.Order.Number, n.Order.Amount = crm.Order, n.Client, *number, *amount
			}
			list = append(list, n)
			return err
		})
	})
	return list, err
}

// LastNews is the number of the newest; 0 without any.
func (c *Cache) LastNews(ctx context.Context) (seq int64, err error) {
	err = c.read(ctx, "read news of 1C", func(t *tx) error {
		return t.row("SELECT coalesce(max(seq), 0) FROM news", nil, &seq)
	})
	return seq, err
}
