package view_test

import (
	"strings"
	"testing"
	"time"

	"pult/app/crm"
	"pult/app/phone"
	"pult/app/view"
)

// full is a client of whom everything is known.
func full() (crm.Card, crm.Trade) {
	asOf := noon.Add(-82 * time.Minute)
	order := crm.Document{Ref: crm.Ref{1}, Kind: crm.Order, Number: "ТД00-001187", At: day(-4), Amount: 20000000, Paid: 12000000, Shipped: 6000000, Due: day(3), Open: true}
	c := crm.Card{
		Client: crm.Client{
			Ref: crm.Ref{7}, Name: "Вектор", FullName: `ООО "Вектор"`, INN: "7707083894", KPP: "770701001", Comment: "пропуск заказывать накануне",
			Emails:     []string{"info@vektor.example"},
			Properties: []crm.Property{{Name: "ABC-класс", Value: "A"}, {Name: "Часы работы", Value: "9–18"}, {Name: "birthday", Value: "1980-11-24"}},
		},
		ManagerName: "Петрова Ольга", AsOf: asOf,
		Contacts:       []crm.Contact{{Name: "Иванов Пётр", Position: "закупки", Phones: []crm.Phone{{Number: phone.Number{E164: 79123456789}}}}},
		Counterparties: []crm.Counterparty{{Name: `ИП "Вектор"`, INN: "500100732259"}},
		Debt:           crm.Debt{Owed: 12450000, Overdue: 8420000, OverdueDays: 12, OldestText: "ТД00-000312", OldestKind: crm.Invoice, Advance: 300000},
		DebtLines:      []crm.DebtLine{{Owed: 4030000, Due: day(5)}, {Owed: 8420000, Due: day(-12)}},
		Limit:          20000000, Step: crm.Step{Percent: 3, Bought: 26000000, Next: crm.Discount{From: 30000000, Percent: 5}},
		OpenOrders: []crm.Document{order}, Documents: []crm.Document{order, {Ref: crm.Ref{2}, Kind: crm.Invoice, Number: "ТД00-000312", At: day(-15), Amount: 8420000, Due: day(-12)}},
		Promise:     crm.Promise{ID: crm.ID{1}, Amount: 4000000, Given: day(-9), Due: day(-2)},
		PriceType:   "Оптовая",
		Standing:    crm.Standing{Complaint: crm.Statement{Value: crm.ResultYes, Since: day(-3)}},
		LastContact: crm.Interaction{At: day(-1), Author: "Петрова Ольга", Text: "ждёт КП", Result: crm.ResultSettled},
		History: []crm.Interaction{
			{ID: crm.ID{4}, Kind: crm.TaskLine, At: day(-1), Text: noon.AddDate(0, 0, 1).Format(time.DateOnly) + " отправить КП"},
			{ID: crm.ID{5}, Kind: crm.CallKind, At: day(-1), Direction: crm.Outgoing, Outcome: crm.Answered, Seconds: 192, Text: "ждёт КП", Author: "Петрова Ольга"},
			{ID: crm.ID{6}, Kind: crm.NoteKind, At: day(-2), Text: "склад переехал"},
		},
		Records: []crm.Record{{Kind: crm.MailKind, Direction: crm.Incoming, At: day(-3), Subject: "Счёт на оплату", Writer: "Орлова Мария"}},
		Terms:   []crm.Terms{{Name: "Договор 5", Days: 14, Limit: 20000000}},
	}
	for i := range 12 {
		c.Purchases = append(c.Purchases, crm.Month{Start: time.Date(2025, time.Month(12+i), 1, 0, 0, 0, 0, moscow)})
	}
	c.Purchases[10] = crm.Month{Start: c.Purchases[10].Start, Amount: 40000000, Unpaid: 8420000, Count: 3, Last: day(-30)}
	c.Purchases[4] = crm.Month{Start: c.Purchases[4].Start, Amount: 20000000, Count: 1, Last: day(-200)}
	nails := crm.Bought{Name: "Гвозди", Usual: 12500, Quantity: 12500, Paid: 118750, Price: 9500, Stock: 40000, Last: day(-41)}
	rhythm := crm.Forecast{Every: 31, Spread: 3, Last: day(-29), Next: day(2)}
	return c, crm.Trade{
		Bought: []crm.Bought{nails}, Frequent: []crm.Bought{nails}, Forecast: rhythm, Rhythm: rhythm, Hits: crm.Backtest{Right: 6, Of: 8},
		Orders: []time.Time{day(-122), day(-91), day(-60), day(-29)}, Step: c.Step,
	}
}

