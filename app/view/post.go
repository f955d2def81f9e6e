package view

import (
	"strings"

	"pult/app/crm"
)

// SketchRow is a letter that is being written.
func (p *Printer) SketchRow(s crm.Sketch) Row {
	to, _, _ := strings.Cut(s.To, " <")
	if to = strings.Trim(to, ` "`); to == "" {
		to = p.T("compose.nobody")
	}
	return Row{
		At: s.At, When: p.Moment(s.At), Mark: MarkMail, Client: s.Draft.Client, Sketch: s.Draft.ID, Files: len(s.Draft.Files),
		Title:  join(": ", p.T("letter.out", Shorten(to, 28)), s.Draft.Subject),
		Detail: Shorten(strings.Join(strings.Fields(s.Draft.Text), " "), 120),
		Right:  p.T("compose.draft"), Tone: Warning,
	}
}

// PostingRow is a letter of ours on its way, with how far it is.
func (p *Printer) PostingRow(x crm.Posting) Row {
	l := x.Letter
	row := Row{
		At: x.Created, When: p.Moment(x.Created), Mark: MarkMail, Outbox: l.ID, Files: len(l.Attachments),
		Detail: l.Preview, Right: p.T("posting." + string(x.State)), Tone: Quiet,
	}
	var to crm.Address
	if len(l.To) > 0 {
		to = l.To[0]
	}
	row.Title = join(": ", p.T("letter.out", shortName(to)), l.Subject)
	for _, link := range l.Links {
		if link.Sure {
			row.Client = link.Client
			break
		}
	}
	switch {
	case x.State == crm.PostingDoubtful || x.State == crm.PostingRefused:
		row.Tone = Danger
	case x.Trouble != "":
		row.Right, row.Tone = p.T("posting.delayed"), Warning
	}
	return row
}

// PostingCure says what became of a letter of ours, and what to do.
func (p *Printer) PostingCure(x crm.Posting) string {
	fault := x.Trouble.Fault("", x.Reason)
	switch {
	case x.State == crm.PostingDoubtful:
		return p.T("posting.doubtful_cure")
	case x.State == crm.PostingRefused:
		return p.T("posting.refused_cure", p.Error(Mail, fault))
	case x.State == crm.PostingSending:
		return p.T("posting.sending_cure")
	case x.Trouble != "":
		return p.T("posting.delayed_cure", p.Error(Mail, fault))
	}
	return p.T("posting.waiting_cure")
}

// Stuck tells a letter of ours that needs a person.
func Stuck(x crm.Posting) bool {
	return x.State == crm.PostingDoubtful || x.State == crm.PostingRefused
}

// PeopleRows are addresses to choose from.
func (p *Printer) PeopleRows(list []crm.Address) []Row {
	rows := make([]Row, len(list))
	for i, a := range list {
		rows[i] = Row{Title: a.Email, Detail: a.Name, Tone: Quiet}
		if a.Name != "" {
			rows[i].Title, rows[i].Detail = a.Name, a.Email
		}
	}
	return rows
}

// TemplateRows are templates to choose from.
func (p *Printer) TemplateRows(list []crm.LetterTemplate) []Row {
	rows := make([]Row, len(list))
	for i, t := range list {
		rows[i] = Row{Title: t.Name, Tone: Quiet}
	}
	return rows
}

// DraftFileRows are files that go along.
func (p *Printer) DraftFileRows(list []crm.DraftFile) []Row {
	rows := make([]Row, len(list))
	for i, f := range list {
		rows[i] = Row{Title: f.Name, Right: p.Size(f.Size), Tone: Quiet}
	}
	return rows
}
