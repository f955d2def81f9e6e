package store

import (
	"testing"
	"time"

	"pult/app/crm"
)

func TestLinesSurviveBeingPacked(t *testing.T) {
	lines := []crm.Line{{Good: ref(1), Quantity: 12_500, Amount: 1}, {Good: ref(2), Quantity: -1, Amount: -500_000_00}, {}}
	packed := packLines(lines)
	got, err := unpackLines(packed)
	if err != nil || len(got) != len(lines) {
		t.Fatalf("%v, %v", got, err)
	}
	for i := range lines {
		if got[i] != lines[i] {
			t.Errorf("line %d is %+v", i, got[i])
		}
	}
	for cut := 1; cut < len(packed); cut++ {
		if list, err := unpackLines(packed[:cut]); err == nil && len(list) == len(lines) {
			t.Errorf("%d bytes of %d are taken for whole", cut, len(packed))
		}
	}
}

// trade is a client who buys nails often and glue once.
func trade(t *testing.T) *Cache {
	t.Helper()
	c := newStore(t, t.TempDir()).Cache
	ago := func(days int) time.Time { return noon.AddDate(0, 0, -days) }
	nails, glue := ref(501), ref(502)
	done := func(kind string) crm.Checkpoint {
		return crm.Checkpoint{Kind: kind, Round: 1, At: noon, Done: true, Whole: true}
	}
	for _, b := range []crm.Batch{
		{Checkpoint: done("clients"), Clients: []crm.Client{{
			Ref: ref(1), Name: "Ромашка", Prices: ref(601), Properties: []crm.Property{{Name: "Сегмент", Value: "Розница"}},
		}}},
		{Checkpoint: done("price_types"), PriceTypes: []crm.PriceType{{Ref: ref(601), Name: "Розничная"}, {Ref: ref(602), Name: "Оптовая"}}},
		{Checkpoint: done("terms"), Terms: []crm.Terms{
			{Ref: ref(701), Client: ref(1), Name: "Оптовые", Type: ref(602)},
			{Ref: ref(702), Client: ref(1), Name: "Договор 5", Limit: 200_000_00, Days: 14},
			{Ref: ref(703), Client: ref(1), Name: "Старый", Type: ref(601), Limit: 1, Deleted: true},
		}},
		{Checkpoint: done("goods"), Goods: []crm.Good{{Ref: nails, Name: "Гвозди", Code: "Г-1"}, {Ref: glue, Name: "Клей"}}},
		{Checkpoint: done("prices"), Prices: []crm.Price{{Good: nails, Type: ref(602), Amount: 90_00}, {Good: nails, Type: ref(601), Amount: 100_00}}},
		{Checkpoint: done("stocks"), Stocks: []crm.Stock{{Good: nails, Amount: 40_500}}},
		{Checkpoint: done("shipments"), Documents: []crm.Document{
			{Ref: ref(51), Kind: crm.Shipment, Client: ref(1), At: ago(90), Lines: []crm.Line{{Good: nails, Quantity: 1000, Amount: 90_00}}},
			{Ref: ref(52), Kind: crm.Shipment, Client: ref(1), At: ago(60), Lines: []crm.Line{{Good: glue, Quantity: 1000, Amount: 900_00}}},
			{Ref: ref(53), Kind: crm.Shipment, Client: ref(1), At: ago(30), Lines: []crm.Line{
				{Good: nails, Quantity: 2000, Amount: 180_00}, {Good: nails, Quantity: 500, Amount: 45_00},
			}},
			{Ref: ref(54), Kind: crm.Shipment, Client: ref(1), At: ago(20), Deleted: true, Lines: []crm.Line{{Good: glue, Quantity: 9, Amount: 9}}},
		}},
		{Checkpoint: done("orders"), Documents: []crm.Document{
			{Ref: ref(31), Kind: crm.Order, Client: ref(1), At: ago(1), Open: true, Lines: []crm.Line{{Good: glue, Quantity: 1000, Amount: 1}}},
		}},
	} {
		apply(t, c, b)
	}
	return c
}

