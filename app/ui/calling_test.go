package ui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"pult/app/crm"
	"pult/app/feed"
	"pult/app/phone"
	"pult/app/ui/internal/shell"
)

// calledStage is a panel with a list that is open at its work.
func calledStage(t *testing.T, list crm.CallList) (*stage, *fakeLists) {
	t.Helper()
	var lists *fakeLists
	s := newStageWith(t, func(d *Deps, desk *fakeDesk) {
		lists = newFakeLists(desk, list)
		d.Lists = lists
	})
	s.key(fyne.Key6, ctrl)
	s.until("the lists are read", func() bool { return s.calling.read })
	s.press(fyne.KeyDown)
	s.press(fyne.KeyReturn)
	s.until("the list is open", func() bool { return len(s.calling.entries) > 0 })
	return s, lists
}

// strike types one sign without a field.
func (s *stage) strike(r rune) {
	if r == ' ' {
		s.press(fyne.KeySpace)
	}
	s.main.Canvas().OnTypedRune()(r)
}

// nextClient draws the next client.
func (s *stage) nextClient(name string) {
	s.t.Helper()
	s.strike(' ')
	s.until("the card is that of "+name, func() bool { return s.calling.offered() && s.calling.entry.Name == name && s.card.Shown().Name == name })
}

// dialClient dials and has the call begin.
func (s *stage) dialClient(l *fakeLists) crm.Call {
	s.t.Helper()
	n := len(l.dialled())
	s.press(fyne.KeyReturn)
	s.until("it is being dialled", func() bool { return len(l.dialled()) > n && !s.calling.call.IsZero() })
	c := crm.Call{
		ID: l.dialled()[n], Direction: crm.Outgoing, Client: s.calling.entry.Client, Number: s.calling.entry.Number(), RangAt: noon,
	}
	s.feed.Publish(feed.CallStarted{Call: c})
	s.until("the call is on the strip", func() bool { return s.listCall() != nil })
	return c
}

func (l *fakeLists) dialled() []crm.ID {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.calls)
}

func (s *stage) talkTo(c crm.Call) crm.Call {
	c.AnsweredAt = noon
	s.feed.Publish(feed.CallAnswered{Call: c})
	s.until("the talk has begun", func() bool { return s.calling.talked })
	return c
}

// A whole entry is four keys: next, dial, hang up, result.
func TestEntryTakesFourKeys(t *testing.T) {
	s, lists := calledStage(t, debtors)
	keys := 0
	hit := func(do func()) { keys++; do() }
	hit(func() { s.nextClient(vector.Name) })
	if !says(s.main, "Просрочено 84 200 ₽") || !says(s.main, "Звоню напомнить об оплате") {
		t.Error("it is not said why this client is called, or what to say")
	}
	var c crm.Call
	hit(func() { c = s.dialClient(lists) })
	c = s.talkTo(c)
	hit(func() { s.press(fyne.KeyEscape) })
	s.until("we hang up", func() bool { return s.desk.did("hangup") == 1 })
	s.end(c, crm.Answered)
	hit(func() { s.strike('1') })
	s.until("the result is on disk", func() bool { return len(lists.results()) == 1 && s.calling.saved })
	if got := lists.results()[0].Result; got != crm.ResultAgreed || keys != 4 {
		t.Errorf("%d keys give %q, want 4 and %q", keys, got, crm.ResultAgreed)
	}
	s.nextClient(romashka.Name)
}

// The key that calls who is open means the entry and its number while it is its turn:
// habit leads nobody past the gate.
func TestF2CallsTheEntry(t *testing.T) {
	s, lists := calledStage(t, debtors)
	s.nextClient(vector.Name)
	s.until("the card is open", func() bool { return s.open.client == s.calling.entry.Client })
	s.press(fyne.KeyF2)
	s.until("the entry is being dialled", func() bool { return len(lists.dialled()) == 1 })
	if s.desk.did("dial") != s.desk.did("dial entry") {
		t.Error("the client is called beside the list")
	}
}

