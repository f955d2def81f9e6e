package ui

import (
	"reflect"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"pult/app/crm"
	"pult/app/ui/internal/newlist"
)

// madeStage is a panel with the window open that a call list is put together in.
func madeStage(t *testing.T) (*stage, *fakeMaking) {
	t.Helper()
	m := &fakeMaking{}
	s := newStageWith(t, func(d *Deps, desk *fakeDesk) {
		d.Lists, d.Making = newFakeLists(desk, debtors), m
	})
	s.key(fyne.Key6, ctrl)
	s.until("the lists are read", func() bool { return s.calling.read })
	s.key(fyne.KeyN, ctrl)
	if s.making.window == nil {
		t.Fatal("Ctrl+N opens nothing")
	}
	s.until("it is counted", func() bool { return s.comesIn() == "6" && len(s.making.offers) > 0 })
	return s, m
}

// comesIn is how many would come in, as the window says.
func (s *stage) comesIn() string {
	in, _, _, _ := s.making.view.Beside()
	return in
}

func (s *stage) besideSays() string {
	_, said, _, _ := s.making.view.Beside()
	return plain(said)
}

// pressMaking presses a key in that window, as the toolkit does.
func (s *stage) pressMaking(key fyne.KeyName, mod fyne.KeyModifier) {
	canvas := s.making.window.Canvas()
	switch hand := canvas.Focused(); {
	case key == fyne.KeyTab:
		canvas.(interface{ FocusNext() }).FocusNext()
	case hand != nil && mod == 0:
		hand.TypedKey(&fyne.KeyEvent{Name: key})
	case mod == 0:
		canvas.OnTypedKey()(&fyne.KeyEvent{Name: key})
	default:
		s.makingKey(key, mod)
	}
}

// typeMaking types into what has the focus there.
func (s *stage) typeMaking(text string) {
	s.t.Helper()
	hand := s.making.window.Canvas().Focused()
	if hand == nil {
		s.t.Fatalf("%q is typed, and nothing has the focus", text)
	}
	test.Type(hand, text)
}

// pickRow chooses a row of whom the list can be made of, by the arrows.
func (s *stage) pickRow(title string) {
	s.t.Helper()
	v := s.making.view
	for range v.Offered() {
		s.pressMaking(fyne.KeyUp, 0)
	}
	for range v.Offered() {
		if at := v.Chosen(); at >= 0 && v.Offered()[at].Title == title {
			return
		}
		s.pressMaking(fyne.KeyDown, 0)
	}
	s.t.Fatalf("no row says %q", title)
}

// A list is made in three keys: open, another segment, create. The section shows it,
// and a key takes it back.
func TestNewListByKeys(t *testing.T) {
	s, m := madeStage(t)
	if got := m.last(); got.Choice.Segment != crm.SegmentDebtors || got.Choice.Days != 1 || got.Purpose != crm.DebtPurpose || got.Live {
		t.Errorf("it begins with %+v", got)
	}
	s.pressMaking(fyne.KeyDown, 0)
	s.until("the next segment is counted", func() bool { return m.last().Choice.Segment == crm.SegmentBroken })
	s.pressMaking(fyne.KeyReturn, ctrl)
	s.until("the list is open", func() bool {
		return s.making.window == nil && s.calling.list == debtors.ID && len(s.calling.entries) > 0
	})
	if len(m.made()) != 1 || m.made()[0].Name != "Обещали и не заплатили, 22.11" || m.made()[0].Author != "Смирнова Анна" {
		t.Errorf("built %+v", m.made())
	}
	if !says(s.main, "Список «Обещали и не заплатили, 22.11» создан, клиентов: 6") || !says(s.main, "Отменить") {
		t.Errorf("it says %q", s.shell.NoticeText())
	}
	s.key(fyne.KeyZ, ctrl)
	s.until("it is taken back", func() bool { return len(m.gone()) == 1 && s.calling.list.IsZero() })
	if m.gone()[0] != debtors.ID || !strings.Contains(s.shell.NoticeText(), "убран") {
		t.Errorf("undone %v, it says %q", m.gone(), s.shell.NoticeText())
	}
	if s.shell.Undoes() {
		t.Error("it can be taken back twice")
	}
}

// Beside stands who comes in and who not and why; each count shows the first of those
// it counts.
func TestNewListSaysWhoComesIn(t *testing.T) {
	s, _ := madeStage(t)
	for _, text := range []string{"войдут в список, подходят 9", "нет телефона", "просили не звонить", "сейчас нерабочее время", "ждут и в другом списке", vector.Name, "Просрочено 84 200 ₽"} {
		if !says(s.making.window, text) {
			t.Errorf("it does not say %q", text)
		}
	}
	s.pressMaking(fyne.KeyDown, alt)
	if _, _, _, first := s.making.view.Beside(); len(first) != 1 || first[0].Title != "ООО «Тишина»" {
		t.Errorf("without a telephone are %+v", first)
	}
	for range 3 {
		s.pressMaking(fyne.KeyDown, alt)
	}
	if _, _, _, first := s.making.view.Beside(); len(first) != 1 || first[0].Title != romashka.Name {
		t.Errorf("in another list are %+v", first)
	}
}

