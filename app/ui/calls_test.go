package ui

import (
	"errors"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"pult/app/crm"
	"pult/app/feed"
	"pult/app/phone"
)

func TestRingOfOneClient(t *testing.T) {
	s := newStage(t)
	c := s.incoming(vector)
	for _, text := range []string{
		"Звонит", "на +7 495 123-45-00", "ООО «Вектор»", "Иванов Пётр, закупки · +7 912 345-67-89",
		"Просрочено 84 200 ₽, 12 дней, док. 312", "Долг всего 124 500 ₽", "данные 1С на 10:38", "ведёт Петрова Ольга",
		"Ответить", "F2", "Отклонить", "F4",
	} {
		if !says(s.popup().window, text) {
			t.Errorf("the pop-up does not say %q", text)
		}
	}
	if len(s.drawn) != 1 {
		t.Errorf("drawing was told %d times", len(s.drawn))
	}
	s.key(fyne.KeyF2, 0)
	s.until("F2 answers", func() bool { return s.desk.did("answer "+c.ID.String()) == 1 })
	s.end(c, crm.Missed)
	if s.popup().call != nil {
		t.Error("the pop-up outlived its call")
	}
}

func TestRingOpensTheCardWhereNothingIsRead(t *testing.T) {
	s := newStage(t)
	s.incoming(vector)
	s.until("the card is open", func() bool { return s.card.Shown().Name == vector.Name })
	s.incoming(romashka)
	s.settle(50 * time.Millisecond)
	if s.card.Shown().Name != vector.Name {
		t.Error("a ring took the card away from who reads it")
	}
}

func TestLateLinesFillTheirPlace(t *testing.T) {
	s := newStage(t)
	card := s.desk.cards[vector.Client]
	card.Promise = crm.Promise{ID: crm.NewID(noon), Amount: 4000000, Due: noon.AddDate(0, 0, -2)}
	s.desk.cards[vector.Client] = card
	s.incoming(vector)
	s.until("the promise is there", func() bool {
		return says(s.popup().window, "Обещал 40 000 ₽ до 20.11, не поступило, 2 дня")
	})
}

func TestRingOfSeveralClients(t *testing.T) {
	s := newStage(t)
	c := s.incoming(vector, romashka)
	for _, text := range []string{"Кто из них звонит?", "ООО «Вектор»", "просрочено 84 200 ₽", "ООО «Ромашка»", "долга нет"} {
		if !says(s.popup().window, text) {
			t.Errorf("the pop-up does not say %q", text)
		}
	}
	s.popup().key(s.Panel, fyne.Key6) // nobody there
	s.popup().key(s.Panel, fyne.Key2)
	s.until("the record is given to the second", func() bool { return s.desk.did("assign "+romashka.Client.String()) == 1 })
	c.Client = romashka.Client
	s.feed.Publish(feed.CallAssigned{Call: c})
	s.until("the pop-up shows it", func() bool { return !says(s.popup().window, "ООО «Вектор»") })
}

// The question whose call it is stays when nobody answered it while it rang.
func TestChoiceDuringTheTalk(t *testing.T) {
	s := newStage(t)
	c := s.talk(vector, romashka)
	if !says(s.main, "Чей это разговор?") {
		t.Fatal("the panel does not ask")
	}
	s.key(fyne.Key1, fyne.KeyModifierAlt)
	s.until("it is given to the first", func() bool { return s.desk.did("assign "+vector.Client.String()) == 1 })
	c.Client = vector.Client
	s.feed.Publish(feed.CallAssigned{Call: c})
	s.until("the card is open", func() bool { return s.card.Shown().Name == vector.Name && !s.shell.Choosing() })
}

func TestRingOfNobody(t *testing.T) {
	s := newStage(t)
	c := s.incoming()
	for _, text := range []string{"+7 912 345-67-89", "Номера нет в базе", "Ответить"} {
		if !says(s.popup().window, text) {
			t.Errorf("the pop-up does not say %q", text)
		}
	}
	s.end(c, crm.Missed)
	hidden := crm.Call{ID: crm.NewID(noon), Direction: crm.Incoming, RangAt: noon, Number: phone.Number{Raw: "anonymous"}}
	s.feed.Publish(feed.RingShown{Call: hidden})
	s.until("a hidden number is shown", func() bool { return says(s.popup().window, "Номер скрыт") })
}

