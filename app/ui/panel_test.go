package ui

import (
	"context"
	"log/slog"
	"runtime"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"pult/app/crm"
	"pult/app/desk"
	"pult/app/feed"
	"pult/app/ui/internal/shell"
	"pult/app/ui/internal/strip"
	"pult/app/view"
)

func TestPanelOpensTheCard(t *testing.T) {
	s := newStage(t)
	s.OpenCard(vector.Client)
	s.until("the card is read", func() bool { return s.card.Shown().Say != "" })
	for _, text := range []string{
		"ООО «Вектор»", "ведёт Петрова Ольга", "ИНН 7704010001", "+7 912 345-67-89", "Иванов Пётр, закупки",
		"Просрочено 84 200 ₽, 12 дней, док. 312", "124 500 ₽", "просрочено 84 200 ₽", "данные 1С на 10:38",
		"Позвонить +7 912 345-67-89", "F2",
	} {
		if !says(s.main, text) {
			t.Errorf("the window does not say %q", text)
		}
	}
}

func TestUnknownCardSaysSo(t *testing.T) {
	s := newStage(t)
	s.OpenCard(crm.Ref{9})
	s.until("the fault is told", func() bool { return s.card.Message() == "Не найдено." })
}

func TestReloadReadsEverythingAnew(t *testing.T) {
	s := newStage(t)
	s.OpenCard(vector.Client)
	s.until("the card is read", func() bool { return s.card.Shown().Say != "" })
	live, history, cards := s.desk.did("live"), s.desk.did("history"), s.desk.did("card")
	s.desk.live = []desk.Live{{Call: crm.Call{ID: crm.NewID(noon), Direction: crm.Outgoing, RangAt: noon, AnsweredAt: noon, Client: vector.Client}, Matches: []crm.Match{vector}}}
	s.feed.Publish(feed.Reload{})
	s.until("the call that was missed is shown", func() bool { return says(s.main, "Разговор") })
	s.until("all is asked again", func() bool {
		return s.desk.did("live") > live && s.desk.did("history") > history && s.desk.did("card") > cards
	})
}

// What another program writes into the folder (an import, a note of the console) is
// on the open card and in the lists without a touch; calls stay as they are.
func TestWhatOthersWriteIsShown(t *testing.T) {
	s := newStage(t)
	s.OpenCard(vector.Client)
	s.until("the card is read", func() bool { return s.card.Shown().Say != "" })
	live, history, cards := s.desk.did("live"), s.desk.did("history"), s.desk.did("card")
	s.feed.Publish(feed.WrittenElsewhere{Journal: true})
	s.until("card and lists are asked again", func() bool {
		return s.desk.did("history") > history && s.desk.did("card") > cards
	})
	if s.desk.did("live") != live {
		t.Error("the calls were taken for lost")
	}
}

// A round of 1C changes thousands of clients; the screen reads its card a few
// times only.
func TestFloodIsGathered(t *testing.T) {
	s := newStage(t)
	s.OpenCard(vector.Client)
	s.until("the card is read", func() bool { return s.card.Shown().Say != "" })
	before, began := s.desk.did("card"), time.Now()
	for range 200 {
		s.feed.Publish(feed.ClientsChanged{Clients: []crm.Ref{vector.Client}})
		s.feed.Publish(feed.SyncChanged{Running: true, Rows: 1})
		time.Sleep(time.Millisecond)
	}
	s.until("the card is read anew", func() bool { return s.desk.did("card") > before })
	s.settle(4 * gather)
	// One reading begins with each heap, and one may be under way.
	if n, heaps := s.desk.did("card")-before, int(time.Since(began)/gather); n > heaps+1 {
		t.Errorf("the card was read %d times for %d heaps of news", n, heaps)
	}
}

func TestStatusNamesTheCure(t *testing.T) {
	s := newStage(t)
	s.feed.Publish(feed.LineChanged{Status: crm.LineStatus{State: crm.LineRefused, Err: crm.ErrDenied}})
	s.until("the line is red", func() bool { return s.shell.StatusText(shell.Phone) == "Телефон: неверный пароль" })
	s.explain(shell.Phone)
	if got := s.shell.NoticeText(); !strings.Contains(got, "«Подключить»") {
		t.Errorf("the notice says %q", got)
	}
	s.explain(shell.Outbox)
	s.until("the words of 1C are shown", func() bool { return strings.Contains(s.shell.NoticeText(), "нет прав") })
	s.key(fyne.KeyEscape, 0)
	if s.shell.NoticeText() != "" {
		t.Error("Esc left the notice on the screen")
	}
}

