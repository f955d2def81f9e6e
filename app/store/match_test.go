package store

import (
	"context"
	"errors"
	"testing"
	"time"

	"pult/app/crm"
	"pult/app/phone"
)

func sampleCache(t testing.TB) *Cache {
	c := newStore(t, t.TempDir()).Cache
	for _, b := range sampleBatches(1) {
		apply(t, c, b)
	}
	return c
}

func TestMatch(t *testing.T) {
	c, ctx := sampleCache(t), context.Background()
	apply(t, c, crm.Batch{
		Clients:  []crm.Client{{Ref: ref(5), Name: "Удалённый", Deleted: true, Phones: phonesOf("8 999 000-00-01")}},
		Contacts: []crm.Contact{{Ref: ref(25), Client: ref(1), Name: "Уволен", Deleted: true, Phones: phonesOf("8 999 000-00-02")}, {Ref: ref(26), Client: ref(5), Name: "Кто-то", Phones: phonesOf("8 999 000-00-03")}},
	})
	tests := []struct {
		name, number string
		want         []string // client, person
	}{
		{"the client's own", "8 (912) 345-67-89", []string{"Ромашка", ""}},
		{"a counterparty's", "+7 495 765-43-21", []string{"Ромашка", ""}},
		{"a person's", "9160001122", []string{"Ромашка", "Семёнов Пётр"}},
		{"shared by two clients", "8 495 123-45-67", []string{"Ромашка", "Семёнов Пётр", "Василёк", ""}},
		{"nobody's", "8 495 000-00-00", nil},
		{"internal", "101", nil},
		{"hidden", "anonymous", nil},
		{"empty", "", nil},
		{"of a deleted client", "8 999 000-00-01", nil},
		{"of a deleted person", "8 999 000-00-02", nil},
		{"of a person at a deleted client", "8 999 000-00-03", nil},
		{"a tail of a number", "345-67-89", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			list := must(c.Match(ctx, plan.Parse(tt.number)))(t)
			var got []string
			for _, m := range list {
				got = append(got, m.Name, m.ContactName)
			}
			if len(got) != len(tt.want) {
				t.Fatalf("got %v, want %v", got, tt.want)
			}
			for i := range got {
				if got[i] != tt.want[i] {
					t.Errorf("got %v, want %v", got, tt.want)
				}
			}
		})
	}
}

func TestMatchSaysAll(t *testing.T) {
	c, ctx := sampleCache(t), context.Background()
	m := must(c.Match(ctx, plan.Parse("89160001122")))(t)[0]
	want := crm.Debt{Owed: 45_00, Advance: 7_00, Overdue: 40_00, OverdueDays: 4, OldestRef: ref(51), OldestText: "Р-51", OldestKind: crm.Shipment}
	if m.Debt != want {
		t.Errorf("debt %+v, want %+v", m.Debt, want)
	}
	if m.ManagerName != "Анна Орлова" || m.Position != "директор" || m.Contact != ref(21) {
		t.Errorf("people: %+v", m)
	}
	if m.INN != "7701234567" || m.FullName != `ООО "Ромашка Плюс"` {
		t.Errorf("the counterparty does not stand in: %q %q", m.INN, m.FullName)
	}
	if len(m.OpenOrders) != 1 || m.OpenOrders[0].Number != "ТД-31" || m.OpenOrders[0].Paid != 40_00 {
		t.Errorf("orders: %+v", m.OpenOrders)
	}
	if m.LastPayment.Number != "П-41" || !m.AsOf.Equal(noon.Add(-time.Hour)) {
		t.Errorf("payment %+v, as of %v", m.LastPayment, m.AsOf)
	}
	one := must(c.MatchOf(ctx, ref(1)))(t)
	if one.Debt != want || one.ContactName != "" {
		t.Errorf("MatchOf: %+v", one)
	}
	if _, err := c.MatchOf(ctx, ref(99)); !errors.Is(err, crm.ErrNotFound) {
		t.Errorf("nobody gave %v", err)
	}
}

func TestMatchOnAZeroNumber(t *testing.T) {
	if list, err := sampleCache(t).Match(context.Background(), phone.Number{}); list != nil || err != nil {
		t.Errorf("got %v, %v", list, err)
	}
}

func TestCard(t *testing.T) {
	c, ctx := sampleCache(t), context.Background()
	card := must(c.Card(ctx, ref(1)))(t)
	if card.Client.KPP != "770101001" || len(card.Client.Phones) != 2 || card.Client.Phones[0].Kind != "Телефон" ||
		card.Client.Phones[0].Number != plan.Parse("8 912 345-67-89") {
		t.Errorf("client: %+v", card.Client)
	}
	if len(card.Counterparties) != 1 || len(card.Contacts) != 1 || len(card.Contacts[0].Phones) != 2 {
		t.Errorf("people: %+v %+v", card.Counterparties, card.Contacts)
	}
	if len(card.DebtLines) != 3 || card.DebtLines[0].Number != "Р-51" || card.DebtLines[0].Owed != 40_00 {
		t.Errorf("debt lines: %+v", card.DebtLines)
	}
	if len(card.Documents) != 5 || card.Documents[0].Number != "П-41" || card.Documents[4].Number != "Р-52" {
		t.Errorf("documents: %+v", card.Documents)
	}
	// A minute before May in Moscow is April, whatever UTC says.
	n := len(card.Purchases)
	if n != 12 || card.Purchases[n-1].Amount != 70_00 || card.Purchases[n-2].Amount != 5_00 || card.Purchases[0].Start.Month() != time.June {
		t.Errorf("purchases: %+v", card.Purchases)
	}
	if _, err := c.Card(ctx, ref(99)); !errors.Is(err, crm.ErrNotFound) {
		t.Errorf("nobody gave %v", err)
	}
}

func TestPaidSince(t *testing.T) {
	c, ctx := sampleCache(t), context.Background()
	at := time.Date(2026, 5, 5, 0, 0, 0, 0, moscow)
	if sum := must(c.PaidSince(ctx, ref(1), at))(t); sum != 40_00 {
		t.Errorf("since that moment %v", sum)
	}
	if sum := must(c.PaidSince(ctx, ref(1), at.Add(time.Second)))(t); sum != 0 {
		t.Errorf("after it %v", sum)
	}
}

func TestUserByName(t *testing.T) {
	c, ctx := sampleCache(t), context.Background()
	for _, name := range []string{"Анна Орлова", "анна орлова "} {
		if u := must(c.UserByName(ctx, name))(t); u.Ref != ref(900) {
			t.Errorf("%q gave %+v", name, u)
		}
	}
	for _, name := range []string{"Никто", ""} {
		if _, err := c.UserByName(ctx, name); !errors.Is(err, crm.ErrNotFound) {
			t.Errorf("%q gave %v", name, err)
		}
	}
}