// Once the result is on disk, the next client may be asked for in the midst of the
// talk: it ends first. Before that it goes on.
func TestNextEndsATalkWhoseResultIsSaid(t *testing.T) {
	s, lists := calledStage(t, debtors)
	s.nextClient(vector.Name)
	c := s.talkTo(s.dialClient(lists))
	s.strike(' ')
	s.until("it says that the talk is on", func() bool { return s.calling.told != "" })
	if s.desk.did("hangup") != 0 {
		t.Fatal("a talk without a result was ended")
	}
	s.strike('1')
	s.until("the result is on disk", func() bool { return s.calling.saved })
	if !says(s.main, s.Words.T("calling.on_said")) || !says(s.main, s.Words.T("button.next_entry")) {
		t.Error("it is not said that the next client may be asked for")
	}
	s.press(fyne.KeyF11)
	s.until("we hang up", func() bool { return s.desk.did("hangup") == 1 })
	if s.calling.entry.Name != vector.Name {
		t.Error("somebody else's card is shown before the talk is over")
	}
	s.end(c, crm.Answered)
	s.until("the next client is there", func() bool { return s.calling.offered() && s.calling.entry.Name == romashka.Name })
}

// A promise asks for its sum and its day, and a note that was typed goes with it.
func TestPromiseOfListAsksSumAndDay(t *testing.T) {
	s, lists := calledStage(t, debtors)
	s.nextClient(vector.Name)
	c := s.talkTo(s.dialClient(lists))
	for _, r := range "Ждут акт" {
		if f := s.main.Canvas().Focused(); f != nil {
			f.TypedRune(r)
		} else {
			s.strike(r)
		}
	}
	if f := s.guide.Face(); !strings.Contains(f.Title, "Tab") {
		t.Errorf("with the keyboard in the note the guide says %q", f.Title)
	}
	s.press(fyne.KeyTab)
	if f := s.guide.Face(); strings.Contains(f.Title, "Tab") {
		t.Errorf("out of the note the guide says %q", f.Title)
	}
	s.end(c, crm.Answered)
	s.strike('2')
	if f := s.guide.Face(); !strings.Contains(f.Title, "Сколько заплатит") || !strings.Contains(f.Field, "84\u00a0200") {
		t.Fatalf("it asks %q %q, not for the sum, or without what is owed", f.Title, f.Field)
	}
	s.guide.Field.SetText("сорок")
	s.press(fyne.KeyReturn)
	if !s.guide.Face().Bad {
		t.Error("an amount in letters is taken")
	}
	s.guide.Field.SetText("40000")
	s.press(fyne.KeyReturn)
	s.guide.Field.SetText("25.11")
	s.press(fyne.KeyReturn)
	s.until("the promise is on disk", func() bool { return len(lists.results()) == 1 })
	got := lists.results()[0]
	want := crm.Said{Result: crm.ResultWillPay, Sum: 4000000, Day: true, When: time.Date(2026, 11, 25, 0, 0, 0, 0, moscow), Note: "Ждут акт"}
	if got.Result != want.Result || got.Sum != want.Sum || !got.When.Equal(want.When) || got.Day != want.Day || got.Note != want.Note {
		t.Errorf("written is %+v, want %+v", got, want)
	}
}

// A refusal asks why, by a digit.
func TestRefusalOfListAsksWhy(t *testing.T) {
	s, lists := calledStage(t, debtors)
	s.nextClient(vector.Name)
	s.end(s.talkTo(s.dialClient(lists)), crm.Answered)
	s.strike('5')
	s.strike('3')
	s.until("the refusal is on disk", func() bool { return len(lists.results()) == 1 })
	if got := lists.results()[0]; got.Result != crm.ResultRefused || got.Reason != "bought_elsewhere" {
		t.Errorf("written is %q because of %q", got.Result, got.Reason)
	}
}

