package ui

import (
	"context"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"pult/app/crm"
	"pult/app/feed"
	"pult/app/ui/internal/shell"
	"pult/app/ui/internal/strip"
)

// wrapUp is a talk that is over.
func (s *stage) wrapUp() crm.Call {
	c := s.talk(vector)
	s.until("the card is read", func() bool { return s.open.read })
	s.end(c, crm.Answered)
	return c
}

// Tab, a digit, Enter: what came of the talk, with the note left as it was typed.
func TestWrapUpInThreeKeys(t *testing.T) {
	s := newStage(t)
	c := s.talk(vector)
	test.Type(s.strip.Note, "ждёт 2 договора")
	s.end(c, crm.Answered)
	test.Type(s.strip.Note, " и 1 счёт") // digits of a note stay digits
	if s.desk.did("result") != 0 {
		t.Fatal("a digit of the note became a result")
	}
	s.press(fyne.KeyTab)
	s.focused().TypedRune('1')
	s.press(fyne.KeyReturn)
	s.until("all is saved", func() bool {
		return s.desk.did("result agreed") == 1 && s.desk.did("note ждёт 2 договора и 1 счёт") == 1
	})
	if s.calls.last != nil || s.strip.Face().Wrap {
		t.Error("the wrap-up is still there")
	}
}

func TestCallBackAsksWhen(t *testing.T) {
	s := newStage(t)
	s.wrapUp()
	s.press(fyne.KeyTab)
	s.focused().TypedRune('2')
	if s.focused() != fyne.Focusable(s.strip.Step) || s.strip.Step.Text != "завтра 10" {
		t.Fatalf("the next step is %q", s.strip.Step.Text)
	}
	s.press(fyne.KeyReturn)
	s.until("it is on record", func() bool { return s.desk.did("result call_back") == 1 && s.desk.did("task 23.11 10:00") == 1 })
	s.until("the wrap-up is over", func() bool { return s.calls.last == nil && s.strip.Step.Text == "" })
}

func TestARefusalAsksWhy(t *testing.T) {
	s := newStage(t)
	s.wrapUp()
	s.alone("4")
	if !says(s.main, "дорого") || says(s.main, "Договорились") {
		t.Fatal("it does not ask why")
	}
	s.alone("1")
	s.until("the reason is on record", func() bool { return s.desk.did("result refused price") == 1 })
	if !says(s.main, "Договорились") {
		t.Error("the results are not back")
	}
}

func TestAResultThatWasNotSavedIsTold(t *testing.T) {
	s := newStage(t)
	s.wrapUp()
	s.desk.fail(crm.ErrConflict)
	s.alone("1")
	s.until("it is told", func() bool { return s.shell.NoticeText() != "" })
	if s.strip.Face().Result != "" {
		t.Error("it is shown as said all the same")
	}
}

func TestANextStepThatCannotBeReadStays(t *testing.T) {
	s := newStage(t)
	s.wrapUp()
	s.main.Canvas().Focus(s.strip.Step)
	test.Type(s.strip.Step, "как-нибудь потом")
	s.press(fyne.KeyReturn)
	s.settle(20 * time.Millisecond)
	if s.desk.did("task") != 0 || s.calls.last == nil || s.strip.Step.Text != "как-нибудь потом" {
		t.Error("it is taken, or lost")
	}
	s.until("how to write it is said", func() bool { return says(s.main, "25.11 14:30") })
}

// A new ring leaves the wrap-up as it is; a new talk saves what was typed there.
func TestNothingOfTheWrapUpIsLostToANewCall(t *testing.T) {
	s := newStage(t)
	s.wrapUp()
	s.main.Canvas().Focus(s.strip.Step)
	test.Type(s.strip.Step, "пн спросить Марию")
	next := s.incoming(romashka)
	if s.strip.Step.Text != "пн спросить Марию" || !s.strip.Step.Visible() || s.focused() != fyne.Focusable(s.strip.Step) {
		t.Fatal("the ring took it")
	}
	next.AnsweredAt = noon
	s.feed.Publish(feed.CallAnswered{Call: next})
	s.until("it is saved", func() bool { return s.desk.did("task 23.11 00:00 спросить Марию") == 1 })
	if s.strip.Step.Text != "" || s.strip.Step.Visible() {
		t.Error("it stands in the next talk")
	}
	s.end(next, crm.Answered)
	s.main.Canvas().Focus(s.strip.Step)
	test.Type(s.strip.Step, "перезвонить")
	s.stop() // the panel goes down
	if s.desk.did("task 22.11 00:00 перезвонить") != 1 {
		t.Errorf("lost at the end: %v", s.desk.asked)
	}
}

