package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"pult/app/crm"
	"pult/app/store"
)

// What a table program would compute, in places where anybody may write.
const (
	trap     = `=HYPERLINK("http://evil.example";"счёт")`
	trapWord = `-2+3|'calc'!A1`
)

// called is an office whose list was called: one line was busy, one client refused in
// words, one agreed.
func called(t *testing.T) (o *office, list string) {
	t.Helper()
	p := answering(t)
	o = openOffice(t, 5, sipURI(p))
	o.add(t, "\n[lists]\nzone = \""+noonSomewhere()+"\"\n")
	id := o.listOf(t, []string{"+79120000086"}, []string{"+79120000012"}, []string{"+79120000013"})
	o.rename(t, id, trap)
	c := caller{o.agent(t), t}
	c.await(t, "registered")
	c.tell(t, "list next "+id.String())
	c.await(t, "offer")
	c.tell(t, "list dial")
	c.awaitThat(t, "the busy line", func(e event) bool { return e.Event == "entry" && e.Heard == "busy" })
	for _, result := range []string{"refused " + trapWord, "agreed"} {
		d := c.next()
		c.tell(t, "list dial")
		c.await(t, "answered")
		c.tell(t, "hangup")
		c.after(d.ID, now(crm.EntryWrapUp))
		c.tell(t, "list result "+result)
		c.after(d.ID, func(e event) bool { return e.State == string(crm.EntryDone) })
	}
	c.quit(t)
	return o, id.String()
}

// rename gives a list another name.
func (o *office) rename(t *testing.T, id crm.ID, name string) {
	t.Helper()
	s, err := store.Open(t.Context(), store.Options{Dir: o.home})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	list, err := s.Journal.CallList(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	list.Name = name
	if err := s.Journal.RecordList(t.Context(), list, nil); err != nil {
		t.Fatal(err)
	}
}

// What has come of a list is told as text and as JSON, and the clients behind a figure.
func TestReportOfAListIsTold(t *testing.T) {
	o, list := called(t)
	var report reportAnswer
	if err := o.pultctl(t, &report, "list", "report", list); err != nil {
		t.Fatal(err)
	}
	if report.Total != 3 || report.Dialled != 3 || report.Reached != 2 || report.ReachedShare != 67 || report.Calls != 3 || report.Talks != 2 || report.Waiting != 1 {
		t.Errorf("the report is %+v", report)
	}
	if report.Results[crm.ResultRefused] != 1 || report.Results[crm.ResultAgreed] != 1 || report.Reasons[trapWord] != 1 || len(report.Managers) != 1 || len(report.Hours) == 0 {
		t.Errorf("results %v, reasons %v, managers %+v, hours %+v", report.Results, report.Reasons, report.Managers, report.Hours)
	}
	if !strings.Contains(report.Rule, "14") {
		t.Errorf("the rule of orders is %q", report.Rule)
	}
	for figure, want := range map[string]int{"reached": 2, "result:refused": 1, "result:agreed": 1, "waiting": 1, "orders": 0, "reason:" + trapWord: 1} {
		var behind []struct{ Number string }
		if err := o.pultctl(t, &behind, "list", "report", list, "--behind", figure); err != nil || len(behind) != want {
			t.Errorf("behind %s stand %+v, %v, want %d", figure, behind, err, want)
		}
	}
	var out, errs bytes.Buffer
	if code := run(t.Context(), []string{"list", "report", list, "--home", o.home}, strings.NewReader(""), &out, &errs); code != exitDone {
		t.Fatal(code, errs.String())
	}
	for _, part := range []string{"Ещё впереди  1", "дозвон 67 %", "Отказ: " + trapWord, "Имя не указано", "14 дн."} {
		if !strings.Contains(out.String(), part) {
			t.Errorf("the report does not say %q:\n%s", part, out.String())
		}
	}
}

// The report as a file: numbers are numbers, and nothing that people have typed is
// computed by whoever opens it.
func TestReportOfAListAsAFile(t *testing.T) {
	o, list := called(t)
	for _, name := range []string{"report.csv", "report.xlsx"} {
		path := filepath.Join(o.home, name)
		if err := o.pultctl(t, nil, "list", "report", list, "--file", path); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(filepath.Join(o.home, "report.csv"))
	if err != nil || !bytes.HasPrefix(text, []byte("\ufeff")) {
		t.Fatalf("%q, %v", text, err)
	}
	for _, line := range strings.Split(strings.TrimPrefix(string(text), "\ufeff"), "\r\n") {
		if line = strings.TrimPrefix(line, `"`); line != "" && strings.ContainsRune("=+-@", rune(line[0])) {
			t.Errorf("a table program would compute %q", line)
		}
	}
	if !strings.Contains(string(text), ";67") && !strings.Contains(string(text), ";2\r\n") {
		t.Errorf("no figures: %s", text)
	}
	o.checkBook(t, filepath.Join(o.home, "report.xlsx"))
}

// checkBook looks at the cells of a report: the first column is text, of the second what
// is there is a number.
func (o *office) checkBook(t *testing.T, path string) {
	t.Helper()
	book, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	sheet := book.GetSheetName(0)
	rows, err := book.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	numbers, named := 0, false
	for i, row := range rows {
		for j, cell := range row {
			at, _ := excelize.CoordinatesToCellName(j+1, i+1)
			if formula, err := book.GetCellFormula(sheet, at); err != nil || formula != "" {
				t.Errorf("%s is computed: %s, %v", at, formula, err)
			}
			kind, err := book.GetCellType(sheet, at)
			if err != nil {
				t.Fatal(err)
			}
			named = named || j == 0 && strings.Contains(cell, "HYPERLINK")
			if i == 0 || j == 0 || cell == "" {
				continue
			}
			numbers++
			if kind == excelize.CellTypeSharedString || kind == excelize.CellTypeInlineString {
				t.Errorf("%s holds %q as text", at, cell)
			}
		}
	}
	if numbers < 10 || !named {
		t.Errorf("%d figures, the name of the list is there: %t", numbers, named)
	}
}
