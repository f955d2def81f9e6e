package view

import (
	"strings"
	"testing"
	"time"

	"pult/app/crm"
)

// asides are one of each.
var asides = []crm.SetAside{
	{Kind: "clients", Ref: "a", Name: "ООО «Заря»", Why: crm.Unread{Code: crm.BadPhone, Field: "2", Value: "звонить Маше"}},
	{Kind: "clients", Why: crm.Unread{Code: crm.NoKey}},
	{Kind: "orders", Ref: "c", Number: "ТД00-000026", At: time.Date(2026, 2, 14, 9, 0, 0, 0, time.UTC), Owner: "Вектор", Why: crm.Unread{Code: crm.BadMoney, Field: "СуммаДокумента", Value: "1.2.3"}},
	{Kind: "orders", Ref: "d", Why: crm.Unread{Code: crm.BadRef, Field: "Партнер_Key", Value: "кто-то"}},
	{Kind: "debts", Ref: "e", Owner: "Вектор", Why: crm.Unread{Code: crm.NoDebtKey, Field: "Catalog_Ключи"}},
	{Kind: "debts", Ref: "f", Owner: "Вектор", Why: crm.Unread{Code: crm.UnknownSettlement, Field: "ТипРасчетов", Value: "Бартер"}},
	{Kind: "records", Ref: "g", At: time.Date(2026, 2, 14, 9, 0, 0, 0, time.UTC), Why: crm.Unread{Code: crm.BadDate, Field: "Date", Value: "вчера"}},
	{Kind: "stocks", Ref: "h", Name: "Кабель", Why: crm.Unread{Code: crm.BadQuantity, Field: "Количество", Value: "много"}},
	{Kind: "goods", Ref: "i", Name: "Кабель", Why: crm.Unread{Code: crm.UnreadOther, Value: "strange"}},
}

func TestAsideRows(t *testing.T) {
	compare(t, printer(Russian).AsideRows(crm.Exchange{SetAside: asides}),
		"Клиенты",
		"ООО «Заря»|Среди контактов записано «звонить Маше» — это не номер телефона. Остальное прочитано.",
		"Без названия и без ссылки|1С не сообщила, какая это запись: у строки нет ссылки.",
		"Заказы",
		"Заказ 26 от 14.02.2026 · Вектор|В поле «СуммаДокумента» должна быть сумма, а записано: «1.2.3».",
		"Ссылка d|В поле «Партнер» должна быть ссылка, а записано: «кто-то».",
		"Долги",
		"Вектор|Не видно, чей это долг: его ключа аналитики нет среди опубликованных.",
		"Вектор|Не понятно, долг это или аванс: вид расчётов «Бартер».",
		"Взаимодействия",
		"Запись от 14.02.2026|В поле «Date» должна быть дата, а записано: «вчера».",
		"Остатки",
		"Кабель|В поле «Количество» должно быть количество, а записано: «много».",
		"Номенклатура",
		"Кабель|Запись не удалось понять: strange.")
}

// Whatever is wrong, a person reads a sentence and a cure, in both languages.
func TestAsideIsToldWithTheCure(t *testing.T) {
	for _, lang := range []Language{Russian, English} {
		p := printer(lang)
		for _, s := range asides {
			why, cure := p.UnreadWhy(s.Why), p.UnreadCure(s.Why)
			for _, text := range []string{why, cure, p.AsideName(s)} {
				if text == "" || strings.Contains(text, "unread.") || strings.Contains(text, "%!") || strings.Contains(text, "exchange.") {
					t.Errorf("%s, %s: %q", lang, s.Why.Code, text)
				}
			}
			if why == cure {
				t.Errorf("%s, %s has no cure of its own: %q", lang, s.Why.Code, cure)
			}
		}
		for _, row := range p.AsideRows(crm.Exchange{SetAside: asides}) {
			if !row.Head && strings.Count(row.Full, "\n") < 2 {
				t.Errorf("%s: told in full it is %q", lang, row.Full)
			}
		}
		text := p.AsideText(crm.Exchange{SetAside: asides})
		if strings.Count(text, "\n") != len(asides) || !strings.Contains(text, "\ta\n") {
			t.Errorf("%s: the letter is %q", lang, text)
		}
	}
}
