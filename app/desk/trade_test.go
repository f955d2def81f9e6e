package desk_test

import (
	"strings"
	"testing"
	"time"

	"pult/app/crm"
)

// monthly is what 1C knows of a client who orders every thirty days and left the
// nails out the last time.
func monthly(lastDays int, open bool) crm.Batch {
	nails, glue := crm.Ref{0xA1}, crm.Ref{0xA2}
	b := crm.Batch{
		Kind: "shipments", Goods: []crm.Good{{Ref: nails, Name: "Гвозди"}, {Ref: glue, Name: "Клей"}},
		Checkpoint: crm.Checkpoint{Kind: "shipments", Round: 1, At: now},
	}
	for i := range 5 {
		at := now.AddDate(0, 0, -lastDays-30*i)
		lines := []crm.Line{{Good: glue, Quantity: 1000, Amount: 100}, {Good: nails, Quantity: 5000, Amount: 500}}
		if i == 0 {
			lines = lines[:1]
		}
		b.Documents = append(b.Documents,
			crm.Document{Ref: crm.Ref{0xB0, byte(i)}, Kind: crm.Order, Client: sever, At: at, Amount: 600, Open: open && i == 0},
			crm.Document{Ref: crm.Ref{0xC0, byte(i)}, Kind: crm.Shipment, Client: sever, At: at, Amount: 600, Lines: lines, Order: crm.Ref{0xB0, byte(i)}})
	}
	return b
}

func TestSayOfWhatIsBought(t *testing.T) {
	tests := []struct {
		name  string
		batch crm.Batch
		want  crm.SayKind
	}{
		{"the next order is near", monthly(29, false), crm.SayForecast},
		{"it is far, and nails were left out", monthly(10, false), crm.SayFrequent},
		{"an order is open without the nails", monthly(10, true), crm.SayFrequent},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			x := open(t, t.TempDir())
			if _, err := x.store.Cache.Apply(t.Context(), tt.batch); err != nil {
				t.Fatal(err)
			}
			say, err := x.SayOf(t.Context(), sever)
			if err != nil || say.Kind != tt.want {
				t.Errorf("said %+v, %v; want %s", say, err, tt.want)
			}
			trade, err := x.Trade(t.Context(), sever)
			if err != nil || len(trade.Bought) != 2 || trade.Forecast.Known() == strings.Contains(tt.name, "open") {
				t.Errorf("trade %+v, %v", trade, err)
			}
			if len(trade.Frequent) != 1 || trade.Frequent[0].Name != "Гвозди" || trade.Frequent[0].Usual != 5000 {
				t.Errorf("forgotten %+v", trade.Frequent)
			}
			lines, err := x.Lines(t.Context(), crm.Ref{0xC0, 1})
			if err != nil || len(lines) != 2 || lines[1].Name != "Гвозди" || lines[1].Amount != 500 {
				t.Errorf("lines %+v, %v", lines, err)
			}
		})
	}
}

// Talks of others stand in the card once; what came back of our own is the
// journal's.
func TestCardHasTalksOfOthers(t *testing.T) {
	x := open(t, t.TempDir())
	if err := x.AddNote(t.Context(), sever, "наша"); err != nil {
		t.Fatal(err)
	}
	card, err := x.Card(t.Context(), sever)
	if err != nil || len(card.History) != 1 {
		t.Fatalf("%+v, %v", card.History, err)
	}
	_, err = x.store.Cache.Apply(t.Context(), crm.Batch{
		Kind: "records", Checkpoint: crm.Checkpoint{Kind: "records", Round: 1, At: now},
		Records: []crm.Record{
			{Ref: crm.Ref{0xD1}, Kind: crm.CallKind, Client: sever, At: now, Ours: card.History[0].ID},
			{Ref: crm.Ref{0xD2}, Kind: crm.CallKind, Client: sever, At: now.Add(-time.Hour), Ours: crm.NewID(now), Author: manager},
			{Ref: crm.Ref{0xD3}, Kind: crm.MailKind, Client: sever, At: now.Add(-2 * time.Hour)},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	card, err = x.Card(t.Context(), sever)
	if err != nil || len(card.Records) != 2 || card.Records[0].Ref != (crm.Ref{0xD2}) || card.Records[0].Writer != "Петрова Анна" {
		t.Errorf("records %+v, %v", card.Records, err)
	}
}

// A complaint that is open in 1C comes before what is bought, and one that was
// settled there is not spoken of.
func TestSayOfAComplaintOfOneC(t *testing.T) {
	x := open(t, t.TempDir())
	for _, isOpen := range []bool{true, false} {
		_, err := x.store.Cache.Apply(t.Context(), crm.Batch{Kind: "records", Records: []crm.Record{{
			Ref: crm.Ref{77}, Kind: crm.ComplaintKind, Client: sever, At: now.AddDate(0, 0, -3), Subject: "Недовоз", Text: "Меньше на две позиции", Open: isOpen,
		}}})
		if err != nil {
			t.Fatal(err)
		}
		say, err := x.SayOf(t.Context(), sever)
		if err != nil || (say.Kind == crm.SayComplaint) != isOpen || isOpen && (say.Text != "Недовоз" || !say.Date.Equal(now.AddDate(0, 0, -3))) {
			t.Errorf("open %v: it says %+v, %v", isOpen, say, err)
		}
	}
}
