package view

import (
	"pult/app/crm"
)

// News words what 1C has told of a client, without the name: «оплата 40 000 ₽,
// обещание выполнено».
func (p *Printer) News(n crm.News) string {
	order := Number(n.Order.Number)
	switch {
	case n.Kind == crm.NewsPaid && n.Keeps():
		return p.T("news.paid", p.Roubles(n.Amount)) + ", " + p.T("news.kept")
	case n.Kind == crm.NewsPaid && !n.Promise.ID.IsZero():
		return p.T("news.paid", p.Roubles(n.Amount)) + ", " + p.T("news.promised", p.Roubles(n.Promise.Amount), p.DayMonth(n.Promise.Due))
	case n.Kind == crm.NewsPaid && order != "" && n.Order.Amount > 0:
		return p.T("news.paid", p.Roubles(n.Amount)) + ", " + p.T("news.order_paid", order, n.Order.PaidPercent())
	case n.Kind == crm.NewsPaid:
		return p.T("news.paid", p.Roubles(n.Amount))
	case n.Kind == crm.NewsTakenOff && n.Breaks():
		return p.T("news.off", p.Roubles(n.Amount)) + ", " + p.T("news.open_again")
	case n.Kind == crm.NewsTakenOff:
		return p.T("news.off", p.Roubles(n.Amount))
	case n.Kind == crm.NewsShipped && order != "" && n.Order.Amount > 0:
		return p.T("news.shipped", p.Roubles(n.Amount)) + ", " + p.T("news.order_shipped", order, n.Order.ShippedPercent())
	case n.Kind == crm.NewsShipped:
		return p.T("news.shipped", p.Roubles(n.Amount))
	case n.Kind == crm.NewsMoved:
		return p.T("news.moved", order, p.DayMonth(n.Order.Due))
	default:
		return p.T("news.closed", Number(n.Number))
	}
}

// NewsNotice words news that came together: one in full, many as a sum.
func (p *Printer) NewsNotice(news []crm.News) string {
	if len(news) == 1 {
		return p.T("news.of", news[0].Name, p.News(news[0]))
	}
	var paid crm.Money
	payments, kept := 0, 0
	for _, n := range news {
		if n.Kind == crm.NewsPaid {
			payments++
			paid += n.Amount
		}
		if n.Keeps() {
			kept++
		}
	}
	text := p.T("news.several", p.Count("news", len(news)))
	if payments > 0 {
		text += ", " + p.T("news.sum", p.Count("payment", payments), p.Roubles(paid))
	}
	if kept > 0 {
		text += ", " + p.T("news.kept_many", p.Count("promise", kept))
	}
	return text
}

// newsRow is a line of the day: the picture tells what it is, the room is short.
func (p *Printer) newsRow(n crm.News) Row {
	row := Row{At: n.At, When: p.Clock(n.At), Client: n.Client, Title: n.Name, Full: p.News(n), Tone: Quiet}
	switch n.Kind {
	case crm.NewsPaid:
		row.Mark, row.Tone, row.Right = MarkPayment, Good, p.Roubles(n.Amount)
		if n.Keeps() {
			row.Detail = p.T("news.kept")
		}
	case crm.NewsTakenOff:
		row.Mark, row.Tone, row.Right, row.Detail = MarkPayment, Warning, p.Roubles(-n.Amount), p.T("news.row_off")
	case crm.NewsShipped:
		row.Mark, row.Right = MarkShipment, p.Roubles(n.Amount)
	case crm.NewsMoved:
		row.Mark, row.Tone, row.Right = MarkOrder, Warning, p.T("news.row_moved", p.DayMonth(n.Order.Due))
	default:
		row.Mark, row.Right = MarkOrder, p.T("news.row_closed", Number(n.Number))
	}
	return row
}
