package crm

import "time"

// DocumentKind is what a document of 1C is to a manager.
type DocumentKind string

// Kinds of document.
const (
	Order    DocumentKind = "order"
	Shipment DocumentKind = "shipment"
	Payment  DocumentKind = "payment"
	Invoice  DocumentKind = "invoice"
)

// Document is the header of a document of 1C. It is shown, never changed.
type Document struct {
	Ref     Ref
	Kind    DocumentKind
	Client  Ref
	Number  string
	At      time.Time
	Amount  Money
	Whole   Ref       // the document this is a part of; zero for itself
	Order   Ref       // the order a shipment or a payment belongs to
	Due     time.Time // shipment date of an order, day of payment of an invoice
	Open    bool      // an order not yet closed
	Version string
	Lines   []Line // of an order or a shipment
	Deleted bool   // marked for deletion or not posted
	Paid    Money  // of an order: what came for it
	Shipped Money  // of an order: what went out by it
}

// PaidPercent is how much of an order is paid.
func (d Document) PaidPercent() int { return d.Amount.Percent(d.Paid) }

// ShippedPercent is how much of an order has gone out.
func (d Document) ShippedPercent() int { return d.Amount.Percent(d.Shipped) }

// Month is what a client bought in one month.
type Month struct {
	Start  time.Time // first day, in the zone of the base
	Amount Money
	Unpaid Money     // of Amount, as far as debts name their documents
	Count  int       // shipments
	Last   time.Time // the newest of them
}
