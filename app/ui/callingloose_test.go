package ui

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"pult/app/crm"
	"pult/app/phone"
)

// All entries of a long list can be reached, and the choice stays where it is while more
// of them come.
func TestALongListIsReadToItsEnd(t *testing.T) {
	const many = 1300
	var lists *fakeLists
	s := newStageWith(t, func(d *Deps, desk *fakeDesk) {
		lists = newFakeLists(desk, debtors)
		for i := len(lists.entries); i < many; i++ {
			client := crm.Ref{9, byte(i >> 8), byte(i)}
			lists.entries = append(lists.entries, crm.Entry{
				ID: crm.EntryID(debtors.ID, client, phone.Number{}), List: debtors.ID, Client: client, Name: "Клиент", Place: i, State: crm.EntryNew,
			})
		}
		d.Lists = lists
	})
	s.key(fyne.Key6, ctrl)
	s.until("the lists are read", func() bool { return s.calling.read })
	s.openList(debtors.ID)
	s.until("the list is open", func() bool { return len(s.calling.entries) > 0 })
	if n := len(s.calling.entries); n != entriesAtOnce {
		t.Errorf("at first %d entries are read, want %d", n, entriesAtOnce)
	}
	s.until("the last entry is chosen", func() bool {
		before := s.shell.List.At()
		for range len(s.shell.List.Rows()) - max(before, 0) {
			s.press(fyne.KeyDown)
		}
		if s.shell.List.At() < before {
			t.Fatal("the choice goes back when more rows come")
		}
		row, ok := s.shell.List.Chosen()
		return ok && row.Entry == lists.entries[many-1].ID
	})
}

// A break that was begun before the panel was closed holds when it is open again; the
// key of the next client ends it.
func TestABreakIsReadBack(t *testing.T) {
	var lists *fakeLists
	s := newStageWith(t, func(d *Deps, desk *fakeDesk) {
		lists = newFakeLists(desk, debtors)
		lists.away = crm.Pause{Cause: crm.PauseLunch, Since: noon.Add(-time.Hour)}
		d.Lists = lists
	})
	s.key(fyne.Key6, ctrl)
	s.until("the lists are read", func() bool { return s.calling.read })
	s.openList(debtors.ID)
	s.until("it is on a break", func() bool { return s.guide.Face().Title == "Пауза: обед" })
	s.strike(' ')
	s.until("the break is over and a client is there", func() bool { return s.desk.did("resume") == 1 && s.calling.offered() })
}

// Who has a break of the day is not led on by a list; the key of the next client ends it.
func TestABreakOfTheDayStopsAList(t *testing.T) {
	list := debtors
	list.Purpose = crm.ServicePurpose
	s, lists := calledStage(t, list)
	s.nextClient(vector.Name)
	s.end(s.talkTo(s.dialClient(lists)), crm.Answered)
	s.strike('1')
	s.until("the result is on disk", func() bool { return s.calling.saved })
	s.present(crm.Presence{Kind: crm.PresenceBreak, Reason: "обед", Since: noon})
	if got := s.guide.Face().Title; got != "Пауза: обед" {
		t.Errorf("it says %q", got)
	}
	s.tickList(noon.Add(time.Hour))
	if n := len(lists.dialled()); n != 1 {
		t.Fatalf("dialled %d times in a break", n)
	}
	s.strike(' ')
	s.until("the next client is there", func() bool { return s.presence.Takes() && s.calling.entry.Name == romashka.Name })
}

// Words of one's own stay when the field is left by Esc, and go with the result; what
// was never given is in the history of the client at last.
func TestWordsOfOnesOwnAreKept(t *testing.T) {
	s, lists := calledStage(t, debtors)
	s.nextClient(vector.Name)
	s.end(s.talkTo(s.dialClient(lists)), crm.Answered)
	refuse := func() {
		s.strike('5')
		s.strike(rune('0' + len(crm.Refusals())))
	}
	refuse()
	test.Type(s.guide.Field, "переехали")
	s.press(fyne.KeyEscape)
	if s.guide.Face().Field != "" {
		t.Fatal("Esc does not leave the field")
	}
	refuse()
	if s.guide.Field.Text != "переехали" {
		t.Fatalf("the field holds %q after Esc", s.guide.Field.Text)
	}
	s.press(fyne.KeyReturn)
	s.until("the refusal is on disk", func() bool { return len(lists.results()) == 1 && s.calling.saved })
	if got := lists.results()[0].Reason; got != "переехали" {
		t.Errorf("the reason is %q", got)
	}
	s.nextClient(romashka.Name)
	s.press(fyne.KeyEscape)
	s.strike('5')
	if s.guide.Field.Text != "" {
		t.Errorf("words of another client: %q", s.guide.Field.Text)
	}
	test.Type(s.guide.Field, "ждём прайс")
	s.press(fyne.KeyEscape)
	s.closeList()
	s.stop()
	if s.desk.did("addnote ждём прайс") != 1 {
		t.Errorf("lost at the end: %v", s.desk.asked)
	}
}