// text is all that a card says on its first screen.
func text(c view.Card) string {
	parts := []string{c.Name, c.Owner, c.Legal, c.Last, c.Say, c.Source, c.Limit, c.More, c.AsOf}
	for _, p := range c.Phones {
		parts = append(parts, p.Text, p.Who)
	}
	for _, t := range c.Tiles {
		parts = append(parts, strings.Join([]string{t.Caption, t.Value, t.First, t.Second}, " · "))
	}
	return plain(strings.Join(append(parts, c.Ages.Hints[:]...), "\n"))
}

func rowsText(rows []view.Row) string {
	var b strings.Builder
	for _, r := range rows {
		b.WriteString(strings.Join([]string{r.When, r.Title, r.Detail, strings.Join(r.Cells, ";"), r.Right}, "|") + "\n")
	}
	return plain(b.String())
}

// Each of the 22 fields of a card, in the order of their worth: the first ten on
// the first screen, the others one key away.
func TestEveryFieldOfTheCard(t *testing.T) {
	card, trade := full()
	p := words(view.Russian)
	say := crm.Say{Kind: crm.SayOverdue, Amount: 8420000, Days: 12, Document: "ТД00-000312", Type: crm.Invoice}
	first := text(p.Card(card, say, "Смирнова Анна"))
	goods, terms, story := rowsText(p.GoodRows(card, trade)), rowsText(p.TermRows(card)), rowsText(p.Timeline(card, view.All))
	for _, field := range []struct {
		name, where string
		want        []string
	}{
		{"1 what to say", first, []string{"Просрочено 84 200 ₽, 12 дней, счёт 312", "Расчёты с клиентом в 1С на 10:38"}},
		{"2 client, person, position", first, []string{"Вектор", "Иванов Пётр, закупки", "+7 912 345-67-89"}},
		{"3 overdue", first, []string{"просрочено 84 200 ₽", "12 дней, счёт 312"}},
		{"4 last promise", first, []string{"Обещал на 10:38 · 40 000 ₽ · до 20.11 · не поступило"}},
		{"5 debt by age, advance", first, []string{"Долг на 10:38 · 124 500 ₽", "Просрочен 8–30 дней: 84 200 ₽, на 10:38", "Срок не наступил: 40 300 ₽", "аванс 3 000 ₽"}},
		{"6 credit limit", first, []string{"Лимит 200 000 ₽, занято 62 %", "на 10:38"}},
		{"7 open orders", first, []string{"Заказы: 1 на 10:38 · 200 000 ₽ · 1187: оплачен 60 % · отгружен 30 %, до 25.11"}},
		{"8 last contact, result, next step", first, []string{"21.11 12:00, Петрова Ольга: ", "«ждёт КП»", "дальше: завтра, отправить КП"}},
		{"9 open complaint", first, []string{"жалоба от 19.11 открыта"}},
		{"10 whose client", first, []string{"ведёт Петрова Ольга"}},
		{"11 purchases", first + goods, []string{"400 000 ₽ · за год 600 000 ₽", "отгрузок: 4, в среднем по 150 000 ₽, последняя 30 дней назад"}},
		{"12 frequent, not ordered", goods, []string{"Обычно берёт, в этот раз не взял", "Гвозди||12,5;95 ₽;40"}},
		{"13 next order with its error", goods, []string{"Обычно раз в 31 день, прошло 29 дней", "прошлых заказов угадано: 6 из 8", "ждём 24.11 ± 3 дня"}},
		{"14 prices and discount", first + terms, []string{"цены: Оптовая", "скидка 3 %, до 5 % ещё 40 000 ₽", "Вид цен|||Оптовая"}},
		{"15 class and segment", first + terms, []string{"ABC-класс: A", "ABC-класс|||A"}},
		{"16 last documents", story, []string{"18.11|Заказ 1187|оплачен 60 %, отгружен 30 %, отгрузка 25.11||200 000 ₽", "07.11|Счёт 312|до 10.11||84 200 ₽"}},
		{"17 hours", first + terms, []string{"Часы работы: 9–18"}},
		{"18 consent", terms, []string{"Согласие на рекламу|||не записано"}},
		{"19 note, task, birthday", first + terms, []string{"день рождения 24.11", "дальше: завтра", "Заметка в 1С|пропуск заказывать накануне"}},
		{"20 what to correct", terms, []string{"ИНН с ошибкой, поправьте в 1С|7707083894"}},
		{"21 timeline", story, []string{"исх. 3:12|ждёт КП||Петрова Ольга", "склад переехал", "вх. письмо|Счёт на оплату||Орлова Мария", "Дальше: завтра|отправить КП"}},
		{"22 requisites", terms, []string{"ИНН|||7707083894", "КПП|||770701001", "Договор 5|отсрочка 14 дней", "ИП «Вектор»|||500100732259", "Телефон|Иванов Пётр, закупки||+7 912 345-67-89", "Почта|||info@vektor.example"}},
	} {
		for _, want := range field.want {
			if !strings.Contains(field.where, want) {
				t.Errorf("field %s: %q is not said in\n%s", field.name, want, field.where)
			}
		}
	}
}

