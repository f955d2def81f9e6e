package view

import (
	"strings"
	"time"

	"pult/app/crm"
)

// promised words the line of a promise. The journal keeps its sum and its day:
// "10000.00 2026-11-27".
func (p *Printer) promised(line string) string {
	sum, day, _ := strings.Cut(line, " ")
	amount, err := crm.ParseMoney(sum)
	due, wrong := time.ParseInLocation(time.DateOnly, day, p.loc)
	switch {
	case err != nil || amount <= 0:
		return p.T("row.promise")
	case wrong != nil:
		return p.T("row.promised_sum", p.Money(amount))
	default:
		return p.T("row.promised", p.Money(amount), p.DayMonth(due))
	}
}