// Nobody is drawn while a call is on, or while it is not said what came of it.
func TestNobodyIsDrawnBeforeTheResult(t *testing.T) {
	s, lists := calledStage(t, debtors)
	s.nextClient(vector.Name)
	c := s.talkTo(s.dialClient(lists))
	s.strike(' ')
	if !s.guide.Face().Bad || s.calling.entry.Name != vector.Name {
		t.Error("the next client is drawn in the middle of a talk")
	}
	s.press(fyne.KeyEscape) // what was said is read
	s.end(c, crm.Answered)
	s.strike(' ')
	if f := s.guide.Face(); !strings.Contains(f.Title, "прошлый звонок?") {
		t.Errorf("without a result it says %q", f.Title)
	}
}

// Esc before the call skips the client, with a reason that is reported.
func TestSkipNeedsAReason(t *testing.T) {
	s, _ := calledStage(t, debtors)
	s.nextClient(vector.Name)
	s.press(fyne.KeyEscape)
	if s.desk.did("skip") != 0 {
		t.Fatal("skipped without a reason")
	}
	s.strike('3')
	s.until("the next client is there", func() bool { return s.calling.entry.Name == romashka.Name })
	if s.desk.did("skip ведёт коллега") != 1 {
		t.Error("the reason is not reported")
	}
}

// After a crash it is asked first what came of the call that was on.
func TestCrashedCallIsAskedAboutFirst(t *testing.T) {
	var lists *fakeLists
	s := newStageWith(t, func(d *Deps, desk *fakeDesk) {
		lists = newFakeLists(desk, debtors)
		e := &lists.entries[1]
		e.State, e.Call, e.Lease = crm.EntryWrapUp, crm.ID{42}, crm.Lease{Manager: "Смирнова Анна"}
		d.Lists = lists
	})
	s.key(fyne.Key6, ctrl)
	s.until("the lists are read", func() bool { return s.calling.read })
	s.openList(debtors.ID)
	s.until("it is asked", func() bool { return strings.Contains(s.guide.Face().Title, "без результата") })
	s.strike(' ')
	if s.calling.entry.Name != romashka.Name {
		t.Error("another client is drawn first")
	}
	s.press(fyne.KeyEscape)
	s.strike('1')
	s.until("the result is on disk", func() bool { return len(lists.results()) == 1 && s.calling.saved })
	s.nextClient(vector.Name)
}

// The next call begins by itself only on a list of service, only once the result is on
// disk, and never while somebody types.
func TestAutoNextOnlyOnServiceAndOnlyAfterTheResult(t *testing.T) {
	for _, purpose := range crm.Purposes() {
		t.Run(string(purpose), func(t *testing.T) {
			list := debtors
			list.Purpose = purpose
			s, lists := calledStage(t, list)
			s.nextClient(vector.Name)
			s.end(s.talkTo(s.dialClient(lists)), crm.Answered)
			s.tickList(noon.Add(time.Hour))
			if n := len(lists.dialled()); n != 1 {
				t.Fatalf("dialled %d times without a result", n)
			}
			s.strike('1')
			s.until("the result is on disk", func() bool { return s.calling.saved })
			s.calling.wrap.typed = noon.Add(time.Hour)
			s.tickList(noon.Add(time.Hour + time.Second))
			if n := len(lists.dialled()); n != 1 {
				t.Fatalf("dialled %d times while somebody types", n)
			}
			s.tickList(noon.Add(2 * time.Hour))
			want := 1
			if purpose == crm.ServicePurpose {
				want = 2
				s.until("the next call begins", func() bool { return len(lists.dialled()) == 2 })
			}
			s.until("the panel is at rest", func() bool { return !s.calling.busy })
			if n := len(lists.dialled()); n != want {
				t.Errorf("dialled %d times, want %d", n, want)
			}
		})
	}
}

