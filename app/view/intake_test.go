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
