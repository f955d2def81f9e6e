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
