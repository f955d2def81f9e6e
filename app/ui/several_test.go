package ui

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"pult/app/crm"
	"pult/app/desk"
	"pult/app/feed"
	"pult/app/phone"
	"pult/app/ui/internal/parts"
	"pult/app/ui/internal/shell"
	"pult/app/ui/internal/strip"
)

// two are a talk that waits and one that is heard.
func (s *stage) two() (waits, heard crm.Call) {
	s.t.Helper()
	waits = s.talk(vector)
	heard = s.incoming(romashka)
	heard.AnsweredAt = noon
	s.feed.Publish(feed.CallHeld{Call: waits, Here: true})
	s.feed.Publish(feed.CallAnswered{Call: heard})
	s.until("the second talk is in front", func() bool { return s.notes.subject.call == heard.ID })
	return waits, heard
}

func TestSecondCallWaitsInATabOfItsOwn(t *testing.T) {
	s := newStage(t)
	s.talk(vector)
	height := s.strip.Object().MinSize().Height
	test.Type(s.strip.Note, "итог")
	second := s.incoming(romashka)
	if !says(s.main, "ООО «Ромашка»") || !says(s.popup().window, "ООО «Ромашка»") {
		t.Error("the second call is not on the strip and in the pop-up")
	}
	if s.strip.Note.Text != "итог" || s.focused() != fyne.Focusable(s.strip.Note) || s.strip.Object().MinSize().Height != height {
		t.Error("the second call disturbs the note")
	}
	s.key(fyne.KeyF2, 0)
	s.until("F2 takes it", func() bool { return s.desk.did("answer "+second.ID.String()) == 1 })
}

func TestF3GoesToTheOtherTalk(t *testing.T) {
	s := newStage(t)
	waits, heard := s.two()
	if !says(s.main, "К другому") {
		t.Error("the strip does not offer the other talk")
	}
	s.key(fyne.KeyF3, 0)
	s.until("the other is taken back", func() bool { return s.desk.did("hold off") == 1 })
	s.feed.Publish(feed.CallHeld{Call: heard, Here: true})
	s.feed.Publish(feed.CallHeld{Call: waits})
	s.until("its card and note are in front", func() bool {
		return s.notes.subject.call == waits.ID && s.card.Shown().Name == vector.Name
	})
	s.toTab(1)
	s.until("a click leads back", func() bool { return s.desk.did("hold off") == 2 })
}

func TestConference(t *testing.T) {
	s := newStage(t)
	s.talk(vector)
	if says(s.main, "Конференция") {
		t.Error("a conference of one is offered")
	}
	s.key(fyne.KeyF10, 0)
	s.end(s.calls.live[0].Call, crm.Answered)
	waits, heard := s.two()
	s.key(fyne.KeyF10, 0)
	s.until("F10 joins all", func() bool { return s.desk.did("conference true") == 1 })
	s.feed.Publish(feed.CallHeld{Call: waits})
	s.feed.Publish(feed.ConferenceChanged{On: true})
	s.until("the strip says so", func() bool { return s.strip.Face().State == "Конференция" })
	if s.notes.subject.call != heard.ID || s.card.Shown().Name != romashka.Name {
		t.Error("the conference took the note or the card away")
	}
	s.key(fyne.KeyF3, 0)
	s.key(fyne.KeyF9, 0)
	if s.strip.Form() != strip.None {
		t.Error("a conference can be handed over")
	}
	s.key(fyne.KeyF10, 0)
	s.until("F10 parts them", func() bool { return s.desk.did("conference false") == 1 })
	s.key(fyne.KeyF4, 0)
	s.until("F4 ends all", func() bool {
		return s.desk.did("hangup "+waits.ID.String()) == 1 && s.desk.did("hangup "+heard.ID.String()) == 1
	})
	if s.desk.did("hold") != 0 || s.desk.did("conference true") != 1 {
		t.Error("keys did what they are not for")
	}
}

// Two clients must never be connected by a slip of the hand.
func TestTwoTalksAreConnectedOnlyWhenChosen(t *testing.T) {
	s := newStage(t)
	s.two()
	s.key(fyne.KeyF9, 0)
	s.press(fyne.KeyReturn)
	s.settle(30 * time.Millisecond)
	if s.desk.did("join") != 0 {
		t.Error("F9 and Enter connect two clients")
	}
	s.press(fyne.KeyDown)
	if s.chosen() != "Соединить с: ООО «Вектор»" {
		t.Errorf("the first line is %q", s.chosen())
	}
	s.control(fyne.KeyReturn) // there is nobody to ask
	s.press(fyne.KeyReturn)
	s.until("they are connected", func() bool { return s.desk.did("join") == 1 && s.desk.did("dial") == 0 })
}

