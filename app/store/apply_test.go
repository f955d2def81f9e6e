package store

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"pult/app/crm"
)

func sampleBatches(round int64) []crm.Batch {
	done := func(kind string, rows int) crm.Checkpoint {
		return crm.Checkpoint{Kind: kind, Round: round, Rows: rows, At: noon.Add(-time.Hour), Done: true, Whole: true}
	}
	day := func(n int) time.Time { return time.Date(2026, 5, n, 0, 0, 0, 0, moscow) }
	return []crm.Batch{
		{Kind: "users", Checkpoint: done("users", 1), Users: []crm.User{{Ref: ref(900), Name: "Анна Орлова", Version: "1"}}},
		{Kind: "clients", Checkpoint: done("clients", 2), Clients: []crm.Client{
			{Ref: ref(1), Name: "Ромашка", Manager: ref(900), Version: "1", Phones: phonesOf("8 912 345-67-89", "101"), Emails: []string{"info@romashka.example"}},
			{Ref: ref(2), Name: "Василёк", Version: "1", Phones: phonesOf("+7 495 123-45-67")},
		}},
		{Kind: "counterparties", Checkpoint: done("counterparties", 1), Counterparties: []crm.Counterparty{
			{Ref: ref(11), Client: ref(1), Name: "Ромашка ООО", FullName: `ООО "Ромашка Плюс"`, INN: "7701234567", KPP: "770101001", Version: "1", Phones: phonesOf("8 495 765-43-21")},
		}},
		{Kind: "contacts", Checkpoint: done("contacts", 1), Contacts: []crm.Contact{
			{Ref: ref(21), Client: ref(1), Name: "Семёнов Пётр", Position: "директор", Version: "1", Phones: phonesOf("8 916 000-11-22", "8 495 123-45-67"), Emails: []string{"petr@mail.example"}},
		}},
		{Kind: "orders", Checkpoint: done("orders", 2), Documents: []crm.Document{
			{Ref: ref(31), Kind: crm.Order, Client: ref(1), Number: "ТД-31", At: day(2), Amount: 100_00, Open: true, Version: "1"},
			{Ref: ref(32), Kind: crm.Order, Client: ref(1), Number: "ТД-32", At: day(3), Amount: 200_00, Version: "1"},
		}},
		{Kind: "payments", Checkpoint: done("payments", 1), Documents: []crm.Document{
			{Ref: ref(41), Kind: crm.Payment, Client: ref(1), Number: "П-41", At: day(5), Amount: 40_00, Order: ref(31), Version: "1"},
			{Ref: ref(42), Kind: crm.Payment, Client: ref(1), Number: "П-42", At: day(6), Amount: 1_00, Order: ref(31), Version: "1", Deleted: true},
		}},
		{Kind: "shipments", Checkpoint: done("shipments", 1), Documents: []crm.Document{
			{Ref: ref(51), Kind: crm.Shipment, Client: ref(1), Number: "Р-51", At: day(1).Add(time.Minute), Amount: 70_00, Version: "1"},
			{Ref: ref(52), Kind: crm.Shipment, Client: ref(1), Number: "Р-52", At: day(1).Add(-time.Minute), Amount: 5_00, Version: "1"},
		}},
		{Kind: "debts", Checkpoint: done("debts", 2), Debts: []crm.DebtLine{
			{Client: ref(1), Document: ref(51), Due: day(10), Owed: 30_00},
			{Client: ref(1), Document: ref(51), Due: day(10), Owed: 10_00},
			{Client: ref(1), Document: ref(31), Due: day(14), Owed: 5_00},
			{Client: ref(1), Document: ref(31), Advance: 7_00},
		}},
	}
}

func TestApplyTwiceChangesNothing(t *testing.T) {
	c := newStore(t, t.TempDir()).Cache
	for _, b := range sampleBatches(1) {
		if got := apply(t, c, b); got.Changed == 0 {
			t.Errorf("%s: nothing changed at first", b.Kind)
		}
	}
	for round := range int64(2) {
		for _, b := range sampleBatches(1 + round) {
			if got := apply(t, c, b); got.Changed != 0 || got.Clients != nil {
				t.Errorf("%s again: %+v", b.Kind, got)
			}
		}
	}
}

