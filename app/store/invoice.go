package store

import (
	"time"

	"pult/app/crm"
)

// Bounds of the invoice that is spoken of: its day of payment is near, and it is
// not older than what a firm still waits for.
const (
	invoiceAhead = 31 // days
	invoiceReach = 92
	invoicesRead = 20
)

// unpaidInvoice finds the invoice whose day of payment is next and for which not
// all has come; none is the zero document. A payment that names neither an invoice
// nor an order may be for any of them, so it counts for each: nobody is asked for
// money that has come.
func (t *tx) unpaidInvoice(r clientRow, today time.Time) (next crm.Document, err error) {
	const query = `
		SELECT d.ref, d.number, d.at, d.amount, d.parent, d.due,
			(SELECT coalesce(sum(p.amount), 0) FROM document p WHERE p.parent = d.ref AND p.kind = 3 AND p.deleted = 0)
			+ iif(d.parent IS NULL, 0, (SELECT coalesce(sum(p.amount), 0) FROM document p WHERE p.parent = d.parent AND p.kind = 3 AND p.deleted = 0))
			+ (SELECT coalesce(sum(p.amount), 0) FROM document p
				WHERE p.client = d.client AND p.kind = 3 AND p.at >= d.at AND p.parent IS NULL AND p.deleted = 0)
		FROM document d
		WHERE d.client = ? AND d.kind = 4 AND d.at >= ? AND d.deleted = 0 AND d.due >= ? AND d.due < ?
		ORDER BY d.at DESC LIMIT ?`
	begin := time.Date(today.Year(), today.Month(), today.Day(), 0, 0, 0, 0, today.Location())
	values := args{r.id, begin.AddDate(0, 0, -invoiceReach).UnixMilli(), begin.UnixMilli(), begin.AddDate(0, 0, invoiceAhead).UnixMilli(), invoicesRead}
	err = t.each(query, values, func(scan func(...any) error) error {
		d := crm.Document{Kind: crm.Invoice, Client: r.client.Ref}
		err := scan(into(&d.Ref), &d.Number, timeInto{&d.At}, &d.Amount, into(&d.Order), timeInto{&d.Due}, &d.Paid)
		if d.Paid < d.Amount && (next.Ref.IsZero() || d.Due.Before(next.Due)) {
			next = d
		}
		return err
	})
	return next, err
}
