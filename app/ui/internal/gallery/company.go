//go:build gallery

package main

import (
	"context"
	"strconv"
	"time"

	"pult/app/crm"
	"pult/app/desk"
)

var names = []string{
	"ООО «Вектор»", "ИП Сидоренко Константин Александрович", "Торговый дом «Северо-Западная Электротехническая Компания»",
	"ООО «Ромашка»", "АО «Заря»", "ООО «Север»", "ООО «ВекторСтрой»", "ООО «Вектор Плюс»",
}

func (w *world) ref(text string) crm.Ref {
	n, _ := strconv.Atoi(text)
	return refOf(n)
}

func refOf(n int) crm.Ref { return crm.Ref{14: 1, 15: byte(n)} }

func matchOf(n int) crm.Match {
	m := crm.Match{
		Client: refOf(n), Name: names[n], INN: "770401" + strconv.Itoa(1000+n), ManagerName: "Петрова Ольга",
		ContactName: "Иванов Пётр", Position: "закупки", AsOf: time.Now().Add(-30 * time.Minute),
	}
	switch n {
	case 0:
		m.Debt = crm.Debt{Owed: 12450000, Overdue: 8420000, OverdueDays: 12, OldestText: "ТД00-000312"}
		m.OpenOrders = []crm.Document{order(1187, 60)}
		m.LastPayment = crm.Document{Amount: 5600000, At: time.Now().AddDate(0, 0, -9)}
	case 1:
		m.Debt = crm.Debt{Owed: 1850050}
		m.ManagerName = "Петрова Ольга"
	}
	return m
}

func sayOf(n int) crm.Say {
	if n == 0 {
		return crm.Say{Kind: crm.SayOverdue, Amount: 8420000, Days: 12, Document: "ТД00-000312"}
	}
	return crm.Say{Kind: crm.SayFirst}
}

func order(n, paid int) crm.Document {
	return crm.Document{
		Kind: crm.Order, Number: "ТД00-00" + strconv.Itoa(n), At: time.Now().AddDate(0, 0, -4), Amount: 20000000,
		Paid: crm.Money(200000 * paid), Due: time.Now().AddDate(0, 0, 3), Open: true,
	}
}

func (w *world) SayOf(_ context.Context, client crm.Ref) (crm.Say, error) {
	return sayOf(int(client[15])), nil
}

