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
		for _, row := range part {
			if counts && !row.Under {
				waits++
			}
		}
	}
	var bounced, written, silent []Row
	for _, l := range s.Day.Bounced {
		bounced = append(bounced, p.bouncedRows(l, s.Day.Names[l.Client])...)
	}
	for _, l := range s.Day.Letters {
		row := p.historyRow(Told{Interaction: l, Name: s.Day.Names[l.Client]})
		row.When, row.Right, row.Tone, row.Detail = p.dayOrClock(l.At), p.Ago(l.At), Warning, l.Subject
		written = append(written, row)
	}
	for _, l := range s.Day.Silent {
		silent = append(silent, p.silentRow(l, s.Day.Names[l.Client]))
	}
	var post []Row
	for _, row := range s.Post { // their heading says that they are ours
		row.Title, row.Detail = strings.TrimPrefix(row.Title, p.T("letter.out", "")), ""
		post = append(post, below(row)...)
	}
	add("mail.on_its_way", post, false)
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
