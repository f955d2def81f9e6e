package view

import (
	"strconv"
	"time"

	"pult/app/crm"
)

// Column is one month of a chart: parts of the tallest one, and what is said of it
// under the mouse.
type Column struct {
	Paid   float32
	Unpaid float32 // stands on Paid
	Label  string
	Hint   string
}

// Columns are months of purchases, oldest first. Months with more returns than
// purchases are empty.
func (p *Printer) Columns(months []crm.Month) []Column {
	var top crm.Money
	for _, m := range months {
		top = max(top, m.Amount)
	}
	part := func(m crm.Money) float32 { return float32(float64(m) / float64(max(top, 1))) } // a height, not a sum
	columns := make([]Column, len(months))
	for i, m := range months {
		month := int(m.Start.Month())
		columns[i] = Column{Label: p.T("month.short." + strconv.Itoa(month)), Hint: p.monthHint(m)}
		if m.Amount > 0 {
			unpaid := min(m.Unpaid, m.Amount)
			columns[i].Paid, columns[i].Unpaid = part(m.Amount-unpaid), part(unpaid)
		}
	}
	return columns
}

func (p *Printer) monthHint(m crm.Month) string {
	text := p.T("month."+strconv.Itoa(int(m.Start.Month()))) + " " + strconv.Itoa(m.Start.Year())
	if m.Count == 0 && m.Amount == 0 {
		return text + ": " + p.T("chart.nothing")
	}
	text += ": " + p.Roubles(m.Amount)
	if m.Unpaid > 0 {
		text += ", " + p.T("chart.unpaid", p.Roubles(m.Unpaid))
	}
	if m.Count > 0 {
		text += ", " + p.T("chart.shipments", m.Count)
	}
	return text
}

// ageHints say how much of a debt each part of Ages is.
func (p *Printer) ageHints(a crm.Ageing, asOf time.Time) (hints [7]string) {
	say := func(title string, m crm.Money) string { return join(", ", title+": "+p.Money(m), p.At(asOf)) }
	hints[0], hints[6] = say(p.T("terms.due"), a.Due), say(p.T("terms.undated"), a.Undated)
	for i, m := range a.Late {
		hints[i+1] = say(p.T("chart.late."+strconv.Itoa(i+1)), m)
	}
	return hints
}

// Rhythm is when a client ordered, along a line of time from 0 to 1, and when the
// next order is expected.
type Rhythm struct {
	Orders   []Beat
	Today    float32
	From, To float32 // of the next order, with its error; both 0 without a forecast
	Expected string  // "24.11 ± 3 дня"
	Hint     string  // of the forecast: how it was made and how well it did before
}

// Beat is one order.
type Beat struct {
	At   float32
	Gap  string // days since the one before
	Hint string
}

// rhythmShown is how many of the newest orders are drawn.
const rhythmShown = 13

// Rhythm lays out the orders of a client; nothing with fewer than two.
func (p *Printer) Rhythm(t crm.Trade) (r Rhythm) {
	days := t.Orders[max(0, len(t.Orders)-rhythmShown):]
	if len(days) < 2 {
		return r
	}
	today, first := p.Now(), days[0]
	next, known := t.Forecast, t.Forecast.Known() && t.Forecast.Even()
	last := today
	if known && next.Next.AddDate(0, 0, next.Spread).After(last) {
		last = next.Next.AddDate(0, 0, next.Spread)
	}
	whole := float32(max(crm.DaysBetween(first, last.In(first.Location())), 1))
	place := func(at time.Time) float32 {
		return min(max(float32(crm.DaysBetween(first, at.In(first.Location())))/whole, 0), 1)
	}
	for i, day := range days {
		beat := Beat{At: place(day), Hint: p.T("chart.order", p.Date(day))}
		if i > 0 {
			gap := crm.DaysBetween(days[i-1], day)
			beat.Gap = strconv.Itoa(gap)
			beat.Hint += ", " + p.T("chart.after", p.Days(gap))
		}
		r.Orders = append(r.Orders, beat)
	}
	r.Today = place(today)
	if known {
		r.From, r.To = place(next.Next.AddDate(0, 0, -next.Spread)), place(next.Next.AddDate(0, 0, next.Spread))
		r.Expected = p.T("goods.expect", p.DayMonth(next.Next))
		if next.Spread > 0 {
			r.Expected = p.T("goods.expect_about", p.DayMonth(next.Next), p.Days(next.Spread))
		}
		r.Hint = join(" · ", p.T("goods.every", p.Days(next.Every), p.Days(next.Since(today))), p.hits(t.Hits))
	}
	return r
}

// hits says how well forecasts did on the orders of the past.
func (p *Printer) hits(b crm.Backtest) string {
	if b.Of == 0 {
		return ""
	}
	return p.T("goods.hits", b.Right, b.Of)
}

// Charts are what is drawn above the goods of a client.
type Charts struct {
	Months []Column
	Rhythm Rhythm
}

// Charts words the charts of a client; nothing when it has bought nothing.
func (p *Printer) Charts(c crm.Card, t crm.Trade) Charts {
	charts := Charts{Rhythm: p.Rhythm(t)}
	if c.Bought(len(c.Purchases)) > 0 {
		charts.Months = p.Columns(c.Purchases)
	}
	return charts
}