// The toolkit's field swallows every key; ours lets those of the panel through.
func TestKeysWorkInsideAField(t *testing.T) {
	s := newStage(t)
	s.OpenCard(vector.Client)
	s.until("the card is read", func() bool { return s.card.Shown().Say != "" })
	s.main.Canvas().Focus(s.strip.Note)
	s.strip.Note.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyK, Modifier: fyne.KeyModifierControl})
	if s.main.Canvas().Focused() != fyne.Focusable(s.shell.Top.Search) {
		t.Error("Ctrl+K did not reach the search from the note")
	}
	s.main.Canvas().Focus(s.strip.Note)
	test.Type(s.strip.Note, "два")
	s.strip.Note.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if s.strip.Note.Text != "два\n" {
		t.Errorf("Enter in the note gave %q", s.strip.Note.Text)
	}
	s.strip.Note.TypedKey(&fyne.KeyEvent{Name: fyne.KeyF2})
	s.until("F2 dials the first number", func() bool { return s.desk.did("dial +79123456789") == 1 })
}

func TestDialFieldCallsWhatWasTyped(t *testing.T) {
	s := newStage(t)
	s.shell.Top.Dial.SetText("8 (912) 345-67-80")
	s.shell.Top.Dial.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	s.until("it dials", func() bool { return s.desk.did("dial +79123456780") == 1 })
	s.until("the field is empty again", func() bool { return s.shell.Top.Dial.Text == "" })
	s.shell.Top.Dial.SetText("завтра")
	s.shell.Top.Dial.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	s.until("the fault is told", func() bool { return s.shell.NoticeText() != "" })
	if s.shell.Top.Dial.Text != "завтра" {
		t.Error("what was typed is lost")
	}
}

func TestPromiseIsReadAsPeopleWrite(t *testing.T) {
	s := newStage(t)
	s.OpenCard(vector.Client)
	s.until("the card is read", func() bool { return s.card.Shown().Say != "" })
	s.key(fyne.KeyD, fyne.KeyModifierControl)
	s.openClient(romashka.Client, romashka.Name) // a ring may open another card meanwhile
	s.promise("40 000", "25.11")
	want := "promise " + vector.Client.String() + " 40000.00 2026-11-25"
	s.until("it is written for the client it was begun with", func() bool { return s.desk.did(want) == 1 })
	s.until("the note is back", func() bool { return s.strip.Form() == strip.None })
}

func TestReadDay(t *testing.T) {
	for text, want := range map[string]string{
		"25.11": "2026-11-25", "25": "2026-11-25", "21.11": "2027-11-21", "1.12.26": "2026-12-01", "5/12/2026": "2026-12-05",
		"31.02": "", "вчера": "", "20.11.2026": "", "": "",
	} {
		got, err := readDay(text, noon)
		if want == "" {
			if err == nil {
				t.Errorf("readDay(%q) = %s, want a fault", text, got.Format(time.DateOnly))
			}
			continue
		}
		if err != nil || got.Format(time.DateOnly) != want {
			t.Errorf("readDay(%q) = %s, %v, want %s", text, got.Format(time.DateOnly), err, want)
		}
	}
}

func TestNothingOutlivesThePanel(t *testing.T) {
	before := runtime.NumGoroutine()
	source := &feed.Feed{}
	d := newFakeDesk()
	p := New(test.NewTempApp(t), Deps{
		Desk: d, Events: source.Subscribe, Log: slog.New(slog.DiscardHandler),
		Words: view.New(view.Russian, moscow, func() time.Time { return noon }),
	})
	p.bridge.do = func(func()) {}
	ctx, cancel := context.WithCancel(t.Context())
	p.start(ctx)
	cancel()
	p.stop()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if runtime.NumGoroutine() <= before {
			return
		}
	}
	t.Errorf("%d goroutines before, %d after", before, runtime.NumGoroutine())
}