// What is changed while it is being counted breaks the question off, and what comes of
// the old one is never shown.
func TestNewListCountsTheLastOnly(t *testing.T) {
	s, m := madeStage(t)
	m.mu.Lock()
	m.hold = make(chan struct{})
	m.mu.Unlock()
	s.pressMaking(fyne.KeyDown, 0)
	s.until("it is being counted", func() bool { return m.last().Choice.Segment == crm.SegmentBroken })
	if got := s.besideSays(); got != "Считаем…" {
		t.Errorf("it says %q while it counts", got)
	}
	s.pickRow("Потерянные")
	s.until("the first question is broken off", func() bool {
		m.mu.Lock()
		defer m.mu.Unlock()
		return m.ended > 0 && m.asked[len(m.asked)-1].Choice.Segment == crm.SegmentLost
	})
	close(m.hold)
	s.until("nobody fits", func() bool { return s.comesIn() == "0" })
	if !says(s.making.window, "Никто не подходит") {
		t.Error("it is not said that nobody fits")
	}
	s.pressMaking(fyne.KeyReturn, ctrl)
	s.until("it is said why no list is made", func() bool { return strings.HasPrefix(s.making.view.Said(), "Звонить некому") })
	if len(m.made()) > 0 {
		t.Errorf("a list of nobody: %+v", m.made())
	}
}

// Rows of conditions are filled by keys, with values the base has.
func TestNewListNarrows(t *testing.T) {
	s, m := madeStage(t)
	s.pressMaking(fyne.Key2, ctrl)
	s.pressMaking(fyne.KeyTab, 0)
	s.pressMaking(fyne.KeySpace, 0)
	if !says(s.making.window, "Свойство в 1С") {
		t.Error("it is not offered what can be asked")
	}
	s.pressMaking(fyne.KeyDown, 0) // behind the manager stands the region
	s.pressMaking(fyne.KeyReturn, 0)
	s.pressMaking(fyne.KeyTab, 0)
	s.typeMaking("мос")
	s.until("values are offered", func() bool { return says(s.making.window, "Московская область") })
	s.pressMaking(fyne.KeyDown, 0)
	s.pressMaking(fyne.KeyReturn, 0)
	s.typeMaking("пермский край") // to its end, and on
	s.until("values are offered", func() bool { return says(s.making.window, "Пермский край") })
	s.pressMaking(fyne.KeyTab, 0)
	want := crm.Filter{Test: &crm.FilterTest{Field: crm.FilterRegion, Values: []string{"Московская область", "Пермский край"}}}
	s.until("the filter is counted by", func() bool { return reflect.DeepEqual(m.last().Choice.Filter, want) })
	if !says(s.making.window, "Условия (1)") {
		t.Error("the tab does not say that there is a condition")
	}
	s.pressMaking(fyne.KeyTab, 0) // the next group
	s.pressMaking(fyne.KeyTab, 0)
	s.pressMaking(fyne.KeyLeft, 0) // from a file
	s.pressMaking(fyne.KeyTab, 0)
	s.pressMaking(fyne.KeyDown, 0)
	s.pressMaking(fyne.KeyReturn, 0)
	both := crm.Filter{All: []crm.Filter{want, {Not: &crm.Filter{Test: &crm.FilterTest{Field: crm.FilterImported, Values: []string{"yes"}}}}}}
	s.until("none of it is counted by", func() bool { return reflect.DeepEqual(m.last().Choice.Filter, both) })
	s.makingKey(fyne.Key1, ctrl)
	s.pickRow("Давно нет контакта")
	s.until("another segment keeps the conditions", func() bool {
		got := m.last().Choice
		return got.Segment == crm.SegmentSilent && got.Days == 30 && reflect.DeepEqual(got.Filter, both)
	})
}

// A segment the base cannot answer says why; what is not understood is said before
// anything is asked.
func TestNewListSaysWhatIsWrong(t *testing.T) {
	s, m := madeStage(t)
	s.pickRow("Отгружено, закрывающие не подписаны")
	if !says(s.making.window, "1С не публикует, подписаны ли") {
		t.Error("it is not said why the segment cannot be answered")
	}
	s.pickRow("Купили товар и молчат год")
	s.until("a product is asked for", func() bool { return strings.Contains(s.besideSays(), "Укажите товар") })
	s.pressMaking(fyne.KeyTab, 0)
	s.typeMaking("x")
	s.until("the days are not understood", func() bool { return strings.Contains(s.besideSays(), "Число дней не понято") })
	n := len(m.counted())
	s.pressMaking(fyne.KeyReturn, ctrl)
	if said := s.making.view.Said(); !strings.Contains(said, "Число дней не понято") || len(m.made()) > 0 || len(m.counted()) != n {
		t.Errorf("it says %q and asks on", said)
	}
}

