package station

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pult/app/conf"
	"pult/app/crm"
	"pult/app/view"
	"pult/sync/intake"
	"pult/sync/table"
)

func TestEveryFieldOfAFileIsOffered(t *testing.T) {
	known := append(intake.Fields(), "")
	for _, field := range view.IntakeFields() {
		if !slices.Contains(known, field) {
			t.Errorf("%q is offered and nobody reads it", field)
		}
	}
	if offered := len(view.IntakeFields()); offered != len(known)-1 { // "" and "skip" are one
		t.Errorf("%d fields are offered of %d", offered, len(known)-1)
	}
}

func TestFilesComeInAndGoOut(t *testing.T) {
	home := t.TempDir()
	cfg, err := conf.Default(home)
	if err != nil {
		t.Fatal(err)
	}
	s, err := Open(t.Context(), cfg, Read, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	quiet := func(crm.Progress) {}
	path := filepath.Join(home, "clients.csv")
	write := func(text string) {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("Один;Два;Три\nООО Север;8 912 345-67-89;Казань\nООО «Север-2»;8 912 345-67-89;Казань\n")
	f := s.Files()
	report, err := f.Look(t.Context(), path, crm.IntakeWish{}, quiet)
	if err == nil || len(report.Columns) != 3 || report.Columns[0].Sample == "" {
		t.Fatalf("a file without headings: %+v, %v", report, err)
	}
	wish := crm.IntakeWish{Fields: []string{"name", "phone", ""}, Doubtful: true}
	if report, err = f.Take(t.Context(), path, wish, quiet); err != nil || report.Import.Counts.New < 2 {
		t.Fatalf("taken %+v, %v", report.Import.Counts, err)
	}
	for _, name := range []string{"list.xlsx", "list.csv"} {
		out := filepath.Join(home, name)
		rows, err := f.Give(t.Context(), crm.FlawList, crm.Ref{}, out, quiet)
		if err != nil || rows < 2 {
			t.Fatalf("%s: %d rows, %v", name, rows, err)
		}
		book, err := table.Read(out, table.Options{Heading: func(text string) bool { return text == "Клиент" || text == "Что" || text == "ИНН" }})
		if err != nil || len(book.Rows()) != rows || !strings.Contains(book.Rows()[0].Cells[2], "Север") {
			t.Errorf("%s does not read back: %v", name, err)
		}
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if _, err := f.Give(stopped, crm.HistoryList, crm.Ref{}, filepath.Join(home, "part.csv"), quiet); err != nil {
		t.Errorf("what was gathered before a stop is lost: %v", err)
	}
	list, err := f.Imports(t.Context())
	if err != nil || len(list) != 1 {
		t.Fatalf("imports %+v, %v", list, err)
	}
	if _, err := f.Undo(t.Context(), list[0].ID); err != nil {
		t.Fatal(err)
	}
	if n, _, _ := s.Store.Cache.Count(t.Context()); n != 0 {
		t.Errorf("%d clients after taking back", n)
	}
}