// A colleague hands a caller over to us: the panel follows, the typing goes on.
func TestSomebodyElseIsAtTheOtherSide(t *testing.T) {
	s := newStage(t)
	c := s.talk()
	s.main.Canvas().Focus(s.shell.Top.Search)
	c.Number, c.Client = phone.Plan{}.Parse("+79123456780"), vector.Client
	s.feed.Publish(feed.CallRenamed{Call: c, Matches: []crm.Match{vector}})
	s.until("the card is of who speaks now", func() bool { return s.card.Shown().Name == vector.Name && s.strip.Face().Who == vector.Name })
	if s.focused() != fyne.Focusable(s.shell.Top.Search) {
		t.Error("the focus was taken")
	}
}

func TestRecordingLight(t *testing.T) {
	s := newStage(t)
	c := s.talk(vector)
	if !says(s.main, "Без записи") {
		t.Error("it is not said that nothing is kept")
	}
	s.key(fyne.KeyF6, 0)
	s.until("F6 begins to keep it", func() bool { return s.desk.did("record true") == 1 })
	s.feed.Publish(feed.RecordingChanged{Call: c, State: crm.RecordingOn})
	s.until("the light is on", func() bool { return says(s.main, "Запись") && !says(s.main, "Без записи") })
	s.press(fyne.KeyF6)
	s.until("F6 pauses", func() bool { return s.desk.did("pause true") == 1 })
	s.feed.Publish(feed.RecordingChanged{Call: c, State: crm.RecordingPaused})
	s.until("it is shown", func() bool { return says(s.main, "Пауза записи") })
	s.press(fyne.KeyF6)
	s.until("F6 goes on", func() bool { return s.desk.did("pause false") == 1 })
	if s.desk.did("pause") != 2 || s.desk.did("record") != 1 {
		t.Error("F6 did more than was asked")
	}
}

func TestDoNotDisturb(t *testing.T) {
	s := newStage(t)
	if !says(s.main, "Свободен") {
		t.Error("the state is not in view")
	}
	s.main.Canvas().Focus(s.shell.Top.Search)
	s.shell.Top.Search.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyD, Modifier: fyne.KeyModifierControl | fyne.KeyModifierShift})
	s.until("the key turns it on", func() bool { return s.desk.did("presence quiet") == 1 })
	if says(s.main, "Не беспокоить") {
		t.Error("it is shown before it is so")
	}
	s.feed.Publish(feed.PresenceChanged{Presence: crm.Presence{Kind: crm.PresenceQuiet, Since: noon}})
	s.until("it is in view", func() bool { return says(s.main, "Не беспокоить") })
	s.quiet()
	s.until("and turned off", func() bool { return s.desk.did("presence  ") == 1 })
}

// Two keys to leave, one to come back; how long it has lasted is in view.
func TestABreak(t *testing.T) {
	s := newStage(t)
	line := s.status.Line
	line.State = crm.LineRegistered
	s.feed.Publish(feed.LineChanged{Status: line, Changed: line})
	s.key(fyne.KeyB, ctrl|shift)
	s.strip.TypePick('4')
	s.until("lunch is told", func() bool { return s.desk.did("presence break Обед") == 1 })
	s.feed.Publish(feed.PresenceChanged{Presence: crm.Presence{Kind: crm.PresenceBreak, Reason: "Обед", Since: s.now().Add(-12 * time.Minute)}})
	s.until("it is in view", func() bool { return says(s.main, "Обед, 12 мин") })
	if got := s.shell.StatusText(shell.Phone); !strings.Contains(got, "не принимаются") {
		t.Errorf("the light of the telephone says %q", got)
	}
	s.key(fyne.KeyB, ctrl|shift)
	s.until("and it is over", func() bool { return s.desk.did("presence  ") == 1 })
}

