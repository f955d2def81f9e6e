package crm

import "time"

// Card is all that is shown of one client: what 1C said, with the time it said
// so, and what Pult remembers.
type Card struct {
	Client         Client
	ManagerName    string
	Counterparties []Counterparty
	Contacts       []Contact
	Debt           Debt
	DebtLines      []DebtLine
	OpenOrders     []Document // newest first
	Documents      []Document // newest first
	Purchases      []Month    // twelve months, oldest first
	PriceType      string     // name of the type of prices; empty when it is not known
	Terms          []Terms
	Limit          Money   // that the debt may come to; 0 without one
	Step           Step    // of the cumulative discount
	Promise        Promise // newest open one; zero when there is none
	Standing       Standing
	LastContact    Interaction
	History        []Interaction // newest first
	Records        []Record      // what others put on record in 1C, newest first
	AsOf           time.Time     // when 1C was last read in full
	Newcomer       bool          // a manager has entered the client; 1C has not told of it yet
}

// OpenComplaint is the newest complaint that is open in 1C; nil without one.
func (c Card) OpenComplaint() *Record {
	for i, r := range c.Records {
		if r.Kind == ComplaintKind && r.Open {
			return &c.Records[i]
		}
	}
	return nil
}

// Bought sums the last n months.
func (c Card) Bought(n int) Money {
	var sum Money
	for i, m := range c.Purchases {
		if i >= len(c.Purchases)-n {
			sum += m.Amount
		}
	}
	return sum
}

// Shipments are the last n of what the client took, newest first.
func (c Card) Shipments(n int) (list []Document) {
	for _, d := range c.Documents {
		if len(list) < n && d.Kind == Shipment && !d.Deleted {
			list = append(list, d)
		}
	}
	return list
}

// LimitUsed is how many percent of the agreed limit are owed; more than 100 when
// it is exceeded, 0 without a limit.
func (c Card) LimitUsed() int {
	switch {
	case c.Limit <= 0 || c.Debt.Owed <= 0:
		return 0
	case c.Debt.Owed > c.Limit:
		return int(max(101, min(c.Debt.Owed/max(c.Limit/100, 1), 9999)))
	}
	return c.Limit.Percent(c.Debt.Owed)
}

// Found is one answer of the search.
type Found struct {
	Client  Ref
	Name    string
	INN     string
	Contact string // person, number or address that matched
	Phone   string // main number, formatted by the caller
	Debt    Debt
	Manager Ref

	Document Document // the one whose number was asked for; none when the client was
	Newcomer bool     // a manager has entered the client; 1C has not told of it yet
}

// Freshness is when a kind of data was last read from 1C in full.
type Freshness struct {
	Kind string
	At   time.Time
	Rows int
}
