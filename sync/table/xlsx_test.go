package table

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"hash/crc32"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"pult/app/crm"
)

// book makes an XLSX file; rows of each sheet hold values of Go.
func book(t testing.TB, change func(*excelize.File), sheets ...[][]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for i, rows := range sheets {
		name := []string{"Sheet1", "Клиенты"}[i]
		if i > 0 {
			if _, err := f.NewSheet(name); err != nil {
				t.Fatal(err)
			}
		}
		for n, row := range rows {
			cell, _ := excelize.CoordinatesToCellName(1, n+1)
			if err := f.SetSheetRow(name, cell, &row); err != nil {
				t.Fatal(err)
			}
		}
	}
	if change != nil {
		change(f)
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestXLSX(t *testing.T) {
	day := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	data := book(t, func(f *excelize.File) {
		// A formula and the value it had when the file was saved.
		if err := f.SetCellFormula("Клиенты", "C3", "SUM(1,2)"); err != nil {
			t.Fatal(err)
		}
	}, [][]any{{"Заметки"}}, [][]any{
		{"Наименование", "Телефон", "Долг", "Срок"},
		{"ООО Ромашка", 79123456789, 1234.5, day},
		{"ООО Лютик", "8 912 345-67-89", 7.5, nil},
		{nil, nil, nil},
		{"ИП Иванов", 7.707083893e9, -3, nil},
	})
	table, err := Parse(data, Options{Heading: heads})
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{
		{"ООО Ромашка", "79123456789", "1234.5", "46348"},
		{"ООО Лютик", "8 912 345-67-89", "7.5"},
		{"ИП Иванов", "7707083893", "-3"},
	}
	if got := cells(table); !reflect.DeepEqual(got, want) || table.Sheet != "Клиенты" {
		t.Errorf("sheet %q: %q", table.Sheet, got)
	}
	if line := table.Rows()[2].Line; line != 5 {
		t.Errorf("the row below an empty one is in line %d", line)
	}
	if _, err := Parse(data, Options{Heading: heads, Sheet: "Долги"}); !errors.Is(err, crm.Reason{Code: "no_sheet", Detail: "Sheet1, Клиенты"}) {
		t.Errorf("a sheet that is not there: %v", err)
	}
}

// deflated packs zeros: a thousand to one.
func deflated(t testing.TB, size int) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := flate.NewWriter(&out, flate.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.CopyN(w, zeros{}, int64(size)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// A file that unpacks to far more than it is, honest about its size and lying
// about it, is refused while it is being unpacked.
func TestZipBombIsRefused(t *testing.T) {
	const most = 4 << 20
	packed := deflated(t, most+1<<20)
	for name, declared := range map[string]uint64{"honest": most + 1<<20, "lying": 100} {
		var out bytes.Buffer
		w := zip.NewWriter(&out)
		part, err := w.CreateRaw(&zip.FileHeader{
			Name: "xl/workbook.xml", Method: zip.Deflate, CRC32: crc32.ChecksumIEEE(nil),
			CompressedSize64: uint64(len(packed)), UncompressedSize64: declared,
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write(packed); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		err = inspect(out.Bytes(), most)
		var reason crm.Reason
		if !errors.As(err, &reason) || reason.Code != "bomb" && reason.Code != "garbled" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestOtherArchivesAreNoTables(t *testing.T) {
	for name, code := range map[string]string{"mimetype": "open_document", "word/document.xml": "not_table", "xl/workbook.bin": "old_excel"} {
		var out bytes.Buffer
		w := zip.NewWriter(&out)
		if _, err := w.Create(name); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := Parse(out.Bytes(), Options{Heading: heads}); !errors.Is(err, crm.Reason{Code: code}) {
			t.Errorf("%s: %v, want %s", name, err, code)
		}
	}
}

// FuzzXLSX puts a sheet of any text into an archive that is sound: what the
// library does with it is bounded, and ends with rows or an error.
func FuzzXLSX(f *testing.F) {
	sheet := `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>`
	for _, rows := range []string{
		`<row r="1"><c r="A1" t="inlineStr"><is><t>Наименование</t></is></c><c r="B1" t="s"><v>0</v></c></row>`,
		`<row r="9"><c r="XFD9"><f>1/0</f><v>7.9E+10</v></c></row><row r="2"><c r="A2" t="e"><v>#REF!</v></c></row>`,
		`<row><c t="s"><v>-1</v></c></row>`, `<row r="-1"/>`, `<row r="99999999999"><c r="A0"/></row>`,
	} {
		f.Add(strings.Replace(sheet, "%s", rows, 1))
	}
	whole := book(f, nil, [][]any{{"Наименование", "Телефон"}})
	f.Fuzz(func(t *testing.T, sheet string) {
		in, err := zip.NewReader(bytes.NewReader(whole), int64(len(whole)))
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		w := zip.NewWriter(&out)
		for _, part := range in.File {
			if part.Name != "xl/worksheets/sheet1.xml" {
				if err := w.Copy(part); err != nil {
					t.Fatal(err)
				}
				continue
			}
			to, err := w.Create(part.Name)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := io.WriteString(to, sheet); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		table, err := Parse(out.Bytes(), Options{Heading: heads, NoHead: true})
		if err == nil && len(table.Rows()) > MaxRows+headWithin {
			t.Fatalf("%d rows", len(table.Rows()))
		}
		if err != nil && !errors.Is(err, crm.ErrInvalid) {
			t.Fatalf("%v is no fault of the file", err)
		}
	})
}

// The sheets are named, so that a person can take another one.
func TestSheetsAreNamed(t *testing.T) {
	head := []any{"Название", "Телефон"}
	data := book(t, nil, [][]any{head, {"ООО «Вектор»", "89731234567"}}, [][]any{head, {"ИП Лапин", "89731112233"}})
	for _, sheet := range []string{"", "Клиенты"} {
		read, err := Parse(data, Options{Sheet: sheet, Heading: func(text string) bool { return text == "Телефон" }})
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(read.Sheets, []string{"Sheet1", "Клиенты"}) || sheet != "" && read.Sheet != sheet {
			t.Errorf("of the sheets %q the one read is %q", read.Sheets, read.Sheet)
		}
	}
}
