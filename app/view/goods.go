package view

import (
	"strings"
	"time"

	"pult/app/crm"
)

// goodsMost is how many goods a card lists.
const goodsMost = 60

// GoodRows say when a client may order next, what it may have forgotten, and all
// that it buys. Columns are what it usually takes, the price now, and the stock.
func (p *Printer) GoodRows(c crm.Card, t crm.Trade) []Row {
	rows := p.boughtRow(c)
	if t.Forecast.Known() {
		rows = append(rows, Row{Head: true, Title: p.T("goods.next")}, p.forecastRow(t.Forecast, t.Hits))
	}
	columns := []string{p.T("goods.usual"), p.T("goods.price"), p.T("goods.stock")}
	if len(t.Frequent) > 0 {
		rows = append(rows, Row{Head: true, Title: p.T("goods.forgotten"), Cells: columns})
		for _, b := range t.Frequent {
			rows = append(rows, p.goodRow(b))
		}
	}
	for i, b := range t.Bought[:min(goodsMost, len(t.Bought))] {
		if i == 0 {
			rows = append(rows, Row{Head: true, Title: p.T("goods.all"), Cells: columns})
		}
		rows = append(rows, p.goodRow(b))
	}
	return rows
}

// boughtRow sums up a year: for how much, in how many shipments, when the last.
func (p *Printer) boughtRow(c crm.Card) []Row {
	var count int
	var last time.Time
	for _, m := range c.Purchases {
		count += m.Count
		if m.Last.After(last) {
			last = m.Last
		}
	}
	year := c.Bought(len(c.Purchases))
	if count == 0 {
		return nil
	}
	ago := p.T("ago.today")
	if days := crm.DaysBetween(last.In(p.loc), p.Now()); days > 0 {
		ago = p.T("ago.days", p.Days(days))
	}
	return []Row{{
		Title:  join(", ", p.T("goods.bought"), p.At(c.AsOf)),
		Detail: join(", ", p.T("goods.times", count, p.Roubles(year/crm.Money(count))), p.T("goods.since", ago)),
		Right:  p.Roubles(year),
	}}
}

func (p *Printer) goodRow(b crm.Bought) Row {
	price, last := b.Price, b.LastPrice()
	row := Row{At: b.Last, When: p.DayMonth(b.Last), Mark: MarkShipment, Title: b.Name}
	switch {
	case b.Ordered:
		row.Detail = p.T("goods.ordered")
	case price == 0:
		price = last // 1C names none for this client: what was paid stands in
	case last > 0 && last != price:
		row.Detail = p.T("goods.paid", p.Money(last))
	}
	row.Cells = []string{p.Quantity(b.Usual), p.price(price), p.Quantity(b.Stock)}
	row.Full = ""
	return row
}

func (p *Printer) price(m crm.Money) string {
	if m == 0 {
		return "—"
	}
	return p.Money(m)
}

// forecastRow says the rhythm with its error, and says so when there is hardly one.
func (p *Printer) forecastRow(f crm.Forecast, hits crm.Backtest) Row {
	row := Row{
		Title: p.T("goods.every", p.Days(f.Every), p.Days(f.Since(p.Now()))), Detail: p.hits(hits), Right: p.T("goods.expect", p.DayMonth(f.Next)),
	}
	switch {
	case !f.Even():
		row.Right, row.Tone = p.T("goods.uneven"), Quiet
	case f.Spread > 0:
		row.Right = p.T("goods.expect_about", p.DayMonth(f.Next), p.Days(f.Spread))
	}
	return row
}

// DocumentRows unfold a document: its lines, and the others of its order.
func (p *Printer) DocumentRows(document crm.Ref, lines []crm.Bought, chain []crm.Document) (rows []Row) {
	if len(lines) > 0 || len(chain) < 2 {
		rows = p.LineRows(lines)
	}
	for _, d := range chain {
		if d.Ref == document {
			continue
		}
		row := p.documentRow(d)
		row.Indent, row.Document = true, crm.Ref{}
		rows = append(rows, row)
	}
	return rows
}

// LineRows are the lines of a document, to stand under it.
func (p *Printer) LineRows(lines []crm.Bought) []Row {
	if len(lines) == 0 {
		return []Row{{Indent: true, Title: p.T("lines.none")}}
	}
	rows := make([]Row, len(lines))
	for i, l := range lines {
		name := l.Name
		if name == "" {
			name = p.T("lines.unknown")
		}
		rows[i] = Row{Indent: true, Title: name, Cells: []string{p.Quantity(l.Quantity)}, Right: p.Money(l.Amount)}
	}
	return rows
}

// Quantity writes an amount of goods: "1 200,5".
func (p *Printer) Quantity(q crm.Quantity) string {
	sign := ""
	if q < 0 {
		sign, q = "−", -q
	}
	whole, part, _ := strings.Cut(q.String(), ".")
	text := sign + group(whole)
	if part != "" {
		point := ","
		if p.Language() == English {
			point = "."
		}
		text += point + part
	}
	return text
}
