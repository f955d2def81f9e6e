package view

import (
	"strconv"
	"strings"

	"pult/app/crm"
	"pult/app/phone"
)

// FlawTable is the work-list for a table program: clients that may be one, and
// numbers that are none.
func (p *Printer) FlawTable(list []crm.Flaw) [][]string {
	rows := [][]string{strings.Split(p.T("flaw.head"), ";")}
	for _, t := range list {
		for _, one := range t.Clients {
			from, inn := "flaw.from_onec", ""
			if one.Imported {
				from = "flaw.from_file"
			}
			if len(one.Papers) > 0 {
				inn = one.Papers[0].INN
			}
			rows = append(rows, []string{p.Flaw(t.Kind), FlawText(t), one.Name, inn, one.Ref.String(), p.T(from)})
		}
	}
	return rows
}

// FlawText shows a telephone in groups; a table program leaves those alone.
func FlawText(t crm.Flaw) string {
	if t.Kind == crm.SharedPhone {
		return phone.Plan{}.Parse(t.Value).Format()
	}
	return t.Value
}

// HistoryHead stands over the rows of HistoryTable.
func (p *Printer) HistoryHead() []string { return strings.Split(p.T("history.head"), ";") }

// HistoryTable is a line of history for a table program.
func (p *Printer) HistoryTable(i crm.Interaction, client string) []string {
	direction, outcome, length := "", "", ""
	if i.Kind == crm.CallKind {
		direction = p.T("history.in")
		if i.Direction == crm.Outgoing {
			direction = p.T("history.out")
		}
		outcome = p.Outcome(i.Outcome)
		if i.Seconds > 0 {
			length = strconv.Itoa(i.Seconds)
		}
	}
	number := i.Number.Format()
	if number == "" {
		number = i.Address
	}
	return []string{
		i.At.In(p.loc).Format("02.01.2006 15:04:05"), p.T("history.kind." + string(i.Kind)), direction, client, number,
		outcome, length, p.Because(i.Result, i.Reason), join(". ", i.Subject, i.Text), i.Author,
	}
}
