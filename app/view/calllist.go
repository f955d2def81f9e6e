package view

import (
	"pult/app/crm"
)

// Purpose words what a list is called for.
func (p *Printer) Purpose(of crm.Purpose) string { return p.T("purpose." + string(of)) }

// EntryState words how far an entry has come.
func (p *Printer) EntryState(s crm.EntryState) string { return p.T("entry." + string(s)) }

// CalleeState words what a row of a file is to a call list.
func (p *Printer) CalleeState(s crm.CalleeState) string { return p.T("callee." + string(s)) }

// CalleeCounts says how many rows of a file are what.
func (p *Printer) CalleeCounts(n map[crm.CalleeState]int) string {
	return p.T("callee.counts", n[crm.CalleeMatched], n[crm.CalleeNew], n[crm.CalleeAmbiguous], n[crm.CalleeBad])
}

// Segment names a ready question to the books.
func (p *Printer) Segment(s crm.Segment) string { return p.T("segment." + string(s)) }

// Why says in one sentence why a client is in a list: «Просрочено 84 200 ₽, 12 дней,
// счёт 312». Words of a file stand as they are.
func (p *Printer) Why(w crm.Why) string {
	document := ""
	if w.Document != "" {
		document = p.T("why.document", Number(w.Document))
	}
	switch w.Segment {
	case "":
		return w.Text
	case crm.SegmentDebtors:
		return p.T("why.debtors", p.Money(w.Amount), p.Days(w.Days)) + document
	case crm.SegmentBroken:
		return p.T("why.broken", p.Money(w.Amount), p.DayMonth(w.Date), p.Days(w.Days))
	case crm.SegmentUnpaid:
		return p.T("why.unpaid", Number(w.Document), p.DayMonth(w.Date), p.Money(w.Amount))
	case crm.SegmentDue:
		return p.T("why.due", p.DayMonth(w.Date))
	case crm.SegmentOffRhythm:
		return p.T("why.off_rhythm", p.DayMonth(w.Date), p.Days(w.Days))
	case crm.SegmentLastYear:
		return p.T("why.last_year", p.Money(w.Amount))
	case crm.SegmentGood:
		return p.T("why.good", w.Good, p.Date(w.Date))
	case crm.SegmentStep:
		return p.T("why.step", p.Money(w.Amount), w.Percent)
	case crm.SegmentSilent, crm.SegmentForgotten, crm.SegmentLost, crm.SegmentLeads:
		if w.Date.IsZero() {
			return p.T("why." + string(w.Segment) + "_never")
		}
		return p.T("why."+string(w.Segment), p.Date(w.Date))
	case crm.SegmentUnreached, crm.SegmentNotReturned:
		return p.T("why."+string(w.Segment), p.Moment(w.Date))
	}
	return w.Text
}