func TestWhatAClientBuys(t *testing.T) {
	c := trade(t)
	list, err := c.Bought(t.Context(), ref(1))
	if err != nil || len(list) != 2 {
		t.Fatalf("%+v, %v", list, err)
	}
	nails, glue := list[0], list[1]
	if nails.Name != "Гвозди" || nails.Times != 2 || nails.Quantity != 2500 || nails.Amount != 315_00 ||
		nails.Price != 90_00 || nails.Stock != 40_500 || nails.Ordered {
		t.Errorf("nails: %+v", nails)
	}
	if glue.Times != 1 || !glue.Ordered || glue.Price != 0 {
		t.Errorf("glue: %+v", glue)
	}
	lines, err := c.Lines(t.Context(), ref(53))
	if err != nil || len(lines) != 2 || lines[1].Name != "Гвозди" || lines[1].Quantity != 500 {
		t.Errorf("lines of a shipment: %+v, %v", lines, err)
	}
}

func TestTermsOnTheCard(t *testing.T) {
	card, err := trade(t).Card(t.Context(), ref(1))
	if err != nil {
		t.Fatal(err)
	}
	if card.PriceType != "Оптовая" || card.Limit != 200_000_00 || len(card.Terms) != 2 {
		t.Errorf("%q, %v, %+v", card.PriceType, card.Limit, card.Terms)
	}
	if len(card.Client.Properties) != 1 || card.Client.Properties[0].Value != "Розница" {
		t.Errorf("properties %+v", card.Client.Properties)
	}
}

func TestRecordsOfOthers(t *testing.T) {
	c := newStore(t, t.TempDir()).Cache
	done := func(kind string, round int64) crm.Checkpoint {
		return crm.Checkpoint{Kind: kind, Round: round, At: noon, Done: true, Whole: true}
	}
	apply(t, c, crm.Batch{Checkpoint: done("clients", 1), Clients: []crm.Client{{Ref: ref(1), Name: "Ромашка"}}})
	apply(t, c, crm.Batch{Checkpoint: done("users", 1), Users: []crm.User{{Ref: ref(61), Name: "Орлова"}}})
	apply(t, c, crm.Batch{Checkpoint: done("contacts", 1), Contacts: []crm.Contact{{Ref: ref(21), Client: ref(1), Name: "Пётр"}}})
	apply(t, c, crm.Batch{Checkpoint: done("records", 1), Records: []crm.Record{
		{Ref: ref(801), Kind: crm.MailKind, Contact: ref(21), At: noon.Add(-time.Hour), Subject: "Счёт", Author: ref(61)},
		{Ref: ref(802), Kind: crm.CallKind, Client: ref(1), At: noon, Ours: crm.NewID(noon)},
		{Ref: ref(803), Kind: crm.CallKind, Contact: ref(999), At: noon},
		{Ref: ref(804), Kind: crm.MeetingKind, Client: ref(1), At: noon.Add(-2 * time.Hour), Deleted: true},
	}})
	list, err := c.Records(t.Context(), ref(1), time.Time{}, 10)
	if err != nil || len(list) != 2 || list[0].Ours.IsZero() || list[1].Subject != "Счёт" || list[1].Kind != crm.MailKind || list[1].Writer != "Орлова" {
		t.Errorf("%+v, %v", list, err)
	}
	apply(t, c, crm.Batch{Checkpoint: done("records", 2)})
	if list, err := c.Records(t.Context(), ref(1), time.Time{}, 10); err != nil || len(list) != 0 {
		t.Errorf("after they have gone from 1C: %+v, %v", list, err)
	}
}