// Ctrl+W says of each who is not called why, and Enter opens the card.
func TestWhyNotSaysWhyOfEach(t *testing.T) {
	s, lists := calledStage(t, debtors)
	lists.left = []crm.Left{
		{Entry: lists.entries[0], Verdict: crm.Verdict{Hold: crm.HoldPaid}},
		{Entry: lists.entries[1], Verdict: crm.Verdict{Hold: crm.HoldLease, Who: "Петрова Ольга"}},
	}
	s.key(fyne.KeyW, ctrl)
	if !s.shell.Spreading() {
		t.Error("nothing says that it looks")
	}
	s.until("it is said why", func() bool {
		return says(s.main, "Уже заплатил") && says(s.main, "Карточка открыта: Петрова Ольга")
	})
	s.press(fyne.KeyDown)
	s.press(fyne.KeyReturn)
	if s.shell.Spreading() || s.open.client != vector.Client {
		t.Error("the card of the row is not open")
	}
}

// Questions are asked one after another; one that hangs on an answer is asked only
// after it, and the answers go with the result.
func TestQuestionsGoWithTheResult(t *testing.T) {
	s, lists := calledStage(t, debtors)
	s.nextClient(vector.Name)
	c := s.talkTo(s.dialClient(lists))
	s.key(fyne.KeyRight, alt)
	s.key(fyne.Key2, alt)
	if f := s.guide.Face(); f.Text != "На какую почту прислать?" {
		t.Fatalf("after «нет» it asks %q", f.Text)
	}
	s.key(fyne.KeyQ, ctrl)
	s.guide.Field.SetText("buh@vector.example")
	s.press(fyne.KeyReturn)
	s.end(c, crm.Answered)
	s.strike('1')
	s.until("the result is on disk", func() bool { return len(lists.results()) == 1 })
	want := []crm.Answer{{Question: 0, Options: []int{1}}, {Question: 1, Text: "buh@vector.example"}}
	got := lists.results()[0].Answers
	if len(got) != 2 || !slices.Equal(got[0].Options, want[0].Options) || got[1].Text != want[1].Text {
		t.Errorf("answers are %+v, want %+v", got, want)
	}
}

// The gate says in a sentence why the one whose turn it was is not called after all;
// F5 turns to another number.
func TestNobodyToCallSaysWhereToLook(t *testing.T) {
	s, lists := calledStage(t, debtors)
	s.nextClient(vector.Name)
	s.key(fyne.KeyF5, 0)
	s.until("another number is next", func() bool { return s.calling.entry.Number() == phone.Plan{}.Parse("+74951234567") })
	lists.mu.Lock()
	lists.failed = &crm.Withheld{Verdict: crm.Verdict{Hold: crm.HoldPaused}}
	lists.mu.Unlock()
	s.strike(' ')
	s.until("it says why", func() bool { return strings.Contains(s.guide.Face().Title, "на паузе") })
	lists.mu.Lock()
	lists.failed = crm.ErrNotFound
	lists.mu.Unlock()
	s.strike(' ')
	s.until("it says where to look", func() bool { return strings.Contains(s.guide.Face().Title, "Ctrl+W") })
}

// A list that is left gives its client back; its place in the menu stays.
func TestLeavingAListGivesTheClientBack(t *testing.T) {
	s, _ := calledStage(t, debtors)
	s.nextClient(vector.Name)
	s.closeList()
	s.until("the client is given back", func() bool { return s.desk.did("release") == 1 })
	if s.lists.section != shell.Lists || !says(s.main, "Должники ноября") {
		t.Error("the lists are not shown")
	}
}

// A figure of the report opens its clients, and a client its card.
func TestReportOpensItsRows(t *testing.T) {
	s, _ := calledStage(t, debtors)
	s.key(fyne.KeyU, ctrl)
	s.until("the report lies over the card", func() bool { return says(s.main, "Всего в списке") })
	s.press(fyne.KeyDown)
	s.press(fyne.KeyReturn)
	s.until("its clients are shown", func() bool { return says(s.main, "Всего в списке: 2") })
	s.press(fyne.KeyDown)
	s.press(fyne.KeyReturn)
	if s.shell.Spreading() || s.open.client != vector.Client {
		t.Error("the card of the client is not open")
	}
}

