package standin

import "time"

type paperKind uint8

const (
	orderPaper paperKind = iota
	shipmentPaper
	paymentPaper // through the bank
	cashPaper    // paid in cash
	billPaper
	mailInPaper
	mailOutPaper
	meetingPaper
	callPaper // a call recorded by somebody else
	paperKinds
)

// paperSpaces name the identities of documents.
var paperSpaces = [paperKinds]string{"Заказ", "Реализация", "Поступление", "Касса", "Счёт", "ПисьмоВх", "ПисьмоИсх", "Встреча", "Звонок"}

// talk tells an interaction from a document of trade.
func (k paperKind) talk() bool { return k >= mailInPaper }

func (k paperKind) money() bool { return k == paymentPaper || k == cashPaper }

// paper is a document.
type paper struct {
	id      uint32 // of its entry
	kind    paperKind
	ref     guid
	number  string
	date    time.Time
	partner *partner
	sum     Kopecks
	status  string
	base    *paper    // the order of a shipment; what a payment or a bill is for
	due     time.Time // when payment is expected
	own     bool      // settled on its own, not through an order
	lines   []paperLine
	posted  bool
	marked  bool
	service bool // work done, not goods shipped
	demo    bool // carries the demo number
	gone    bool
	paid    Kopecks // came in against this order or shipment
	note    *note   // of an interaction
}

// note is what an interaction says.
type note struct {
	incoming bool
	topic    string
	text     string
	person   *person // nil for the partner itself
	address  string
	manager  int
	length   time.Duration
}

type paperLine struct {
	good     int
	quantity number // thousandths
	price    Kopecks
	sum      Kopecks
}

// settled is the paper whose object of settlements counts: a shipment by an
// order is settled through the order.
func (d *paper) settled() *paper {
	if d.base != nil && d.kind == shipmentPaper {
		return d.base
	}
	return d
}

func (d *paper) addLine(good int, quantity number, price Kopecks) {
	sum := Kopecks((int64(quantity)*int64(price) + 500) / 1000)
	d.lines = append(d.lines, paperLine{good, quantity, price, sum})
	d.sum += sum
}

// left is what is still owed for a shipment.
func (d *paper) left() Kopecks {
	if d.kind != shipmentPaper || !d.posted {
		return 0
	}
	return d.sum - d.paid
}

// vat is the tax inside a sum: 20 per cent until 2025, 22 from 2026 on.
func vat(sum Kopecks, at time.Time) Kopecks {
	rate := int64(20)
	if at.Year() >= 2026 {
		rate = 22
	}
	return Kopecks((int64(sum)*rate*2 + 100 + rate) / (2 * (100 + rate)))
}

func midnight(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}
