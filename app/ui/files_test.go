package ui

import (
	"context"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"fyne.io/fyne/v2"

	"pult/app/crm"
	"pult/app/ui/internal/files"
)

// fakeFiles knows one file: it has no column for the name until it is said.
type fakeFiles struct {
	mu      sync.Mutex
	asked   []string
	imports []crm.Import
	sheets  []string
	hold    bool // taking goes on until it is stopped
}

func (f *fakeFiles) note(what string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked = append(f.asked, what)
}

func (f *fakeFiles) did(what string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return strings.Contains(strings.Join(f.asked, "\n"), what)
}

func (f *fakeFiles) report(wish crm.IntakeWish) (crm.IntakeReport, error) {
	r := crm.IntakeReport{Columns: []crm.IntakeColumn{{Heading: "Фирма-партнёр", Sample: "ООО Север"}, {Heading: "Телефон", Field: "phone"}}}
	if r.Sheets, r.Sheet = f.sheets, wish.Sheet; r.Sheet == "" && len(f.sheets) > 0 {
		r.Sheet = f.sheets[0]
	}
	if len(wish.Fields) == 0 || wish.Fields[0] != "name" {
		return r, crm.Reason{Code: "no_name_column"}
	}
	for i, field := range wish.Fields {
		r.Columns[i].Field = field
	}
	r.Rows = []crm.IntakeRow{
		{Line: 2, State: crm.IntakeNew, Name: "ООО Север"},
		{Line: 3, State: crm.IntakeDoubtful, Name: "Вектор", Reasons: []crm.Reason{{Code: "like_name"}}, Maybe: []string{"ООО «Вектор»"}},
		{Line: 4, State: crm.IntakeBad, Reasons: []crm.Reason{{Code: "no_name"}}},
	}
	for _, row := range r.Rows {
		r.Import.Counts.Add(row.State)
	}
	if wish.Doubtful {
		r.Import.Counts.New, r.Import.Counts.Doubtful = 2, 0
	}
	return r, nil
}

func (f *fakeFiles) Look(_ context.Context, path string, wish crm.IntakeWish, told func(crm.Progress)) (crm.IntakeReport, error) {
	told(crm.Progress{Stage: crm.StageCompare, Total: 3})
	f.note("look " + filepath.Base(path) + " " + wish.Sheet)
	return f.report(wish)
}

func (f *fakeFiles) Take(ctx context.Context, path string, wish crm.IntakeWish, told func(crm.Progress)) (crm.IntakeReport, error) {
	f.note("take " + filepath.Base(path))
	told(crm.Progress{Stage: crm.StageKeep, Done: 2000, Total: 2500})
	r, err := f.report(wish)
	r.Import.File = filepath.Base(path)
	if f.hold {
		<-ctx.Done()
		r.Left = 500
	}
	return r, err
}

func (f *fakeFiles) Imports(context.Context) ([]crm.Import, error) { return f.imports, nil }

func (f *fakeFiles) Undo(_ context.Context, id crm.ID) (crm.Import, error) {
	f.note("undo " + id.String())
	return f.imports[0], nil
}

func (f *fakeFiles) Give(_ context.Context, list crm.ListKind, client crm.Ref, path string, _ func(crm.Progress)) (int, error) {
	f.note("give " + string(list) + " " + filepath.Ext(path))
	return 7, nil
}

func (f *fakeFiles) Folder() string { return "/tmp" }

// filed is a panel with its window of files open.
func filed(t *testing.T) (*stage, *fakeFiles) {
	t.Helper()
	s := newStage(t)
	f := &fakeFiles{imports: []crm.Import{{ID: crm.NewID(noon), File: "клиенты.csv", At: noon, Counts: crm.IntakeCounts{New: 12}}}}
	s.Files = f
	s.key(fyne.KeyI, ctrl)
	s.until("the imports are read", func() bool { return len(s.files.view.Rows(files.Imports)) == 1 })
	return s, f
}