// That a next step is kept is said in a corner, and goes by itself.
func TestWordThatSomethingIsDoneGoesByItself(t *testing.T) {
	s := newStage(t)
	s.wrapUp()
	s.main.Canvas().Focus(s.strip.Step)
	test.Type(s.strip.Step, "завтра 10")
	s.press(fyne.KeyReturn)
	s.until("it is said", func() bool { return strings.HasPrefix(s.shell.BriefText(), "Дальше: завтра") })
	if s.shell.NoticeText() != "" {
		t.Errorf("a notice lies over the card: %q", s.shell.NoticeText())
	}
	s.tickBrief(noon.Add(briefShown))
	if s.shell.BriefText() == "" {
		t.Error("it is gone before it is read")
	}
	s.tickBrief(noon.Add(briefShown + time.Second))
	if s.shell.BriefText() != "" {
		t.Error("it stays")
	}
}

// A key lays its sheet over the card or takes it away, whatever other sheet lies there;
// Esc steps from the clients of a figure back to the report.
func TestSheetsOfAListTakeTurns(t *testing.T) {
	s, lists := calledStage(t, debtors)
	lists.left = []crm.Left{{Entry: lists.entries[0], Verdict: crm.Verdict{Hold: crm.HoldPaid}}}
	report := func() bool { return s.shell.Spreading() && says(s.main, "Итоги: Должники ноября") }
	s.key(fyne.KeyU, ctrl)
	s.until("the report is there", report)
	s.key(fyne.KeyW, ctrl)
	s.until("who is not called is there", func() bool { return says(s.main, "Уже заплатил") })
	s.key(fyne.KeyU, ctrl)
	s.until("the report is back", report)
	s.press(fyne.KeyDown)
	s.press(fyne.KeyReturn)
	s.until("the clients of a figure are there", func() bool { return says(s.main, "Всего в списке: 2") })
	s.press(fyne.KeyEscape)
	s.until("Esc steps back to the report", report)
	s.key(fyne.KeyU, ctrl)
	if s.shell.Spreading() {
		t.Error("the key of the report does not take it away")
	}
}

// A result whose sum was not given is not shown as said.
func TestAResultThatWasLeftIsNotShownAsSaid(t *testing.T) {
	s, lists := calledStage(t, debtors)
	s.nextClient(vector.Name)
	s.end(s.talkTo(s.dialClient(lists)), crm.Answered)
	s.strike('2')
	s.press(fyne.KeyEscape)
	if f := s.guide.Face(); f.Chosen >= 0 || f.Field != "" {
		t.Errorf("the guide shows %+v", f)
	}
}

// F2 calls a number nobody knows by its list too, never past the gate, and says the
// number; the way back to all lists takes away what lies over the card.
func TestAStrangerOfAListIsCalledByTheList(t *testing.T) {
	var lists *fakeLists
	s := newStageWith(t, func(d *Deps, desk *fakeDesk) {
		lists = newFakeLists(desk, debtors)
		number := []phone.Number{phone.Plan{}.Parse("+79260000001")}
		lists.entries = []crm.Entry{{ID: crm.EntryID(debtors.ID, crm.Ref{}, number[0]), List: debtors.ID, Name: "Гость", Numbers: number, State: crm.EntryNew}}
		d.Lists = lists
	})
	s.key(fyne.Key6, ctrl)
	s.until("the lists are read", func() bool { return s.calling.read })
	s.openList(debtors.ID)
	s.until("the list is open", func() bool { return len(s.calling.entries) > 0 })
	s.strike(' ')
	s.until("it is the stranger's turn", func() bool { return s.calling.offered() && says(s.main, "Позвонить +7 926 000-00-01") })
	s.key(fyne.KeyU, ctrl)
	s.until("the report lies over the card", s.shell.Spreading)
	s.key(fyne.Key6, ctrl)
	if s.shell.Spreading() || !s.calling.list.IsZero() {
		t.Error("the report of the list that was left lies over the card")
	}
	s.openList(debtors.ID)
	s.until("the list is open", func() bool { return len(s.calling.entries) > 0 })
	s.strike(' ')
	s.until("it is the stranger's turn again", s.calling.offered)
	s.press(fyne.KeyF2)
	s.until("the list calls", func() bool { return s.desk.did("dial entry +79260000001") == 1 })
}
