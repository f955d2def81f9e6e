package view

import (
	"strings"
	"testing"

	"pult/app/crm"
)

// told is a row as a line of text, for comparing.
func told(r Row) string {
	return strings.ReplaceAll(join("|", r.When, r.Title, r.Detail, strings.Join(r.Cells, ";"), r.Right), nbsp, " ")
}

func compare(t *testing.T, got []Row, want ...string) {
	t.Helper()
	for i := range max(len(got), len(want)) {
		switch {
		case i >= len(got):
			t.Errorf("row %d is missing: %q", i, want[i])
		case i >= len(want):
			t.Errorf("row %d is one too many: %q", i, told(got[i]))
		case told(got[i]) != want[i]:
			t.Errorf("row %d: %q, want %q", i, told(got[i]), want[i])
		}
	}
}

func TestTimelineMergesTalksOf1C(t *testing.T) {
	at := func(hours int) crm.Interaction {
		return crm.Interaction{ID: crm.NewID(now), Kind: crm.NoteKind, Text: "заметка", At: now.AddDate(0, 0, -hours)}
	}
	c := crm.Card{
		History: []crm.Interaction{at(1), at(5)},
		Records: []crm.Record{
			{Kind: crm.MailKind, Direction: crm.Incoming, At: now.AddDate(0, 0, -2), Subject: "Счёт", Text: "Пришлите счёт.", Writer: "Орлова"},
			{Kind: crm.MeetingKind, At: now.AddDate(0, 0, -4), Subject: "На складе"},
			{Kind: crm.CallKind, Direction: crm.Outgoing, At: now.AddDate(0, 0, -6), Subject: "Звонок", Text: "Звонок", Writer: "Орлова"},
		},
		Documents: []crm.Document{
			{Ref: crm.Ref{7}, Kind: crm.Order, Number: "ТД00-001187", At: now.AddDate(0, 0, -3), Amount: 10000, Paid: 6000, Shipped: 3000},
			{Ref: crm.Ref{8}, Kind: crm.Payment, Number: "12", At: now.AddDate(0, 0, -7), Amount: 10000},
		},
	}
	rows := printer(Russian).Timeline(c, All)
	compare(t, rows, "21.11 12:00|заметка", "20.11 12:00|вх. письмо|Счёт|Орлова", "19.11|Заказ 1187|оплачен 60 %, отгружен 30 %|100 ₽",
		"18.11 12:00|встреча|На складе", "17.11 12:00|заметка", "16.11 12:00|исх. звонок|Звонок|Орлова", "15.11|Оплата 12|100 ₽")
	if rows[1].Full != "Счёт\nПришлите счёт." || rows[5].Full != "" {
		t.Errorf("whole texts %q and %q", rows[1].Full, rows[5].Full)
	}
	if rows[2].Document.IsZero() || rows[6].Document.IsZero() {
		t.Error("an order has lines to open, a payment the order it is for")
	}
	compare(t, printer(Russian).Timeline(c, Calls), "16.11 12:00|исх. звонок|Звонок|Орлова")
	compare(t, printer(Russian).Timeline(c, Mails), "20.11 12:00|вх. письмо|Счёт|Орлова")
	compare(t, printer(Russian).Timeline(c, Notes), "21.11 12:00|заметка", "18.11 12:00|встреча|На складе", "17.11 12:00|заметка")
	if got := len(printer(Russian).Timeline(c, Documents)); got != 5 {
		t.Errorf("%d lines of 1C", got)
	}
}

// What 1C does not date cannot be called "not overdue".
func TestDebtWithoutDates(t *testing.T) {
	tests := []struct {
		debt                crm.Debt
		first, second, line string
	}{
		{crm.Debt{Owed: 500, Undated: 500}, "сроки оплаты", "в 1С не указаны", "Долг 5 ₽, сроки оплаты в 1С не указаны"},
		{crm.Debt{Owed: 500, Undated: 500, Advance: 100}, "сроки оплаты", "аванс 1 ₽", "Долг 5 ₽, сроки оплаты в 1С не указаны"},
		{crm.Debt{Owed: 500, Undated: 200}, "просрочки нет", "без срока 2 ₽", "Долг 5 ₽, без срока оплаты 2 ₽"},
		{crm.Debt{Owed: 500}, "просрочки нет", "", "Долг 5 ₽, просрочки нет"},
		{crm.Debt{Owed: 500, Overdue: 100, OverdueDays: 1, Undated: 400}, "просрочено 1 ₽", "1 день", "Долг 5 ₽, просрочено 1 ₽"},
	}
	for _, tt := range tests {
		p := printer(Russian)
		tile := p.DebtTile(tt.debt)
		line, _ := p.DebtLine(tt.debt)
		if plain(tile.First) != tt.first || plain(tile.Second) != tt.second || plain(line) != tt.line {
			t.Errorf("%+v: %q, %q, %q", tt.debt, tile.First, tile.Second, line)
		}
	}
}