// Each purpose says what the law asks; advertising counts who has agreed.
func TestNewListSaysWhatTheLawAsks(t *testing.T) {
	s, m := madeStage(t)
	s.pressMaking(fyne.Key3, ctrl)
	if !says(s.making.window, "230-ФЗ") {
		t.Error("nothing is said of debts")
	}
	s.pressMaking(fyne.KeyTab, 0)
	s.pressMaking(fyne.KeyTab, 0)
	s.pressMaking(fyne.KeyRight, 0)
	if !says(s.making.window, "38-ФЗ") {
		t.Error("nothing is said of advertising")
	}
	s.until("who has agreed is counted", func() bool {
		return s.comesIn() == "1" && says(s.making.window, "нет согласия на рекламу")
	})
	s.pressMaking(fyne.KeyTab, 0)
	s.pressMaking(fyne.KeyRight, 0)
	s.pressMaking(fyne.KeyTab, 0)
	for range 2 {
		s.pressMaking(fyne.KeyRight, 0)
	}
	s.until("nobody is named to share", func() bool { return strings.Contains(s.besideSays(), "между кем делить") })
	s.pressMaking(fyne.KeyRight, 0)
	s.until("all are mine", func() bool {
		got := m.last()
		return got.Live && got.Purpose == crm.AdvertPurpose && reflect.DeepEqual(got.Choice.Share, crm.Share{Among: []string{"Смирнова Анна"}})
	})
}

// A choice is kept under a name, used, renamed and forgotten.
func TestNewListKeepsChoices(t *testing.T) {
	s, m := madeStage(t)
	s.pressMaking(fyne.KeyTab, 0)
	s.typeMaking("5") // before the 1
	s.pressMaking(fyne.KeyS, ctrl)
	s.pressMaking(fyne.KeyBackspace, 0) // the name that was offered is chosen
	s.typeMaking("Мои")
	s.pressMaking(fyne.KeyReturn, 0)
	s.until("it is kept", func() bool { return len(s.making.saved) == 1 && s.making.view.Offered()[1].Title == "Мои" })
	if got := m.kept()[0].Choice; got.Segment != crm.SegmentDebtors || got.Days != 51 {
		t.Errorf("kept %+v", got)
	}
	s.pressMaking(fyne.KeyF2, 0)
	s.typeMaking("!")
	s.pressMaking(fyne.KeyEscape, 0)
	if s.making.window == nil || s.making.view.Naming() {
		t.Fatal("Esc does not lead back from the name")
	}
	s.pressMaking(fyne.KeyF2, 0)
	s.pressMaking(fyne.KeyBackspace, 0)
	s.typeMaking("Наши")
	s.pressMaking(fyne.KeyReturn, 0)
	s.until("it is renamed", func() bool { return s.making.view.Offered()[1].Title == "Наши" && len(m.kept()) == 1 })
	s.pickRow("Все клиенты")
	s.pickRow("Наши")
	s.until("what was kept is counted", func() bool { return m.last().Choice.Days == m.kept()[0].Choice.Days })
	s.pressMaking(fyne.KeyF8, 0)
	s.until("it is forgotten", func() bool { return len(m.kept()) == 0 && strings.Contains(s.making.view.Said(), "забыт") })
	if got, _ := s.making.view.Draft(); got.Choice.Days != 51 {
		t.Errorf("with its name the choice went too: %+v", got.Choice)
	}
	if s.pressMaking(fyne.KeyF8, 0); !strings.Contains(s.making.view.Said(), "Сначала выберите") {
		t.Errorf("nothing is chosen, and it says %q", s.making.view.Said())
	}
}

// What was put together outlives the window; a list that was made of it ends it.
func TestNewListOutlivesItsWindow(t *testing.T) {
	s, m := madeStage(t)
	s.pickRow("Давно нет контакта")
	s.makingKey(fyne.Key3, ctrl)
	s.pressMaking(fyne.KeyTab, 0)
	s.typeMaking("!")
	m.script = crm.Script{Text: "Добрый день.", Questions: []crm.Question{{Text: "Всё ли понравилось?", Kind: crm.AskText}}}
	s.readScript("/tmp/разговор.json")
	s.until("the script is read", func() bool {
		return says(s.making.window, "Вопросов в анкете: 1. Первый: Всё ли понравилось?")
	})
	before, _ := s.making.view.Draft()
	s.pressMaking(fyne.KeyEscape, 0)
	if s.making.window != nil {
		t.Fatal("Esc does not close the window")
	}
	s.key(fyne.KeyN, ctrl)
	if after, _ := s.making.view.Draft(); !reflect.DeepEqual(after, before) || !strings.Contains(after.Name, "!") {
		t.Errorf("%+v\nbefore it was closed\n%+v", after, before)
	}
	s.pressMaking(fyne.KeyReturn, ctrl)
	s.until("the list is made", func() bool { return len(m.made()) == 1 && s.making.window == nil && s.calling.list == debtors.ID })
	s.closeList()
	s.key(fyne.KeyN, ctrl)
	if after, _ := s.making.view.Draft(); after.Choice.Segment != crm.SegmentDebtors || after.Script.Text != "" {
		t.Errorf("the next one begins with %+v", after)
	}
}

