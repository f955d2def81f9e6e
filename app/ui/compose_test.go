package ui

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"pult/app/crm"
	"pult/app/feed"
	"pult/app/ui/internal/compose"
	"pult/app/ui/internal/letter"
)

// written is a panel with a new letter to its client begun.
func written(t *testing.T) (*stage, *fakeMail) {
	t.Helper()
	s, m := mailed(t)
	s.key(fyne.KeyM, ctrl|shift)
	s.until("the letter is begun", func() bool { return s.writing.window != nil && len(s.writing.people) > 0 })
	return s, m
}

func TestALetterIsWrittenWithAddressesAndATemplate(t *testing.T) {
	s, m := written(t)
	s.composeKey(fyne.Key1, alt)
	s.composeKey(fyne.Key2, alt)
	if got := s.writing.view.To.Text; got != `"Иванов, Пётр" <ivanov@vektor.example>, info@vektor.example` {
		t.Fatalf("to %q", got)
	}
	s.composeKey(fyne.Key2, alt) // once more takes it off
	s.composeKey(fyne.Key2, ctrl)
	s.composeKey(fyne.Key1, alt)
	s.until("the template is in", func() bool {
		return strings.HasPrefix(s.writing.view.Text.Text, "Иванов, Пётр, ждём {долг}.")
	})
	if !strings.Contains(s.writing.view.Said(), "{долг}") || s.writing.view.Subject.Text != "Оплата" {
		t.Errorf("said %q, subject %q", s.writing.view.Said(), s.writing.view.Subject.Text)
	}
	s.composeKey(fyne.KeyReturn, ctrl)
	s.until("the hole is told of", func() bool { return !s.writing.sending && strings.Contains(s.writing.view.Said(), "{долг}") })
	if len(m.sent) != 0 || s.writing.window == nil {
		t.Fatal("a letter with a hole was sent")
	}
	s.writing.view.Text.SetText(strings.ReplaceAll(s.writing.view.Text.Text, "{долг}", "84 200 ₽"))
	s.composeKey(fyne.KeyF7, 0)
	s.composeKey(fyne.KeyReturn, ctrl)
	s.composeKey(fyne.KeyReturn, ctrl) // pressed twice
	s.until("it is sent", func() bool { return s.writing.window == nil && len(s.post.sketches) == 0 && !s.post.busy })
	if len(m.sent) != 1 || len(m.sent[0].To) != 1 || m.sent[0].AnswerDays != 2 || m.sent[0].To[0] != (crm.Address{Name: "Иванов, Пётр", Email: "ivanov@vektor.example"}) {
		t.Errorf("sent %+v", m.sent)
	}
}

func TestEscKeepsTheDraftWhichIsOpenedWithTheCard(t *testing.T) {
	s, m := written(t)
	s.writing.view.To.SetText("иванов@")
	s.writing.view.Text.SetText("Пётр, добрый день")
	s.composeKey(fyne.KeyEscape, 0)
	s.until("the draft is in the story", func() bool {
		kept, ok := m.kept()
		return ok && kept.To == "иванов@" && kept.Draft.Text == "Пётр, добрый день" && len(s.card.Rows()) > 0 && s.card.Rows()[0].Right == "черновик"
	})
	if s.writing.window != nil {
		t.Fatal("Esc leaves the window open")
	}
	s.card.Choose(0)
	s.press(fyne.KeyReturn)
	if s.writing.window == nil || s.writing.view.To.Text != "иванов@" || s.writing.view.Text.Text != "Пётр, добрый день" {
		t.Fatal("the draft is not as it was left")
	}
	s.composeKey(fyne.KeyEscape, 0)
	s.key(fyne.KeyM, ctrl|shift) // a new letter to the same client goes on with it
	if s.writing.window == nil || s.writing.view.Text.Text != "Пётр, добрый день" {
		t.Error("a second letter was begun")
	}
	s.composeKey(fyne.KeyF8, 0)
	if _, ok := m.kept(); !ok || s.writing.window == nil {
		t.Error("thrown away by one key")
	}
	s.composeKey(fyne.KeyF8, 0)
	s.until("it is thrown away", func() bool { _, ok := m.kept(); return !ok && s.writing.window == nil })
}

// What is typed is kept without Esc too: after a pause, and as the panel goes down.
func TestADraftOutlivesThePanel(t *testing.T) {
	s, m := written(t)
	s.writing.view.Text.SetText("Добрый день")
	s.until("it is kept after a pause", func() bool { kept, ok := m.kept(); return ok && kept.Draft.Text == "Добрый день" })
	s.writing.view.Text.SetText("Добрый день, Пётр")
	s.stop()
	if kept, ok := m.kept(); !ok || kept.Draft.Text != "Добрый день, Пётр" {
		t.Errorf("kept %+v", kept)
	}
}

func TestAnAnswerGoesToAllWhenAsked(t *testing.T) {
	s, m := lettered(t)
	s.letterRune('ф') // A, in the Russian layout
	s.until("the answer is begun", func() bool { return s.writing.window != nil })
	if s.writing.view.Cc.Text != `"Иванов, Пётр" <ivanov@vektor.example>` || !strings.HasPrefix(s.writing.view.Subject.Text, "Re: ") {
		t.Errorf("cc %q, subject %q", s.writing.view.Cc.Text, s.writing.view.Subject.Text)
	}
	s.writing.view.Text.SetText("Счёт во вложении" + s.writing.view.Text.Text)
	s.composeKey(fyne.KeyEscape, 0)
	s.until("the draft is kept", func() bool { return len(s.post.sketches) == 1 })
	s.letterRune('r')
	if s.writing.window == nil || !strings.HasPrefix(s.writing.view.Text.Text, "Счёт во вложении") || m.did("reply false") != 0 {
		t.Error("a second answer to the same letter was begun")
	}
}

