package ui

import (
	"context"
	"log/slog"
	"os"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"pult/app/crm"
	"pult/app/desk"
	"pult/app/feed"
	"pult/app/phone"
	"pult/app/view"
)

func TestMain(m *testing.M) {
	_ = os.Setenv("LANG", "ru_RU.UTF-8")
	os.Exit(m.Run())
}

var (
	moscow = time.FixedZone("MSK", 3*3600)
	noon   = time.Date(2026, 11, 22, 12, 0, 0, 0, moscow)
)

// stage is a panel whose turns are taken by the test: nothing on the screen
// moves by itself.
type stage struct {
	*Panel
	t     *testing.T
	desk  *fakeDesk
	feed  *feed.Feed
	turns chan func()
	drawn []time.Duration
	deck  *fakeDeck
	gear  *fakeGear

	shifted bool // Shift is held
}

func newStage(t *testing.T) *stage {
	t.Helper()
	return newStageWith(t, func(*Deps, *fakeDesk) {})
}

// newStageWith has more parts than the usual.
func newStageWith(t *testing.T, more func(*Deps, *fakeDesk)) *stage {
	t.Helper()
	s := &stage{t: t, desk: newFakeDesk(), feed: &feed.Feed{}, turns: make(chan func(), 64), deck: &fakeDeck{}, gear: &fakeGear{}}
	deps := Deps{
		Desk: s.desk, Events: s.feed.Subscribe, Manager: "Смирнова Анна", Theme: "light",
		Recordings: s.deck, Sound: s.gear,
		Words:     view.New(view.Russian, moscow, func() time.Time { return noon }),
		Log:       slog.New(slog.DiscardHandler),
		RingDrawn: func(_ crm.ID, took time.Duration) { s.drawn = append(s.drawn, took) },
	}
	more(&deps, s.desk)
	s.Panel = New(test.NewTempApp(t), deps)
	s.shift = func() bool { return s.shifted }
	s.bridge.do = func(turn func()) { s.turns <- turn }
	ctx, cancel := context.WithCancel(t.Context())
	s.start(ctx)
	t.Cleanup(func() {
		cancel()
		s.stop()
	})
	s.until("the panel has begun", func() bool {
		return s.lists.read && !s.lists.busy && len(s.people) > 0 && s.status.Line.State == crm.LineRegistered
	})
	return s
}

// patience bounds one wait. Machines are noisy, so it is long; nothing waits for it
// unless it fails.
const patience = time.Minute

// until takes turns until a condition holds.
func (s *stage) until(what string, holds func() bool) {
	s.t.Helper()
	deadline := time.After(patience)
	for !holds() {
		select {
		case turn := <-s.turns:
			turn()
		case <-time.After(5 * time.Millisecond):
		case <-deadline:
			s.t.Fatalf("not in time: %s", what)
		}
	}
}

// settle takes the turns of a while.
func (s *stage) settle(d time.Duration) {
	end := time.After(d)
	for {
		select {
		case turn := <-s.turns:
			turn()
		case <-end:
			return
		}
	}
}

// says tells whether a window shows a text.
func says(w fyne.Window, text string) bool {
	markup := test.RenderToMarkup(w.Canvas())
	return strings.Contains(plain(markup), plain(text))
}

// plain makes no-break spaces plain ones, so that tests can be read.
func plain(text string) string { return strings.ReplaceAll(text, "\u00a0", " ") }

func (s *stage) popup() *ringWindow { return s.rings.windows[0] }

func (s *stage) incoming(matches ...crm.Match) crm.Call {
	s.t.Helper()
	c := crm.Call{
		ID: crm.NewID(noon), Direction: crm.Incoming, RangAt: noon, Called: "4951234500",
		Number: phone.Plan{}.Parse("+79123456789"),
	}
	say := crm.Say{Kind: crm.SayNobody}
	if len(matches) == 1 {
		c.Client = matches[0].Client
		say = crm.Say{Kind: crm.SayOverdue, Amount: 8420000, Days: 12, Document: "ТД00-000312"}
	}
	s.feed.Publish(feed.RingShown{Call: c, Matches: matches, Say: say})
	s.until("the call is on the screen", func() bool { return s.calls.find(c.ID) != nil })
	return c
}

// talk is a call that was answered.
func (s *stage) talk(matches ...crm.Match) crm.Call {
	c := s.incoming(matches...)
	c.AnsweredAt = noon
	s.feed.Publish(feed.CallAnswered{Call: c})
	s.until("the talk is on the strip", func() bool { return s.notes.subject.call == c.ID })
	return c
}

func (s *stage) end(c crm.Call, o crm.Outcome) {
	c.EndedAt, c.Outcome = noon.Add(time.Minute), o
	s.feed.Publish(feed.CallEnded{Call: c})
	s.until("the call is over", func() bool { return s.calls.find(c.ID) == nil })
}

var (
	vector = crm.Match{
		Client: crm.Ref{1}, Name: "ООО «Вектор»", ManagerName: "Петрова Ольга", ContactName: "Иванов Пётр", Position: "закупки",
		Debt: crm.Debt{Owed: 12450000, Overdue: 8420000, OverdueDays: 12, OldestText: "ТД00-000312"}, AsOf: noon.Add(-82 * time.Minute),
	}
	romashka = crm.Match{Client: crm.Ref{2}, Name: "ООО «Ромашка»", ManagerName: "Смирнова Анна", AsOf: noon.Add(-82 * time.Minute)}
)

var (
	smirnova  = crm.Colleague{Name: "Смирнова Анна", Extension: "101", Lamp: crm.LampIdle} // who sits here
	petrova   = crm.Colleague{Name: "Петрова Ольга", Extension: "102", Lamp: crm.LampIdle}
	kuznetsov = crm.Colleague{Name: "Кузнецов Игорь", Extension: "103", Lamp: crm.LampTalking}
)

var _ Desk = (*desk.Desk)(nil)

// press presses a key in the field that has the focus, or without one.
func (s *stage) press(key fyne.KeyName) {
	if f := s.main.Canvas().Focused(); f != nil {
		f.TypedKey(&fyne.KeyEvent{Name: key})
		return
	}
	s.main.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: key})
}