// Where 1C keeps no due dates, a debt is due the days of its contract after the
// document.
func TestDueByContract(t *testing.T) {
	c := trade(t)
	apply(t, c, crm.Batch{Checkpoint: crm.Checkpoint{Kind: "debts", Round: 1, At: noon, Done: true, Whole: true}, Debts: []crm.DebtLine{
		{Client: ref(1), Document: ref(52), Terms: ref(702), Owed: 900_00}, // of 60 days ago, 14 days to pay
		{Client: ref(1), Document: ref(53), Terms: ref(701), Owed: 225_00}, // terms that say nothing
	}})
	card, err := c.Card(t.Context(), ref(1))
	if err != nil {
		t.Fatal(err)
	}
	if card.Debt.Owed != 1125_00 || card.Debt.Overdue != 900_00 || card.Debt.OverdueDays != 46 {
		t.Errorf("debt %+v", card.Debt)
	}
}

// What is owed names a shipment or its order; a payment that names nothing may be
// for any invoice.
func TestInvoicesMonthsAndChains(t *testing.T) {
	c := newStore(t, t.TempDir()).Cache
	day := func(n int) time.Time { return noon.AddDate(0, 0, n) }
	one := ref(1)
	done := func(kind string) crm.Checkpoint {
		return crm.Checkpoint{Kind: kind, Round: 1, At: noon, Done: true, Whole: true}
	}
	apply(t, c, crm.Batch{Checkpoint: done("clients"), Clients: []crm.Client{{Ref: one, Name: "Вектор"}, {Ref: ref(2), Name: "Заря"}}})
	apply(t, c, crm.Batch{Checkpoint: done("orders"), Documents: []crm.Document{
		{Ref: ref(10), Kind: crm.Order, Client: one, At: day(-40), Amount: 100_00, Open: true},
		{Ref: ref(11), Kind: crm.Invoice, Client: one, At: day(-39), Amount: 100_00, Order: ref(10), Due: day(2), Number: "11"},
		{Ref: ref(12), Kind: crm.Payment, Client: one, At: day(-38), Amount: 60_00, Order: ref(11)},
		{Ref: ref(13), Kind: crm.Shipment, Client: one, At: day(-37), Amount: 40_00, Order: ref(10)},
		{Ref: ref(14), Kind: crm.Shipment, Client: one, At: day(-1), Amount: 60_00, Order: ref(10)},
		{Ref: ref(15), Kind: crm.Shipment, Client: one, At: day(-2), Amount: 7_00},
		{Ref: ref(21), Kind: crm.Invoice, Client: ref(2), At: day(-3), Amount: 50_00, Due: day(1)},
		{Ref: ref(22), Kind: crm.Payment, Client: ref(2), At: day(-1), Amount: 50_00},
	}})
	apply(t, c, crm.Batch{Checkpoint: done("debts"), Debts: []crm.DebtLine{
		{Client: one, Document: ref(10), Owed: 70_00}, {Client: one, Document: ref(15), Owed: 9_00},
	}})
	if m, err := c.MatchOf(t.Context(), one); err != nil || m.Invoice.Number != "11" || m.Invoice.Paid != 60_00 {
		t.Errorf("invoice %+v, %v", m.Invoice, err)
	}
	if m, err := c.MatchOf(t.Context(), ref(2)); err != nil || !m.Invoice.Ref.IsZero() {
		t.Errorf("an invoice that may be paid is asked for: %+v, %v", m.Invoice, err)
	}
	card, err := c.Card(t.Context(), one)
	if err != nil {
		t.Fatal(err)
	}
	last := card.Purchases[11]
	if last.Amount != 67_00 || last.Unpaid != 67_00 || last.Count != 2 || !last.Last.Equal(day(-1)) {
		t.Errorf("this month %+v", last)
	}
	if before := card.Purchases[10]; before.Amount != 40_00 || before.Unpaid != 10_00 {
		t.Errorf("the month before %+v", before)
	}
	for _, of := range []int{10, 11, 12, 14} {
		chain, err := c.Chain(t.Context(), ref(of))
		if err != nil || len(chain) != 5 || chain[0].Ref != ref(10) || chain[2].Ref != ref(12) || chain[4].Ref != ref(14) {
			t.Errorf("chain of %d: %+v, %v", of, chain, err)
		}
	}
	if chain, err := c.Chain(t.Context(), ref(15)); err != nil || len(chain) != 1 {
		t.Errorf("a shipment without an order: %+v, %v", chain, err)
	}
}