// What is not known is said, or keeps its place empty; nothing is made up.
func TestEveryFieldWhenItIsEmpty(t *testing.T) {
	p := words(view.Russian)
	card := p.Card(crm.Card{Client: crm.Client{Name: "Новый"}}, crm.Say{Kind: crm.SayFirst}, "Смирнова Анна")
	first := text(card)
	for _, want := range []string{"Первый разговор с этим клиентом", "Долга нет", "Не обещал", "Нет открытых", "Не покупал год", "разговоров ещё не было", "ничей клиент", "данных из 1С ещё нет"} {
		if !strings.Contains(first, want) {
			t.Errorf("%q is not said in\n%s", want, first)
		}
	}
	if card.Limit != "" || card.More != "" || len(card.Phones) != 0 || len(p.GoodRows(crm.Card{}, crm.Trade{})) != 0 {
		t.Errorf("made up: %+v", card)
	}
	if charts := p.Charts(crm.Card{}, crm.Trade{}); len(charts.Months) != 0 || len(charts.Rhythm.Orders) != 0 {
		t.Errorf("charts of nothing: %+v", charts)
	}
}

// Charts draw sums as parts of the tallest, and say them under the mouse.
func TestCharts(t *testing.T) {
	card, trade := full()
	p := words(view.Russian)
	charts := p.Charts(card, trade)
	october := charts.Months[10]
	if got := plain(october.Hint); got != "Октябрь 2026: 400 000 ₽, не оплачено 84 200 ₽, отгрузок: 3" || october.Label != "окт" {
		t.Errorf("october %q, %q", october.Label, got)
	}
	if sum := october.Paid + october.Unpaid; sum < 0.999 || sum > 1.001 || october.Unpaid < 0.2 || october.Unpaid > 0.22 {
		t.Errorf("october is drawn %v and %v", october.Paid, october.Unpaid)
	}
	if got := charts.Months[0].Hint; got != "Декабрь 2025: покупок нет" {
		t.Errorf("an empty month: %q", got)
	}
	r := charts.Rhythm
	if len(r.Orders) != 4 || r.Orders[0].At != 0 || r.Orders[3].Gap != "31" || plain(r.Orders[3].Hint) != "Заказ 24.10.2026, через 31 день" {
		t.Errorf("orders %+v", r.Orders)
	}
	if r.Today <= r.Orders[3].At || r.From >= r.To || r.To != 1 || plain(r.Expected) != "ждём 24.11 ± 3 дня" {
		t.Errorf("forecast %+v", r)
	}
	if got := plain(r.Hint); got != "Обычно раз в 31 день, прошло 29 дней · прошлых заказов угадано: 6 из 8" {
		t.Errorf("its error: %q", got)
	}
	trade.Forecast = crm.Forecast{}
	if r := p.Rhythm(trade); r.Expected != "" || r.Today != 1 {
		t.Errorf("with an order open: %+v", r)
	}
}