func TestLimitAndTheQuietLine(t *testing.T) {
	c := crm.Card{Limit: 20000000, Debt: crm.Debt{Owed: 12450000}, PriceType: "Оптовая"}
	c.Client.Properties = []crm.Property{{Name: "Сегмент", Value: "Опт"}, {Name: "birthday", Value: "1980-11-24"}, {Name: "tags", Value: "Застройщики"}}
	p := printer(Russian)
	if got := plain(p.limit(c)); got != "Лимит 200 000 ₽, занято 62 %" || c.LimitUsed() > 100 {
		t.Errorf("limit %q", got)
	}
	if got := plain(p.more(c)); got != "день рождения 24.11 · цены: Оптовая · Сегмент: Опт · Теги: Застройщики" {
		t.Errorf("more %q", got)
	}
	c.Debt.Owed = 20000001
	if got := plain(p.limit(c)); got != "Лимит 200 000 ₽ превышен на 0 ₽" || c.LimitUsed() != 101 {
		t.Errorf("limit %q, %d", got, c.LimitUsed())
	}
	for value, want := range map[string]string{
		"1980-11-22": "сегодня день рождения", "1980-11-19": "день рождения 19.11", "1980-11-25": "день рождения 25.11",
		"1980-11-18": "", "1980-11-26": "", "вчера": "",
	} {
		if got := p.birthdayNear(value); got != want {
			t.Errorf("%s: %q, want %q", value, got, want)
		}
	}
}

func TestTermRows(t *testing.T) {
	c := crm.Card{
		DebtLines: []crm.DebtLine{{Owed: 600, Due: now.AddDate(0, 0, -12)}, {Owed: 300, Due: now}, {Owed: 100}},
		Terms:     []crm.Terms{{Name: "Договор 5", Days: 14, Limit: 20000}}, Limit: 20000, Debt: crm.Debt{Owed: 1000},
		PriceType: "Оптовая",
	}
	c.Client.Properties = []crm.Property{{Name: "birthday", Value: "1980-11-24"}}
	compare(t, printer(Russian).TermRows(c), "Долг по срокам", "Срок не наступил|3 ₽", "Просрочен 1–7 дней|0 ₽", "8–30 дней|6 ₽",
		"31–60 дней|0 ₽", "61–90 дней|0 ₽", "Больше 90 дней|0 ₽", "Срок в 1С не указан|1 ₽", "Лимит долга|занято 5 %|200 ₽",
		"Договоры и соглашения · 1", "Договор 5|отсрочка 14 дней|лимит 200 ₽", "Ещё из 1С", "Вид цен|Оптовая", "День рождения|24.11.1980", "Согласие на рекламу|не записано")
	compare(t, printer(Russian).TermRows(crm.Card{}), "Долг по срокам", "Долга нет", "Ещё из 1С", "Согласие на рекламу|не записано")
}

func TestGoodRows(t *testing.T) {
	nails := crm.Bought{Name: "Гвозди", Times: 4, Usual: 2500, Quantity: 2000, Paid: 18000, Price: 9500, Stock: 1240500, Last: now.AddDate(0, 0, -40)}
	glue := crm.Bought{Name: "Клей", Usual: 1000, Quantity: 1000, Paid: 90000, Ordered: true, Last: now.AddDate(-1, 0, 0)}
	rhythm := crm.Forecast{Every: 31, Spread: 3, Last: now.AddDate(0, 0, -29), Next: now.AddDate(0, 0, 2)}
	rows := printer(Russian).GoodRows(crm.Card{}, crm.Trade{Bought: []crm.Bought{nails, glue}, Frequent: []crm.Bought{nails}, Forecast: rhythm})
	compare(t, rows, "Следующий заказ", "Обычно раз в 31 день, прошло 29 дней|ждём 24.11 ± 3 дня",
		"Обычно берёт, в этот раз не взял|обычно;цена;остаток", "13.10|Гвозди|брал по 90 ₽|2,5;95 ₽;1 240,5",
		"Что покупает|обычно;цена;остаток", "13.10|Гвозди|брал по 90 ₽|2,5;95 ₽;1 240,5", "22.11.2025|Клей|в заказе|1;—;0")
	rhythm.Spread = 20
	if got := printer(Russian).GoodRows(crm.Card{}, crm.Trade{Forecast: rhythm}); told(got[1]) != "Обычно раз в 31 день, прошло 29 дней|заказывает неровно, срок не угадать" {
		t.Errorf("a wild rhythm is told as %q", told(got[1]))
	}
	if got := printer(Russian).GoodRows(crm.Card{}, crm.Trade{}); len(got) != 0 {
		t.Errorf("nothing bought: %d rows", len(got))
	}
}
