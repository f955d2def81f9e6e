package view

import (
	"pult/app/crm"
)

// Told is a line of history with the name of its client.
type Told struct {
	crm.Interaction
	Name string
}

// Day lays out what a manager begins and ends the day with: whom to call back,
// then what has happened today. back counts the former.
func (p *Printer) Day(lines []Told) (rows []Row, back int) {
	var missed, today []Row
	seen := map[string]bool{} // callers talked to or listed since
	for _, l := range lines { // newest first
		if crm.DaysBetween(l.At.In(p.loc), p.Now()) != 0 {
			continue
		}
		today = append(today, p.historyRow(l))
		if l.Kind != crm.CallKind {
			continue
		}
		who := l.Number.String()
		if Missed(l.Interaction) && who != "" && !seen[who] {
			row := p.historyRow(l)
			row.Right, row.Tone = "", Quiet
			missed = append(missed, row)
		}
		if Missed(l.Interaction) || Talked(l.Interaction) || l.Direction == crm.Outgoing {
			seen[who] = true
		}
	}
	if len(missed) > 0 {
		rows = append(rows, Row{Head: true, Title: p.T("day.back")})
		rows = append(rows, missed...)
	}
	if len(today) > 0 {
		rows = append(rows, Row{Head: true, Title: p.T("day.today")})
		rows = append(rows, today...)
	}
	return rows, len(missed)
}

// CallList lays out calls, newest first, under the day they were made on.
func (p *Printer) CallList(lines []Told) []Row {
	var rows []Row
	day := ""
	for _, l := range lines {
		if l.Kind != crm.CallKind {
			continue
		}
		if d := p.dayName(l.Interaction); d != day {
			day = d
			rows = append(rows, Row{Head: true, Title: d})
		}
		rows = append(rows, p.historyRow(l))
	}
	return rows
}

func (p *Printer) dayName(i crm.Interaction) string {
	switch crm.DaysBetween(i.At.In(p.loc), p.Now()) {
	case 0:
		return p.T("day.today")
	case 1:
		return p.T("day.yesterday")
	default:
		return p.DayMonth(i.At)
	}
}

func (p *Printer) historyRow(l Told) Row {
	row := Row{
		At: l.At, When: p.Clock(l.At), Mark: markOf(l.Interaction), Client: l.Client,
		Number: l.Number.String(), Full: l.Text, Tone: Quiet,
	}
	row.Title = Caller(crm.Call{Number: l.Number}, l.Name)
	if row.Title == "?" {
		row.Title = p.T("call.hidden")
	}
	switch {
	case l.Kind == crm.NoteKind:
		row.Right = p.T("row.note")
	case l.Kind == crm.PromiseKind:
		row.Right = p.T("row.promise_short")
	case l.Kind == crm.MailKind || l.Kind == crm.MeetingKind:
		row.Right = p.T("record.kind." + string(l.Kind))
	case l.Outcome == crm.Answered && l.Seconds > 0:
		row.Right = p.Duration(l.Seconds)
	default:
		row.Right = p.Ended(l.Outcome, l.AnsweredBy)
	}
	return row
}

// FoundRows lays out answers of the search.
func (p *Printer) FoundRows(found []crm.Found) []Row {
	rows := make([]Row, len(found))
	for i, f := range found {
		rows[i] = Row{Client: f.Client, Title: f.Name, Detail: f.Contact, Number: f.Phone}
		switch {
		case f.Debt.Overdue > 0:
			rows[i].Right, rows[i].Tone = p.T("found.overdue", p.Roubles(f.Debt.Overdue)), Danger
		case f.Debt.Owed > 0:
			rows[i].Right, rows[i].Tone = p.Roubles(f.Debt.Owed), Quiet
		case f.INN != "":
			rows[i].Right, rows[i].Tone = f.INN, Quiet
		}
	}
	return rows
}
