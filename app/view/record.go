package view

import (
	"strings"

	"pult/app/crm"
)

// Record words a fact as people will read it in 1C.
func (p *Printer) Record(parcel crm.Parcel) (subject, text string) {
	line := parcel.Line
	switch parcel.Fact.Kind {
	case crm.CallFacts:
		return p.CallSubject(parcel.Call), p.CallText(parcel.Call)
	case crm.ClientFacts:
		return "", p.leadText(parcel.Lead)
	}
	switch {
	case line.Kind == crm.PromiseKind:
		return p.T("record.promise"), p.T("record.promised", p.Money(parcel.Promise.Amount), p.Date(parcel.Promise.Due))
	case line.Kind == crm.NoteKind:
		first, _, _ := strings.Cut(line.Text, "\n")
		return p.T("record.note", Shorten(first, maxSay)), line.Text
	case line.Subject != "":
		return line.Subject, line.Text
	default:
		return p.T("record." + string(line.Kind)), line.Text
	}
}

// leadText says in the card of a new client where it came from.
func (p *Printer) leadText(l crm.Lead) string {
	text := p.T("record.lead", p.Date(l.At))
	if l.Author != "" {
		text += " " + p.T("record.lead_author", l.Author)
	}
	if l.Contact != "" {
		text += "\n" + p.T("record.lead_contact", l.Contact)
	}
	return text
}

// CallSubject is the subject of a call's record in 1C.
func (p *Printer) CallSubject(c crm.Call) string {
	number := c.Number.Format()
	if number == "" {
		number = c.Display
	}
	return strings.TrimSpace(p.T("record."+string(c.Direction), number))
}

// CallText is the body of a call's record in 1C: what came of it, how long the
// talk was, and the manager's note.
func (p *Printer) CallText(c crm.Call) string {
	var lines []string
	switch {
	case !c.AnsweredAt.IsZero():
		lines = append(lines, p.T("record.talk", p.Duration(c.Seconds())))
	case c.Outcome == crm.Answered: // at the desk phone, and the exchange told no more
		lines = append(lines, p.T("record.talk_unmeasured"))
	}
	if c.Outcome != crm.Answered {
		lines = append(lines, p.T("record.outcome", p.Ended(c.Outcome, c.AnsweredBy)))
	}
	if c.Result.Known() {
		lines = append(lines, p.T("record.result", p.Because(c.Result, c.Reason)))
	}
	if c.Note != "" {
		lines = append(lines, c.Note)
	}
	return strings.Join(lines, "\n")
}
