package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"pult/app/crm"
)

// traded is a card with one order that has lines.
func traded(t *testing.T) *stage {
	t.Helper()
	s := newStage(t)
	s.desk.mu.Lock()
	card := s.desk.cards[vector.Client]
	card.Documents = []crm.Document{{Ref: crm.Ref{0xB1}, Kind: crm.Order, Number: "1187", At: noon, Amount: 100000}}
	s.desk.cards[vector.Client] = card
	s.desk.goods = []crm.Bought{{Name: "Гвозди", Quantity: 12500, Amount: 50000}, {Name: "Клей", Quantity: 1000, Amount: 50000}}
	s.desk.trade = crm.Trade{Bought: s.desk.goods, Forecast: crm.Forecast{Every: 31, Last: noon.AddDate(0, 0, -29), Next: noon.AddDate(0, 0, 2)}}
	s.desk.mu.Unlock()
	s.OpenCard(vector.Client)
	s.until("the card is read", func() bool { return len(s.card.Rows()) == 1 })
	return s
}

func TestDocumentUnfolds(t *testing.T) {
	s := traded(t)
	s.key(fyne.KeyDown, fyne.KeyModifierAlt)
	s.key(fyne.KeyReturn, 0)
	s.until("the lines stand under it", func() bool { return len(s.card.Rows()) == 3 })
	if row := s.card.Rows()[1]; row.Title != "Гвозди" || !row.Indent || row.Cells[0] != "12,5" {
		t.Errorf("line %+v", row)
	}
	if row, ok := s.card.Chosen(); !ok || row.Document != (crm.Ref{0xB1}) {
		t.Error("the choice has left the document")
	}
	s.key(fyne.KeyReturn, fyne.KeyModifierAlt)
	s.until("it is folded again", func() bool { return len(s.card.Rows()) == 1 })
}

func TestGoodsAndTermsAreOneKeyAway(t *testing.T) {
	s := traded(t)
	s.key(fyne.Key4, fyne.KeyModifierAlt)
	s.until("goods are read", func() bool { return says(s.main, "ждём 24.11") && says(s.main, "Гвозди") })
	s.key(fyne.Key5, fyne.KeyModifierAlt)
	if !says(s.main, "Долг по срокам") {
		t.Error("terms are not shown")
	}
	s.key(fyne.Key1, fyne.KeyModifierAlt)
	if !says(s.main, "Заказ 1187") || !says(s.main, "Позвонить +7 912 345-67-89") {
		t.Error("the story is not back")
	}
}

// The ring waits for no goods: what the client is about to need fills a line of
// the pop-up that was kept free.
func TestPopupTellsOfTheNextOrderLater(t *testing.T) {
	s := newStage(t)
	talk := crm.Interaction{ID: crm.NewID(noon), At: noon, Text: "ждёт КП", Author: "Петрова"}
	next := crm.Say{Kind: crm.SayForecast, Every: 31, Days: 29}
	tests := []struct {
		name string
		late late
		said crm.SayKind
		want string
	}{
		{"the next order", late{say: next, last: talk}, crm.SayLastContact, "Обычно заказывает раз в 31 день, прошло 29 дней"},
		{"said above already", late{say: next, last: talk}, crm.SayForecast, "22.11, Петрова: «ждёт КП»"},
		{"a promise is more urgent", late{say: next, promise: crm.Promise{ID: crm.NewID(noon), Amount: 100, Due: noon}}, crm.SayFirst, "Обещал 1 ₽ до 22.11"},
		{"nothing of the kind", late{say: crm.Say{Kind: crm.SayFirst}, last: talk}, crm.SayOrder, "22.11, Петрова: «ждёт КП»"},
	}
	for _, tt := range tests {
		if got := plain(s.lateLine(tt.late, crm.Say{Kind: tt.said})); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}
