package ui

import (
	"context"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"fyne.io/fyne/v2"

	"pult/app/crm"
	"pult/app/phone"
	"pult/app/ui/internal/files"
)

// fakeCallees knows one file for a call list.
type fakeCallees struct {
	mu     sync.Mutex
	asked  []string
	draft  crm.ListDraft // of the list that was made
	wish   crm.CalleeWish
	undone crm.ListUndone
	many   int  // clients there are besides
	hold   bool // the list is being made until it is stopped
	column bool // the telephone is not found until it is said
}

func (f *fakeCallees) note(what string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked = append(f.asked, what)
}

func (f *fakeCallees) did(what string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return strings.Contains(strings.Join(f.asked, "\n"), what)
}

func (f *fakeCallees) report(path string, wish crm.CalleeWish) (crm.CalleeReport, error) {
	r := crm.CalleeReport{
		File: filepath.Base(path), Encoding: "windows-1251", Counts: map[crm.CalleeState]int{}, Preview: crm.Preview{In: 2, Out: map[crm.Hold]int{crm.HoldBanned: 3}},
		Columns: []crm.IntakeColumn{{Heading: "Кто", Field: "name", Sample: "Вектор"}, {Heading: "Куда", Sample: "8 912 345-67-89"}},
	}
	for i, field := range wish.Fields {
		r.Columns[i].Field = field
	}
	if f.column && r.Columns[1].Field != "phone" {
		return r, crm.Reason{Code: "no_reach_column"}
	}
	number := []phone.Number{phone.Plan{}.Parse("+79123456789")}
	r.Rows = []crm.CalleeRow{
		{Line: 2, State: crm.CalleeMatched, Client: vector.Client, Name: vector.Name, Numbers: number},
		{Line: 3, State: crm.CalleeNew, Name: "Гость", Numbers: number, Cells: []string{"Гость", "8 912 345-67-89"}},
		{Line: 4, State: crm.CalleeBad, Name: "Итого", Reasons: []crm.Reason{{Code: "total"}}, Cells: []string{"Итого"}},
		{
			Line: 5, State: crm.CalleeAmbiguous, Name: "Ромашка", Numbers: number, Reasons: []crm.Reason{{Code: "match_several", Detail: "79123456789"}},
			Maybe: []crm.Identity{{Ref: vector.Client, Name: vector.Name}, {Ref: romashka.Client, Name: romashka.Name}},
		},
	}
	for i := range f.many {
		r.Rows = append(r.Rows, crm.CalleeRow{Line: 6 + i, State: crm.CalleeMatched, Client: crm.Ref{9, byte(i >> 8), byte(i)}, Name: "Клиент", Numbers: number})
	}
	for _, row := range r.Rows {
		r.Counts[row.State]++
	}
	return r, nil
}

func (f *fakeCallees) Look(_ context.Context, path string, draft crm.ListDraft, wish crm.CalleeWish, told func(crm.Progress)) (crm.CalleeReport, error) {
	told(crm.Progress{Stage: crm.StageCompare, Total: 4})
	f.note("look " + filepath.Base(path) + " " + string(draft.Purpose))
	return f.report(path, wish)
}

func (f *fakeCallees) Take(ctx context.Context, path string, draft crm.ListDraft, wish crm.CalleeWish, told func(crm.Progress)) (crm.CalleeReport, crm.CallList, error) {
	f.note("take " + draft.Name)
	told(crm.Progress{Stage: crm.StageCompare, Done: 20_000, Total: 50_000})
	f.mu.Lock()
	f.draft, f.wish = draft, wish
	f.mu.Unlock()
	r, err := f.report(path, wish)
	if f.hold {
		<-ctx.Done()
		return r, crm.CallList{}, ctx.Err()
	}
	return r, crm.CallList{ID: crm.ID{77}, Name: draft.Name, File: r.File}, err
}

func (f *fakeCallees) Undo(_ context.Context, list crm.ID) (crm.ListUndone, error) {
	f.note("undo " + list.String())
	return f.undone, nil
}

func (f *fakeCallees) Give(_ context.Context, _ string, _ crm.ListDraft, _ crm.CalleeWish, states []crm.CalleeState, out string) (int, error) {
	f.note("give " + string(states[0]) + " " + filepath.Base(out))
	return 1, nil
}

func (f *fakeCallees) Folder() string { return "/tmp" }

// calleesStage is a panel with the window of lists from files open.
func calleesStage(t *testing.T) (*stage, *fakeCallees) {
	t.Helper()
	f := &fakeCallees{}
	s := newStageWith(t, func(d *Deps, desk *fakeDesk) {
		list := debtors
		list.File = "долги.xlsx"
		d.Lists, d.Callees = newFakeLists(desk, list), f
	})
	s.key(fyne.Key6, ctrl)
	s.until("the lists are read", func() bool { return s.calling.read })
	s.key(fyne.KeyI, ctrl)
	s.until("the lists from files are read", func() bool { return s.callees.window != nil && len(s.callees.lists) > 0 })
	return s, f
}

// looked has a file looked at.
func (s *stage) looked(path string) {
	s.t.Helper()
	s.lookCallees(path)
	s.until("the file is looked at", func() bool { return s.callees.cut == nil })
}

