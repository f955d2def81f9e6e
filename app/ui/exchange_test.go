package ui

import (
	"context"
	"strings"
	"sync"
	"testing"

	"fyne.io/fyne/v2"

	"pult/app/crm"
	"pult/app/desk"
	"pult/app/feed"
	"pult/app/ui/internal/exchange"
	"pult/app/ui/internal/shell"
)

// fakeBooks is the exchange with 1C that does what it is told.
type fakeBooks struct {
	mu     sync.Mutex
	state  crm.Exchange
	asked  []string
	drifts []crm.Drift
	hold   bool // the check goes on until it is stopped
}

func (b *fakeBooks) note(what string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.asked = append(b.asked, what)
}

func (b *fakeBooks) did() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return strings.Join(b.asked, " ")
}

func (b *fakeBooks) State(context.Context) (crm.Exchange, error) {
	b.note("state")
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.state, nil
}

func (b *fakeBooks) Read() { b.note("read") }
func (b *fakeBooks) Stop() { b.note("stop") }

func (b *fakeBooks) Check(ctx context.Context, told func(crm.Drift)) error {
	for _, d := range b.drifts {
		told(d)
	}
	if b.hold {
		<-ctx.Done()
	}
	return ctx.Err()
}

// booked is a panel with its window of the exchange open.
func booked(t *testing.T, drifts ...crm.Drift) (*stage, *fakeBooks) {
	t.Helper()
	s := newStage(t)
	fault := &crm.Fault{Kind: crm.ErrNotPublished, Subject: "Document_Встреча"}
	b := &fakeBooks{drifts: drifts, state: crm.Exchange{
		Kinds: []crm.KindState{
			{Freshness: crm.Freshness{Kind: "clients", At: noon, Rows: 5012}, Aside: 1},
			{Freshness: crm.Freshness{Kind: "debts", At: noon, Rows: 700}},
			{Freshness: crm.Freshness{Kind: "records"}, Last: crm.KindRound{Kind: "records", Err: fault}},
		},
		SetAside: []crm.SetAside{{Kind: "clients", Ref: "ссылка", Name: "ООО «Заря»", Why: crm.Unread{Code: crm.BadPhone, Value: "звонить Маше"}}},
		Rounds:   []crm.Round{{At: noon, Kinds: []crm.KindRound{{Kind: "clients", Rows: 12, Changed: 3}, {Kind: "records", Err: fault}}}},
	}}
	s.Exchange = b
	s.status.AsOf = noon
	s.desk.going = []desk.Outgoing{{ClientName: "ООО «Вектор»", Parcel: crm.Parcel{
		Fact: crm.Fact{Kind: crm.CallFacts, State: crm.FactStuck, Reason: "Не заполнен Ответственный", Trouble: "refused", Created: noon},
		Call: crm.Call{Direction: crm.Outgoing, Display: "101", Outcome: crm.Answered, Note: "ждёт КП"},
	}}}
	s.key(fyne.KeyE, fyne.KeyModifierControl)
	s.until("the state is read", func() bool { return len(s.exchange.view.Rows(exchange.Data)) == 4 })
	return s, b
}

func (s *stage) pressBooks(key fyne.KeyName) {
	s.exchange.window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: key})
}

func TestExchangeNamesWhatIsUnreadAndTheCure(t *testing.T) {
	s, _ := booked(t)
	for range 3 {
		s.pressBooks(fyne.KeyDown)
	}
	if got := s.exchange.view.Details(); !strings.Contains(got, "Document_Встреча") || !strings.Contains(got, "OData") {
		t.Errorf("of what is unread it says %q", got)
	}
	s.pressBooks(fyne.Key2)
	s.pressBooks(fyne.KeyDown)
	for _, text := range []string{"ООО «Заря»", "«звонить Маше» — это не номер", "Впишите"} {
		if got := s.exchange.view.Details(); !strings.Contains(got, text) {
			t.Errorf("of what is set aside it says %q", got)
		}
	}
	s.pressBooks(fyne.KeyF8)
	if got := s.app.Clipboard().Content(); !strings.HasPrefix(got, "Клиенты\tООО «Заря»\tСреди контактов") || !strings.HasSuffix(got, "\tссылка\n") {
		t.Errorf("copied %q", got)
	}
	s.pressBooks(fyne.Key4)
	if row := s.exchange.view.Rows(exchange.Rounds)[0]; row.Right != "не прочитано: 1" {
		t.Errorf("the round: %+v", row)
	}
	s.pressBooks(fyne.KeyEscape)
	if s.exchange.window != nil {
		t.Error("Esc leaves the window")
	}
}

func TestExchangeShowsWhatWouldBeWritten(t *testing.T) {
	s, _ := booked(t)
	s.pressBooks(fyne.KeyEscape)
	s.explain(shell.Outbox)
	s.until("the outbox is read", func() bool { return len(s.exchange.view.Rows(exchange.Outbox)) == 1 })
	s.pressBooks(fyne.KeyDown)
	for _, text := range []string{"Не заполнен Ответственный", "В 1С будет записано", "Исходящий звонок 101", "ждёт КП"} {
		if !strings.Contains(s.exchange.view.Details(), text) {
			t.Errorf("the details do not say %q: %q", text, s.exchange.view.Details())
		}
	}
	s.pressBooks(fyne.KeyF7)
	s.until("it is sent again", func() bool {
		return s.desk.did("retry") == 1 && s.exchange.view.Said() == "Отправляем снова, записей: 1."
	})
}

func TestReadingIsShownAndStopped(t *testing.T) {
	s, b := booked(t)
	s.pressBooks(fyne.KeyF5)
	s.feed.Publish(feed.SyncChanged{Running: true, Kind: "clients", Rows: 12400})
	s.until("the progress", func() bool {
		return strings.Contains(plain(s.exchange.view.Said()), "Читаем: Клиенты, строк 12 400")
	})
	s.pressBooks(fyne.KeyF5)
	if got := b.did(); !strings.HasSuffix(got, "read stop") {
		t.Errorf("asked %q", got)
	}
	s.feed.Publish(feed.SyncChanged{AsOf: noon, Stopped: true})
	s.until("it says that nothing is lost", func() bool {
		return strings.Contains(s.exchange.view.Said(), "Прочитанное сохранено")
	})
}

func TestCheckTellsDriftInRoubles(t *testing.T) {
	s, _ := booked(t, crm.Drift{Kind: "clients", There: 5013, Here: 5012, SetAside: 1}, crm.Drift{Kind: "debts", OwedThere: 15000, OwedHere: 10000})
	s.pressBooks(fyne.KeyF6)
	s.until("it is compared", func() bool { return strings.Contains(s.exchange.view.Said(), "расхождения") })
	rows := s.exchange.view.Rows(exchange.Data)
	if rows[1].Cells[4] != "совпадает" || plain(rows[2].Cells[4]) != "50 ₽" {
		t.Errorf("drifts %q and %q", rows[1].Cells[4], rows[2].Cells[4])
	}
}

func TestCheckIsStopped(t *testing.T) {
	s, b := booked(t, crm.Drift{Kind: "clients"})
	b.hold = true
	s.pressBooks(fyne.KeyF6)
	s.until("one kind is compared", func() bool { return strings.Contains(s.exchange.view.Said(), "готово: 1") })
	s.pressBooks(fyne.KeyF6)
	s.until("it is stopped", func() bool { return s.exchange.view.Said() == "Сверка остановлена." })
	b.hold = true
	s.pressBooks(fyne.KeyF6)
	s.pressBooks(fyne.KeyEscape) // the check ends with the window; the stage waits for it
}