func TestFilesAreCountedAndTakenOff(t *testing.T) {
	s, _ := written(t)
	s.attachFile("/docs/счёт.pdf")
	s.until("the file is there", func() bool { return len(s.writing.view.Rows(compose.Files)) == 1 })
	if !strings.Contains(plain(s.writing.view.Said()), "12,0 МБ из 18,0 МБ") {
		t.Errorf("said %q", s.writing.view.Said())
	}
	s.attachFile("/docs/акт.pdf")
	s.until("both are", func() bool { return len(s.writing.view.Rows(compose.Files)) == 2 })
	if !strings.Contains(s.writing.view.Said(), "почта берёт до") {
		t.Errorf("too much is not told of: %q", s.writing.view.Said())
	}
	s.composeKey(fyne.Key1, alt)
	if rows := s.writing.view.Rows(compose.Files); len(rows) != 1 || rows[0].Title != "акт.pdf" {
		t.Errorf("files %+v", rows)
	}
}

func TestALetterThatIsRefusedStaysWithTheReason(t *testing.T) {
	s, m := written(t)
	m.refuses = &crm.Fault{Kind: crm.ErrInvalid, Subject: "address", Detail: "x"}
	s.writing.view.To.SetText("info@vektor.example")
	s.writing.view.Subject.SetText("Счёт")
	s.writing.view.Text.SetText("Добрый день")
	s.composeKey(fyne.KeyReturn, ctrl)
	s.composeKey(fyne.KeyEscape, 0) // and closes the window meanwhile
	s.until("it comes back with the reason", func() bool {
		return s.writing.window != nil && !s.writing.sending && strings.Contains(s.writing.view.Said(), "не адрес почты")
	})
	if s.writing.view.Text.Text != "Добрый день" {
		t.Errorf("text %q", s.writing.view.Text.Text)
	}
}

func TestALetterOnItsWayIsSeenAndCured(t *testing.T) {
	s, m := mailed(t)
	of := func(n byte, state crm.PostingState, trouble error) crm.Posting {
		return crm.Posting{
			State: state, Created: noon, Trouble: crm.TroubleOf(trouble), Reason: "550 no such user",
			Letter: crm.Letter{Message: crm.Message{
				ID: crm.ID{n}, Subject: fmt.Sprintf("Письмо %d", n), To: []crm.Address{{Email: "x@vektor.example"}},
				Links: []crm.MessageLink{{Client: vector.Client, Sure: true}}, Date: noon,
			}},
		}
	}
	m.postings = []crm.Posting{of(1, crm.PostingWaiting, nil), of(2, crm.PostingDoubtful, crm.ErrOffline), of(3, crm.PostingRefused, crm.ErrRefused)}
	s.feed.Publish(feed.PostingsChanged{})
	s.until("they are in the story", func() bool { return len(s.card.Rows()) == 4 })
	var states []string
	for _, row := range s.card.Rows()[:3] {
		states = append(states, row.Right)
	}
	if got := strings.Join(states, ", "); got != "в очереди, дошло ли?, не отправлено" {
		t.Errorf("states %s", got)
	}
	s.explainMail()
	if s.letter.posting != (crm.ID{2}) || !strings.Contains(s.letter.view.Warned(), "Спросите клиента") {
		t.Fatalf("the light leads to %v: %q", s.letter.posting, s.letter.view.Warned())
	}
	s.letterRune('e')
	s.letterRune('r')
	if m.did("rewrite "+crm.ID{2}.String())+m.did("resend "+crm.ID{2}.String()) != 0 {
		t.Error("a letter that may have arrived was changed, or sent again unasked")
	}
	s.letterRune('к') // R, in the Russian layout
	s.until("it is sent again", func() bool { return m.did("resend "+crm.ID{2}.String()) == 1 })
	s.openPosting(crm.ID{3})
	if !strings.Contains(s.letter.view.Warned(), "550 no such user") || s.letter.view.Offers(letter.Private) {
		t.Errorf("warned %q", s.letter.view.Warned())
	}
	s.letterRune('e')
	s.until("it is written anew", func() bool { return s.writing.window != nil && s.writing.view.Text.Text == "Снова" })
}

// The windows are closed before the panel ends: what was typed a moment before is
// kept all the same.
func TestADraftOutlivesItsWindowAtTheEnd(t *testing.T) {
	s, m := written(t)
	s.writing.view.Text.SetText("Добрый день")
	m.mu.Lock()
	m.failed = crm.ErrBusy // the journal, for a moment
	m.mu.Unlock()
	s.writing.window.Close()
	s.work.wait()
	m.mu.Lock()
	m.failed, m.sketches = nil, nil
	m.mu.Unlock()
	s.stop()
	if kept, ok := m.kept(); !ok || kept.Draft.Text != "Добрый день" {
		t.Errorf("kept %+v", kept)
	}
}
