package view

import (
	"strings"
	"testing"
	"time"

	"pult/app/crm"
)

func TestNewsInAFewWords(t *testing.T) {
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	p := New(Russian, time.UTC, func() time.Time { return now })
	order := crm.Document{Kind: crm.Order, Number: "УТ00-001187", Amount: 100_000_00, Paid: 60_000_00, Shipped: 25_000_00, Due: now.AddDate(0, 0, 6)}
	promise := crm.Promise{ID: crm.NewID(now), Amount: 40_000_00, Paid: 40_000_00, Due: now.AddDate(0, 0, 3)}
	part := promise
	part.Paid, part.Amount = 40_000_00, 90_000_00
	none := promise
	none.Paid = 0
	for want, n := range map[string]crm.News{
		"оплата 40 000 ₽": {Kind: crm.NewsPaid, Amount: 40_000_00},
		"оплата 40 000 ₽, заказ 1187 оплачен на 60 %":     {Kind: crm.NewsPaid, Amount: 40_000_00, Order: order},
		"оплата 40 000 ₽, обещание выполнено":             {Kind: crm.NewsPaid, Amount: 40_000_00, Order: order, Promise: promise},
		"оплата 40 000 ₽, обещано 90 000 ₽ до 25.11":      {Kind: crm.NewsPaid, Amount: 40_000_00, Promise: part},
		"оплата 40 000 ₽ отменена":                        {Kind: crm.NewsTakenOff, Amount: 40_000_00},
		"оплата 40 000 ₽ отменена, обещание снова ждёт":   {Kind: crm.NewsTakenOff, Amount: 40_000_00, Promise: none},
		"отгружено 25 000 ₽, заказ 1187 отгружен на 25 %": {Kind: crm.NewsShipped, Amount: 25_000_00, Order: order},
		"заказ 1187: отгрузка 28.11":                      {Kind: crm.NewsMoved, Number: order.Number, Order: order},
		"заказ 1187 закрыт":                               {Kind: crm.NewsClosed, Number: order.Number, Order: order},
	} {
		if got := strings.ReplaceAll(p.News(n), nbsp, " "); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	many := []crm.News{
		{Kind: crm.NewsPaid, Amount: 40_000_00, Promise: promise, Name: "Вектор"}, {Kind: crm.NewsPaid, Amount: 1_00}, {Kind: crm.NewsShipped, Amount: 5},
	}
	if got := strings.ReplaceAll(p.NewsNotice(many), nbsp, " "); got != "Из 1С: 3 новости, 2 оплаты на 40 001 ₽, выполнено: 1 обещание" {
		t.Errorf("many: %q", got)
	}
	p.Veil(true)
	if got := p.NewsNotice(many[:1]); strings.Contains(got, "40") || !strings.HasPrefix(got, "Вектор: оплата •••") {
		t.Errorf("hidden: %q", got)
	}
}