// A file is looked at, a row in doubt is settled by Enter, and the list is made under
// the name, for the purpose and with the word that was said.
func TestAListIsMadeOfAFile(t *testing.T) {
	s, f := calleesStage(t)
	s.looked("/data/выставка.csv")
	said := plain(s.callees.view.Said())
	for _, text := range []string{"«выставка.csv», WINDOWS-1251", "Клиентов найдено 1, новых номеров 1, под вопросом 1, не годится 1", "просили не звонить: 3"} {
		if !strings.Contains(said, text) {
			t.Errorf("it says %q, not %q", said, text)
		}
	}
	if s.callees.view.Page() != files.Doubt || !says(s.callees.window, "Загрузить 2") {
		t.Fatal("what is in doubt does not come first")
	}
	for range 3 {
		s.calleeKey(fyne.KeyDown)
	}
	s.calleeKey(fyne.KeyReturn)
	if rows := s.callees.view.Rows(files.Doubt); rows[2].Right != "✓ выбрано" || rows[0].Right != "клиент найден" || s.callees.view.Chosen() != 2 {
		t.Errorf("the row is not settled: %+v", rows)
	}
	if !says(s.callees.window, "Загрузить 3") {
		t.Error("the call is not counted")
	}
	s.calleeKey(fyne.KeyF3)
	s.until("the purpose is another one", func() bool { return s.callees.cut == nil && f.did("look выставка.csv debt") })
	s.calleeKey(fyne.KeyF4)
	s.until("it is looked at again", func() bool { return s.callees.cut == nil })
	s.calleeKey(fyne.KeyF6)
	s.until("the list is made", func() bool {
		return strings.Contains(s.callees.view.Said(), "Список «выставка» готов, звонков: 2")
	})
	if f.draft.Purpose != crm.DebtPurpose || !f.draft.Choice.Share.Own || f.draft.Author != "Смирнова Анна" || f.wish.Who[5] != romashka.Client {
		t.Errorf("it is made of %+v with %+v", f.draft, f.wish)
	}
	s.calleeKey(fyne.KeyF8)
	s.until("it is taken back", func() bool {
		return s.callees.cut == nil && f.did("undo "+crm.ID{77}.String()) && strings.Contains(s.callees.view.Said(), "убран целиком")
	})
}

// Each row that does not fit says why and shows what the file has; a known client's card
// opens.
func TestEveryRowOfAFileCanBeOpened(t *testing.T) {
	s, f := calleesStage(t)
	s.looked("/data/выставка.csv")
	s.turnCallees(files.Unfit)
	s.calleeKey(fyne.KeyDown)
	if got := s.callees.view.Details(); !strings.Contains(got, "строка 4: Итого, не годится: строка итогов") || !strings.Contains(got, "В файле: Итого") {
		t.Errorf("of a row that does not fit it says %q", got)
	}
	s.calleeKey(fyne.KeyF9)
	s.until("such rows are written out", func() bool {
		return s.callees.cut == nil && f.did("give bad выставка, не годится.xlsx")
	})
	s.turnCallees(files.Known)
	s.calleeKey(fyne.KeyDown)
	s.calleeKey(fyne.KeyReturn)
	if s.open.client != vector.Client {
		t.Error("the card of a known client is not open")
	}
}

// A file whose columns are not understood shows them; once it is said which is which the
// rows are there.
func TestColumnsOfACallListAreSetRight(t *testing.T) {
	s, f := calleesStage(t)
	f.column = true
	s.looked("/data/выставка.csv")
	if s.callees.view.Page() != files.Fields || !strings.Contains(s.callees.view.Said(), "где телефон") {
		t.Fatalf("it says %q", s.callees.view.Said())
	}
	s.calleeKey(fyne.KeyF6)
	if f.did("take") {
		t.Fatal("a file that is not understood is taken")
	}
	s.setCalleeColumn(1, "phone")
	s.until("the rows are there", func() bool { return s.callees.takes() == 2 && s.callees.cut == nil })
}

// A list that is being made can be stopped, and its window closed.
func TestMakingAListOfAFileIsStopped(t *testing.T) {
	s, f := calleesStage(t)
	f.hold = true
	s.looked("/data/выставка.csv")
	s.calleeKey(fyne.KeyF6)
	s.until("it is told how far it is", func() bool {
		return strings.Contains(plain(s.callees.view.Said()), "Готово 20 000, осталось 30 000")
	})
	s.calleeKey(fyne.KeyF6)
	s.until("nothing was made", func() bool { return strings.Contains(s.callees.view.Said(), "ничего не сохранено") })
	s.calleeKey(fyne.KeyF6)
	s.calleeKey(fyne.KeyEscape) // the work ends with the window; the stage waits for it
	if s.callees.window != nil {
		t.Error("Esc leaves the window open")
	}
}

// A list that was made before is taken back only when it is asked for twice; the window
// leads to the list.
func TestAnOlderListIsTakenBackWhenAskedTwice(t *testing.T) {
	s, f := calleesStage(t)
	f.undone = crm.ListUndone{Removed: 5, Kept: 2}
	s.turnCallees(files.Made)
	s.calleeKey(fyne.KeyDown)
	s.calleeKey(fyne.KeyF8)
	if f.did("undo") || !strings.Contains(s.callees.view.Said(), "ещё раз") {
		t.Fatal("one key takes a list away")
	}
	s.calleeKey(fyne.KeyF8)
	s.until("it is taken back", func() bool {
		return s.callees.cut == nil && strings.Contains(s.callees.view.Said(), "убрано 5, осталось в истории 2")
	})
	s.calleeKey(fyne.KeyF7)
	if s.callees.window != nil || s.calling.list != debtors.ID {
		t.Error("the list is not open")
	}
}

// All rows of a long file are there once they are looked for.
func TestALongFileIsShownToItsEnd(t *testing.T) {
	s, f := calleesStage(t)
	f.many = 1100
	s.looked("/data/выставка.csv")
	s.turnCallees(files.Known)
	s.until("the last row is reached", func() bool {
		rows := s.callees.view.Rows(files.Known)
		for range len(rows) - max(s.callees.view.Chosen(), 0) {
			s.calleeKey(fyne.KeyDown)
		}
		return s.callees.view.Chosen() == 1100
	})
}