func TestRingDuringResultsGivesTheFocusBackToTheNote(t *testing.T) {
	s := newStage(t)
	s.wrapUp()
	s.press(fyne.KeyTab)
	s.incoming(romashka)
	if s.focused() != fyne.Focusable(s.strip.Note) {
		t.Error("digits go to results nobody sees")
	}
}

// A complaint that stands in 1C is closed there; nothing is put on record here.
func TestAComplaintOf1CIsNotClosedHere(t *testing.T) {
	s := newStage(t)
	s.openClient(vector.Client, vector.Name)
	s.until("the card is read", func() bool { return s.open.read })
	s.open.card.Records = []crm.Record{{Kind: crm.ComplaintKind, Open: true, At: noon.AddDate(0, 0, -3)}}
	s.key(fyne.KeyJ, ctrl)
	if got := s.shell.NoticeText(); !strings.Contains(got, "открыта в 1С") {
		t.Errorf("it says %q", got)
	}
	s.open.card.Records = nil
	s.key(fyne.KeyJ, ctrl)
	s.until("one of our own is opened", func() bool { return s.desk.did("complaint true") == 1 })
	if s.desk.did("complaint") != 1 {
		t.Error("something else was put on record")
	}
}

func TestHowAClientStandsChangesByKeys(t *testing.T) {
	s := newStage(t)
	s.openClient(vector.Client, vector.Name)
	s.until("the card is read", func() bool { return s.open.read })
	of := vector.Client.String()
	answer := func(key fyne.KeyName, digits string) {
		s.key(key, fyne.KeyModifierControl)
		s.until("it asks", func() bool { return s.strip.Form() == strip.Pick })
		for _, r := range digits {
			s.focused().TypedRune(r)
		}
		if s.strip.Form() != strip.None {
			t.Fatal("the answer is not taken")
		}
	}
	answer(fyne.KeyB, "1")
	answer(fyne.KeyB, "02") // this number alone
	s.key(fyne.KeyJ, fyne.KeyModifierControl)
	answer(fyne.KeyG, "2")
	answer(fyne.KeyG, "5")
	s.until("all is on record", func() bool {
		return s.desk.did("ban true "+of+" ") == 1 && s.desk.did("bannumber true +79123456789 "+of+" чужой номер") == 1 &&
			s.desk.did("complaint true "+of) == 1 && s.desk.did("consent true "+of+" письменно") == 1 && s.desk.did("consent false "+of) == 1
	})
	s.desk.mu.Lock()
	s.desk.bar = &crm.Bar{Statement: crm.Statement{Value: crm.ResultYes}}
	s.desk.mu.Unlock()
	s.key(fyne.KeyB, fyne.KeyModifierControl)
	s.until("it is taken back", func() bool { return s.desk.did("ban false "+of) == 1 })
}

// Who has asked not to be called is called when a person says so, and not before.
func TestABannedClientIsCalledAfterAPlainQuestion(t *testing.T) {
	s := newStage(t)
	s.openClient(vector.Client, vector.Name)
	s.until("the card is read", func() bool { return s.open.read })
	s.desk.mu.Lock()
	s.desk.bar = &crm.Bar{Name: vector.Name, Statement: crm.Statement{Value: crm.ResultYes, Since: noon.AddDate(0, 0, -10), Author: "Петрова Ольга", Text: "звонит юрист"}}
	s.desk.mu.Unlock()
	ask := func(press func()) {
		t.Helper()
		press()
		s.until("it asks", func() bool { return s.strip.Form() == strip.Pick })
		if !says(s.main, "ООО «Вектор»: просил не звонить, 12.11, записал Петрова Ольга: звонит юрист") {
			t.Error("who has banned it and when is not said")
		}
	}
	f2 := func() { s.key(fyne.KeyF2, 0) }
	ask(f2)
	s.press(fyne.KeyEscape)
	ask(f2)
	s.focused().TypedRune('2')
	if s.desk.did("dial")+s.desk.did("anyway") != 0 {
		t.Fatal("it is dialled without leave")
	}
	ask(f2)
	s.focused().TypedRune('1')
	s.until("it is dialled", func() bool { return s.desk.did("anyway +79123456789") == 1 })
}