// The last answer is in words of one's own.
func TestABreakInOwnWords(t *testing.T) {
	s := newStage(t)
	s.key(fyne.KeyB, ctrl|shift)
	s.strip.TypePick('6')
	field, ok := s.main.Canvas().Focused().(*parts.Field)
	if !ok {
		t.Fatal("there is no field to type into")
	}
	field.SetText("к врачу")
	field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	s.until("it is told", func() bool { return s.desk.did("presence break к врачу") == 1 })
	if s.strip.Form() != strip.None {
		t.Error("the question stays open")
	}
}

func TestStateIsReadAtTheStart(t *testing.T) {
	s := newStage(t)
	s.desk.mu.Lock()
	s.desk.state = desk.State{Presence: crm.Presence{Kind: crm.PresenceQuiet}, NewMessages: 2, OldMessages: 1}
	s.desk.mu.Unlock()
	s.feed.Publish(feed.Reload{})
	s.until("it is shown", func() bool {
		return says(s.main, "Не беспокоить") && s.shell.StatusText(shell.Voicemail) == "2 голосовых"
	})
	s.explain(shell.Voicemail)
	if s.shell.NoticeText() != s.Words.T("status.voicemail_how", 2, 1) {
		t.Errorf("the notice says %q", s.shell.NoticeText())
	}
	s.feed.Publish(feed.MessagesWaiting{Old: 3})
	s.until("the lamp goes out", func() bool { return s.shell.StatusText(shell.Voicemail) == "" })
}

func TestRedial(t *testing.T) {
	s := newStage(t)
	s.key(fyne.KeyR, fyne.KeyModifierControl)
	s.until("Ctrl+R dials", func() bool { return s.desk.did("redial") == 1 })
	s.main.Canvas().Focus(s.shell.Top.Dial)
	s.press(fyne.KeyF2)
	s.until("F2 in the empty field does", func() bool { return s.desk.did("redial") == 2 })
	test.Type(s.shell.Top.Dial, "84951234567")
	s.press(fyne.KeyF2)
	s.until("what stands there is dialled", func() bool { return s.desk.did("dial +74951234567") == 1 })
	s.desk.fail(crm.ErrNotFound)
	s.key(fyne.KeyR, fyne.KeyModifierControl)
	s.until("it is said that there is nothing", func() bool { return s.shell.NoticeText() == s.Words.T("redial.nothing") })
	s.desk.fail(nil)
	s.talk(vector)
	before := s.desk.did("redial")
	s.key(fyne.KeyR, fyne.KeyModifierControl)
	s.settle(30 * time.Millisecond)
	if s.desk.did("redial") != before {
		t.Error("a talk is dialled away")
	}
}

func TestTalksWithColleaguesHaveTheirNames(t *testing.T) {
	s := newStage(t)
	line := crm.Interaction{ID: crm.NewID(noon), Kind: crm.CallKind, At: noon, Direction: crm.Outgoing, Outcome: crm.Answered, Number: phone.Plan{}.Parse("102")}
	s.desk.mu.Lock()
	s.desk.lines = []desk.Line{{Interaction: line}}
	s.desk.mu.Unlock()
	s.feed.Publish(feed.HistoryChanged{Interaction: line})
	s.until("the list names her", func() bool { return says(s.main, "Петрова Ольга") })
}

func TestColleaguesInTheirSection(t *testing.T) {
	s := newStage(t)
	s.key(fyne.Key3, fyne.KeyModifierControl)
	for _, text := range []string{"Петрова Ольга", "102", "свободен", "Кузнецов Игорь", "разговаривает"} {
		if !says(s.main, text) {
			t.Errorf("the section does not say %q", text)
		}
	}
	s.feed.Publish(feed.LampChanged{Colleague: crm.Colleague{Name: petrova.Name, Extension: "102"}})
	s.until("a lamp changes", func() bool { return says(s.main, "неизвестно") })
	s.press(fyne.KeyDown)
	s.press(fyne.KeyReturn)
	s.until("Enter dials", func() bool { return s.desk.did("dial 103") == 1 })
	s.talk(romashka)
	s.main.Canvas().Unfocus()
	s.press(fyne.KeyDown)
	s.press(fyne.KeyReturn)
	if s.strip.Form() != strip.Hand || s.chosen() != petrova.Name {
		t.Fatalf("during a talk Enter chooses %q", s.chosen())
	}
	s.press(fyne.KeyReturn)
	s.until("one more hands over", func() bool { return s.desk.did("transfer 102") == 1 })
}
