package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pult/app/crm"
)

type listOut struct {
	ID      string
	Name    string
	Entries []struct {
		Client, Name, State, Portion string
		Numbers                      []string
		Why                          struct{ Amount string }
	}
}

func TestListOfDebtors(t *testing.T) {
	o := openOffice(t, 60, "")
	o.sync(t)
	var before, made previewAnswer
	words := []string{"--segment", "debtors", "--purpose", "debt", "--most", "5"}
	if err := o.pultctl(t, &before, append([]string{"list", "preview"}, words...)...); err != nil {
		t.Fatal(err)
	}
	if before.In != 5 || before.Total < 5 || before.List != "" || len(before.First) != 5 || !strings.Contains(before.First[0].Text, "росрочено") {
		t.Fatalf("preview %+v", before)
	}
	err := o.pultctl(t, &made, append([]string{"list", "build", "Долги", "мая", "--share", "Анна, Борис", "--save", "наши"}, words...)...)
	if err != nil || made.In != 5 || made.List == "" {
		t.Fatalf("%+v, %v", made, err)
	}
	var list listOut
	if err := o.pultctl(t, &list, "list", "show", made.List); err != nil {
		t.Fatal(err)
	}
	var waiting []string
	for _, e := range list.Entries {
		if e.State == string(crm.EntryNew) {
			waiting = append(waiting, e.Portion)
			if e.Client == "" || len(e.Numbers) == 0 || !strings.Contains(e.Why.Amount, ".") {
				t.Errorf("entry %+v", e)
			}
		}
	}
	if list.Name != "Долги мая" || !slices.Equal(waiting, []string{"Анна", "Борис", "Анна", "Борис", "Анна"}) {
		t.Errorf("%s: %q", list.Name, waiting)
	}
	var again previewAnswer
	if err := o.pultctl(t, &again, "list", "preview", "--choice", "наши"); err != nil || again.In != 5 {
		t.Errorf("the saved choice gives %+v, %v", again, err)
	}
	var gone struct{ Forgotten string }
	if err := o.pultctl(t, &gone, "list", "segments", "forget", "наши"); err != nil || gone.Forgotten != "наши" {
		t.Errorf("forgotten %+v, %v", gone, err)
	}
	for _, words := range [][]string{{"list", "preview", "--choice", "наши"}, {"list", "segments", "forget", "наши"}} {
		if err := o.pultctl(t, nil, words...); err == nil || !strings.Contains(err.Error(), "«наши» нет") {
			t.Errorf("%q after it was forgotten: %v", words, err)
		}
	}
	if err := o.pultctl(t, nil, "list", "refresh", made.List); err == nil || !strings.Contains(err.Error(), "снимком") {
		t.Errorf("a snapshot was refreshed: %v", err)
	}
}

// What is wrong is said with the cure; what is no command at all is wrong usage.
func TestListSaysWhatIsWrong(t *testing.T) {
	o := openOffice(t, 5, "")
	tests := []struct {
		words []string
		code  int
		says  string
	}{
		{[]string{"list"}, exitUsage, "list build NAME"},
		{[]string{"list", "fly"}, exitUsage, "list preview"},
		{[]string{"list", "build"}, exitUsage, "usage: pultctl list build NAME"},
		{[]string{"list", "build", "а", "--colour", "red"}, exitUsage, "colour"},
		{[]string{"list", "build", "--help"}, exitDone, "ready segment"},
		{[]string{"list", "preview", "--segment", "rich"}, exitUsage, "rich"},
		{[]string{"list", "preview", "--segment", "unsigned"}, exitFailed, "закрывающие"},
		{[]string{"list", "preview", "--filter", "{"}, exitUsage, "JSON"},
		{[]string{"list", "preview", "--filter", `{"al":[]}`}, exitUsage, "al"},
		{[]string{"list", "preview", "--filter", `{"test":{"field":"abc","values":["D"]}}`}, exitUsage, "abc=D"},
		{[]string{"list", "preview", "--filter", "@/nowhere.json"}, exitFailed, "nowhere"},
		{[]string{"list", "build", "а", "--purpose", "spam"}, exitUsage, "spam"},
		{[]string{"list", "build", "а", "--script", `{"questions":[{"text":"?","kind":"one","options":["а"],"when":{"question":0,"option":0}}]}`}, exitUsage, "смотрит вперёд"},
		{[]string{"list", "show", "куда"}, exitFailed, "Списка «куда» нет"},
		{[]string{"list", "why", "куда"}, exitFailed, "list show"},
		{[]string{"list", "show", crm.NewID(crm.ID{}.Time()).String()}, exitFailed, ""},
	}
	for _, tt := range tests {
		t.Run(strings.Join(tt.words, " "), func(t *testing.T) {
			var out, errs bytes.Buffer
			code := run(t.Context(), append(tt.words, "--home", o.home), strings.NewReader(""), &out, &errs)
			if code != tt.code || !strings.Contains(errs.String(), tt.says) {
				t.Errorf("exit code %d, want %d; it said %q, want %q in it", code, tt.code, errs.String(), tt.says)
			}
		})
	}
	var segments struct{ Segments []struct{ Segment string } }
	if err := o.pultctl(t, &segments, "list", "segments"); err != nil || len(segments.Segments) < 10 {
		t.Errorf("segments %+v, %v", segments, err)
	}
	if text, _ := json.Marshal(segments); strings.Contains(string(text), "unsigned") {
		t.Error("a segment is offered that 1C does not publish")
	}
}

