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
