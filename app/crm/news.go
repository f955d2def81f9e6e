package crm

import "time"

// NewsKind is what has happened to the money or the goods of a client.
type NewsKind string

// Kinds of news.
const (
	NewsPaid     NewsKind = "paid"
	NewsTakenOff NewsKind = "payment_off" // a payment that counts no more
	NewsShipped  NewsKind = "shipped"
	NewsMoved    NewsKind = "moved"  // an order has another day of shipment
	NewsClosed   NewsKind = "closed" // an order is done with
)

// News is something 1C has told since it was read first.
type News struct {
	Seq      int64     // grows with each
	At       time.Time // when it came here
	Kind     NewsKind
	Client   Ref
	Name     string // of the client
	Manager  Ref    // of the client
	Document Ref
	Number   string // of the document
	Dated    time.Time
	Amount   Money
	Order    Document // it is about, as it stands now; none for a payment without one
	Promise  Promise  // that waited for a payment; zero without one
}

// Keeps tells that it was this payment by which the promise was kept.
func (n News) Keeps() bool {
	return n.Kind == NewsPaid && n.Promise.Kept() && n.Promise.Paid-n.Amount < n.Promise.Amount
}

// Breaks tells that without this payment the promise is not kept any more.
func (n News) Breaks() bool {
	return n.Kind == NewsTakenOff && !n.Promise.ID.IsZero() && !n.Promise.Kept() && n.Promise.Paid+n.Amount >= n.Promise.Amount
}
