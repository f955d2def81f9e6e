package view

import (
	"strings"
	"testing"
	"time"

	"pult/app/crm"
)

// Every reason to be called is one sentence with its figures, in both languages, and
// everything a list shows has its words.
func TestWhySomebodyIsInAList(t *testing.T) {
	day := time.Date(2026, 3, 12, 10, 0, 0, 0, time.UTC)
	now := func() time.Time { return time.Date(2026, 5, 14, 12, 0, 0, 0, time.UTC) }
	ru, en := New(Russian, time.UTC, now), New(English, time.UTC, now)
	whole := crm.Why{Amount: 84_200_00, Days: 12, Document: "ТД00-000312", Date: day, Good: "Гвозди", Percent: 5}
	tests := []struct {
		segment crm.Segment
		says    string
	}{
		{crm.SegmentDebtors, "Просрочено 84 200 ₽, 12 дней, по документу 312"},
		{crm.SegmentBroken, "Обещали 84 200 ₽ до 12.03, срок прошёл: 12 дней"},
		{crm.SegmentUnpaid, "Счёт 312 от 12.03 не оплачен: 84 200 ₽"},
		{crm.SegmentDue, "По ритму заказов следующий около 12.03"},
		{crm.SegmentLastYear, "За те же месяцы прошлого года покупок на 84 200 ₽, в этом году ни одной"},
		{crm.SegmentGood, "Покупали «Гвозди» 12.03.2026 и с тех пор молчат"},
		{crm.SegmentStep, "Не хватает 84 200 ₽ до скидки 5 %"},
		{crm.SegmentSilent, "Последний контакт 12.03.2026"},
	}
	for _, tt := range tests {
		w := whole
		w.Segment = tt.segment
		if got := strings.ReplaceAll(ru.Why(w), "\u00a0", " "); got != tt.says {
			t.Errorf("%s: %q, want %q", tt.segment, got, tt.says)
		}
	}
	for _, p := range []*Printer{ru, en} {
		for _, segment := range crm.Segments() {
			for _, w := range []crm.Why{whole, {}} {
				w.Segment = segment
				text := p.Why(w)
				if text == "" || strings.Contains(text, "why.") || strings.Contains(text, "%!") {
					t.Errorf("%s: %q", segment, text)
				}
			}
			if name := p.Segment(segment); strings.Contains(name, "segment.") {
				t.Error(name)
			}
		}
		for _, state := range crm.CalleeStates() {
			if text := p.CalleeState(state); strings.Contains(text, "callee.") {
				t.Error(text)
			}
		}
		for key, holds := range map[string][]crm.Hold{
			"list.out.":   {crm.HoldNoPhone, crm.HoldBanned, crm.HoldDuplicate, crm.HoldConsent},
			"list.later.": {crm.HoldHours, crm.HoldZone, crm.HoldUnread},
		} {
			for _, hold := range holds {
				if text := p.T(key+string(hold), 3); strings.Contains(text, key) || !strings.Contains(text, "3") {
					t.Error(text)
				}
			}
		}
		for _, purpose := range crm.Purposes() {
			if text := p.Purpose(purpose); strings.Contains(text, "purpose.") {
				t.Error(text)
			}
		}
	}
	if got := ru.Why(crm.Why{Text: "просили перезвонить"}); got != "просили перезвонить" {
		t.Errorf("words of a file: %q", got)
	}
}