// A call keeps its place: what is read, or about to be clicked, does not jump when
// another call has ended.
func TestRingsStack(t *testing.T) {
	s := newStage(t)
	first, second := s.incoming(vector), s.incoming(romashka)
	w := s.rings.windows
	if len(w) < 2 || !says(w[1].window, "ООО «Ромашка»") || w[1].view.Face().F2 {
		t.Error("the second call has no pop-up of its own, or its keys are those of the first")
	}
	third := s.incoming()
	s.incoming()
	w = s.rings.windows // one more was made
	if !says(w[2].window, "Номера нет в базе") || !says(w[2].window, "ещё звонков: 1") {
		t.Error("the fourth call is not told of")
	}
	s.end(first, crm.Missed)
	if w[1].call.ID != second.ID || !w[1].view.Face().F2 {
		t.Error("the second call moved, or did not get the keys")
	}
	if w[0].call == nil || w[2].call.ID != third.ID || says(w[2].window, "ещё звонков") {
		t.Error("the fourth call did not take the place that is free")
	}
	s.end(third, crm.Missed)
	if w[2].call != nil || w[1].call.ID != second.ID {
		t.Error("a place is not free after its call")
	}
}

func TestAnsweredElsewhere(t *testing.T) {
	s := newStage(t)
	c := s.incoming(vector)
	c.AnsweredBy = kuznetsov.Name
	s.end(c, crm.Elsewhere)
	if !says(s.popup().window, "Ответил Кузнецов Игорь") || says(s.popup().window, "Отклонить") || says(s.popup().window, "Петровой") {
		t.Error("the pop-up does not say that a colleague answered")
	}
	s.until("it is gone after a while", func() bool { return s.popup().call == nil })
}

func TestStripOfATalk(t *testing.T) {
	s := newStage(t)
	c := s.talk(vector)
	for _, text := range []string{"Разговор", "Микрофон", "F8", "Завершить", "F4"} {
		if !says(s.main, text) {
			t.Errorf("the strip does not say %q", text)
		}
	}
	if s.main.Canvas().Focused() != fyne.Focusable(s.strip.Note) {
		t.Error("the note has no focus")
	}
	height := s.strip.Object().MinSize().Height
	s.key(fyne.KeyF8, 0)
	s.until("F8 switches the microphone", func() bool { return s.desk.did("mute on") == 1 })
	s.feed.Publish(feed.CallMuted{Call: c, Muted: true})
	s.until("it is shown", func() bool { return says(s.main, "Мик. выкл.") && says(s.main, "Вас не слышно") })
	s.key(fyne.KeyF4, 0)
	s.until("F4 hangs up", func() bool { return s.desk.did("hangup "+c.ID.String()) == 1 })
	s.end(c, crm.Answered)
	if !says(s.main, "Завершён") || s.strip.Object().MinSize().Height != height {
		t.Error("the strip does not show the end in its place")
	}
}

func TestNoteIsSavedWithAPause(t *testing.T) {
	s := newStage(t)
	s.talk(vector)
	test.Type(s.strip.Note, "ждёт КП")
	s.until("it is saved", func() bool { return s.desk.did("note ждёт КП") == 1 })
	s.until("the panel says so", func() bool { return says(s.main, "сохранено 12:00") })
	s.settle(pause + 100*time.Millisecond)
	if n := s.desk.did("note"); n != 1 {
		t.Errorf("saved %d times", n)
	}
}

func TestNoteIsSavedOnEscAndKept(t *testing.T) {
	s := newStage(t)
	s.talk(vector)
	test.Type(s.strip.Note, "отсрочка")
	s.strip.Note.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if s.strip.Note.Text != "отсрочка" {
		t.Errorf("Esc left %q", s.strip.Note.Text)
	}
	s.until("it is saved at once", func() bool { return s.desk.did("note отсрочка") == 1 })
}

