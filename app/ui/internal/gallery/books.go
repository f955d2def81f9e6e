//go:build gallery

package main

import (
	"context"
	"time"

	"pult/app/crm"
)

func day(ago int) time.Time { return time.Now().AddDate(0, 0, -ago) }

// fromBooks is what else 1C says of the first client.
func fromBooks(c *crm.Card) {
	c.PriceType, c.Limit = "Оптовая", 20000000
	c.Client.Properties = []crm.Property{
		{Name: "Сегмент", Value: "Опт, Москва"}, {Name: "birthday", Value: time.Now().AddDate(-40, 0, 2).Format(time.DateOnly)},
	}
	c.Terms = []crm.Terms{
		{Name: "Договор поставки № 15 от 03.02.2025", Limit: 20000000, Days: 14},
		{Name: "Соглашение «Опт»"},
	}
	c.DebtLines = []crm.DebtLine{
		{Owed: 5420000, Due: day(12)}, {Owed: 2000000, Due: day(40)}, {Owed: 1000000, Due: day(120)}, {Owed: 4030000, Due: day(-6)},
	}
	if c.Client.Ref == refOf(1) {
		c.DebtLines, c.Limit = []crm.DebtLine{{Owed: 1850050}}, 1500000
	}
	c.Debt = crm.SumDebt(c.DebtLines, time.Now())
	if c.Debt.Overdue > 0 {
		c.Debt.OldestText, c.Debt.OldestKind = "ТД00-000312", crm.Invoice
	}
	record := func(hours int, kind crm.InteractionKind, way crm.Direction, subject, text, writer string) {
		c.Records = append(c.Records, crm.Record{
			Kind: kind, Direction: way, At: time.Now().Add(-time.Duration(hours) * time.Hour), Subject: subject, Text: text, Writer: writer,
		})
	}
	record(28, crm.MailKind, crm.Incoming, "Счёт на оплату ТД00-000312", "Добрый день. Пришлите, пожалуйста, счёт с новыми реквизитами.", "Орлова Мария")
	record(100, crm.MeetingKind, "", "Приезжали на склад, смотрели кабель", "", "Кузнецов Игорь")
	record(160, crm.CallKind, crm.Outgoing, "Исходящий звонок +7 912 345-67-89", "Разговор 4:11.", "Орлова Мария")
	for i := range c.Documents {
		c.Documents[i].Ref = crm.Ref{14: 9, 15: byte(i + 1)}
		if c.Documents[i].Kind == crm.Order {
			c.Documents[i].Shipped = 6000000
		}
	}
	for i := range c.OpenOrders {
		c.OpenOrders[i].Shipped = 6000000
	}
}

var stock = []crm.Bought{
	{Name: "Кабель ВВГнг(А)-LS 3×2,5 (100 м)", Times: 9, OfSix: 5, OfFour: 4, Usual: 200000, Quantity: 200000, Paid: 1780000, Price: 9400, Stock: 1240000, Last: day(41)},
	{Name: "Автомат ABB S201 C16", Times: 7, OfSix: 4, OfFour: 3, Usual: 12000, Quantity: 12000, Paid: 540000, Price: 45000, Stock: 3000, Last: day(41)},
	{Name: "Гофра ПВХ 20 мм с зондом", Times: 6, OfSix: 4, Usual: 500000, Quantity: 500000, Paid: 600000, Price: 1200, Stock: 0, Last: day(9), Ordered: true},
	{Name: "Щит распределительный навесной ЩРН-24з-1 36 УХЛ3 IP31", Times: 2, Usual: 1000, Quantity: 1000, Paid: 390000, Price: 0, Stock: 4500, Last: day(200)},
}

func (w *world) Trade(_ context.Context, client crm.Ref) (crm.Trade, error) {
	if client == refOf(2) {
		return crm.Trade{}, nil
	}
	return crm.Trade{
		Bought: stock, Frequent: stock[:2],
		Forecast: crm.Forecast{Every: 31, Spread: 3, Last: day(29), Next: day(-2)},
	}, nil
}

func (w *world) Lines(context.Context, crm.Ref) ([]crm.Bought, error) {
	return []crm.Bought{
		{Name: stock[0].Name, Quantity: 200000, Amount: 1880000}, {Name: stock[1].Name, Quantity: 12500, Amount: 540050},
	}, nil
}
