package ui

import (
	"context"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"pult/app/crm"
	"pult/app/desk"
	"pult/app/ui/internal/shell"
)

func TestStaleAnswersAreDropped(t *testing.T) {
	s := newStage(t)
	slow, asked := make(chan struct{}), make(chan struct{})
	s.desk.searching = func(_ context.Context, text string) []crm.Found {
		if text == "ве" {
			close(asked)
			<-slow // an answer that comes late, whatever its question wished
			return []crm.Found{{Client: crm.Ref{7}, Name: "Старый ответ"}}
		}
		return []crm.Found{{Client: vector.Client, Name: vector.Name, Debt: vector.Debt}}
	}
	s.Search("ве")
	s.until("it is asked", func() bool {
		select {
		case <-asked:
			return true
		default:
			return false
		}
	})
	s.Search("вект")
	s.until("the answer is there", func() bool { return says(s.main, "ООО «Вектор»") })
	close(slow)
	s.settle(100 * time.Millisecond)
	if says(s.main, "Старый ответ") || !says(s.main, "ООО «Вектор»") {
		t.Error("a stale answer is on the screen")
	}
	s.shell.Top.Search.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	s.until("Enter opens the first", func() bool { return s.card.Shown().Say != "" })
	s.key(fyne.KeyEscape, 0)
	if s.shell.Top.Search.Text != "" || says(s.main, "Найдено") {
		t.Error("Esc did not give the list back")
	}
}

// Who types a name and Enter at once means the name, not what stood in the list.
func TestEnterWaitsForItsAnswer(t *testing.T) {
	s := newStage(t)
	slow := make(chan struct{})
	s.desk.searching = func(_ context.Context, text string) []crm.Found {
		if text == "ро" {
			return []crm.Found{{Client: romashka.Client, Name: romashka.Name}}
		}
		<-slow
		return []crm.Found{{Client: vector.Client, Name: vector.Name}}
	}
	s.Search("ро")
	s.until("the first answer is there", func() bool { return says(s.main, "ООО «Ромашка»") })
	s.Search("вект")
	s.until("it is asked", func() bool { return s.search.waits && s.search.text == "вект" })
	s.shell.Top.Search.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if s.open.client == romashka.Client {
		t.Fatal("Enter opened what was found before")
	}
	close(slow)
	s.until("Enter opens what was typed", func() bool { return s.open.client == vector.Client })
}

func TestSlowSearchSaysThatItSearches(t *testing.T) {
	s := newStage(t)
	slow := make(chan struct{})
	s.desk.searching = func(context.Context, string) []crm.Found {
		<-slow
		return nil
	}
	s.Search("вект")
	s.until("it says so", func() bool { return says(s.main, "Ищем…") })
	close(slow)
	s.until("nothing is found", func() bool { return !says(s.main, "Ищем…") })
}

func TestDayBeginsWithWhomToCallBack(t *testing.T) {
	s := newStage(t)
	line := func(minutes int, o crm.Outcome, name string, client crm.Ref) desk.Line {
		return desk.Line{ClientName: name, Interaction: crm.Interaction{
			ID: crm.NewID(noon), Kind: crm.CallKind, Direction: crm.Incoming, At: noon.Add(-time.Duration(minutes) * time.Minute),
			Outcome: o, Client: client,
		}}
	}
	missed := line(10, crm.Missed, "ООО «Вектор»", vector.Client)
	missed.Number.E164 = 79123456789
	s.desk.mu.Lock()
	s.desk.lines = []desk.Line{missed, line(30, crm.Answered, "ООО «Ромашка»", romashka.Client)}
	s.desk.day = crm.Day{Missed: []crm.Unreturned{{Interaction: missed.Interaction, Times: 1}}, Names: map[crm.Ref]string{vector.Client: vector.Name}}
	s.desk.mu.Unlock()
	s.lists.load(s.Panel)
	s.until("the day is shown", func() bool { return says(s.main, "Перезвонить") && says(s.main, "11:50") })
	s.key(fyne.Key2, fyne.KeyModifierControl)
	if s.lists.section != shell.Calls || says(s.main, "Перезвонить") {
		t.Error("Ctrl+2 did not show the calls")
	}
}
