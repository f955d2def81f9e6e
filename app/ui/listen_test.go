package ui

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"pult/app/crm"
	"pult/app/feed"
)

// recordedTalk opens the card of a client with two talks, the first recorded.
func (s *stage) recordedTalk() (heard, unheard crm.ID) {
	s.t.Helper()
	heard, unheard = crm.NewID(noon.Add(-time.Hour)), crm.NewID(noon.Add(-2*time.Hour))
	card := s.desk.cards[vector.Client]
	for i, id := range []crm.ID{heard, unheard} {
		card.History = append(card.History, crm.Interaction{
			ID: id, Kind: crm.CallKind, At: noon.Add(-time.Duration(i+1) * time.Hour), Client: vector.Client,
			Direction: crm.Incoming, Outcome: crm.Answered, Seconds: 190, Text: "ждёт КП",
		})
	}
	s.desk.mu.Lock()
	s.desk.cards[vector.Client] = card
	s.desk.mu.Unlock()
	s.deck.change(func() { s.deck.lengths = map[crm.ID]time.Duration{heard: 3*time.Minute + 10*time.Second} })
	s.openClient(vector.Client, vector.Name)
	s.until("the card is open", func() bool { return len(s.card.Rows()) == 2 })
	return heard, unheard
}

// playing waits until the line says so.
func (s *stage) playing(on bool) {
	s.t.Helper()
	s.until("it plays or not", func() bool {
		p, open := s.card.Listening()
		return open && p.Running == on
	})
}

func TestOnlyRecordedTalksCanBeHeard(t *testing.T) {
	s := newStage(t)
	heard, _ := s.recordedTalk()
	rows := s.card.Rows()
	if !rows[0].Recorded || rows[1].Recorded || rows[0].Call != heard {
		t.Errorf("rows %+v", rows)
	}
	s.openRecording(rows[1])
	if _, open := s.card.Listening(); open {
		t.Error("a talk without a recording opens the line")
	}
}

func TestListeningWithKeys(t *testing.T) {
	s := newStage(t)
	heard, _ := s.recordedTalk()
	s.main.Canvas().Unfocus()
	s.card.Move(1)
	s.press(fyne.KeySpace)
	s.playing(true)
	if now := s.deck.State(); now.Call != heard {
		t.Errorf("it plays %+v", now)
	}
	if !says(s.main, "0:00 / 3:10") {
		t.Error("the line does not say how long it is")
	}
	s.press(fyne.KeySpace)
	s.playing(false)
	for _, step := range []struct {
		key  fyne.KeyName
		want time.Duration
	}{{fyne.KeyRight, skip}, {fyne.KeyRight, 2 * skip}, {fyne.KeyLeft, skip}, {fyne.KeyLeft, 0}, {fyne.KeyLeft, 0}} {
		s.press(step.key)
		if got := s.deck.State().Position; got != step.want {
			t.Errorf("after %s at %v, want %v", step.key, got, step.want)
		}
	}
	for _, want := range []float64{1.5, 2, 1} {
		s.press(fyne.KeyX)
		if got := s.deck.State().Speed; got != want {
			t.Errorf("speed %v, want %v", got, want)
		}
	}
	s.seekRecording(0.5)
	if got := s.deck.State().Position; got != 95*time.Second {
		t.Errorf("the middle is at %v", got)
	}
	s.press(fyne.KeyEscape)
	if _, open := s.card.Listening(); open || !s.deck.State().Ended {
		t.Error("Esc does not close the line")
	}
}

// In a field the keys belong to the text.
func TestKeysOfAFieldAreNotThoseOfARecording(t *testing.T) {
	s := newStage(t)
	s.recordedTalk()
	s.openRecording(s.card.Rows()[0])
	s.playing(true)
	s.main.Canvas().Focus(s.strip.Note)
	for _, key := range []fyne.KeyName{fyne.KeySpace, fyne.KeyRight, fyne.KeyX} {
		s.press(key)
	}
	if now := s.deck.State(); now.Paused || now.Position != 0 || now.Speed != 1 {
		t.Errorf("typing changed the recording: %+v", now)
	}
	s.key(fyne.KeyDown, fyne.KeyModifierAlt)
	s.key(fyne.KeyReturn, fyne.KeyModifierAlt)
	s.playing(false)
}

func TestListeningEndsWithTheCard(t *testing.T) {
	s := newStage(t)
	s.recordedTalk()
	s.openRecording(s.card.Rows()[0])
	s.playing(true)
	s.openClient(romashka.Client, romashka.Name)
	if _, open := s.card.Listening(); open || !s.deck.State().Ended {
		t.Error("the recording of another client goes on")
	}
}

func TestACallIsSaidToSilenceIt(t *testing.T) {
	s := newStage(t)
	s.recordedTalk()
	s.openRecording(s.card.Rows()[0])
	s.playing(true)
	s.deck.change(func() { s.deck.now.Busy, s.deck.now.Paused = true, true })
	s.until("the line says why", func() bool {
		p, _ := s.card.Listening()
		return strings.Contains(p.Note, "Идёт звонок")
	})
	s.deck.change(func() { s.deck.now.Busy = false })
	s.playing(false)
	s.deck.change(func() { s.deck.now.Ended, s.deck.now.Position = true, 190*time.Second })
	s.toggleRecording()
	s.until("it begins anew", func() bool { return s.deck.State().Position == 0 && !s.deck.State().Ended })
}

func TestARecordingThatDoesNotOpen(t *testing.T) {
	s := newStage(t)
	s.recordedTalk()
	s.deck.change(func() { s.deck.fail = crm.ErrGarbled })
	s.openRecording(s.card.Rows()[0])
	s.until("the line says why", func() bool {
		p, _ := s.card.Listening()
		return strings.Contains(p.Note, "не открылась")
	})
}

// A card that is read anew keeps the line open: it plays on.
func TestNewsLeaveTheRecordingAlone(t *testing.T) {
	s := newStage(t)
	heard, _ := s.recordedTalk()
	s.openRecording(s.card.Rows()[0])
	s.playing(true)
	reads := s.desk.did("card")
	s.feed.Publish(feed.HistoryChanged{Interaction: crm.Interaction{Client: vector.Client}})
	s.until("the card is read again", func() bool { return s.desk.did("card") > reads && !s.open.busy })
	if now := s.deck.State(); now.Ended || now.Call != heard || s.deck.played() != 1 {
		t.Errorf("it does not play on: %+v", now)
	}
}
