package intake

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"

	"pult/app/crm"
)

// withClients puts clients of 1C into the bench that files may mean.
func withClients(t *testing.T) *bench {
	t.Helper()
	b := newBench(t)
	phones := func(texts ...string) (list []crm.Phone) {
		for _, text := range texts {
			list = append(list, crm.Phone{Number: plan.Parse(text)})
		}
		return list
	}
	_, err := b.store.Cache.Apply(t.Context(), crm.Batch{
		Clients: []crm.Client{
			{Ref: crm.Ref{1}, Name: "Ромашка", INN: "7707083893", Phones: phones("8 912 000-00-01")},
			{Ref: crm.Ref{2}, Name: "Лютик", INN: "7830002293", Emails: []string{"info@lutik.example"}},
			{Ref: crm.Ref{3}, Name: "Клён", Phones: phones("8 912 000-00-03")},
			{Ref: crm.Ref{4}, Name: "Клён Север", Phones: phones("8 912 000-00-03")},
		},
		Contacts: []crm.Contact{{Ref: crm.Ref{9}, Client: crm.Ref{2}, Name: "Анна", Phones: phones("8 912 000-00-02")}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func (b *bench) callees(t *testing.T, data []byte, o Options) (*CalleeReport, error) {
	t.Helper()
	path := filepath.Join(b.dir, "calls.csv")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return b.Callees(t.Context(), path, o)
}

// calleesSaid are the rows: line, state, whom, numbers, the row it joined and why.
func calleesSaid(report *CalleeReport) (list []string) {
	for _, row := range report.Rows {
		line := fmt.Sprintf("%d %s %s", row.Line, row.State, row.Name)
		for _, n := range row.Numbers {
			line += " " + n.String()
			if n.Ext != "" {
				line += "x" + n.Ext
			}
		}
		for _, r := range row.Reasons {
			line += " " + strings.TrimSpace(r.Code+" "+r.Detail)
		}
		for _, one := range row.Maybe {
			line += " ?" + one.Name
		}
		list = append(list, line)
	}
	return list
}

// dirtyCalls is a table for calls as people keep them: two rows of headings, numbers
// written together, an eight or a plus, extensions, a formula for a telephone, empty
// rows and rows that come again.
const dirtyCalls = `Обзвон, май;;;;;
Клиент;Контакты;;ИНН;Код;Примечание
;Телефон;E-mail;;;
Ромашка;8 (912) 000-00-01, +7 495 123-45-67 доб. 12;;;;продлить договор
;+7 912 000-00-02;;;;
;;INFO@lutik.example;;;нет ответа на КП
;;;;;
Клён;89120000003;;;;
Дерево;89120000003;;;;
Кто-то;89120000004891200000052;;;;
Кто-то;8912000000589120000006;;;;
Ещё кто-то;"8912 0000005; 8 912 000-00-07";;;;
Новый;="89120000008";;;;
Спор;8 912 000-00-01;;7830002293;;
По ИНН;;;7707083893;;
По коду;;;;01000000-0000-0000-0000-000000000000;
Ромашка;8 (912) 000-00-01, +7 495 123-45-67 доб. 12;;;;продлить договор
Без всего;;;;;
Короткий;101;;;;
Круглый;7,91E+10;;;;
Клиент;Телефон;E-mail;ИНН;Код;Примечание
Лишнее;8 912 000-00-09;;;;;;
Итого;;;;;
`

func TestDirtyFileForCalls(t *testing.T) {
	want := []string{
		"4 matched Ромашка +79120000001 +74951234567x12 +79120000001",
		"5 matched Лютик +79120000002",
		"6 matched Лютик line 5",
		"8 matched Клён +79120000003",
		"9 ambiguous Дерево +79120000003 match_several 79120000003 ?Клён ?Клён Север",
		"10 bad Кто-то no_callable bad_phone 89120000004891200000052",
		"11 new Кто-то +79120000005 +79120000006 +79120000007",
		"12 new Ещё кто-то +79120000005 +79120000007 line 11",
		"13 new Новый +79120000008",
		"14 ambiguous Спор +79120000001 match_differs 7830002293 ?Лютик ?Ромашка",
		"15 matched По ИНН line 4",
		"16 matched По коду line 4",
		"17 bad Ромашка +79120000001 +74951234567x12 repeat 4",
		"18 bad Без всего no_callable",
		"19 bad Короткий no_callable short_phone 101",
		"20 bad Круглый no_callable rounded 7,91E+10",
		"21 bad  heading",
		"22 new Лишнее +79120000009",
		"23 bad  total",
	}
	want[0] = "4 matched Ромашка +79120000001 +74951234567x12"
	narrow, err := charmap.Windows1251.NewEncoder().String(dirtyCalls)
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string]string{
		"UTF-8": dirtyCalls, "with a mark": "\ufeff" + dirtyCalls, "windows-1251": narrow,
		"tabs": strings.ReplaceAll(strings.ReplaceAll(dirtyCalls, `"8912 0000005; 8 912 000-00-07"`, "8912 0000005| 8 912 000-00-07"), ";", "\t"),
	} {
		t.Run(name, func(t *testing.T) {
			report, err := withClients(t).callees(t, []byte(data), Options{})
			if err != nil {
				t.Fatal(err)
			}
			if got := calleesSaid(report); !slices.Equal(got, want) {
				t.Errorf("rows\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
			total := 0
			for _, n := range report.Counts {
				total += n
			}
			if total != len(report.Rows) {
				t.Errorf("%v of %d rows", report.Counts, len(report.Rows))
			}
			if calls := report.Callees(); len(calls) != 6 || calls[0].Why.Text != "продлить договор" || calls[1].Client != (crm.Ref{2}) {
				t.Errorf("calls %+v", calls)
			}
		})
	}
}

func TestBookForCalls(t *testing.T) {
	b := withClients(t)
	book := excelize.NewFile()
	for cell, value := range map[string]any{
		"A1": "Телефон", "B1": "Зачем", "A2": 89120000001, "B2": "числом", "A3": 79120000077, "B3": "ещё",
	} {
		if err := book.SetCellValue("Sheet1", cell, value); err != nil {
			t.Fatal(err)
		}
	}
	if err := book.SetCellFormula("Sheet1", "A4", `=HYPERLINK("http://evil.example","89120000078")`); err != nil {
		t.Fatal(err)
	}
	var data bytes.Buffer
	if err := book.Write(&data); err != nil {
		t.Fatal(err)
	}
	report, err := b.callees(t, data.Bytes(), Options{Columns: []Wish{{Comment, "Зачем"}}})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"2 matched Ромашка +79120000001", "3 new +7\u00a0912\u00a0000-00-77 +79120000077"}
	if got := calleesSaid(report); !slices.Equal(got, want) {
		t.Errorf("rows %q, want %q", got, want)
	}
	// What the columns are is remembered for files with these headings.
	again, err := b.callees(t, data.Bytes(), Options{})
	if err != nil || again.Rows[0].Note != "числом" {
		t.Errorf("the second time %+v, %v", again, err)
	}
}

func TestHostileFilesForCalls(t *testing.T) {
	var bomb bytes.Buffer
	archive := zip.NewWriter(&bomb)
	for i := range 2500 {
		name := "xl/workbook.xml"
		if i > 0 {
			name = fmt.Sprintf("xl/part%d.xml", i)
		}
		if _, err := archive.Create(name); err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	tests := []struct{ name, data, code string }{
		{"bomb", bomb.String(), "bomb"},
		{"cut off", bomb.String()[:bomb.Len()/2], "garbled"},
		{"empty", " \n", "empty"},
		{"picture", "\x89PNG\r\n", "not_table"},
		{"no headings", "а;б\nв;г\n", "no_headings"},
		{"nothing to call by", "Клиент;Менеджер\nРомашка;Анна\n", "no_reach_column"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var reason crm.Reason
			if _, err := newBench(t).callees(t, []byte(tt.data), Options{}); !errors.As(err, &reason) || reason.Code != tt.code {
				t.Errorf("got %v, want %s", err, tt.code)
			}
		})
	}
	report, err := newBench(t).callees(t, []byte("89120000001;вопрос\n89120000002;\n"), Options{Columns: []Wish{{Phones, "1"}, {Comment, "2"}}})
	if err != nil || report.Counts[crm.CalleeNew] != 2 {
		t.Errorf("columns by number: %+v, %v", report, err)
	}
}

// A person says whom a row in doubt means; what cannot be is not believed.
func TestRowInDoubtIsSettledByAPerson(t *testing.T) {
	b := withClients(t)
	file := []byte("Клиент;Телефон\nДерево;89120000003\nКуст;89120000003\nПень;89120000003\n")
	report, err := b.callees(t, file, Options{Who: map[int]crm.Ref{2: {4}, 3: {}, 4: {1}}})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"2 matched Дерево +79120000003 ?Клён ?Клён Север",
		"3 new Куст +79120000003 ?Клён ?Клён Север",
		"4 ambiguous Пень +79120000003 match_several 79120000003 ?Клён ?Клён Север",
	}
	if got := calleesSaid(report); !slices.Equal(got, want) {
		t.Errorf("rows\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if report.Rows[0].Client != (crm.Ref{4}) || !report.Rows[1].Client.IsZero() {
		t.Errorf("clients %v and %v", report.Rows[0].Client, report.Rows[1].Client)
	}
}
