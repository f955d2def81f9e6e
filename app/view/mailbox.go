package view

import (
	"strings"

	"pult/app/crm"
)

// MailSection is what the section of mail is made of.
type MailSection struct {
	Post     []Row // written or on their way
	Day      crm.Day
	Doubtful crm.NamedLetters
	Latest   crm.NamedLetters
}

// MailRows lay the section out: what needs a person first. waits counts that.
func (p *Printer) MailRows(s MailSection) (rows []Row, waits int) {
	add := func(head string, part []Row, counts bool) {
		if len(part) > 0 {
			rows = append(append(rows, Row{Head: true, Title: p.T(head)}), part...)
		}
		if counts {
			waits += len(part)
		}
	}
	var bounced, written, silent []Row
	for _, l := range s.Day.Bounced {
		bounced = append(bounced, p.bouncedRow(l, s.Day.Names[l.Client]))
	}
	for _, l := range s.Day.Letters {
		row := p.historyRow(Told{Interaction: l, Name: s.Day.Names[l.Client]})
		row.When, row.Right, row.Tone, row.Detail = p.dayOrClock(l.At), p.Ago(l.At), Warning, l.Subject
		written = append(written, row)
	}
	for _, l := range s.Day.Silent {
		silent = append(silent, p.silentRow(l, s.Day.Names[l.Client]))
	}
	add("mail.on_its_way", s.Post, false)
	add("day.bounced", bounced, true)
	add("mail.waiting", written, true)
	add("mail.doubtful", p.doubtfulRows(s.Doubtful), true)
	add("day.silent", silent, true)
	add("mail.all", p.LetterRows(s.Latest), false)
	return rows, waits
}

// LetterRows are letters of whoever, newest first.
func (p *Printer) LetterRows(found crm.NamedLetters) []Row {
	rows := make([]Row, len(found.Letters))
	for i, l := range found.Letters {
		rows[i] = p.letterOf(l, found.Names)
	}
	return rows
}

func (p *Printer) letterOf(l crm.Letter, names map[crm.Ref]string) Row {
	row := Row{At: l.Date, When: p.dayOrClock(l.Date), Mark: MarkMail, Letter: l.ID, Files: len(l.Attachments), Tone: Quiet}
	for _, link := range l.Links {
		if link.Sure {
			row.Client = link.Client
			break
		}
	}
	who := names[row.Client]
	if who == "" {
		who = shortName(l.From)
	}
	if l.Direction == crm.Outgoing {
		who = p.T("letter.out", who)
	}
	row.Title = join(": ", who, l.Subject)
	row.Detail = strings.Join(strings.Fields(l.Preview), " ")
	return row
}

// doubtfulRows are letters that may be of several clients.
func (p *Printer) doubtfulRows(found crm.NamedLetters) []Row {
	rows := p.LetterRows(found)
	for i, l := range found.Letters {
		rows[i].Title = join(": ", shortName(l.From), l.Subject)
		rows[i].Client = crm.Ref{} // nobody's card is opened by guess
		rows[i].Right, rows[i].Tone = p.T("mail.whose"), Warning
		if l.File == "" && !l.Spoilt { // its header is all we have: why we ask says more
			rows[i].Detail = p.maybe(l, found.Names)
		}
	}
	return rows
}

// maybe says of whom a letter may be, and why we think so.
func (p *Printer) maybe(l crm.Letter, names map[crm.Ref]string) string {
	var list []string
	for _, link := range l.Links {
		if name := names[link.Client]; name != "" {
			list = append(list, p.T("letter.why."+string(link.Reason), name))
		}
	}
	return p.T("mail.maybe", strings.Join(list, ", "))
}

// Whose asks whose a letter is, with a key for each client it may be of; nothing when
// there is no doubt.
func (p *Printer) Whose(s crm.Sheet) string {
	sure, byHand, stranger := 0, false, true
	for _, l := range s.Links {
		if l.Sure {
			sure++
		}
		byHand = byHand || l.Reason == crm.MatchedByHand
		stranger = stranger && l.Reason == crm.MatchedByThread
	}
	if len(s.Links) == 0 || byHand || sure == 1 && !stranger || s.Direction != crm.Incoming {
		return ""
	}
	var list []string
	for i, l := range s.Links {
		if i < 9 {
			list = append(list, p.T("mail.choice", i+1, s.Names[l.Client]))
		}
	}
	key := "mail.choose"
	if sure == 1 && stranger {
		key = "mail.stranger"
	}
	return p.T(key, strings.Join(list, ", "))
}