func TestApplyCountsAndNamesChanges(t *testing.T) {
	c := newStore(t, t.TempDir()).Cache
	for _, b := range sampleBatches(1) {
		apply(t, c, b)
	}
	tests := []struct {
		name    string
		batch   crm.Batch
		changed int
		clients []crm.Ref
	}{
		{"a version alone", crm.Batch{Users: []crm.User{{Ref: ref(900), Name: "Анна Орлова", Version: "2"}}}, 0, nil},
		{"one of two", crm.Batch{Clients: []crm.Client{
			{Ref: ref(2), Name: "Василёк", Version: "1", Phones: phonesOf("+7 495 123-45-67")},
			{Ref: ref(3), Name: "Новый", Version: "1"},
		}}, 1, []crm.Ref{ref(3)}},
		{"a person goes to another client", crm.Batch{Contacts: []crm.Contact{
			{Ref: ref(21), Client: ref(2), Name: "Семёнов Пётр", Version: "2", Phones: phonesOf("8 916 000-11-22")},
		}}, 1, []crm.Ref{ref(1), ref(2)}},
		{"a debt", crm.Batch{Debts: []crm.DebtLine{{Client: ref(1), Document: ref(31), Advance: 8_00}}}, 1, []crm.Ref{ref(1)}},
		{"a document", crm.Batch{Documents: []crm.Document{
			{Ref: ref(32), Kind: crm.Order, Client: ref(1), Number: "ТД-32", At: noon, Amount: 250_00, Version: "2"},
		}}, 1, []crm.Ref{ref(1)}},
		{"a manager's name means many", crm.Batch{Users: []crm.User{{Ref: ref(900), Name: "Анна Белова", Version: "3"}}}, 1, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := apply(t, c, tt.batch)
			if got.Changed != tt.changed || !slices.Equal(got.Clients, tt.clients) {
				t.Errorf("got %+v, want %d and %v", got, tt.changed, tt.clients)
			}
		})
	}
}

func TestManyChangedClientsAreNotNamed(t *testing.T) {
	c := newStore(t, t.TempDir()).Cache
	var b crm.Batch
	for i := range manyClients + 1 {
		b.Clients = append(b.Clients, crm.Client{Ref: ref(i + 1), Name: "к"})
	}
	if got := apply(t, c, b); got.Changed != manyClients+1 || got.Clients != nil {
		t.Errorf("got %d changed, %d named", got.Changed, len(got.Clients))
	}
}

func TestFinishedRoundRemovesWhatVanished(t *testing.T) {
	ctx := context.Background()
	for _, kind := range []string{"users", "clients", "counterparties", "contacts", "orders", "payments", "shipments", "debts"} {
		t.Run(kind, func(t *testing.T) {
			c := newStore(t, t.TempDir()).Cache
			for _, b := range sampleBatches(1) {
				apply(t, c, b)
			}
			got := apply(t, c, crm.Batch{Kind: kind, Checkpoint: crm.Checkpoint{Kind: kind, Round: 2, Done: true, Whole: true}})
			if got.Changed == 0 {
				t.Error("nothing changed")
			}
			if kind != "users" && !slices.Contains(got.Clients, ref(1)) {
				t.Errorf("the client is not named: %v", got.Clients)
			}
			// The rows come back in a later round as if nothing had been.
			for _, b := range sampleBatches(3) {
				apply(t, c, b)
			}
			if list := must(c.Match(ctx, plan.Parse("89160001122")))(t); len(list) != 1 || list[0].ContactName == "" {
				t.Errorf("after the return: %+v", list)
			}
			if list := must(c.Search(ctx, "ромашка", 0))(t); len(list) != 1 {
				t.Errorf("search after the return: %+v", list)
			}
		})
	}
}