func TestAFileIsCheckedSetRightAndTaken(t *testing.T) {
	s, f := filed(t)
	s.lookFile("/data/клиенты.csv")
	s.until("the column is asked for", func() bool { return strings.Contains(s.files.view.Said(), "где название клиента") })
	if s.files.view.Page() != files.Columns || !says(s.files.window, "например: ООО Север") {
		t.Error("what is in the columns is not shown")
	}
	s.filesKey(fyne.KeyF6)
	if f.did("take") {
		t.Fatal("a file that is not understood is taken")
	}
	s.setColumn(0, "name")
	s.until("the rows are counted", func() bool { return strings.Contains(plain(s.files.view.Said()), "Новых 1") })
	s.turnFiles(files.Rows)
	rows := s.files.view.Rows(files.Rows)
	if len(rows) != 2 || rows[0].Right != "не загружена" || !strings.Contains(rows[1].Detail, "ООО «Вектор»") {
		t.Errorf("rows with remarks: %+v", rows)
	}
	s.filesKey(fyne.KeyF7)
	s.until("the doubtful are clients too", func() bool { return strings.Contains(plain(s.files.view.Said()), "Новых 2") })
	s.filesKey(fyne.KeyF6)
	s.until("it is in", func() bool {
		return strings.Contains(s.files.view.Said(), "Загружено из «клиенты.csv»")
	})
}

// Of a workbook with several sheets it is said which was read, and a key reads the
// next one.
func TestAnotherSheet(t *testing.T) {
	s, f := filed(t)
	f.sheets = []string{"Клиенты", "Долги"}
	s.lookFile("/data/клиенты.xlsx")
	s.until("it says which one", func() bool {
		return s.files.cut == nil && says(s.files.window, "Лист «Клиенты», 1 из 2")
	})
	s.filesKey(fyne.KeyF10)
	s.until("the next one is read", func() bool {
		return s.files.cut == nil && f.did("look клиенты.xlsx Долги") && says(s.files.window, "Лист «Долги», 2 из 2")
	})
	s.filesKey(fyne.KeyF10)
	s.until("and the first one again", func() bool { return s.files.cut == nil && f.did("look клиенты.xlsx Клиенты") })
	f.sheets = nil
	s.lookFile("/data/клиенты.csv")
	s.until("another file has none", func() bool { return s.files.cut == nil && !says(s.files.window, "Лист «") })
}

func TestAnImportThatIsStoppedKeepsWhatIsGood(t *testing.T) {
	s, f := filed(t)
	f.hold = true
	s.files.wish.Fields = []string{"name", "phone"}
	s.files.path = "/data/клиенты.csv"
	s.lookAgain()
	s.until("the file is understood", func() bool { return s.files.takes() && s.files.cut == nil })
	s.filesKey(fyne.KeyF6)
	s.until("it is told how far it is", func() bool {
		return strings.Contains(plain(s.files.view.Said()), "Готово 2 000, осталось 500")
	})
	s.filesKey(fyne.KeyF6)
	s.until("what is left is told", func() bool { return strings.Contains(s.files.view.Said(), "осталось: 500") })
	s.turnFiles(files.Imports)
	s.files.view.Pick(0)
	s.filesKey(fyne.KeyF8)
	s.until("it is taken back", func() bool { return strings.Contains(s.files.view.Said(), "отменена") && f.did("undo") })
}

func TestListsAreGivenOut(t *testing.T) {
	s, f := filed(t)
	if n := len(s.files.view.Rows(files.Lists)); n != 2 {
		t.Errorf("%d lists without a client", n)
	}
	s.openClient(vector.Client, vector.Name)
	s.until("the card is open", func() bool { return s.open.read })
	s.turnFiles(files.Lists)
	if rows := s.files.view.Rows(files.Lists); len(rows) != 3 || !strings.Contains(rows[2].Title, "Вектор") {
		t.Fatalf("lists %+v", rows)
	}
	for range 3 {
		s.filesKey(fyne.KeyDown)
	}
	s.filesKey(fyne.KeyReturn)
	s.filesKey(fyne.KeyF9)
	s.until("the file is written", func() bool {
		return f.did("give client .xlsx") && strings.Contains(s.files.view.Said(), "Выгружено строк: 7")
	})
	s.filesKey(fyne.KeyEscape)
	if s.files.window != nil {
		t.Error("Esc leaves the window open")
	}
}
