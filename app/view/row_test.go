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
			{Kind: crm.PromiseKind, ID: promise.ID, At: now.Add(-48 * time.Hour), Text: "40000.00 2026-11-25"},
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

func TestDayPutsWhatWaitsFirst(t *testing.T) {
	p := printer(Russian)
	client := crm.Ref{1}
	at := func(minutes int) time.Time { return now.Add(time.Duration(minutes) * time.Minute) }
	missed := crm.Interaction{
		ID: crm.NewID(now), Kind: crm.CallKind, At: at(-40), Number: phone.Number{E164: 79120000002}, Direction: crm.Incoming, Outcome: crm.Missed,
	}
	rows, waits := p.Day(crm.Day{
		Tasks: []crm.Task{
			{ID: crm.NewID(now), Kind: crm.CallbackTask, Client: client, Due: at(-5), Text: "про КП"},
			{ID: crm.NewID(now), Kind: crm.CallbackTask, Number: missed.Number, Due: at(60)},
		},
		Missed:   []crm.Unreturned{{Interaction: missed, Times: 3}},
		Promises: []crm.Promise{{Client: client, Amount: 4000000, Paid: 1000000, Due: now.AddDate(0, 0, -2)}},
		Names:    map[crm.Ref]string{client: "ООО «Вектор»"},
	}, []Told{{Interaction: missed}})
	var got []string
	for _, r := range rows {
		got = append(got, plain(join(" ", r.Title, r.Detail, r.Right)))
	}
	want := "Пора|ООО «Вектор» про КП пора|Перезвонить|+7 912 000-00-02 звонил 3 раза 40 мин назад|" +
		"Обещали оплату|ООО «Вектор» 30 000 ₽, 2 дня|Позже сегодня|+7 912 000-00-02|Сегодня|+7 912 000-00-02 пропущен"
	if line := strings.Join(got, "|"); line != want {
		t.Errorf("rows %s\nwant %s", line, want)
	}
	if waits != 3 {
		t.Errorf("%d wait, want 3", waits)
	}
	if rows[1].Task.IsZero() || rows[3].Missed.IsZero() || rows[5].Tone != Danger {
		t.Error("rows do not know what they are about")
	}
}

func TestTrayHasARowForEachNumber(t *testing.T) {
	last := crm.Interaction{Kind: crm.CallKind, At: now, Direction: crm.Incoming, Outcome: crm.Missed}
	rows, unsorted := printer(Russian).Tray([]crm.Caller{
		{Number: phone.Number{E164: 79120000001}, Calls: 3, Last: last},
		{Number: phone.Number{E164: 79120000002}, Calls: 1, Last: last},
		{Number: phone.Number{E164: 79120000003}, Calls: 9, Last: last, Mark: crm.CallerSpam},
	})
	if unsorted != 2 || len(rows) != 4 || rows[0].Right != "3 звонка" || rows[1].Right != "пропущен" || rows[2].Title != "Спам" {
		t.Errorf("%d unsorted in %+v", unsorted, rows)
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