func TestANewClientByKeyboard(t *testing.T) {
	s := newStage(t)
	c := s.talk() // nobody knows the number
	s.key(fyne.KeyN, fyne.KeyModifierControl|fyne.KeyModifierShift)
	if s.strip.Form() != strip.Lead || !s.strip.Note.Visible() {
		t.Fatal("the form is not there, or the note is gone")
	}
	test.Type(s.focused(), "век")
	s.until("who is alike is shown", func() bool { return len(s.strip.Alike.Rows()) == 1 })
	test.Type(s.focused(), "ша 5")
	s.until("nobody is alike now", func() bool { return len(s.strip.Alike.Rows()) == 0 })
	s.main.Canvas().FocusNext()
	test.Type(s.focused(), "7707083894")
	if !says(s.main, "контрольные цифры не сходятся") {
		t.Error("a wrong INN is not told while it is typed")
	}
	s.press(fyne.KeyReturn)
	if s.desk.did("enter") != 0 {
		t.Fatal("it is taken with a wrong INN")
	}
	s.press(fyne.KeyBackspace)
	test.Type(s.focused(), "3")
	s.main.Canvas().FocusNext()
	s.main.Canvas().FocusNext()
	test.Type(s.focused(), "прайс на кабель")
	s.press(fyne.KeyReturn)
	s.until("it is on record", func() bool {
		return s.desk.did("enter векша 5|7707083893||"+c.Number.String()+"|прайс на кабель") == 1
	})
	s.until("its card is open", func() bool { return s.open.client == crm.Ref{9} && s.strip.Form() == strip.None })
}

func TestACallerWhoIsKnownIsAttachedFromTheForm(t *testing.T) {
	s := newStage(t)
	c := s.talk()
	s.key(fyne.KeyN, fyne.KeyModifierControl|fyne.KeyModifierShift)
	test.Type(s.focused(), "вектор")
	s.until("who is alike is shown", func() bool { return len(s.strip.Alike.Rows()) == 1 })
	s.press(fyne.KeyDown)
	s.press(fyne.KeyUp)
	s.press(fyne.KeyDown)
	s.press(fyne.KeyReturn)
	s.until("the number is theirs", func() bool {
		return s.desk.did("attach "+c.Number.String()+" "+vector.Client.String()) == 1 && s.desk.did("assign "+vector.Client.String()) == 1
	})
	if s.desk.did("enter") != 0 {
		t.Error("a second client is made")
	}
}

func TestARecordIsGivenToAnotherClient(t *testing.T) {
	s := newStage(t)
	s.wrapUp()
	s.desk.searching = func(_ context.Context, _ string) []crm.Found {
		return []crm.Found{{Client: romashka.Client, Name: romashka.Name}}
	}
	s.key(fyne.KeyL, fyne.KeyModifierControl)
	if s.strip.Form() != strip.Link {
		t.Fatal("it does not ask whose it is")
	}
	test.Type(s.focused(), "ром")
	s.until("clients are found", func() bool { return len(s.strip.Hands.Rows()) == 1 })
	s.press(fyne.KeyReturn)
	s.until("it is given away", func() bool { return s.desk.did("assign "+romashka.Client.String()) == 1 })
	s.until("the note is back", func() bool { return s.strip.Form() == strip.None })
}

func TestTheTray(t *testing.T) {
	s := newStage(t)
	number := s.incoming().Number
	s.desk.mu.Lock()
	s.desk.tray = []crm.Caller{{Number: number, Calls: 2, Last: crm.Interaction{Kind: crm.CallKind, Direction: crm.Incoming, At: noon, Outcome: crm.Missed, Number: number}}}
	s.desk.mu.Unlock()
	s.lists.load(s.Panel)
	s.key(fyne.Key4, fyne.KeyModifierControl)
	s.until("a row a number", func() bool { return s.lists.section == shell.Tray && says(s.main, "2 звонка") })
	s.shell.List.Enter()
	s.key(fyne.KeyS, fyne.KeyModifierControl|fyne.KeyModifierShift)
	s.until("it is spam", func() bool { return s.desk.did(`mark +79123456789 "spam"`) == 1 })
	if s.desk.did("attach")+s.desk.did("assign") != 0 {
		t.Error("something was made without being asked for")
	}
}

