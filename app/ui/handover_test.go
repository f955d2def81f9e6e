package ui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"pult/app/crm"
	"pult/app/feed"
	"pult/app/phone"
	"pult/app/ui/internal/strip"
)

// control presses a key with Ctrl in the field that has the focus.
func (s *stage) control(key fyne.KeyName) {
	f, ok := s.focused().(fyne.Shortcutable)
	if !ok {
		s.t.Fatal("no field has the focus")
	}
	f.TypedShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierControl})
}

// hands are the lines of the form, as they are read.
func (s *stage) hands() (titles []string) {
	for _, row := range s.strip.Hands.Rows() {
		titles = append(titles, row.Title+" "+row.Right)
	}
	return titles
}

func (s *stage) chosen() string {
	row, _ := s.strip.Hands.Chosen()
	return row.Title
}

// knowing waits until it is known whose client the call is of.
func (s *stage) knowing(c crm.Call) {
	s.t.Helper()
	s.until("the manager of the client is known", func() bool {
		one := s.calls.find(c.ID)
		return one != nil && one.owner.Extension != ""
	})
}

// consult calls a colleague about a talk, who answers.
func (s *stage) consult(c crm.Call) crm.Call {
	s.t.Helper()
	asked := crm.Call{ID: crm.NewID(noon), Direction: crm.Outgoing, RangAt: noon, Number: phone.Plan{}.Parse("103")}
	s.desk.dialed = asked.ID
	s.key(fyne.KeyF9, 0)
	test.Type(s.focused(), "кузн")
	s.control(fyne.KeyReturn)
	s.until("the colleague is called", func() bool { return s.desk.did("dial 103") == 1 && s.calls.asking.asked == asked.ID })
	s.feed.Publish(feed.CallHeld{Call: c, Here: true})
	s.feed.Publish(feed.CallStarted{Call: asked})
	s.until("it rings there", func() bool { return s.calls.find(asked.ID) != nil })
	return asked
}

func TestHandOverToWhoseClientItIs(t *testing.T) {
	s := newStage(t)
	c := s.talk(vector)
	s.knowing(c)
	s.key(fyne.KeyF9, 0)
	if list := s.hands(); len(list) != 2 || list[0] != "Петрова Ольга свободен" || list[1] != "Кузнецов Игорь разговаривает" {
		t.Errorf("the form lists %q", list)
	}
	s.feed.Publish(feed.LampChanged{Colleague: crm.Colleague{Name: petrova.Name, Extension: "102", Lamp: crm.LampRinging}})
	s.until("the lamp changes in view", func() bool { return s.hands()[0] == "Петрова Ольга звонит" })
	s.press(fyne.KeyReturn)
	s.until("Enter hands over", func() bool { return s.desk.did("transfer 102") == 1 })
	if !says(s.main, "Передаём…") || s.strip.Form() != strip.None {
		t.Error("the strip does not say that the call is being handed over")
	}
	s.key(fyne.KeyF9, 0)
	if s.strip.Form() != strip.None {
		t.Error("it can be handed over twice")
	}
	s.feed.Publish(feed.TransferEnded{Call: c})
	s.end(c, crm.Transferred)
	if !says(s.main, "Передан") {
		t.Error("the end is not told apart")
	}
}

func TestHandOverByAPartOfAName(t *testing.T) {
	for _, typed := range []string{"игор", "bujh", "103"} { // the second on the Latin layout
		s := newStage(t)
		s.talk(romashka)
		s.key(fyne.KeyF9, 0)
		s.press(fyne.KeyReturn) // nobody chosen yet
		test.Type(s.focused(), typed)
		if s.chosen() != kuznetsov.Name {
			t.Fatalf("%q chooses %q", typed, s.chosen())
		}
		s.press(fyne.KeyReturn)
		s.until("it is handed over", func() bool { return s.desk.did("transfer 103") == 1 })
	}
}

// A part of a number may be a number: it is never completed.
func TestHandOverToANumber(t *testing.T) {
	s := newStage(t)
	s.talk(vector)
	test.Type(s.strip.Note, "просит Ольгу")
	s.key(fyne.KeyF9, 0)
	test.Type(s.focused(), "Вера")
	s.press(fyne.KeyReturn)
	if !says(s.main, "Такого коллеги нет") || s.desk.did("transfer") != 0 {
		t.Error("a name nobody has is not told of")
	}
	s.press(fyne.KeyEscape)
	if s.focused() != fyne.Focusable(s.strip.Note) || s.strip.Note.Text != "просит Ольгу" {
		t.Error("Esc does not lead back to the note")
	}
	s.key(fyne.KeyF9, 0)
	if s.strip.To() != "Вера" {
		t.Errorf("what was typed is lost: %q", s.strip.To())
	}
	test.Type(s.focused(), "10") // over the selection
	if s.chosen() != "На номер 10" || len(s.hands()) != 3 {
		t.Errorf("of %q «%s» is chosen", s.hands(), s.chosen())
	}
	s.press(fyne.KeyDown)
	if s.chosen() != kuznetsov.Name {
		t.Errorf("an arrow leads to %q", s.chosen())
	}
	s.press(fyne.KeyUp)
	s.press(fyne.KeyReturn)
	s.until("the number is taken as it is", func() bool { return s.desk.did("transfer 10") == 1 })
}

