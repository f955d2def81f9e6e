//go:build gallery

package main

import (
	"context"
	"os"
	"time"

	"pult/app/crm"
	"pult/app/desk"
	"pult/app/feed"
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
		Forecast: crm.Forecast{Every: 31, Spread: 3, Last: day(29), Next: day(-2)}, Hits: crm.Backtest{Right: 5, Of: 7},
		Orders: []time.Time{day(352), day(320), day(291), day(255), day(226), day(193), day(161), day(130), day(99), day(62), day(29)},
	}, nil
}

func (w *world) Chain(context.Context, crm.Ref) ([]crm.Document, error) {
	at := time.Now()
	return []crm.Document{
		order(1187, 60),
		{Ref: crm.Ref{1}, Kind: crm.Invoice, Number: "ТД00-000312", At: at.AddDate(0, 0, -4), Due: at.AddDate(0, 0, 1), Amount: 20000000},
		{Ref: crm.Ref{2}, Kind: crm.Payment, Number: "ТД00-000871", At: at.AddDate(0, 0, -3), Amount: 12000000},
		{Ref: crm.Ref{3}, Kind: crm.Shipment, Number: "ТД00-001188", At: at.AddDate(0, 0, -2), Amount: 6000000},
	}, nil
}

// Story is as long as that of an old client when PULT_LONG is set.
func (w *world) Story(_ context.Context, card crm.Card) (crm.Card, error) {
	if os.Getenv("PULT_LONG") == "" {
		return card, nil
	}
	for i := range 10_000 {
		line := card.History[i%6]
		line.ID, line.At = crm.NewID(time.Now()), time.Now().Add(-time.Duration(i+300)*time.Hour)
		card.History = append(card.History, line)
	}
	return card, nil
}

func (w *world) Lines(context.Context, crm.Ref) ([]crm.Bought, error) {
	return []crm.Bought{
		{Name: stock[0].Name, Quantity: 200000, Amount: 1880000}, {Name: stock[1].Name, Quantity: 12500, Amount: 540050},
	}, nil
}

// shelf is a made-up exchange with 1C.
type shelf struct{ *world }

func (s shelf) State(context.Context) (crm.Exchange, error) {
	at := time.Now().Add(-4 * time.Minute)
	unpublished := &crm.Fault{Kind: crm.ErrNotPublished, Subject: "Document_Встреча"}
	kinds := []string{"users", "price_types", "clients", "counterparties", "contacts", "terms", "debts", "orders", "invoices", "shipments", "payments", "records", "goods", "prices", "stocks"}
	var fresh []crm.Freshness
	round := crm.Round{At: at, Took: 3240 * time.Millisecond}
	for i, kind := range kinds {
		one := crm.KindRound{Kind: kind, Rows: i * 3, Changed: i % 4}
		if kind == "records" {
			one.Err = unpublished
		} else {
			fresh = append(fresh, crm.Freshness{Kind: kind, At: at.Add(time.Duration(i) * time.Second), Rows: i * i * 1371})
		}
		round.Kinds = append(round.Kinds, one)
	}
	aside := []crm.SetAside{
		{
			Kind: "clients", Ref: "7c0f0a52-31b2-11ee-9a51-0050569a0001", Name: "ООО «Северный ветер»",
			Why: crm.Unread{Code: crm.BadPhone, Field: "2", Value: "звонить Маше"},
		},
		{
			Kind: "orders", Ref: "7c0f0a52-31b2-11ee-9a51-0050569a0077", Number: "ТД00-001187", At: at.AddDate(0, 0, -8), Owner: "ООО «Вектор»",
			Why: crm.Unread{Code: crm.BadMoney, Field: "СуммаДокумента", Value: "1.2.3"},
		},
		{
			Kind: "debts", Ref: "7c0f0a52-31b2-11ee-9a51-0050569a0080",
			Why: crm.Unread{Code: crm.NoDebtKey, Field: "Catalog_КлючиАналитикиУчетаПоПартнерам"},
		},
	}
	rounds := []crm.Round{
		round,
		{At: at.Add(-5 * time.Minute), Took: 800 * time.Millisecond, Kinds: []crm.KindRound{{Kind: "clients"}}},
		{At: at.Add(-10 * time.Minute), Took: 61 * time.Second, Stopped: true, Kinds: []crm.KindRound{{Kind: "clients", Rows: 35120, Changed: 35120, SetAside: 3}}},
		{At: at.Add(-20 * time.Minute), Took: 3 * time.Second, Kinds: []crm.KindRound{{Err: crm.ErrOffline}}},
		{At: at.Add(-30 * time.Minute), Took: 2 * time.Second, Kinds: []crm.KindRound{{Kind: "orders", Rows: 12, Changed: 12, SetAside: 2}}},
	}
	return crm.Exchange{Kinds: crm.States(kinds, fresh, aside, rounds), SetAside: aside, Rounds: rounds}, nil
}

func (s shelf) Read() {
	s.feed.Publish(feed.SyncChanged{Running: true, Kind: "shipments", Rows: 12400, Done: 7, Kinds: 12, AsOf: time.Now().Add(-4 * time.Minute)})
}

func (s shelf) Stop() {
	s.feed.Publish(feed.SyncChanged{AsOf: time.Now().Add(-4 * time.Minute), Stopped: true})
}

func (s shelf) Check(ctx context.Context, told func(crm.Drift)) error {
	told(crm.Drift{Kind: "clients", There: 5484, Here: 5484})
	told(crm.Drift{Kind: "debts", There: 10, Here: 10, OwedThere: 1284500000, OwedHere: 1279880000})
	told(crm.Drift{Kind: "orders", There: 67182, Here: 67179, SetAside: 1})
	return ctx.Err()
}

func (w *world) Outgoing(context.Context) ([]desk.Outgoing, error) {
	call := func(minutes int, name string, f crm.Fact, note string) desk.Outgoing {
		f.Kind, f.Created = crm.CallFacts, time.Now().Add(-time.Duration(minutes)*time.Minute)
		at := f.Created
		return desk.Outgoing{ClientName: name, Parcel: crm.Parcel{Fact: f, Call: crm.Call{
			Direction: crm.Outgoing, Number: number("+79123456789"), RangAt: at, AnsweredAt: at, EndedAt: at.Add(192 * time.Second), Outcome: crm.Answered, Note: note,
		}}}
	}
	return []desk.Outgoing{
		call(190, names[0], crm.Fact{State: crm.FactStuck, Trouble: "refused", Subject: "Document_ТелефонныйЗвонок", Reason: "Не заполнен реквизит «Ответственный»"}, "ждёт КП на кабель"),
		call(12, names[2], crm.Fact{State: crm.FactWaiting, Trouble: "offline", Reason: "connection refused", Next: time.Now().Add(3 * time.Minute)}, ""),
		call(1, names[3], crm.Fact{State: crm.FactWaiting}, ""),
	}, nil
}

func (w *world) RetryOutbox(context.Context) (int, error) { return 3, nil }