func TestUnfinishedRoundRemovesNothing(t *testing.T) {
	c := newStore(t, t.TempDir()).Cache
	for _, b := range sampleBatches(1) {
		apply(t, c, b)
	}
	apply(t, c, crm.Batch{Kind: "clients", Checkpoint: crm.Checkpoint{Kind: "clients", Round: 2}})
	if n, _, err := c.Count(context.Background()); n != 2 || err != nil {
		t.Errorf("%d clients, %v", n, err)
	}
}

func TestVanishedClientIsOutOfSight(t *testing.T) {
	c, ctx := newStore(t, t.TempDir()).Cache, context.Background()
	for _, b := range sampleBatches(1) {
		apply(t, c, b)
	}
	apply(t, c, crm.Batch{Kind: "clients", Checkpoint: crm.Checkpoint{Kind: "clients", Round: 2, Done: true, Whole: true}})
	for _, number := range []string{"89123456789", "84957654321", "89160001122"} {
		if list := must(c.Match(ctx, plan.Parse(number)))(t); len(list) != 0 {
			t.Errorf("%s still matches %v", number, list[0].Name)
		}
	}
	for _, text := range []string{"ромашка", "", "6789", "семенов"} {
		if list := must(c.Search(ctx, text, 0))(t); len(list) != 0 {
			t.Errorf("%q still finds %v", text, list[0].Name)
		}
	}
	if _, err := c.Card(ctx, ref(1)); !errors.Is(err, crm.ErrNotFound) {
		t.Errorf("the card gave %v", err)
	}
}

func TestOrderOfArrivalIsFree(t *testing.T) {
	ctx := context.Background()
	straight, reverse := newStore(t, t.TempDir()).Cache, newStore(t, t.TempDir()).Cache
	batches := sampleBatches(1)
	for _, b := range batches {
		apply(t, straight, b)
	}
	slices.Reverse(batches)
	for _, b := range batches {
		apply(t, reverse, b)
	}
	for _, c := range []*Cache{straight, reverse} {
		m := must(c.Match(ctx, plan.Parse("8 916 000-11-22")))(t)
		if len(m) != 1 || m[0].Name != "Ромашка" || m[0].Debt.Owed != 45_00 || m[0].OpenOrders[0].Paid != 40_00 {
			t.Errorf("match: %+v", m)
		}
		if list := must(c.Search(ctx, "плюс семенов", 0))(t); len(list) != 1 || list[0].Contact != "Семёнов Пётр" {
			t.Errorf("search: %+v", list)
		}
	}
}

func TestRecordSetAsideKeepsTheGoodCopy(t *testing.T) {
	c, ctx := newStore(t, t.TempDir()).Cache, context.Background()
	for _, b := range sampleBatches(1) {
		apply(t, c, b)
	}
	apply(t, c, crm.Batch{
		Kind:       "clients",
		SetAside:   []crm.SetAside{{Kind: "clients", Ref: ref(1).String(), Why: crm.Unread{Code: crm.BadRef, Field: "ОсновнойМенеджер_Key", Value: "кто-то"}}, {Kind: "clients", Ref: "?", Why: crm.Unread{Code: crm.NoKey}}},
		Checkpoint: crm.Checkpoint{Kind: "clients", Round: 2, Done: true, Whole: true, At: noon},
	})
	if list := must(c.Search(ctx, "", 0))(t); len(list) != 1 || list[0].Client != ref(1) {
		t.Errorf("left: %+v", list)
	}
	list := must(c.SetAside(ctx))(t)
	if len(list) != 2 || list[0].Name != sampleBatches(1)[1].Clients[0].Name || list[0].Why.Value != "кто-то" {
		t.Errorf("set aside: %+v", list)
	}
	apply(t, c, crm.Batch{Kind: "clients", Clients: sampleBatches(3)[1].Clients, Checkpoint: crm.Checkpoint{Kind: "clients", Round: 3, Done: true, Whole: true, At: noon}})
	if list := must(c.SetAside(ctx))(t); len(list) != 0 {
		t.Errorf("still set aside: %+v", list)
	}
}