func TestTheDayRemindsByTheClock(t *testing.T) {
	s := newStage(t)
	task := crm.Task{ID: crm.NewID(noon), Kind: crm.CallbackTask, Client: vector.Client, Due: noon.Add(time.Minute), Text: "про КП"}
	s.desk.mu.Lock()
	s.desk.day = crm.Day{Tasks: []crm.Task{task}, Names: map[crm.Ref]string{vector.Client: vector.Name}}
	s.desk.mu.Unlock()
	s.lists.load(s.Panel)
	s.until("it waits", func() bool { return says(s.main, "Позже сегодня") })
	s.remind(noon.Add(time.Hour)) // the computer slept meanwhile
	if got := plain(s.shell.NoticeText()); got != "Пора перезвонить: ООО «Вектор»: про КП" {
		t.Errorf("the notice says %q", got)
	}
	s.shell.Notice("", false, false)
	s.remind(noon.Add(2 * time.Hour))
	if s.shell.NoticeText() != "" {
		t.Error("it is told twice")
	}
	s.main.Canvas().Unfocus()
	s.shell.List.Move(1)
	s.key(fyne.KeyDelete, 0)
	s.until("it is done", func() bool { return s.desk.did("finish "+task.ID.String()) == 1 })
}

func TestAMissedCallIsCalledBackByItsNumber(t *testing.T) {
	s := newStage(t)
	missed := crm.Interaction{ID: crm.NewID(noon), Kind: crm.CallKind, Direction: crm.Incoming, Outcome: crm.Missed, At: noon.Add(-time.Hour), Client: vector.Client}
	missed.Number.E164 = 79990001122
	s.desk.mu.Lock()
	s.desk.day = crm.Day{Missed: []crm.Unreturned{{Interaction: missed, Times: 1}}, Names: map[crm.Ref]string{vector.Client: vector.Name}}
	s.desk.mu.Unlock()
	s.lists.load(s.Panel)
	s.until("it waits", func() bool { return says(s.main, "1 ч назад") })
	s.main.Canvas().Unfocus()
	s.shell.List.Enter()
	s.until("the card is open", func() bool { return s.open.client == vector.Client && s.open.read })
	s.key(fyne.KeyF2, 0)
	s.until("that number is dialled", func() bool { return s.desk.did("dial +79990001122") == 1 })
}

// A next step that is being typed about one client never becomes another's.
func TestANextStepStaysWithItsClient(t *testing.T) {
	s := newStage(t)
	s.openClient(romashka.Client, romashka.Name)
	s.until("the card is read", func() bool { return s.open.read })
	s.key(fyne.KeyO, fyne.KeyModifierControl)
	test.Type(s.strip.Step, "пн счёт")
	s.wrapUp() // a call of somebody else
	if s.strip.Step.Text != "" {
		t.Fatalf("%q stands in the wrap-up of another client", s.strip.Step.Text)
	}
	s.key(fyne.KeyEscape, 0)
	s.openClient(romashka.Client, romashka.Name)
	s.until("the card is read again", func() bool { return s.open.read })
	s.key(fyne.KeyO, fyne.KeyModifierControl)
	if s.strip.Step.Text != "пн счёт" {
		t.Fatalf("the draft is %q", s.strip.Step.Text)
	}
	s.press(fyne.KeyReturn)
	s.until("it is on record", func() bool { return s.desk.did("task 23.11 00:00 счёт "+romashka.Client.String()) == 1 })
}

// What was searched in vain is offered as a new client, behind the commands.
func TestAClientThatWasNotFoundIsMade(t *testing.T) {
	s := newStage(t)
	s.Search("Полынь")
	s.until("it is offered", func() bool { return says(s.main, "Новый клиент: Полынь") })
	s.press(fyne.KeyReturn)
	if s.strip.Form() != strip.Lead || s.strip.Newcomer().Name != "Полынь" {
		t.Fatalf("the form has %+v", s.strip.Newcomer())
	}
	s.press(fyne.KeyReturn)
	s.until("it is on record", func() bool { return s.desk.did("enter Полынь||||") == 1 && !s.search.on })
}

// What has no button of its own is in a list with its keys, by mouse and by keyboard.
func TestMoreThatCanBeDone(t *testing.T) {
	s := newStage(t)
	s.openClient(vector.Client, vector.Name)
	s.until("the card is read", func() bool { return s.open.read })
	s.key(fyne.KeyM, fyne.KeyModifierControl)
	if s.strip.Form() != strip.More || !s.strip.Note.Visible() {
		t.Fatal("it is not there, or the note is gone")
	}
	for _, want := range []string{"Ctrl+J", "Ctrl+B", "Ctrl+G", "Ctrl+O"} {
		if !says(s.main, want) {
			t.Errorf("%s is not printed", want)
		}
	}
	rows := s.strip.Hands.Rows()
	for i, row := range rows {
		if row.Command == "complaint" {
			for range i + 1 {
				s.press(fyne.KeyDown)
			}
		}
	}
	s.press(fyne.KeyReturn)
	s.until("it is done", func() bool {
		return s.desk.did("complaint true "+vector.Client.String()) == 1 && s.strip.Form() == strip.None
	})
}
