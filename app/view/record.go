package view

import (
	"strings"

	"pult/app/crm"
)

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
	if c.Note != "" {
		lines = append(lines, c.Note)
	}
	return strings.Join(lines, "\n")
}
