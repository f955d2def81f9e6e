package view

import (
	"strings"
	"testing"
	"time"

	"pult/app/crm"
	"pult/app/phone"
)

func plain(text string) string { return strings.ReplaceAll(text, nbsp, " ") }

func TestTimelineIsNewestFirst(t *testing.T) {
	promise := crm.Promise{ID: crm.NewID(now), Amount: 4000000, Due: now.AddDate(0, 0, 3)}
	card := crm.Card{
		Promise: promise,
		History: []crm.Interaction{
			{Kind: crm.CallKind, At: now.Add(-time.Hour), Direction: crm.Outgoing, Outcome: crm.Answered, Seconds: 192, Text: "ждёт КП", Author: "Петрова"},
			{Kind: crm.PromiseKind, ID: promise.ID, At: now.Add(-48 * time.Hour)},
			{Kind: crm.CallKind, At: now.Add(-72 * time.Hour), Direction: crm.Incoming, Outcome: crm.Missed},
			{Kind: crm.CallKind, At: now.Add(-80 * time.Hour), Direction: crm.Incoming, Outcome: crm.Transferred, Seconds: 65},
		},
		Documents: []crm.Document{{Kind: crm.Payment, Number: "ТД00-000871", At: now.Add(-24 * time.Hour), Amount: 5600000}},
	}
	tests := []struct {
		filter Filter
		want   string
	}{
		{All, "исх. 3:12|Оплата 871|Обещал 40 000 ₽ до 25.11|вх. пропущен|вх. передан 1:05"},
		{Calls, "исх. 3:12|вх. пропущен|вх. передан 1:05"},
		{Documents, "Оплата 871"},
	}
	for _, tt := range tests {
		var titles []string
		for _, row := range printer(Russian).Timeline(card, tt.filter) {
			titles = append(titles, plain(row.Title))
		}
		if got := strings.Join(titles, "|"); got != tt.want {
			t.Errorf("filter %d: %s, want %s", tt.filter, got, tt.want)
		}
	}
}

func TestDayListsWhomToCallBack(t *testing.T) {
	number := func(n int64) phone.Number { return phone.Number{E164: n} }
	call := func(minutes int, n int64, d crm.Direction, o crm.Outcome) Told {
		return Told{Interaction: crm.Interaction{
			Kind: crm.CallKind, At: now.Add(-time.Duration(minutes) * time.Minute), Number: number(n), Direction: d, Outcome: o,
		}}
	}
	rows, back := printer(Russian).Day([]Told{ // newest first
		call(5, 79120000001, crm.Outgoing, crm.Answered), // called back
		call(10, 79120000002, crm.Incoming, crm.Missed),
		call(15, 79120000002, crm.Incoming, crm.Missed), // the same caller, once
		call(20, 79120000001, crm.Incoming, crm.Missed),
		call(22, 79120000004, crm.Incoming, crm.Transferred), // a colleague went on with it
		call(25, 79120000004, crm.Incoming, crm.Missed),
		call(2000, 79120000003, crm.Incoming, crm.Missed), // yesterday
	})
	if back != 1 {
		t.Errorf("%d to call back, want 1", back)
	}
	if len(rows) != 9 || !rows[0].Head || rows[1].Number != "+79120000002" {
		t.Errorf("rows: %+v", rows)
	}
}

func TestTilesSayWhatIsMissing(t *testing.T) {
	p := printer(Russian)
	for _, tile := range []Tile{p.DebtTile(crm.Debt{}), p.PromiseTile(crm.Promise{}), p.OrdersTile(nil), p.BoughtTile(crm.Card{})} {
		if tile.Caption == "" || tile.Value == "" || tile.Tone != Quiet {
			t.Errorf("an empty tile: %+v", tile)
		}
	}
}

func TestPromiseTile(t *testing.T) {
	p := printer(Russian)
	promise := crm.Promise{ID: crm.NewID(now), Amount: 4000000, Due: now.AddDate(0, 0, -2)}
	if tile := p.PromiseTile(promise); tile.Second != "не поступило" || tile.Echo != Danger {
		t.Errorf("broken: %+v", tile)
	}
	promise.Due = now
	if tile := p.PromiseTile(promise); tile.Alarm != Warning {
		t.Errorf("today: %+v", tile)
	}
	promise.Paid = promise.Amount
	if tile := p.PromiseTile(promise); tile.Echo != Good {
		t.Errorf("kept: %+v", tile)
	}
}

func TestCardPhonesAreListedOnce(t *testing.T) {
	number := phone.Number{E164: 79123456789}
	card := printer(Russian).Card(crm.Card{
		Client:   crm.Client{Name: "ООО «Вектор»", Phones: []crm.Phone{{Number: number}, {}}},
		Contacts: []crm.Contact{{Name: "Иванов Пётр", Position: "закупки", Phones: []crm.Phone{{Number: number}}}},
	}, crm.Say{}, "")
	if len(card.Phones) != 1 || card.Phones[0].Who != "Иванов Пётр, закупки" {
		t.Errorf("phones: %+v", card.Phones)
	}
}
