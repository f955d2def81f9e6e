package ui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"pult/app/crm"
	"pult/app/desk"
	"pult/app/feed"
	"pult/app/ui/internal/strip"
)

func (s *stage) focused() fyne.Focusable { return s.main.Canvas().Focused() }

// alone types while no field has the focus.
func (s *stage) alone(text string) {
	s.main.Canvas().Unfocus()
	for _, r := range text {
		if f := s.focused(); f != nil {
			f.TypedRune(r)
			continue
		}
		s.main.Canvas().OnTypedRune()(r)
	}
}

func TestHoldFromInsideTheNote(t *testing.T) {
	s := newStage(t)
	c := s.talk(vector)
	height := s.strip.Object().MinSize().Height
	s.strip.Note.TypedKey(&fyne.KeyEvent{Name: fyne.KeyF3})
	s.until("F3 holds", func() bool { return s.desk.did("hold on") == 1 })
	if says(s.main, "На удержании") {
		t.Error("the hold is shown before the line has it")
	}
	s.feed.Publish(feed.CallHeld{Call: c, Here: true})
	s.until("it is shown", func() bool { return says(s.main, "На удержании") && says(s.main, "Вернуть") })
	if s.strip.Object().MinSize().Height != height {
		t.Error("the strip has another height on hold")
	}
	s.key(fyne.KeyF3, 0)
	s.until("F3 takes it back", func() bool { return s.desk.did("hold off") == 1 })
	s.feed.Publish(feed.CallHeld{Call: c, There: true})
	s.until("theirs is told apart", func() bool { return says(s.main, "Нас удерживают") && says(s.main, "Удержать") })
	s.feed.Publish(feed.CallHeld{Call: c})
	s.until("the talk goes on", func() bool { return says(s.main, "Разговор") })
}

func TestHoldThatFailedIsTold(t *testing.T) {
	s := newStage(t)
	s.talk(vector)
	s.desk.fail(crm.ErrConflict)
	s.key(fyne.KeyF3, 0)
	s.until("it is told", func() bool { return s.shell.NoticeText() == s.Words.T("error.phone_refused") })
}

func TestHoldIsOfATalkOnly(t *testing.T) {
	s := newStage(t)
	s.incoming(vector)
	for _, key := range []fyne.KeyName{fyne.KeyF3, fyne.KeyF7, fyne.KeyF9} {
		s.key(key, 0)
	}
	s.settle(30 * time.Millisecond)
	if s.desk.did("hold") != 0 || s.strip.Form() != strip.None || says(s.main, "Удержать") {
		t.Error("a call that rings can be held")
	}
}

func TestHoldSurvivesAReload(t *testing.T) {
	s := newStage(t)
	c := s.talk(vector)
	s.desk.mu.Lock()
	s.desk.live = []desk.Live{{Call: c, Matches: []crm.Match{vector}, Held: true}}
	s.desk.mu.Unlock()
	s.feed.Publish(feed.Reload{})
	s.until("it is read from the desk", func() bool { return says(s.main, "На удержании") })
}

// The line holds a talk when another one is taken; keys then mean the one that
// is heard, and the note is its note.
func TestTheTalkThatIsHeardIsMeant(t *testing.T) {
	s := newStage(t)
	first := s.talk(vector)
	test.Type(s.strip.Note, "первый")
	second := s.incoming(romashka)
	second.AnsweredAt = noon
	s.feed.Publish(feed.CallHeld{Call: first, Here: true})
	s.feed.Publish(feed.CallAnswered{Call: second})
	s.until("the second talk is in front", func() bool { return s.notes.subject.call == second.ID })
	if says(s.main, "На удержании") || s.card.Shown().Name != romashka.Name || s.strip.Note.Text != "" {
		t.Error("the strip is about the talk that waits")
	}
	s.key(fyne.KeyF4, 0)
	s.until("F4 ends the one that is heard", func() bool { return s.desk.did("hangup "+second.ID.String()) == 1 })
	s.end(second, crm.Answered)
	if !says(s.main, "Вернуть") || s.strip.Note.Text != "первый" {
		t.Error("the talk that waited is not back")
	}
}

func TestTonesGoInTheOrderTheyWereTyped(t *testing.T) {
	s := newStage(t)
	s.talk(vector)
	test.Type(s.strip.Note, "итог 5")
	if s.desk.did("dtmf") != 0 {
		t.Error("a digit of the note went into the talk")
	}
	s.key(fyne.KeyF7, 0)
	test.Type(s.focused(), "1x2№")
	s.press(fyne.KeyBackspace)
	s.until("all are sent", func() bool { return s.desk.tonesSent() == "12#" })
	if !says(s.main, "12#") {
		t.Error("what was sent is not shown")
	}
	s.press(fyne.KeyEscape)
	if s.focused() != fyne.Focusable(s.strip.Note) || s.strip.Note.Text != "итог 5" {
		t.Error("Esc does not lead back to the note")
	}
}

func TestTonesWithoutAField(t *testing.T) {
	s := newStage(t)
	s.alone("7")
	if s.strip.Form() != strip.None {
		t.Error("a digit without a talk opens the tones")
	}
	c := s.talk(vector)
	s.alone("д42")
	s.until("digits go to the line", func() bool { return s.desk.tonesSent() == "42" })
	if s.strip.Form() != strip.Tones {
		t.Error("it is not shown")
	}
	s.main.Canvas().Focus(s.shell.Top.Search)
	s.end(c, crm.Answered)
	if s.focused() != fyne.Focusable(s.shell.Top.Search) {
		t.Error("the end of the call took the focus from the search")
	}
	if s.strip.Form() != strip.None {
		t.Error("the field outlives the talk")
	}
}

func TestTonesThatFailedAreTold(t *testing.T) {
	s := newStage(t)
	s.talk(vector)
	s.desk.fail(crm.ErrNotConnected)
	s.key(fyne.KeyF7, 0)
	test.Type(s.focused(), "1")
	s.until("it is told", func() bool { return says(s.main, "Тоны не ушли") })
}

func TestAnEncryptedTalkHasALock(t *testing.T) {
	s := newStage(t)
	c := s.talk(vector)
	if s.strip.Face().Secured {
		t.Error("a talk in the clear has a lock")
	}
	s.feed.Publish(feed.CallSecured{Call: c, On: true})
	s.until("the lock is there", func() bool { return s.strip.Face().Secured })
	s.feed.Publish(feed.CallSecured{Call: c})
	s.until("it goes when voice is in the clear again", func() bool { return !s.strip.Face().Secured })
}
