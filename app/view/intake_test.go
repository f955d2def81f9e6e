package view

import (
	"strings"
	"testing"

	"pult/app/crm"
)

func TestIntakeReasons(t *testing.T) {
	p := printer(Russian)
	if got := p.IntakeReasons([]crm.Reason{{Code: "total"}, {Code: "bad_phone", Detail: "нет 1"}}); got != "строка итогов; это не телефон: нет 1" {
		t.Errorf("reasons %q", got)
	}
	if got := p.Error(Desk, crm.Reason{Code: "no_sheet", Detail: "Лист1"}); !strings.Contains(got, "Лист1") || strings.Contains(got, "%") {
		t.Errorf("error %q", got)
	}
	for _, state := range []crm.IntakeState{crm.IntakeNew, crm.IntakeSame, crm.IntakeChanged, crm.IntakeMore, crm.IntakeDoubtful, crm.IntakeBad} {
		if got := p.IntakeState(state); strings.Contains(got, ".") {
			t.Errorf("%s has no word: %s", state, got)
		}
	}
	for _, kind := range []crm.FlawKind{crm.SharedINN, crm.SharedPhone, crm.SharedEmail, crm.NamesAlike, crm.WrongINN, crm.WrongPhone, crm.WrongEmail} {
		if got := p.Flaw(kind); strings.Contains(got, ".") {
			t.Errorf("%s has no word: %s", kind, got)
		}
	}
}

// Documents of a file stand above its rows, with the reason why they are left; a row
// of an archive says of which file it is.
func TestIntakeRowsOfAnArchive(t *testing.T) {
	p := printer(Russian)
	rows := p.IntakeRows(crm.IntakeReport{
		Papers: []crm.Papers{{Operation: "Заказ товара", Currency: "RUB", Count: 2, Sum: 150000}, {Currency: "USD", Count: 1, Sum: 700}},
		Rows:   []crm.IntakeRow{{File: "orders.xml", Line: 12, State: crm.IntakeBad, Reasons: []crm.Reason{{Code: "no_name"}}}},
	})
	if len(rows) != 3 || rows[0].Title != "Документы «Заказ товара»: 2, на сумму 1\u00a0500\u00a0₽" || rows[0].Right != "не загружаются" ||
		!strings.Contains(rows[0].Full, "не говорит, оплачены ли они") || rows[1].Title != "Документы «прочие»: 1, на сумму 7.00 USD" {
		t.Errorf("documents: %+v", rows)
	}
	if !strings.Contains(rows[2].Full, "orders.xml:12") {
		t.Errorf("the row says %q", rows[2].Full)
	}
}
