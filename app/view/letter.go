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

// LetterNotice says that a client has written: who, whose, of what, and the line that
// a call of theirs would bring.
func (p *Printer) LetterNotice(client string, l crm.Letter, say crm.Say) string {
	name := l.From.Name
	if name == "" {
		name = l.From.Email
	}
	who := client
	if name != client {
		who = join(", ", client, name)
	}
	text := p.T("letter.came", who, l.Subject)
	if l.Subject == "" {
		text = p.T("letter.came_bare", who)
	}
	switch say.Kind {
	case "", crm.SayAnswer, crm.SayFirst, crm.SayNobody, crm.SayLastContact, crm.SayColleague: // the letter itself says so
		return text
	default:
		return join(". ", text, p.Say(say))
	}
}