// A record that was corrected in 1C comes with the changes of a round, which sees
// nothing else: it is not set aside any more, and the others still are.
func TestCorrectedRecordIsNotSetAside(t *testing.T) {
	c, ctx := newStore(t, t.TempDir()).Cache, context.Background()
	for _, b := range sampleBatches(1) {
		apply(t, c, b)
	}
	bad := crm.Unread{Code: crm.BadPhone, Value: "звонить Маше"}
	at := func(round int64) crm.Checkpoint {
		return crm.Checkpoint{Kind: "clients", Round: round, Done: true, At: noon}
	}
	apply(t, c, crm.Batch{
		Kind: "clients", Checkpoint: at(2),
		SetAside: []crm.SetAside{{Kind: "clients", Ref: ref(1).String(), Name: "А", Why: bad}, {Kind: "clients", Ref: ref(9).String(), Name: "Я", Why: bad}},
	})
	clients := sampleBatches(3)[1].Clients
	apply(t, c, crm.Batch{Kind: "clients", Clients: clients, Checkpoint: at(3), SetAside: []crm.SetAside{{Kind: "clients", Ref: ref(1).String(), Name: "А", Why: bad}}})
	if list := must(c.SetAside(ctx))(t); len(list) != 2 {
		t.Errorf("read again and no better: %+v", list)
	}
	apply(t, c, crm.Batch{Kind: "clients", Clients: clients, Checkpoint: at(4)})
	if list := must(c.SetAside(ctx))(t); len(list) != 1 || list[0].Name != "Я" {
		t.Errorf("corrected: %+v", list)
	}
}

func TestOlderRoundDoesNotUnsee(t *testing.T) {
	c := newStore(t, t.TempDir()).Cache
	clients := []crm.Client{{Ref: ref(1), Name: "а", Version: "1"}}
	apply(t, c, crm.Batch{Kind: "clients", Clients: clients, Checkpoint: crm.Checkpoint{Round: 5}})
	apply(t, c, crm.Batch{Kind: "clients", Clients: clients, Checkpoint: crm.Checkpoint{Round: 4}}) // a slower process
	apply(t, c, crm.Batch{Kind: "clients", Checkpoint: crm.Checkpoint{Round: 5, Done: true, Whole: true}})
	if n, _, _ := c.Count(context.Background()); n != 1 {
		t.Errorf("%d clients left", n)
	}
}

func TestFreshnessAndRounds(t *testing.T) {
	c, ctx := newStore(t, t.TempDir()).Cache, context.Background()
	first, second := must(c.Round(ctx))(t), must(c.Round(ctx))(t)
	if second != first+1 {
		t.Errorf("rounds %d and %d", first, second)
	}
	at := noon.Add(-time.Hour)
	apply(t, c, crm.Batch{Kind: "clients", Checkpoint: crm.Checkpoint{Round: first, Rows: 7, At: at, Done: true, Whole: true}})
	apply(t, c, crm.Batch{Kind: "clients", Checkpoint: crm.Checkpoint{Round: second, Rows: 3, At: noon}})
	apply(t, c, crm.Batch{Kind: "debts", Checkpoint: crm.Checkpoint{Round: second, Rows: 3, At: noon}})
	list := must(c.Freshness(ctx))(t)
	if len(list) != 1 || list[0].Kind != "clients" || !list[0].At.Equal(at) || list[0].Rows != 7 {
		t.Errorf("got %+v", list)
	}
}

func TestUnknownKindIsRefused(t *testing.T) {
	c, ctx := newStore(t, t.TempDir()).Cache, context.Background()
	_, err := c.Apply(ctx, crm.Batch{
		Clients:   []crm.Client{{Ref: ref(1), Name: "а"}},
		Documents: []crm.Document{{Ref: ref(2), Kind: "чек", Client: ref(1)}},
	})
	if !errors.Is(err, crm.ErrInvalid) {
		t.Errorf("got %v", err)
	}
	if n, _, _ := c.Count(ctx); n != 0 {
		t.Error("half of a batch was stored")
	}
}