func (w *world) Card(_ context.Context, client crm.Ref) (crm.Card, error) {
	n := int(client[15])
	m := matchOf(n)
	c := crm.Card{
		Client:      crm.Client{Ref: client, Name: m.Name, FullName: "Общество с ограниченной ответственностью «Вектор»", INN: m.INN},
		ManagerName: m.ManagerName, Debt: m.Debt, OpenOrders: m.OpenOrders, AsOf: m.AsOf,
	}
	w.mu.Lock()
	c.Standing = w.standing
	w.mu.Unlock()
	if n == 2 {
		return c, nil
	}
	c.Contacts = []crm.Contact{
		{Name: "Иванов Пётр Сергеевич", Position: "начальник отдела закупок", Phones: []crm.Phone{{Number: number("+79123456789")}}},
		{Name: "Кузнецова Мария", Position: "бухгалтер", Phones: []crm.Phone{{Number: number("84951234567")}, {Number: number("+79031112233")}}},
	}
	c.Client.Phones = []crm.Phone{{Number: number("84959998877")}}
	c.Promise = crm.Promise{ID: crm.NewID(time.Now()), Client: client, Amount: 4000000, Due: time.Now().AddDate(0, 0, -2), Given: time.Now().AddDate(0, 0, -6)}
	for i := range 12 {
		m := crm.Month{Amount: crm.Money([]int{12, 31, 9, 44, 18, 0, 63, 70, 25, 48, 57, 36}[i]) * 400000, Start: time.Now().AddDate(0, i-11, 1-time.Now().Day())}
		if m.Amount > 0 {
			m.Count, m.Last = 1+i%3, m.Start
		}
		if i > 9 {
			m.Unpaid = 8420000
		}
		c.Purchases = append(c.Purchases, m)
	}
	now := time.Now()
	line := func(hours int, kind crm.InteractionKind, dir crm.Direction, out crm.Outcome, sec int, text, author string) {
		c.History = append(c.History, crm.Interaction{
			ID: crm.NewID(now), Kind: kind, At: now.Add(-time.Duration(hours) * time.Hour), Client: client,
			Direction: dir, Outcome: out, Seconds: sec, Text: text, Author: author,
		})
	}
	line(1, crm.CallKind, crm.Incoming, crm.Missed, 0, "", "")
	line(20, crm.CallKind, crm.Outgoing, crm.Answered, 192, "ждёт КП на кабель, просил до среды", "Петрова О.")
	line(45, crm.CallKind, crm.Incoming, crm.Answered, 65, "", "Смирнова Анна")
	line(70, crm.NoteKind, "", "", 0, "Склад переехал на Рябиновую 44, пропуск заказывать до 16:00 накануне. Документы только бумажные, ЭДО подключат в январе; спросить Кузнецову.", "Смирнова Анна")
	line(140, crm.PromiseKind, "", "", 0, c.Promise.Amount.String()+" "+c.Promise.Due.Format(time.DateOnly), "Смирнова Анна")
	line(200, crm.CallKind, crm.Outgoing, crm.NoAnswer, 0, "", "Смирнова Анна")
	c.History[4].ID = c.Promise.ID
	if n == 0 {
		c.History = append(c.History, written(client)...)
	}
	doc := func(days int, kind crm.DocumentKind, num string, amount crm.Money) {
		c.Documents = append(c.Documents, crm.Document{Kind: kind, Number: num, At: now.AddDate(0, 0, -days), Amount: amount})
	}
	c.Documents = append(c.Documents, order(1187, 60))
	doc(3, crm.Shipment, "ТД00-001187", 5600000)
	doc(9, crm.Payment, "ТД00-000871", 5600000)
	doc(15, crm.Invoice, "ТД00-000312", 8420050)
	doc(40, crm.Shipment, "ТД00-001002", 12400000)
	doc(41, crm.Payment, "ТД00-000790", 12400000)
	doc(380, crm.Shipment, "ТД00-000101", 3100000)
	fromBooks(&c)
	return c, nil
}

func (w *world) History(context.Context, crm.HistoryFilter) ([]desk.Line, error) {
	var lines []desk.Line
	now := time.Now()
	add := func(minutes, n int, kind crm.InteractionKind, dir crm.Direction, out crm.Outcome, sec int, num string) {
		l := desk.Line{Interaction: crm.Interaction{
			ID: crm.NewID(now), Kind: kind, At: now.Add(-time.Duration(minutes) * time.Minute), Direction: dir, Outcome: out, Seconds: sec, Number: number(num),
		}}
		if n >= 0 {
			l.Client, l.ClientName = refOf(n), names[n]
		}
		lines = append(lines, l)
	}
	add(4, 0, crm.CallKind, crm.Incoming, crm.Missed, 0, "+79123456789")
	add(18, 3, crm.CallKind, crm.Outgoing, crm.Answered, 192, "+79123456780")
	add(25, 4, crm.NoteKind, "", "", 0, "")
	add(31, -1, crm.CallKind, crm.Incoming, crm.Missed, 0, "+78123334455")
	add(44, 2, crm.CallKind, crm.Incoming, crm.Answered, 65, "+79123456781")
	add(52, 5, crm.CallKind, crm.Outgoing, crm.NoAnswer, 0, "+79123456782")
	add(58, 1, crm.CallKind, crm.Outgoing, crm.Busy, 0, "+79123456783")
	add(63, 6, crm.CallKind, crm.Incoming, crm.Elsewhere, 0, "+79123456784")
	add(75, 0, crm.PromiseKind, "", "", 0, "")
	add(1500, 7, crm.CallKind, crm.Incoming, crm.Answered, 3725, "+79123456785")
	add(1600, -1, crm.CallKind, crm.Incoming, crm.Missed, 0, "")
	return lines, nil
}
