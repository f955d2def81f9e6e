package desk

import (
	"time"

	"pult/app/crm"
)

// Grounds are all that the one line to begin with is chosen from.
type Grounds struct {
	Match    crm.Match
	Standing crm.Standing
	Promise  crm.Promise
	Waiting  crm.Interaction // a call or a letter of theirs that nobody answered
	Last     crm.Interaction // the last talk, whoever had it
	Trade    crm.Trade       // read later than a ring can wait for; nothing until then
	Own      string          // the manager who asks
	Today    time.Time
}

// rules say whether they hold, the most urgent first.
var rules = [...]func(Grounds) (crm.Say, bool){
	banned, complaint, promiseBroken, overdue, paid, promised, ready, invoiced, answerDue,
	orderDue, stepNear, forgotten, colleague, ordered, lastContact,
}

// Say chooses the one thing to begin a talk with: the first rule that holds. It
// is deterministic, so a manager learns to trust it.
func Say(g Grounds) crm.Say {
	for _, rule := range rules {
		if say, holds := rule(g); holds {
			return say
		}
	}
	return crm.Say{Kind: crm.SayFirst}
}

func banned(g Grounds) (crm.Say, bool) {
	b := g.Standing.Ban
	return crm.Say{Kind: crm.SayBanned, Date: b.Since, Text: b.Text, Author: b.Author}, b.Holds()
}

func complaint(g Grounds) (crm.Say, bool) {
	c := g.Standing.Complaint
	return crm.Say{Kind: crm.SayComplaint, Date: c.Since, Text: c.Text, Author: c.Author}, c.Holds()
}

func promiseBroken(g Grounds) (crm.Say, bool) {
	p := g.Promise
	return crm.Say{Kind: crm.SayPromiseBroken, Amount: p.Amount, Date: p.Due, Days: daysSince(p.Due, g.Today)},
		!p.ID.IsZero() && p.Broken(g.Today)
}

func overdue(g Grounds) (crm.Say, bool) {
	d := g.Match.Debt
	return crm.Say{Kind: crm.SayOverdue, Amount: d.Overdue, Days: d.OverdueDays, Document: d.OldestText, Type: d.OldestKind}, d.Overdue > 0
}

// paid thanks, and tells when the goods leave.
func paid(g Grounds) (crm.Say, bool) {
	say := crm.Say{Kind: crm.SayPaid, Amount: g.Match.LastPayment.Amount}
	if len(g.Match.OpenOrders) > 0 {
		if due := g.Match.OpenOrders[0].Due; !due.IsZero() && daysSince(due, g.Today) <= 0 {
			say.Date = due
		}
	}
	at := g.Match.LastPayment.At
	return say, !at.IsZero() && daysSince(at, g.Today) == 0
}

// promised is a promise whose day has not passed.
func promised(g Grounds) (crm.Say, bool) {
	p := g.Promise
	return crm.Say{Kind: crm.SayPromised, Amount: p.Amount, Date: p.Due}, !p.ID.IsZero() && !p.Kept()
}

// readyDays is how long an order waits to be fetched before it is one that nobody
// has closed.
const readyDays = 14

// ready is the oldest order whose day of shipment has come and which has not gone
// out whole.
func ready(g Grounds) (say crm.Say, holds bool) {
	for _, o := range g.Match.OpenOrders {
		late := daysSince(o.Due, g.Today)
		if o.Due.IsZero() || late < 0 || late > readyDays || o.Amount > 0 && o.Shipped >= o.Amount {
			continue
		}
		if !holds || o.Due.Before(say.Date) {
			say, holds = crm.Say{Kind: crm.SayReady, Document: o.Number, Date: o.Due, Percent: o.ShippedPercent(), Amount: o.Amount}, true
		}
	}
	return say, holds
}

// invoiceDays is how many days before the day of payment an invoice is spoken of.
const invoiceDays = 3

func invoiced(g Grounds) (crm.Say, bool) {
	i := g.Match.Invoice
	left := -daysSince(i.Due, g.Today)
	return crm.Say{Kind: crm.SayInvoice, Document: i.Number, Amount: i.Amount - i.Paid, Date: i.Due, Days: left},
		!i.Due.IsZero() && i.Paid < i.Amount && left >= 0 && left <= invoiceDays
}

func answerDue(g Grounds) (crm.Say, bool) {
	w := g.Waiting
	return crm.Say{Kind: crm.SayAnswer, Contact: w.Kind, Date: w.At, Text: w.Subject}, !w.At.IsZero()
}

// orderDue speaks of the rhythm of orders when it deserves that.
func orderDue(g Grounds) (crm.Say, bool) {
	f := g.Trade.Forecast
	return crm.Say{Kind: crm.SayForecast, Every: f.Every, Days: f.Since(g.Today), Date: f.Next}, f.Even() && f.Near(g.Today)
}

func stepNear(g Grounds) (crm.Say, bool) {
	s := g.Trade.Step
	return crm.Say{Kind: crm.SayStep, Amount: s.Left(), Percent: s.Next.Percent}, s.Close()
}

func forgotten(g Grounds) (crm.Say, bool) {
	if len(g.Trade.Frequent) == 0 {
		return crm.Say{}, false
	}
	good := g.Trade.Frequent[0]
	return crm.Say{Kind: crm.SayFrequent, Text: good.Name, Quantity: good.Usual, Date: good.Last}, true
}

// colleagueDays is how long a talk of somebody else's is news.
const colleagueDays = 7

func colleague(g Grounds) (crm.Say, bool) {
	l := g.Last
	fresh := !l.At.IsZero() && daysSince(l.At, g.Today) <= colleagueDays
	return crm.Say{Kind: crm.SayColleague, Date: l.At, Text: l.Text, Author: l.Author}, fresh && l.Author != "" && l.Author != g.Own
}

// ordered says how far the newest order has come.
func ordered(g Grounds) (crm.Say, bool) {
	if len(g.Match.OpenOrders) == 0 {
		return crm.Say{}, false
	}
	o := g.Match.OpenOrders[0]
	return crm.Say{Kind: crm.SayOrder, Document: o.Number, Percent: o.PaidPercent(), Date: o.Due, Amount: o.Amount}, true
}

func lastContact(g Grounds) (crm.Say, bool) {
	l := g.Last
	return crm.Say{Kind: crm.SayLastContact, Date: l.At, Text: l.Text, Author: l.Author}, !l.At.IsZero()
}

func daysSince(day, today time.Time) int {
	return crm.DaysBetween(day.In(today.Location()), today)
}
