package view

import "pult/app/crm"

// Wrote is the line above a text that is quoted in an answer.
func (p *Printer) Wrote(l crm.Letter) string {
	name := l.From.Name
	if name == "" {
		name = l.From.Email
	}
	return p.T("letter.wrote", p.Date(l.Date), p.Clock(l.Date), name)
}

// LetterNotice says that a client has written: who, whose, and of what.
func (p *Printer) LetterNotice(client string, l crm.Letter) string {
	name := l.From.Name
	if name == "" {
		name = l.From.Email
	}
	who := client
	if name != client {
		who = join(", ", client, name)
	}
	if l.Subject == "" {
		return p.T("letter.came_bare", who)
	}
	return p.T("letter.came", who, l.Subject)
}
