package crm

import "time"

// SayKind is the reason for the one line a manager is told to begin with.
type SayKind string

// Reasons, the most urgent first.
const (
	SayBanned        SayKind = "banned"
	SayComplaint     SayKind = "complaint"
	SayPromiseBroken SayKind = "promise_broken"
	SayOverdue       SayKind = "overdue"
	SayPaid          SayKind = "paid"
	SayPromised      SayKind = "promised"
	SayReady         SayKind = "ready"    // an order whose day of shipment has come
	SayInvoice       SayKind = "invoice"  // not paid, and its day is near
	SayAnswer        SayKind = "answer"   // a letter or a missed call waits for us
	SayForecast      SayKind = "forecast" // usually orders by now
	SayStep          SayKind = "step"     // a little more, and the discount grows
	SayFrequent      SayKind = "frequent" // takes it regularly, and not this time
	SayColleague     SayKind = "colleague"
	SayOrder         SayKind = "order"
	SayLastContact   SayKind = "last_contact"
	SayFirst         SayKind = "first_contact"
	SayNobody        SayKind = "nobody"
	SayLooking       SayKind = "looking" // the disk has not answered yet who it is
	SaySeveral       SayKind = "several"
)

// Say is «что сказать»: a reason with its figures. app/view words it.
type Say struct {
	Kind     SayKind
	Amount   Money
	Days     int
	Document string // its number
	Type     DocumentKind
	Percent  int
	Every    int // days between orders
	Quantity Quantity
	Date     time.Time
	Text     string // words of the last talk
	Author   string
	Contact  InteractionKind // what waits for an answer
}
