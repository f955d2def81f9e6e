package store

import (
	"testing"
	"time"

	"pult/app/crm"
)

func TestNewsOfDocuments(t *testing.T) {
	c := newStore(t, t.TempDir()).Cache
	ago := func(days int) time.Time { return noon.AddDate(0, 0, -days) }
	mark := func(kind string, whole bool) crm.Checkpoint {
		return crm.Checkpoint{Kind: kind, Round: 1, At: noon, Done: true, Whole: whole}
	}
	order := crm.Document{Ref: ref(31), Kind: crm.Order, Client: ref(1), Number: "1187", At: ago(9), Due: ago(-5), Amount: 100_000_00, Open: true}
	paid := crm.Document{Ref: ref(41), Kind: crm.Payment, Client: ref(1), Number: "8", At: ago(3), Amount: 40_000_00, Order: ref(31)}
	apply(t, c, crm.Batch{Checkpoint: mark("clients", true), Clients: []crm.Client{{Ref: ref(1), Name: "Ромашка", Manager: ref(9)}}})
	apply(t, c, crm.Batch{Checkpoint: mark("orders", true), Documents: []crm.Document{order}})
	apply(t, c, crm.Batch{Checkpoint: mark("payments", true), Documents: []crm.Document{paid}})
	apply(t, c, crm.Batch{Checkpoint: mark("shipments", true)})
	if seq := must(c.LastNews(t.Context()))(t); seq != 0 {
		t.Fatal("a first reading has news")
	}

	more := crm.Document{Ref: ref(42), Kind: crm.Payment, Client: ref(1), Number: "9", At: noon, Amount: 60_000_00, Order: ref(31)}
	old := crm.Document{Ref: ref(43), Kind: crm.Payment, Client: ref(1), At: ago(400), Amount: 1}
	draft := crm.Document{Ref: ref(44), Kind: crm.Payment, Client: ref(1), At: noon, Amount: 5, Deleted: true}
	same := paid
	same.Number = "8-1" // what nobody calls
	taken := paid
	taken.Deleted, taken.Number = true, "8-2"
	moved := order
	moved.Due = ago(-7)
	closed := moved
	closed.Open = false
	shipped := crm.Document{Ref: ref(51), Kind: crm.Shipment, Client: ref(1), At: noon, Amount: 100_000_00, Order: ref(31)}
	for _, d := range []crm.Document{more, old, draft, same, taken, moved, shipped, closed, closed} {
		apply(t, c, crm.Batch{Checkpoint: mark(string(d.Kind)+"s", false), Documents: []crm.Document{d}})
	}
	list := must(c.News(t.Context(), ago(1), 0))(t)
	var kinds []crm.NewsKind
	for _, n := range list {
		kinds = append(kinds, n.Kind)
		if n.Client != ref(1) || n.Name != "Ромашка" || n.Manager != ref(9) || n.Order.Number != "1187" || !n.At.Equal(noon) {
			t.Errorf("%+v", n)
		}
	}
	want := []crm.NewsKind{crm.NewsPaid, crm.NewsTakenOff, crm.NewsMoved, crm.NewsShipped, crm.NewsClosed}
	if len(kinds) != len(want) {
		t.Fatalf("news %v, want %v", kinds, want)
	}
	for i := range want {
		if kinds[i] != want[i] {
			t.Errorf("news %v, want %v", kinds, want)
		}
	}
	if first := list[0]; first.Amount != 60_000_00 || first.Order.Paid != 60_000_00 || first.Order.Shipped != 100_000_00 {
		t.Errorf("%+v", first)
	}
	if rest := must(c.News(t.Context(), ago(1), list[3].Seq))(t); len(rest) != 1 || rest[0].Kind != crm.NewsClosed {
		t.Errorf("behind the fourth: %+v", rest)
	}
}
