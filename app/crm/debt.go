package crm

import "time"

// DebtLine is one line of settlements by due date: what is owed for one document.
type DebtLine struct {
	Client   Ref
	Document Ref
	Number   string // of the document, when it is known
	Kind     DocumentKind
	Terms    Ref // contract; its days make Due where 1C keeps no dates
	Due      time.Time
	Owed     Money
	Advance  Money
}

// Debt is what a client owes. Owed counts no advances in: 1C keeps both sides
// and only the firm may set one off against the other.
type Debt struct {
	Owed        Money
	Advance     Money
	Overdue     Money
	Undated     Money  // of Owed: 1C says no date to pay it by
	OverdueDays int    // of the oldest overdue line
	OldestRef   Ref    // document of that line
	OldestText  string // its number
	OldestKind  DocumentKind
}

// SumDebt adds up lines as of today. A debt due today is not overdue yet. Days
// are counted in the zone of today, the zone of the base.
func SumDebt(lines []DebtLine, today time.Time) Debt {
	var sum Debt
	for _, line := range lines {
		sum.Owed += line.Owed
		sum.Advance += line.Advance
		if line.Owed <= 0 {
			continue
		}
		if line.Due.IsZero() {
			sum.Undated += line.Owed
			continue
		}
		days := DaysBetween(line.Due.In(today.Location()), today)
		if days <= 0 {
			continue
		}
		sum.Overdue += line.Owed
		if days > sum.OverdueDays {
			sum.OverdueDays = days
			sum.OldestRef, sum.OldestText, sum.OldestKind = line.Document, line.Number, line.Kind
		}
	}
	return sum
}

// DaysBetween counts calendar days, not 24-hour spans: 23:00 to 01:00 is a day.
func DaysBetween(from, to time.Time) int {
	a := time.Date(from.Year(), from.Month(), from.Day(), 0, 0, 0, 0, time.UTC)
	b := time.Date(to.Year(), to.Month(), to.Day(), 0, 0, 0, 0, time.UTC)
	return int(b.Sub(a) / (24 * time.Hour))
}
