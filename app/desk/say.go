package desk

import (
	"time"

	"pult/app/crm"
)

// Say chooses the one thing to begin a talk with: the first rule that holds, the
// most urgent first. It is deterministic, so a manager learns to trust it.
func Say(m crm.Match, standing crm.Standing, promise crm.Promise, last crm.Interaction, today time.Time) crm.Say {
	switch {
	case standing.Ban.Holds():
		return crm.Say{Kind: crm.SayBanned, Date: standing.Ban.Since, Text: standing.Ban.Text, Author: standing.Ban.Author}
	case standing.Complaint.Holds():
		s := standing.Complaint
		return crm.Say{Kind: crm.SayComplaint, Date: s.Since, Text: s.Text, Author: s.Author}
	case !promise.ID.IsZero() && promise.Broken(today):
		return crm.Say{Kind: crm.SayPromiseBroken, Amount: promise.Amount, Date: promise.Due, Days: daysSince(promise.Due, today)}
	case m.Debt.Overdue > 0:
		return crm.Say{Kind: crm.SayOverdue, Amount: m.Debt.Overdue, Days: m.Debt.OverdueDays, Document: m.Debt.OldestText, Type: m.Debt.OldestKind}
	case sameDay(m.LastPayment.At, today):
		return crm.Say{Kind: crm.SayPaid, Amount: m.LastPayment.Amount}
	case !promise.ID.IsZero() && !promise.Kept():
		return crm.Say{Kind: crm.SayPromised, Amount: promise.Amount, Date: promise.Due}
	case len(m.OpenOrders) > 0:
		order := m.OpenOrders[0]
		return crm.Say{Kind: crm.SayOrder, Document: order.Number, Percent: order.PaidPercent(), Date: order.Due, Amount: order.Amount}
	case !last.ID.IsZero():
		return crm.Say{Kind: crm.SayLastContact, Date: last.At, Text: last.Text, Author: last.Author}
	default:
		return crm.Say{Kind: crm.SayFirst}
	}
}

func daysSince(day, today time.Time) int {
	return crm.DaysBetween(day.In(today.Location()), today)
}

func sameDay(t, today time.Time) bool {
	return !t.IsZero() && crm.DaysBetween(t.In(today.Location()), today) == 0
}
