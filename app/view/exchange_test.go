package view

import (
	"errors"
	"strings"
	"testing"
	"time"

	"pult/app/crm"
)

var unpublished = &crm.Fault{Kind: crm.ErrNotPublished, Subject: "Document_Встреча"}

func TestKindRows(t *testing.T) {
	x := crm.Exchange{Kinds: []crm.KindState{
		{Freshness: crm.Freshness{Kind: "clients", At: now, Rows: 5012}, Last: crm.KindRound{Changed: 3}, Aside: 2},
		{Freshness: crm.Freshness{Kind: "debts", At: now.AddDate(0, 0, -1), Rows: 700}},
		{Freshness: crm.Freshness{Kind: "orders"}},
		{Freshness: crm.Freshness{Kind: "records"}, Last: crm.KindRound{Err: unpublished}},
	}}
	drifts := map[string]crm.Drift{
		"clients": {Kind: "clients", There: 5014, Here: 5012, SetAside: 2},
		"debts":   {Kind: "debts", OwedThere: 150, OwedHere: 250},
		"records": {Kind: "records", Err: errors.New("x")},
	}
	rows := printer(Russian).KindRows(x, drifts, Reading{On: true, Kind: "orders", Rows: 12400})
	compare(t, rows, "Что|строк;на;изменилось;отложено;сверка", "Клиенты|5 012;12:00;3;2;совпадает",
		"Долги|расходится|700;21.11 12:00;;;−1 ₽", "Заказы|читаем, 12 400|;не читали;;;", "Взаимодействия|не прочитано|;не читали;;;?")
	if full := rows[4].Full; !strings.Contains(full, "Document_Встреча") || !strings.Contains(full, "Состав") || rows[4].Tone != Danger {
		t.Errorf("the cure of what is unread: %q", full)
	}
	if got := printer(Russian).Unread(x); !strings.HasPrefix(got, "Не прочитано: Взаимодействия.") {
		t.Errorf("above it says %q", got)
	}
}

func TestHowFarAReadingIs(t *testing.T) {
	p := printer(Russian)
	for _, tt := range []struct {
		reading    Reading
		bar, begin string
		part       float32
	}{
		{Reading{On: true, Kind: "clients", Rows: 12400, Of: 50000, Kinds: 4}, "1С: первая загрузка, 1 из 4: Клиенты, 12 400 из 50 000", "Читаем: Клиенты, строк 12 400 из 50 000", 0.062},
		{Reading{On: true, Kind: "orders", Rows: 700, Done: 2, Kinds: 4}, "1С: первая загрузка, 3 из 4: Заказы, 700", "Читаем: Заказы, строк 700.", 0.5},
		{Reading{On: true, Kind: "orders", Rows: 800, Of: 700, Done: 3, Kinds: 4}, "1С: первая загрузка, 4 из 4: Заказы, 800", "Читаем: Заказы, строк 800.", 1},
	} {
		plain := strings.NewReplacer("\u00a0", " ").Replace
		if got := plain(p.FirstReading(tt.reading)); got != tt.bar {
			t.Errorf("the bar says %q, want %q", got, tt.bar)
		}
		if got := plain(p.Reading(tt.reading)); !strings.HasPrefix(got, tt.begin) {
			t.Errorf("the window says %q, want %q", got, tt.begin)
		}
		if got := tt.reading.Part(); got < tt.part-0.001 || got > tt.part+0.001 {
			t.Errorf("%f is done, want %f", got, tt.part)
		}
	}
}

func TestRoundRows(t *testing.T) {
	clients := crm.KindRound{Kind: "clients", Rows: 12, Changed: 3, SetAside: 1}
	x := crm.Exchange{Rounds: []crm.Round{
		{At: now, Took: 3240 * time.Millisecond, Kinds: []crm.KindRound{clients, {Kind: "records", Err: unpublished}}},
		{At: now, Took: time.Second, Kinds: []crm.KindRound{clients}},
		{At: now, Took: time.Second, Kinds: []crm.KindRound{{Kind: "clients"}}},
		{At: now, Took: time.Second, Stopped: true},
		{At: now, Took: time.Second, Kinds: []crm.KindRound{{Err: crm.ErrOffline}}},
	}}
	rows := printer(Russian).RoundRows(x)
	compare(t, rows, "12:00|прочитано 12, изменилось 3|за 3,2 с|не прочитано: 1", "12:00|прочитано 12, изменилось 3|за 1 с|отложено 1",
		"12:00|нового нет|за 1 с", "12:00|нового нет|за 1 с|остановлено", "12:00|прочитать не удалось|за 1 с|не прочитано: 1")
	if first, _, _ := strings.Cut(rows[0].Full, "\n"); !strings.HasPrefix(first, "Взаимодействия: ") {
		t.Errorf("what failed is not the first that is told: %q", rows[0].Full)
	}
}

func TestOutboxRow(t *testing.T) {
	call := crm.Call{Direction: crm.Outgoing, Display: "101", Outcome: crm.NoAnswer, Note: "перезвонить"}
	fact := crm.Fact{Kind: crm.CallFacts, State: crm.FactWaiting, Created: now}
	p := printer(Russian)
	row := p.OutboxRow(crm.Parcel{Fact: fact, Call: call}, "")
	compare(t, []Row{row}, "12:00|без клиента|звонок: Исходящий звонок 101|ждёт")
	if row.Full != "В 1С будет записано:\nИсходящий звонок 101\nИтог: не ответил.\nперезвонить" {
		t.Errorf("what would be written: %q", row.Full)
	}
	fact.Reason, fact.Trouble, fact.Next = "нет связи", "offline", now.Add(3*time.Minute)
	compare(t, []Row{p.OutboxRow(crm.Parcel{Fact: fact, Call: call}, "Заря")}, "12:00|Заря|звонок: Исходящий звонок 101|повтор в 12:03")
	fact.State = crm.FactStuck
	row = p.OutboxRow(crm.Parcel{Fact: fact, Call: call}, "Заря")
	if row.Right != "не принято 1С" || row.Tone != Danger || !strings.HasPrefix(row.Full, "1С не отвечает") {
		t.Errorf("a stuck fact: %+v", row)
	}
}

// What nobody tries to send does not merely wait.
func TestOutboxRowOfWhatIsHeld(t *testing.T) {
	p := printer(Russian)
	for trouble, want := range map[crm.Trouble][2]string{
		"read_only": {"не разрешено", "Разрешите этот вид записей в pult.toml"},
		"held":      {"ждёт другую запись", "Сначала в 1С уйдёт другая запись"},
	} {
		fact := crm.Fact{Kind: crm.NoteFacts, State: crm.FactWaiting, Created: now, Trouble: trouble, Reason: "x"}
		row := p.OutboxRow(crm.Parcel{Fact: fact}, "Заря")
		if row.Right != want[0] || !strings.Contains(row.Full, want[1]) {
			t.Errorf("%s: %q, %q", trouble, row.Right, row.Full)
		}
	}
}
