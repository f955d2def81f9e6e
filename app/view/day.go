package view

import (
	"time"

	"pult/app/crm"
)

// Told is a line of history with the name of its client.
type Told struct {
	crm.Interaction
	Name string
}

// Day lays out what waits: what has come due first, then calls to return, then
// promises, letters to answer, letters of ours that came back or have no answer, then
// what is later today, what 1C has told, and under it what has happened. waits counts
// what there is to be done.
func (p *Printer) Day(day crm.Day, lines []Told) (rows []Row, waits int) {
	var due, later, missed, promised, written, bounced, silent, told, today []Row
	for _, t := range day.Tasks {
		if t.Ripe(p.Now()) {
			due = append(due, p.taskRow(t, day.Names[t.Client]))
		} else {
			later = append(later, p.taskRow(t, day.Names[t.Client]))
		}
	}
	for _, m := range day.Missed {
		missed = append(missed, p.missedRow(m, day.Names[m.Client]))
	}
	for _, promise := range day.Promises {
		promised = append(promised, p.promiseRow(promise, day.Names[promise.Client]))
	}
	for _, l := range day.Letters {
		row := p.historyRow(Told{Interaction: l, Name: day.Names[l.Client]})
		row.When, row.Right, row.Tone = p.dayOrClock(l.At), p.Ago(l.At), Quiet
		written = append(written, row)
	}
	for _, l := range day.Bounced {
		bounced = append(bounced, p.bouncedRows(l, day.Names[l.Client])...)
	}
	for _, l := range day.Silent {
		silent = append(silent, p.silentRow(l, day.Names[l.Client]))
	}
	for _, n := range day.News {
		told = append(told, p.newsRow(n))
	}
	for _, l := range lines {
		if crm.DaysBetween(l.At.In(p.loc), p.Now()) == 0 {
			today = append(today, p.historyRow(l))
		}
	}
	add := func(head string, part []Row) {
		if len(part) > 0 {
			rows = append(append(rows, Row{Head: true, Title: p.T(head)}), part...)
		}
	}
	add("day.due", due)
	add("day.back", missed)
	add("day.promised", promised)
	add("day.letters", written)
	add("mail.doubtful", p.doubtfulRows(day.Doubtful))
	add("day.bounced", bounced)
	add("day.silent", silent)
	add("day.later", later)
	add("day.news", told)
	add("day.today", today)
	return rows, len(due) + len(missed) + len(promised) + len(written) + len(day.Bounced) + len(silent) + len(day.Doubtful.Letters)
}

func (p *Printer) taskRow(t crm.Task, name string) Row {
	row := Row{
		At: t.Due, When: p.Clock(t.Due), Mark: MarkTask, Client: t.Client, Number: t.Number.String(), Task: t.ID,
		Title: p.TaskOf(t, name), Detail: p.taskText(t), Full: p.taskText(t),
	}
	if t.Day {
		row.When = ""
	}
	if t.Late(p.Now()) {
		row.Right, row.Tone = p.T("day.late"), Warning
		if days := crm.DaysBetween(t.Due.In(p.loc), p.Now()); days > 0 {
			row.When, row.Right = p.DayMonth(t.Due), p.Ago(t.Due)
		}
	}
	return row
}

func (p *Printer) missedRow(m crm.Unreturned, name string) Row {
	row := p.historyRow(Told{Interaction: m.Interaction, Name: name})
	row.Right, row.Tone, row.Missed = p.Ago(m.At), Quiet, m.ID
	if crm.DaysBetween(m.At.In(p.loc), p.Now()) > 0 {
		row.When = p.DayMonth(m.At)
	}
	if m.Times > 1 {
		row.Detail = p.Count("times", m.Times)
	}
	return row
}

func (p *Printer) promiseRow(promise crm.Promise, name string) Row {
	row := Row{At: promise.Due, When: p.DayMonth(promise.Due), Mark: MarkPromise, Client: promise.Client, Title: name}
	row.Right, row.Tone = p.Roubles(promise.Amount-promise.Paid), Warning
	if promise.Broken(p.Now()) {
		row.Right += ", " + p.Days(crm.DaysBetween(promise.Due.In(p.loc), p.Now()))
		row.Tone = Danger
	}
	return row
}

