package ui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"pult/app/crm"
	"pult/app/feed"
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
	s.key(fyne.Key6, fyne.KeyModifierAlt)
	s.until("goods are read", func() bool { return says(s.main, "ждём 24.11") && says(s.main, "Гвозди") })
	s.key(fyne.Key7, fyne.KeyModifierAlt)
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

// A document leads to the others of its order.
func TestDocumentUnfoldsItsChain(t *testing.T) {
	s := traded(t)
	s.desk.mu.Lock()
	s.desk.chain = []crm.Document{
		{Ref: crm.Ref{0xB1}, Kind: crm.Order, Number: "1187", At: noon, Amount: 100000},
		{Ref: crm.Ref{0xB2}, Kind: crm.Invoice, Number: "312", At: noon, Due: noon.AddDate(0, 0, 3), Amount: 100000},
		{Ref: crm.Ref{0xB3}, Kind: crm.Payment, Number: "871", At: noon, Amount: 60000},
	}
	s.desk.mu.Unlock()
	s.key(fyne.KeyDown, fyne.KeyModifierAlt)
	s.key(fyne.KeyReturn, 0)
	s.until("lines and chain stand under it", func() bool { return len(s.card.Rows()) == 5 })
	for i, want := range []string{"Заказ 1187", "Гвозди", "Клей", "Счёт 312", "Оплата 871"} {
		if row := s.card.Rows()[i]; row.Title != want || row.Indent != (i > 0) {
			t.Errorf("line %d is %+v, want %s", i, row, want)
		}
	}
}

// The card opens with the newest lines; the older ones join them, and stay when
// the card is read anew.
func TestTheWholeStoryIsScrolledThrough(t *testing.T) {
	s := newStage(t)
	s.desk.mu.Lock()
	s.desk.whole = func(c *crm.Card) {
		c.History = nil
		for i := range 10_000 {
			kind := []crm.InteractionKind{crm.CallKind, crm.MailKind, crm.NoteKind}[i%3]
			c.History = append(c.History, crm.Interaction{ID: crm.ID{byte(i >> 8), byte(i)}, Kind: kind, At: noon.Add(-time.Duration(i) * time.Minute), Text: "строка"})
		}
	}
	s.desk.mu.Unlock()
	s.OpenCard(vector.Client)
	s.until("the whole story is there", func() bool { return len(s.card.Rows()) == 10_000 })
	s.key(fyne.Key3, fyne.KeyModifierAlt)
	if n := len(s.card.Rows()); n != 3333 {
		t.Errorf("%d letters", n)
	}
	s.key(fyne.Key4, fyne.KeyModifierAlt)
	if n := len(s.card.Rows()); n != 3333 {
		t.Errorf("%d notes", n)
	}
	s.key(fyne.Key1, fyne.KeyModifierAlt)
	asked := s.desk.did("card")
	s.feed.Publish(feed.HistoryChanged{Interaction: crm.Interaction{Client: vector.Client}})
	s.until("it is read anew", func() bool { return s.desk.did("card") > asked && !s.open.busy })
	if n := len(s.card.Rows()); n != 10_000 {
		t.Errorf("%d lines are left", n)
	}
}