// A list goes by its name as well, in any case of letters; of two that share a name
// the ids are told.
func TestAListGoesByItsName(t *testing.T) {
	o := openOffice(t, 60, "")
	o.sync(t)
	if err := o.pultctl(t, nil, "list", "build", "Все", "клиенты"); err != nil {
		t.Fatal(err)
	}
	var shown struct {
		Name    string
		Entries []struct{ ID string }
	}
	if err := o.pultctl(t, &shown, "list", "show", "все клиенты"); err != nil || shown.Name != "Все клиенты" {
		t.Fatalf("shown %+v, %v", shown, err)
	}
	var lists []struct {
		ID                      string
		Total, Waiting, Dialled int
	}
	if err := o.pultctl(t, &lists, "list", "show"); err != nil || len(lists) != 1 || lists[0].Total != len(shown.Entries) || lists[0].Waiting == 0 || lists[0].Dialled != 0 {
		t.Errorf("lists %+v of %d entries, %v", lists, len(shown.Entries), err)
	}
	if err := o.pultctl(t, nil, "list", "why", "ВСЕ клиенты"); err != nil {
		t.Error(err)
	}
	if err := o.pultctl(t, nil, "list", "build", "Все", "клиенты"); err != nil {
		t.Fatal(err)
	}
	if err := o.pultctl(t, nil, "list", "why", "Все клиенты"); err == nil || !strings.Contains(err.Error(), lists[0].ID) {
		t.Errorf("of two lists with one name: %v", err)
	}
}

// A file is looked at, brought in and taken back; each row is accounted for, and the
// rows can be had as a table.
func TestListFromAFile(t *testing.T) {
	o := openOffice(t, 20, "")
	o.sync(t)
	var found []struct{ ID, Name string }
	if err := o.pultctl(t, &found, "search", "вектор"); err != nil || len(found) == 0 {
		t.Fatalf("%+v, %v", found, err)
	}
	o.writeFile(t, "май.csv", "Код;Клиент;Телефон;Примечание\n"+found[0].ID+";кто-то;;продлить\n;Чужой;8 999 000-00-01, 89990000002;\n;;101;\n;Чужой;8 999 000-00-01, 89990000002;\n")
	path := filepath.Join(o.home, "май.csv")
	type answer struct {
		List   string
		In     int
		Counts map[string]int
		Rows   []struct {
			Line          int
			State, Client string
			Numbers       []string
			Text          string
		}
	}
	var dry, done answer
	if err := o.pultctl(t, &dry, "list", "import", path, "--dry-run"); err != nil || dry.List != "" || len(dry.Rows) != 4 {
		t.Fatalf("%+v, %v", dry, err)
	}
	out := filepath.Join(o.home, "bad.csv")
	err := o.pultctl(t, &done, "list", "import", path, "--rows", out, "--state", "bad", "--share", "Анна")
	if err != nil || done.In != 2 || done.Counts["matched"] != 1 || done.Counts["new"] != 1 || done.Counts["bad"] != 2 || done.Rows[0].Client != found[0].ID {
		t.Fatalf("%+v, %v", done, err)
	}
	if text, err := os.ReadFile(out); err != nil || strings.Count(string(text), "\r\n") != 3 || !strings.Contains(string(text), "повтор строки 3") {
		t.Errorf("rows that are of no use: %q, %v", text, err)
	}
	var list listOut
	if err := o.pultctl(t, &list, "list", "show", done.List); err != nil || list.Name != "май" || len(list.Entries) != 2 || len(list.Entries[0].Numbers) == 0 || list.Entries[1].Portion != "Анна" {
		t.Errorf("%+v, %v", list, err)
	}
	var undone struct{ Removed, Kept int }
	if err := o.pultctl(t, &undone, "list", "undo", done.List); err != nil || undone.Removed != 2 || undone.Kept != 0 {
		t.Errorf("%+v, %v", undone, err)
	}
	var lists []listOut
	if err := o.pultctl(t, &lists, "list", "show"); err != nil || len(lists) != 0 {
		t.Errorf("after the undo %+v, %v", lists, err)
	}
	if err := o.pultctl(t, nil, "list", "import", filepath.Join(o.home, "нет.csv")); err == nil || !strings.Contains(err.Error(), "нет.csv") {
		t.Errorf("a file that is not there: %v", err)
	}
}
