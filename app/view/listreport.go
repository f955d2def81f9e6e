package view

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"pult/app/crm"
)

// ReportLine is a figure of a report with its name, or a heading over some.
type ReportLine struct {
	Head   bool
	Name   string
	Value  any // int, crm.Money, time.Duration, float64 or nothing
	Figure crm.Figure
}

// ListReport lays out what has come of a list. Who owes orders nothing, and who orders
// owes nothing: each kind of list shows what it is for.
func (p *Printer) ListReport(r crm.ListReport) []ReportLine {
	t := func(key string, args ...any) string { return p.T("report."+key, args...) }
	lines := []ReportLine{
		{Head: true, Name: r.List.Name},
		{Name: t("total"), Value: r.Total, Figure: crm.FigureTotal},
		{Name: t("waiting"), Value: r.Waiting, Figure: crm.FigureWaiting},
		{Name: t("callbacks"), Value: r.Callbacks, Figure: crm.FigureCallbacks},
		{Name: t("dialled"), Value: r.Dialled, Figure: crm.FigureDialled},
		{Name: t("reached", r.ReachedPercent()), Value: r.Reached, Figure: crm.FigureReached},
	}
	for _, state := range slices.Sorted(maps.Keys(r.Out)) {
		lines = append(lines, ReportLine{Name: t("out", p.EntryState(state)), Value: r.Out[state], Figure: crm.OutFigure(state)})
	}
	head := func(key string) { lines = append(lines, ReportLine{Head: true, Name: t(key)}) }
	head("money")
	lines = append(
		lines,
		ReportLine{Name: t("orders"), Value: r.Orders.Count, Figure: crm.FigureOrders},
		ReportLine{Name: t("orders_sum"), Value: r.Orders.Sum, Figure: crm.FigureOrders},
	)
	if r.List.Purpose == crm.DebtPurpose {
		lines = append(
			lines,
			ReportLine{Name: t("payments"), Value: r.Payments.Count, Figure: crm.FigurePayments},
			ReportLine{Name: t("payments_sum"), Value: r.Payments.Sum, Figure: crm.FigurePayments},
		)
	}
	head("results")
	for _, result := range slices.Sorted(maps.Keys(r.Results)) {
		lines = append(lines, ReportLine{Name: p.Result(result), Value: r.Results[result], Figure: crm.ResultFigure(result)})
	}
	for _, reason := range slices.Sorted(maps.Keys(r.Reasons)) {
		lines = append(lines, ReportLine{Name: p.Because(crm.ResultRefused, reason), Value: r.Reasons[reason], Figure: crm.ReasonFigure(reason)})
	}
	head("pace")
	lines = append(
		lines,
		ReportLine{Name: t("calls"), Value: r.Calls, Figure: crm.FigureDialled},
		ReportLine{Name: t("talks"), Value: r.Talks, Figure: crm.FigureReached},
		ReportLine{Name: t("skips"), Value: r.Skips},
		ReportLine{Name: t("worked"), Value: r.Worked},
		ReportLine{Name: t("calls_hour"), Value: r.PerHour(r.Calls)},
		ReportLine{Name: t("talks_hour"), Value: r.PerHour(r.Talks)},
	)
	head("managers")
	for _, s := range r.Managers {
		name := s.Manager
		if name == "" {
			name = t("unnamed")
		}
		lines = append(lines, p.share(r, s, name, crm.ManagerFigure(s.Manager)))
	}
	head("hours")
	for _, s := range r.Hours {
		lines = append(lines, p.share(r, s, t("hour", s.Hour, s.Hour+1), crm.HourFigure(s.Hour)))
	}
	return lines
}

func (p *Printer) share(r crm.ListReport, s crm.ListShare, name string, figure crm.Figure) ReportLine {
	sold, key := s.Orders.Sum, "report.share"
	if r.List.Purpose == crm.DebtPurpose {
		sold, key = s.Payments.Sum, "report.share_debt"
	}
	return ReportLine{Name: name + ": " + p.T(key, s.Talks, s.Reached, p.Money(sold)), Value: s.Calls, Figure: figure}
}

// ReportValue words a figure.
func (p *Printer) ReportValue(value any) string {
	switch v := value.(type) {
	case int:
		if v == 0 {
			return "0"
		}
		return p.figure(v)
	case crm.Money:
		return p.Money(v)
	case time.Duration:
		return p.T("report.time", int(v.Hours()), int(v.Minutes())%60)
	case float64:
		return p.decimal(strconv.FormatFloat(v, 'f', 1, 64))
	default:
		return ""
	}
}

// ReportRows are the figures of a report as rows.
func (p *Printer) ReportRows(r crm.ListReport) (rows []Row) {
	for _, l := range p.ListReport(r) {
		rows = append(rows, Row{Head: l.Head, Title: l.Name, Right: p.ReportValue(l.Value), Figure: l.Figure})
	}
	return append(rows, Row{Under: true, Detail: p.ReportRule()})
}

// ReportRule is the rule by which orders and payments are counted.
func (p *Printer) ReportRule() string { return p.T("report.rule", crm.SaleDays) }

// BehindRows are the clients behind a figure; each opens its card.
func (p *Printer) BehindRows(lines []crm.ListLine) (rows []Row) {
	for _, l := range lines {
		row := p.entryRow(l.Entry)
		row.Detail = p.Count("call", len(l.Attempts))
		if row.Right == "" {
			row.Right = p.EntryState(l.Entry.State)
		}
		for _, d := range slices.Concat(l.Orders, l.Payments) {
			row.Detail = join(" · ", row.Detail, p.Document(d)+" "+p.Money(d.Amount))
		}
		rows = append(rows, row)
	}
	return rows
}

// ReportTable is the report for a table program, figures as figures: sums in roubles,
// time in hours.
func (p *Printer) ReportTable(r crm.ListReport) [][]any {
	table := [][]any{{p.T("report.column_name"), p.T("report.column_value")}}
	for _, l := range p.ListReport(r) {
		value := l.Value
		switch v := l.Value.(type) {
		case crm.Money:
			value = float64(v) / 100
		case time.Duration:
			value = float64(int(v.Hours()*100+0.5)) / 100
		case float64:
			value = float64(int(v*10+0.5)) / 10
		case nil:
			value = ""
		}
		table = append(table, []any{l.Name, value})
	}
	return append(table, []any{p.ReportRule(), ""})
}

// ReportText is the table as text that a table program takes from the clipboard.
func (p *Printer) ReportText(r crm.ListReport) string {
	var text strings.Builder
	for _, row := range p.ReportTable(r) {
		for i, cell := range row {
			if i > 0 {
				text.WriteByte('\t')
			}
			switch v := cell.(type) {
			case float64:
				cell = p.decimal(strconv.FormatFloat(v, 'f', -1, 64))
			case string:
				cell = pasted(v)
			}
			fmt.Fprint(&text, cell)
		}
		text.WriteByte('\n')
	}
	return text.String()
}

// pasted is a text for a cell of the clipboard. One with a tab would move what stands
// behind it; one that begins as a formula does would be computed where it is pasted.
func pasted(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if text != "" && strings.ContainsRune("=+-@", rune(text[0])) {
		return "'" + text
	}
	return text
}