// bouncedRows are a letter of ours that did not arrive, and the reason below it.
func (p *Printer) bouncedRows(l crm.Interaction, name string) []Row {
	row := p.historyRow(Told{Interaction: l, Name: name})
	row.When, row.Detail, row.Letter, row.Settles = p.dayOrClock(l.At), l.Subject, l.ID, true
	row.Right, row.Tone = p.Bounce(l.Reason), Danger
	return below(row)
}

// silentRow is a letter of ours whose answer is missed.
func (p *Printer) silentRow(l crm.Interaction, name string) Row {
	row := p.historyRow(Told{Interaction: l, Name: name})
	row.When, row.Detail, row.Letter, row.Settles = p.dayOrClock(l.At), l.Subject, l.ID, true
	row.Right, row.Tone = p.Days(max(1, crm.DaysBetween(l.At.In(p.loc), p.Now()))), Warning
	return row
}

// Ago writes how long something waits: «40 мин», «3 ч», «2 дня».
func (p *Printer) Ago(t time.Time) string {
	switch d := p.Now().Sub(t); {
	case d < time.Minute:
		return p.T("age.now")
	case d < time.Hour:
		return p.T("ago.minutes", int(d/time.Minute))
	case d < 24*time.Hour:
		return p.T("ago.hours", int(d/time.Hour))
	default:
		return p.T("ago.days", p.Days(crm.DaysBetween(t.In(p.loc), p.Now())))
	}
}

// Tray lays out the callers nobody knows, a row for each number.
func (p *Printer) Tray(callers []crm.Caller) (rows []Row, unsorted int) {
	mark := crm.CallerUnsorted
	for _, c := range callers {
		if c.Mark != mark {
			mark = c.Mark
			rows = append(rows, Row{Head: true, Title: p.T("tray." + string(mark))})
		}
		row := Row{
			At: c.Last.At, When: p.dayOrClock(c.Last.At), Mark: markOf(c.Last), Number: c.Number.String(), Title: c.Number.Format(),
			Right: p.Ended(c.Last.Outcome, c.Last.AnsweredBy), Tone: Quiet, Detail: c.Last.Text,
		}
		if c.Calls > 1 {
			row.Right = p.Count("call", c.Calls)
		}
		if mark == crm.CallerUnsorted {
			unsorted++
		}
		rows = append(rows, row)
	}
	return rows, unsorted
}

func (p *Printer) dayOrClock(t time.Time) string {
	if crm.DaysBetween(t.In(p.loc), p.Now()) == 0 {
		return p.Clock(t)
	}
	return p.DayMonth(t)
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
		row.Right, row.Full = p.T("row.promise_short"), p.promised(l.Text)
	case l.Outcome == crm.Undelivered:
		row.Right, row.Tone, row.Full = p.Outcome(l.Outcome), Danger, p.BounceCure(l.Reason)
	case l.Kind == crm.MailKind || l.Kind == crm.MeetingKind:
		row.Right = p.T("record.kind." + string(l.Kind))
		if l.Kind == crm.MailKind {
			row.Letter = l.ID
		}
	case l.Kind == crm.TaskLine:
		row.Right, row.Full = p.T("row.task_short"), ""
	case row.Mark == MarkSign:
		row.Right = p.statement(l.Interaction)
	case l.Result.Known():
		row.Right = p.Result(l.Result)
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
		case !f.Document.Ref.IsZero():
			rows[i].Title, rows[i].Detail = p.Document(f.Document), f.Name
			rows[i].Right, rows[i].Tone = p.DayMonth(f.Document.At), Quiet
		case f.Newcomer:
			rows[i].Right, rows[i].Tone = p.T("found.newcomer"), Warning
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

// AlikeRows lays out clients that a new one may be, with what makes them alike.
func (p *Printer) AlikeRows(alike []crm.LookAlike) []Row {
	rows := make([]Row, len(alike))
	for i, a := range alike {
		rows[i] = Row{Client: a.Client, Title: a.Name, Right: p.T("flaw." + string(a.By)), Tone: Quiet}
		if a.By == crm.SharedINN || a.By == crm.SharedPhone {
			rows[i].Tone = Warning
		}
	}
	return rows
}