func TestHandOverThatFailedGivesTheTalkBack(t *testing.T) {
	s := newStage(t)
	c := s.talk(vector)
	s.key(fyne.KeyF9, 0)
	test.Type(s.focused(), "105")
	s.press(fyne.KeyReturn)
	s.until("it is under way", func() bool { return says(s.main, "Передаём…") })
	s.feed.Publish(feed.TransferEnded{Call: c, Err: crm.ErrBusy})
	s.until("the reason is told", func() bool {
		return says(s.main, "Разговор") && s.shell.NoticeText() == s.Words.T("transfer.busy")
	})
	s.press(fyne.KeyF9)
	if s.strip.To() != "105" {
		t.Error("the number must be typed anew")
	}
	s.end(c, crm.Answered)
	if s.strip.Form() != strip.None || s.strip.Listing() {
		t.Error("the form outlives the talk")
	}
}

func TestHandOverTheDeskRefuses(t *testing.T) {
	s := newStage(t)
	s.talk(vector)
	s.desk.fail(crm.ErrNotConnected)
	s.key(fyne.KeyF9, 0)
	test.Type(s.focused(), "105")
	s.press(fyne.KeyReturn)
	s.until("the talk is back with a sentence", func() bool { return says(s.main, "Разговор") && s.shell.NoticeText() != "" })
}

func TestAskFirstThenConnect(t *testing.T) {
	s := newStage(t)
	c := s.talk(vector)
	asked := s.consult(c)
	if s.card.Shown().Name != vector.Name {
		t.Error("asking a colleague took the card of the client away")
	}
	s.key(fyne.KeyF9, 0)
	s.settle(20 * time.Millisecond)
	if s.desk.did("join") != 0 || s.strip.Form() != strip.None {
		t.Error("F9 connects somebody who has not answered")
	}
	asked.AnsweredAt = noon
	s.feed.Publish(feed.CallAnswered{Call: asked})
	s.until("both are on the strip", func() bool {
		return says(s.main, "Соединить") && says(s.main, "Кузнецов Игорь") && says(s.main, "ООО «Вектор»")
	})
	s.key(fyne.KeyF9, 0)
	s.until("F9 connects", func() bool { return s.desk.did("join") == 1 })
	if !says(s.main, "Передаём…") {
		t.Error("it is not said")
	}
	s.feed.Publish(feed.TransferEnded{Call: c, Err: crm.ErrRefused})
	s.until("a failure gives both back", func() bool { return !says(s.main, "Передаём…") && s.shell.NoticeText() != "" })
}

func TestWhoWasAskedDoesNotAnswer(t *testing.T) {
	s := newStage(t)
	c := s.talk(vector)
	asked := s.consult(c)
	s.end(asked, crm.NoAnswer)
	if text := s.shell.NoticeText(); text != "Кузнецов Игорь: не ответил. ООО «Вектор» ждёт на удержании, F3 вернёт разговор." {
		t.Errorf("the notice says %q", text)
	}
	s.key(fyne.KeyF3, 0)
	s.until("F3 takes the talk back", func() bool { return s.desk.did("hold off") == 1 })
}

func TestRingIsHandedToWhoseClientItIs(t *testing.T) {
	s := newStage(t)
	c := s.incoming(vector)
	s.knowing(c)
	for _, text := range []string{"Петровой", "F9", "ведёт Петрова Ольга", "свободен"} {
		if !says(s.popup().window, text) {
			t.Errorf("the pop-up does not say %q", text)
		}
	}
	s.key(fyne.KeyF9, 0)
	s.until("it is handed over", func() bool { return s.desk.did("forward 102") == 1 })
	if !says(s.popup().window, "Передаём…") {
		t.Error("the pop-up does not say so")
	}
	s.feed.Publish(feed.TransferEnded{Call: c, Err: crm.ErrRefused})
	s.until("after a failure it rings on", func() bool {
		return says(s.popup().window, "Звонит") && s.shell.NoticeText() == s.Words.T("forward.failed")
	})
	c.AnsweredBy = petrova.Name
	s.end(c, crm.Transferred)
	if !says(s.popup().window, "Передан: Петрова Ольга") {
		t.Error("the pop-up does not say to whom it went")
	}
}

func TestRingOfOnesOwnClientIsHandedToNobody(t *testing.T) {
	s := newStage(t)
	s.incoming(romashka)
	s.settle(30 * time.Millisecond)
	s.key(fyne.KeyF9, 0)
	s.settle(30 * time.Millisecond)
	if says(s.popup().window, "F9") || s.desk.did("forward") != 0 {
		t.Error("a call of one's own client can be handed over")
	}
}

func TestRejectSaysHow(t *testing.T) {
	s := newStage(t)
	c := s.incoming(vector)
	s.key(fyne.KeyF4, 0)
	s.until("F4 is busy", func() bool { return s.desk.did("reject busy "+c.ID.String()) == 1 })
	s.shifted = true
	s.press(fyne.KeyF4)
	s.until("Shift+F4 declines", func() bool { return s.desk.did("reject decline "+c.ID.String()) == 1 })
	test.Tap(s.popup().view.Reject)
	s.until("so does a click with Shift", func() bool { return s.desk.did("reject decline") == 2 })
	s.end(c, crm.Rejected)
	s.shifted = false
	talk := s.talk(vector)
	s.shifted = true
	s.key(fyne.KeyF4, 0)
	s.settle(30 * time.Millisecond)
	if s.desk.did("hangup "+talk.ID.String()) != 0 {
		t.Error("Shift+F4 ends a talk")
	}
}

func TestRejectExplainsItselfUnderTheMouse(t *testing.T) {
	s := newStage(t)
	s.incoming(vector)
	s.popup().view.Reject.MouseIn(nil)
	if !says(s.popup().window, "С Shift: отказать совсем") || says(s.popup().window, "данные 1С") {
		t.Error("the two ways are not named")
	}
	s.popup().view.Reject.MouseOut()
	if says(s.popup().window, "С Shift") || !says(s.popup().window, "данные 1С на 10:38") {
		t.Error("the line is not given back")
	}
}