func TestNoteIsSavedOnHangup(t *testing.T) {
	s := newStage(t)
	c := s.talk(vector)
	test.Type(s.strip.Note, "перезвонить")
	s.end(c, crm.Answered)
	s.until("it is saved", func() bool { return s.desk.did("note перезвонить") == 1 })
	if s.strip.Note.Text != "перезвонить" {
		t.Error("the note is gone from the screen")
	}
}

func TestNoteThatFailedIsTriedAgain(t *testing.T) {
	s := newStage(t)
	s.talk(vector)
	s.desk.fail(errors.New("disk is full"))
	test.Type(s.strip.Note, "важное")
	s.until("the failure is told", func() bool { return says(s.main, "не сохранено") })
	s.desk.fail(nil)
	s.until("it is saved in the end", func() bool { return says(s.main, "сохранено 12:00") })
}

func TestNoteIsRescuedAtTheEnd(t *testing.T) {
	s := newStage(t)
	s.talk(vector)
	test.Type(s.strip.Note, "последнее")
	s.stop()
	if s.desk.did("note последнее") != 1 {
		t.Error("closing the panel lost the note")
	}
}

// Somebody calls while the note of the last talk is still being written.
func TestRingLeavesTheNoteOfTheLastTalkAlone(t *testing.T) {
	s := newStage(t)
	c := s.talk(vector)
	test.Type(s.strip.Note, "итог")
	s.end(c, crm.Answered)
	next := s.incoming(romashka)
	test.Type(s.strip.Note, " ждёт")
	if s.notes.subject.call != c.ID || s.strip.Note.Text != "итог ждёт" {
		t.Errorf("the note is %q of %s", s.strip.Note.Text, s.notes.subject.call)
	}
	if !says(s.main, "Звонит") || !s.popup().view.Face().F4 {
		t.Error("the strip does not show who rings")
	}
	s.key(fyne.KeyF4, 0)
	s.until("F4 turns the new call away", func() bool { return s.desk.did("reject busy "+next.ID.String()) == 1 })
	s.until("the note is saved", func() bool { return s.desk.did("note итог ждёт") == 1 })
}

// A call takes the field over; what was being written about a client waits.
func TestDraftAboutAClientSurvivesACall(t *testing.T) {
	s := newStage(t)
	s.OpenCard(romashka.Client)
	s.until("the card is read", func() bool { return s.card.Shown().Say != "" })
	s.main.Canvas().Focus(s.strip.Note)
	test.Type(s.strip.Note, "новый склад")
	c := s.talk(vector)
	if s.strip.Note.Text != "" {
		t.Errorf("the note of the call begins with %q", s.strip.Note.Text)
	}
	s.end(c, crm.Answered)
	s.key(fyne.KeyEscape, 0)
	s.openClient(romashka.Client, romashka.Name)
	if s.strip.Note.Text != "новый склад" {
		t.Errorf("the draft is %q", s.strip.Note.Text)
	}
	s.key(fyne.KeyReturn, fyne.KeyModifierControl)
	s.until("Ctrl+Enter makes it a record", func() bool { return s.desk.did("addnote новый склад") == 1 })
	s.until("the field is free", func() bool { return s.strip.Note.Text == "" })
}

// Esc clears the number to dial, and then leaves its field; what stands in the note
// stays.
func TestEscInTheFieldOfNumbers(t *testing.T) {
	s := newStage(t)
	dial := s.shell.Top.Dial
	s.strip.Note.SetText("обещал оплату")
	s.main.Canvas().Focus(dial)
	dial.SetText("8495555")
	esc := &fyne.KeyEvent{Name: fyne.KeyEscape}
	dial.TypedKey(esc)
	if dial.Text != "" || s.main.Canvas().Focused() != fyne.Focusable(dial) {
		t.Errorf("after the first Esc the field says %q, the hand is at %T", dial.Text, s.main.Canvas().Focused())
	}
	dial.TypedKey(esc)
	if s.main.Canvas().Focused() != nil {
		t.Error("the second Esc does not leave the field")
	}
	if s.strip.Note.Text != "обещал оплату" {
		t.Errorf("the note says %q", s.strip.Note.Text)
	}
}
