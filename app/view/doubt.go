package view

import (
	"slices"

	"pult/app/crm"
)

// optionsShown are the clients a list names of a letter in doubt: the window has room
// for all.
const optionsShown = 3

// doubtfulRows are letters that may be of several clients, each with those it may be of
// below it.
func (p *Printer) doubtfulRows(found crm.NamedLetters) (rows []Row) {
	for i, row := range p.LetterRows(found) {
		l := found.Letters[i]
		row.Title, row.Detail = join(": ", shortName(l.From), l.Subject), ""
		row.Client = crm.Ref{} // nobody's card is opened by guess
		for _, link := range l.Links {
			row.Whose = append(row.Whose, link.Client)
		}
		rows = append(rows, row)
		for n, link := range l.Links {
			under := Row{Under: true, Tone: Quiet, Detail: p.option(n, link, found.Names), Letter: row.Letter, Chooses: link.Client}
			if n == optionsShown-1 && len(l.Links) > optionsShown {
				under.Detail, under.Chooses = p.T("mail.option_more", len(l.Links)-n), crm.Ref{}
			}
			rows = append(rows, under)
			if n == optionsShown-1 {
				break
			}
		}
	}
	return rows
}

// option is a client that a letter may be of, with its key. The reason stands first:
// where the line is narrow it is the name that can be spared.
func (p *Printer) option(n int, link crm.MessageLink, names map[crm.Ref]string) string {
	return p.T("mail.option", n+1, p.T("mail.by."+string(link.Reason)), p.clientName(link.Client, names))
}

func (p *Printer) clientName(client crm.Ref, names map[crm.Ref]string) string {
	if name := names[client]; name != "" {
		return name
	}
	return p.T("letter.client")
}

// doubted tells that a letter is asked about, and that it is a stranger's in a talk on
// record.
func doubted(l crm.Letter) (asked, stranger bool) {
	sure, byHand := 0, false
	stranger = true
	for _, link := range l.Links {
		if link.Sure {
			sure++
		}
		byHand = byHand || link.Reason == crm.MatchedByHand
		stranger = stranger && link.Reason == crm.MatchedByThread
	}
	if len(l.Links) == 0 || byHand || sure == 1 && !stranger || l.Direction != crm.Incoming || !l.Settled.IsZero() {
		return false, false
	}
	return true, sure == 1 && stranger
}

// Whose asks whose a letter is; nothing when there is no doubt.
func (p *Printer) Whose(s crm.Sheet) string {
	asked, stranger := doubted(s.Letter)
	switch {
	case !asked:
		return ""
	case stranger:
		return p.T("mail.stranger")
	}
	return p.T("mail.choose")
}

// Options are the clients a letter in doubt may be of; none when there is no doubt.
func (p *Printer) Options(s crm.Sheet) (list []string) {
	if p.Whose(s) == "" {
		return nil
	}
	for _, link := range s.Links {
		list = append(list, p.clientName(link.Client, s.Names))
	}
	return slices.Clip(list[:min(len(list), 9)])
}

// LetterChosen says what became of a choice.
func (p *Printer) LetterChosen(c crm.LetterChoice, name string) string {
	switch n := len(c.Letters); {
	case c.Client.IsZero():
		return p.T("mail.nobodys")
	case n > 1:
		return p.T("mail.belongs_more", n, name)
	case c.Remembered:
		return p.T("mail.belongs_held", name)
	}
	return p.T("mail.belongs", name)
}