// A question that must be answered stops a result of a whole talk, and not one of a call
// that came to nothing.
func TestMustQuestionComesBeforeTheResult(t *testing.T) {
	list := debtors
	list.Script.Questions = slices.Clone(debtors.Script.Questions)
	list.Script.Questions[0].Must = true
	s, lists := calledStage(t, list)
	s.nextClient(vector.Name)
	s.end(s.talkTo(s.dialClient(lists)), crm.Answered)
	s.strike('4')
	if f := s.guide.Face(); !f.Bad || f.Title != "Сначала нужен ответ на вопрос" || f.Text != "Получили ли акт сверки?" {
		t.Fatalf("the guide says %+v", f)
	}
	s.key(fyne.Key3, alt)
	s.strike('4')
	s.until("the result is on disk", func() bool { return len(lists.results()) == 1 })
	if said := lists.results()[0]; said.Result != crm.ResultThinking || len(said.Answers) != 1 {
		t.Errorf("said %+v", said)
	}
}

// The key 0 says that a machine answered; nothing else is asked.
func TestVoicemailHasAKey(t *testing.T) {
	list := debtors
	list.Script.Questions = []crm.Question{{Text: "Ждать ли оплату?", Kind: crm.AskText, Must: true}}
	s, lists := calledStage(t, list)
	s.nextClient(vector.Name)
	s.end(s.talkTo(s.dialClient(lists)), crm.Answered)
	s.strike('0')
	s.until("the result is on disk", func() bool { return len(lists.results()) == 1 })
	if said := lists.results()[0]; said.Result != crm.ResultVoicemail {
		t.Errorf("said %+v", said)
	}
}

// The report goes into the clipboard as a table, and into a file by the window of files.
func TestReportIsCopiedAndSaved(t *testing.T) {
	s, _ := calledStage(t, debtors)
	s.Files = &fakeFiles{}
	s.key(fyne.KeyU, ctrl)
	s.until("the report lies over the card", func() bool { return says(s.main, "Всего в списке") })
	s.key(fyne.KeyC, ctrl)
	s.until("it is copied", func() bool { return strings.Contains(s.app.Clipboard().Content(), "\nВсего в списке\t2\n") })
	s.key(fyne.KeyS, ctrl)
	if s.files.window == nil || !strings.Contains(s.files.view.Where(), "Итоги") {
		t.Fatal("the window of files does not offer the report")
	}
	s.filesKey(fyne.KeyF9)
	s.until("the file is written", func() bool { return strings.Contains(s.files.view.Said(), "Выгружено строк: 9") })
}

// The report opens from the lists too, for the one that is chosen; Esc gives the card
// back, and Ctrl+6 leads from a list back to all of them.
func TestReportOfAListThatIsNotOpen(t *testing.T) {
	s, _ := calledStage(t, debtors)
	s.key(fyne.Key6, ctrl)
	s.until("all lists are shown", func() bool { return s.calling.list.IsZero() && says(s.main, "Проснитесь, лето") })
	s.press(fyne.KeyDown)
	s.key(fyne.KeyU, ctrl)
	s.until("the report lies over the card", func() bool { return says(s.main, "Итоги: Должники ноября") })
	s.key(fyne.KeyC, ctrl)
	s.until("it is copied", func() bool { return strings.Contains(s.app.Clipboard().Content(), "\nВсего в списке\t2\n") })
	for s.shell.NoticeText() != "" {
		s.press(fyne.KeyEscape)
	}
	s.press(fyne.KeyEscape)
	if s.shell.Spreading() {
		t.Error("Esc leaves the report over the card")
	}
}

// Nobody leaves a list by a key while its client is being called.
func TestAListIsNotLeftInTheMiddleOfACall(t *testing.T) {
	s, lists := calledStage(t, debtors)
	s.nextClient(vector.Name)
	s.talkTo(s.dialClient(lists))
	s.key(fyne.Key6, ctrl)
	if s.calling.list.IsZero() || !s.guide.Face().Bad {
		t.Error("the list is left in the middle of a talk")
	}
}