// What was said and asked in an earlier list is taken over.
func TestNewListTakesAnEarlierScript(t *testing.T) {
	s, _ := madeStage(t)
	s.turnMaking(newlist.How)
	s.takeScript(1)
	draft, _ := s.making.view.Draft()
	if !reflect.DeepEqual(draft.Script, debtors.Script) || !says(s.making.window, "Вопросов в анкете: 2") {
		t.Errorf("taken %+v", draft.Script)
	}
}

// While somebody is called Ctrl+N is the note; elsewhere a new list is found by name.
func TestNewListLeavesTheNoteAlone(t *testing.T) {
	m := &fakeMaking{}
	s := newStageWith(t, func(d *Deps, desk *fakeDesk) { d.Lists, d.Making = newFakeLists(desk, debtors), m })
	s.key(fyne.Key6, ctrl)
	s.talk(vector)
	s.key(fyne.KeyN, ctrl)
	if s.making.window != nil || s.main.Canvas().Focused() != fyne.Focusable(s.strip.Note) {
		t.Error("Ctrl+N in a talk is not the note")
	}
	s.key(fyne.Key1, ctrl)
	rows := s.foundCommands("новый список")
	if len(rows) == 0 || rows[0].Command != "list_new" {
		t.Fatalf("found %+v", rows)
	}
	s.run("list_new")
	if s.making.window == nil {
		t.Error("its name opens nothing")
	}
}

// A choice deeper than rows can tell holds as it is, and that is said.
func TestNewListKeepsWhatRowsCannotTell(t *testing.T) {
	s, m := madeStage(t)
	abc := crm.Filter{Test: &crm.FilterTest{Field: crm.FilterABC, Values: []string{"A"}}}
	deep := crm.Filter{Any: []crm.Filter{{All: []crm.Filter{abc, abc}}, abc}}
	s.making.saved = []crm.SavedChoice{{ID: crm.ID{3}, Name: "Из консоли", Choice: crm.Choice{Filter: deep}}}
	s.drawChoices()
	s.pickRow("Из консоли")
	s.until("it is counted", func() bool { return reflect.DeepEqual(m.last().Choice.Filter, deep) })
	s.turnMaking(newlist.Filter)
	if !says(s.making.window, "составлены в консоли") {
		t.Error("it is not said that more holds than the rows show")
	}
}

// Its keys stand in the map of keys while it is open.
func TestNewListIsInTheMapOfKeys(t *testing.T) {
	s, _ := madeStage(t)
	s.pressMaking(fyne.KeyF1, 0)
	if s.help == nil || !says(s.help, "Кто войдёт и кто нет") || !says(s.help, "Новый список обзвона") {
		t.Error("F1 does not list its keys")
	}
	s.help.Close()
	s.making.window.Close()
	s.key(fyne.KeyF1, 0)
	if !says(s.help, "Новый список обзвона") {
		t.Error("the key that opens it is not listed")
	}
}

// What is offered goes away by a click beside it, and is taken by a click on it.
func TestNewListIsFilledByMouse(t *testing.T) {
	s, m := madeStage(t)
	s.pressMaking(fyne.Key2, ctrl)
	s.pressMaking(fyne.KeyTab, 0)
	s.pressMaking(fyne.KeySpace, 0)
	canvas := s.making.window.Canvas()
	test.TapCanvas(canvas, fyne.NewPos(600, 440))
	if says(s.making.window, "Свойство в 1С") {
		t.Error("a click beside what is offered leaves it there")
	}
	canvas.Unfocus() // as a click on no field does
	s.pressMaking(fyne.KeyTab, 0)
	s.pressMaking(fyne.KeyRight, 0)
	s.pressMaking(fyne.KeyTab, 0)
	s.typeMaking("ольга")
	s.until("values are offered", func() bool { return says(s.making.window, "Петрова Ольга") })
	test.TapCanvas(canvas, fyne.NewPos(300, 122))
	s.until("the value is counted by", func() bool {
		tests := m.last().Choice.Filter.Tests()
		return len(tests) == 1 && tests[0].Values[0] == "Петрова Ольга"
	})
}
