package view

import (
	"slices"
	"strings"
	"time"

	"pult/app/crm"
	"pult/app/phone"
)

// Result words what came of a talk; nothing when nobody has said.
func (p *Printer) Result(r crm.Result) string {
	if !r.Known() {
		return ""
	}
	return p.T("result." + string(r))
}

// Because words a result with its reason: «Отказ: дорого».
func (p *Printer) Because(r crm.Result, reason string) string {
	if slices.Contains(crm.Refusals(), reason) {
		reason = p.T("refusal." + reason)
	}
	return join(": ", p.Result(r), reason)
}

// Due writes when something is to be done: «сегодня 10:00», «пн 23.11».
func (p *Printer) Due(at time.Time, day bool) string {
	at = at.In(p.loc)
	var text string
	switch crm.DaysBetween(p.Now(), at) {
	case 0:
		text = p.T("due.today")
	case 1:
		text = p.T("due.tomorrow")
	case -1:
		text = p.T("due.yesterday")
	default:
		text = p.T("weekday."+strings.ToLower(at.Weekday().String()[:3])) + " " + p.DayMonth(at)
	}
	if day {
		return text
	}
	return text + " " + p.Clock(at)
}

// When words a moment as it was understood, with what was typed after it.
func (p *Printer) When(w When) string { return join(" · ", p.Due(w.At, w.Day), w.Text) }

// Reminder says that the time of a task has come.
func (p *Printer) Reminder(t crm.Task, name string) string {
	return p.T("remind."+string(t.Kind), p.TaskOf(t, name)) + strings.TrimSuffix(": "+t.Text, ": ")
}

// taskText is what is to be done, as it was typed; a wrong number speaks for itself.
func (p *Printer) taskText(t crm.Task) string {
	if t.Text == "" && t.Kind == crm.NumberTask {
		return p.T("task.number", t.Number.Format())
	}
	return t.Text
}

// TaskOf is whom a task is about.
func (p *Printer) TaskOf(t crm.Task, name string) string {
	return Caller(crm.Call{Number: t.Number}, name)
}

// taskLine reads what history keeps of a task: when, and what.
func (p *Printer) taskLine(i crm.Interaction) (when, text string) {
	for _, layout := range []string{"2006-01-02 15:04", time.DateOnly} {
		if len(i.Text) < len(layout) {
			continue
		}
		at, err := time.ParseInLocation(layout, i.Text[:len(layout)], p.loc)
		if err == nil {
			return p.Due(at, layout == time.DateOnly), strings.TrimSpace(i.Text[len(layout):])
		}
	}
	return "", i.Text
}

// statement words a line that changes how a client or a number stands to us.
func (p *Printer) statement(i crm.Interaction) string {
	value := string(i.Result)
	if value == "" {
		value = "none"
	}
	said := p.T("statement." + string(i.Kind) + "." + value)
	if i.Kind == crm.BanKind && i.Number.Kind() != phone.None {
		said += ", " + i.Number.Format()
	}
	return said
}

// Bar says who has asked not to be called, when, to whom and why.
func (p *Printer) Bar(b *crm.Bar) string {
	number := ""
	if b.Number.Kind() != phone.None {
		number = b.Number.Format()
	}
	text := p.T("bar.asked", join(", ", b.Name, number), p.DayMonth(b.Since))
	if b.Author != "" {
		text += ", " + p.T("bar.to", b.Author)
	}
	if b.Text != "" {
		text += ": " + b.Text
	}
	return text
}

// Standing words what was said of a client, for one line of the card.
func (p *Printer) Standing(s crm.Standing) string {
	ban, consent := "", ""
	if s.Ban.Holds() {
		ban = p.T("standing.ban", p.DayMonth(s.Ban.Since))
	}
	if s.Consent.Value != "" {
		consent = p.T("standing.consent."+string(s.Consent.Value), p.DayMonth(s.Consent.Since))
	}
	complaint := ""
	if s.Complaint.Holds() {
		complaint = p.T("standing.complaint", p.DayMonth(s.Complaint.Since))
	}
	for _, b := range s.Numbers {
		if b.Holds() && !s.Ban.Holds() {
			ban = join(" · ", ban, p.T("standing.ban_number", b.Number.Format(), p.DayMonth(b.Since)))
		}
	}
	return join(" · ", ban, complaint, consent)
}
