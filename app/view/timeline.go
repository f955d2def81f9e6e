package view

import (
	"slices"
	"strings"

	"pult/app/crm"
)

// Filter is which lines of a client's story are shown.
type Filter int

// Filters.
const (
	All Filter = iota
	Calls
	Mails
	Notes     // and promises, tasks, meetings: what was agreed
	Documents // and all else that 1C has on record
	Goods     // what is bought, in place of the story
	Terms     // what was agreed and how late debts are, the same
)

// takes tells whether a line of a kind is shown under the filter.
func (f Filter) takes(k crm.InteractionKind) bool {
	switch f {
	case All:
		return true
	case Calls:
		return k == crm.CallKind
	case Mails:
		return k == crm.MailKind
	case Notes:
		return k != crm.CallKind && k != crm.MailKind
	default:
		return false
	}
}

// Timeline is the story of a client, newest first: talks, notes and promises of
// ours among the documents of 1C.
func (p *Printer) Timeline(c crm.Card, f Filter) []Row {
	rows := make([]Row, 0, len(c.History)+len(c.Records)+len(c.Documents))
	for _, i := range c.History {
		if f.takes(i.Kind) {
			rows = append(rows, p.told(i))
		}
	}
	for _, r := range c.Records {
		if f == Documents || f.takes(r.Kind) {
			rows = append(rows, p.recordRow(r))
		}
	}
	if f == All || f == Documents {
		for _, d := range c.Documents {
			rows = append(rows, p.documentRow(d))
		}
	}
	slices.SortStableFunc(rows, func(a, b Row) int { return b.At.Compare(a.At) })
	return rows
}

// told is a line of our own history on the card of its client.
func (p *Printer) told(i crm.Interaction) Row {
	row := Row{At: i.At, When: p.Moment(i.At), Mark: markOf(i), Client: i.Client, Right: i.Author, Tone: Quiet}
	switch i.Kind {
	case crm.NoteKind:
		row.Title = i.Text
	case crm.PromiseKind:
		row.Title, row.Full = p.promised(i.Text), ""
		return row
	case crm.MailKind, crm.MeetingKind:
		row = p.recordRow(crm.Record{
			Kind: i.Kind, Client: i.Client, Direction: i.Direction, At: i.At, Subject: i.Subject, Text: i.Text, Writer: i.Author,
		})
		if i.Kind == crm.MailKind {
			row.Letter = i.ID
		}
		if i.Outcome == crm.Undelivered {
			row.Title, row.Tone = row.Title+", "+p.Outcome(i.Outcome), Danger
			row.Detail = join(" · ", p.Bounce(i.Reason), row.Detail)
			row.Full = join("\n", p.BounceCure(i.Reason), row.Full)
		}
		return row
	case crm.TaskLine:
		row.Title, row.Detail = p.taskLine(i)
		row.Title = p.T("row.task", row.Title)
		if i.Result == crm.ResultDone {
			row.Title += ", " + p.T("row.done")
		}
	case crm.BanKind, crm.ConsentKind, crm.ComplaintKind, crm.CallerKind:
		row.Title, row.Detail = p.statement(i), i.Text
	default:
		row.Title, row.Detail = p.callTitle(i), join(" · ", p.Because(i.Result, i.Reason), i.Text)
		if Talked(i) {
			row.Call = i.ID
		}
		if Missed(i) {
			row.Right, row.Tone = "", Quiet
		}
	}
	row.Full = i.Text
	return row
}

// recordRow is a talk that somebody put on record in 1C.
func (p *Printer) recordRow(r crm.Record) Row {
	row := Row{At: r.At, When: p.Moment(r.At), Client: r.Client, Right: r.Writer, Tone: Quiet, Detail: r.Subject}
	way := ""
	switch {
	case r.Direction != "" && r.Kind != crm.MeetingKind && r.Kind != crm.EventKind:
		way = p.T("row.way."+string(r.Direction)) + " "
	}
	row.Title = way + p.T("record.kind."+string(r.Kind))
	switch {
	case r.Kind == crm.ComplaintKind:
		row.Mark, row.Title = MarkSign, p.T("record.complaint_closed")
		if r.Open {
			row.Title, row.Tone = p.T("record.complaint_open"), Warning
		}
	case r.Kind == crm.MailKind:
		row.Mark = MarkMail
	case r.Kind == crm.MeetingKind:
		row.Mark = MarkMeeting
	case r.Kind == crm.CallKind && r.Direction == crm.Outgoing:
		row.Mark = MarkOut
	case r.Kind == crm.CallKind:
		row.Mark = MarkIn
	default:
		row.Mark = MarkNote
	}
	if text := strings.TrimSpace(r.Text); text != "" && text != r.Subject {
		row.Full = join("\n", r.Subject, text)
	}
	return row
}

// callTitle is "исх. 3:12" for a talk, how it ended for what was none, and both
// for one that a colleague went on with. A talk at a desk phone may have no length.
func (p *Printer) callTitle(i crm.Interaction) string {
	way := p.T("row.way." + string(i.Direction))
	if i.Outcome == crm.Answered && i.Seconds > 0 {
		return way + " " + p.Duration(i.Seconds)
	}
	title := way + " " + p.Ended(i.Outcome, i.AnsweredBy)
	if Talked(i) && i.Seconds > 0 {
		title += " " + p.Duration(i.Seconds)
	}
	return title
}

func (p *Printer) documentRow(d crm.Document) Row {
	row := Row{
		At: d.At, When: p.DayMonth(d.At), Mark: Mark(d.Kind), Title: p.Document(d),
		Right: p.Money(d.Amount), Client: d.Client, Document: d.Ref,
	}
	if d.Kind == crm.Order {
		row.Detail = p.T("row.paid", d.PaidPercent())
		if d.Shipped > 0 {
			row.Detail += ", " + p.T("row.shipped", d.ShippedPercent())
		}
		if d.Open && !d.Due.IsZero() {
			row.Detail += ", " + p.T("row.ships", p.DayMonth(d.Due))
		}
	}
	if d.Kind == crm.Payment {
		row.Tone = Good
	}
	if d.Kind == crm.Invoice && !d.Due.IsZero() {
		row.Detail = p.T("tile.until", p.DayMonth(d.Due))
	}
	return row
}
