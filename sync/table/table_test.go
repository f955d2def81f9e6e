package table

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"

	"pult/app/crm"
)

// heads tells the headings of these tests.
func heads(text string) bool {
	return slices.Contains([]string{"наименование", "телефон", "инн", "долг", "просрочено", "всего", "контакты", "e mail", "задолженность"}, crm.Fold(text))
}

func parse(t testing.TB, data []byte) *Table {
	t.Helper()
	table, err := Parse(data, Options{Heading: heads})
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func cells(table *Table) [][]string {
	var all [][]string
	for _, row := range table.Rows() {
		all = append(all, row.Cells)
	}
	return all
}

func utf16Of(text string, order binary.AppendByteOrder, mark bool) []byte {
	var out []byte
	if mark {
		out = order.AppendUint16(out, 0xfeff)
	}
	for _, unit := range utf16.Encode([]rune(text)) {
		out = order.AppendUint16(out, unit)
	}
	return out
}

func TestEncodingsAndSeparators(t *testing.T) {
	want := [][]string{{"ООО Ромашка", "8 912 345-67-89", "г. Орёл, ул. Объездная"}, {"ИП ЩЁКИН", "8 913 345-67-89", "ТОЛЬКО БУКВЫ ПРОПИСНЫЕ"}}
	for _, separator := range []string{";", ",", "\t", "|"} {
		var lines []string
		for _, row := range append([][]string{{"Наименование", "Телефон", "Адрес"}}, want...) {
			for i, cell := range row {
				if strings.Contains(cell, separator) {
					row = slices.Clone(row)
					row[i] = `"` + cell + `"`
				}
			}
			lines = append(lines, strings.Join(row, separator))
		}
		text := strings.Join(lines, "\r\n")
		page := func(c *charmap.Charmap) []byte {
			out, err := c.NewEncoder().String(text)
			if err != nil {
				t.Fatal(err)
			}
			return []byte(out)
		}
		for name, data := range map[string][]byte{
			"utf-8":        []byte(text),
			"utf-8 mark":   []byte("\ufeff" + text),
			"utf-16 le":    utf16Of(text, binary.LittleEndian, true),
			"utf-16 be":    utf16Of(text, binary.BigEndian, true),
			"utf-16 bare":  utf16Of(text, binary.LittleEndian, false),
			"windows-1251": page(charmap.Windows1251),
			"koi8-r":       page(charmap.KOI8R),
			"cp866":        page(charmap.CodePage866),
		} {
			table := parse(t, data)
			if got := cells(table); !reflect.DeepEqual(got, want) {
				t.Errorf("%s with %q: %q", name, separator, got)
			}
			if !strings.HasPrefix(name, table.Encoding) {
				t.Errorf("%s is taken for %s", name, table.Encoding)
			}
		}
	}
}

// A letter cut in half costs that letter and not the encoding.
func TestLetterCutInHalf(t *testing.T) {
	table := parse(t, []byte("Наименование;Телефон\n"+strings.Repeat("ООО Ромашка;1\n", 20)+"Лют\xd0;2\n"))
	rows := cells(table)
	if table.Encoding != "utf-8" || !slices.Equal(rows[20], []string{"Лют\ufffd", "2"}) || rows[0][0] != "ООО Ромашка" {
		t.Errorf("%s: %q", table.Encoding, rows[20])
	}
}

func TestBrokenQuotesCostNoMoreThanACell(t *testing.T) {
	for _, tt := range []struct {
		in   string
		want []string
	}{
		{`ООО "Ромашка";1;2`, []string{`ООО "Ромашка"`, "1", "2"}},
		{`"ООО ""Ромашка""";1;2`, []string{`ООО "Ромашка"`, "1", "2"}},
		{`"ООО "Ромашка"";1;2`, []string{`ООО "Ромашка"`, "1", "2"}},
		{`"Ромашка" ООО;1;2`, []string{`"Ромашка" ООО`, "1", "2"}},
		{`"Ромашка;1;2`, []string{`"Ромашка`, "1", "2"}},
		{"\"Ромашка\nв две строки\";1;2", []string{"Ромашка\nв две строки", "1", "2"}},
		{` "Ромашка" ;1;2`, []string{"Ромашка", "1", "2"}},
	} {
		table := parse(t, []byte("Наименование;Телефон;ИНН\n"+tt.in+"\nВасилёк;3;4\n"))
		if got := cells(table); len(got) != 2 || !slices.Equal(got[0], tt.want) || !slices.Equal(got[1], []string{"Василёк", "3", "4"}) {
			t.Errorf("%s is read as %q", tt.in, got)
		}
	}
}

func TestHeadingsAreFound(t *testing.T) {
	for name, tt := range map[string]struct {
		in   string
		want []string
		line int
	}{
		"plain":                {"Наименование;Телефон\nА;1\n", []string{"Наименование", "Телефон"}, 2},
		"below a title":        {"Отчёт за ноябрь\n\n;;;\nНаименование;Телефон\nА;1\n", []string{"Наименование", "Телефон"}, 5},
		"announced":            {"sep=,\r\nНаименование,Телефон\r\nА,1\r\n", []string{"Наименование", "Телефон"}, 3},
		"two rows":             {"Наименование;Контакты;;Задолженность;\n;Телефон;E-mail;Всего;Просрочено\nА;1;2;3;4\n", []string{"Наименование", "Контакты › Телефон", "Контакты › E-mail", "Задолженность › Всего", "Задолженность › Просрочено"}, 3},
		"the same twice":       {"Наименование;Телефон\nНаименование;Телефон\nА;1\n", []string{"Наименование", "Телефон"}, 2},
		"signs one cannot see": {"\ufeffНаимено\u00adвание;Теле\u200bфон\nА;1\n", []string{"Наименование", "Телефон"}, 2},
	} {
		table := parse(t, []byte(tt.in))
		if !slices.Equal(table.Headings, tt.want) || table.Rows()[0].Line != tt.line {
			t.Errorf("%s: headings %q, first row in line %d", name, table.Headings, table.Rows()[0].Line)
		}
	}
}

func TestRefusalsNameTheThing(t *testing.T) {
	rows := strings.Repeat("А;1\n", MaxRows+headWithin+1)
	for name, tt := range map[string]struct {
		in   []byte
		code string
	}{
		"nothing":      {nil, "empty"},
		"blank":        {[]byte(" \r\n\r\n"), "empty"},
		"old Excel":    {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "old_excel"},
		"a picture":    {[]byte("\x89PNG\r\n\x1a\n"), "not_table"},
		"a program":    {append([]byte("MZ"), make([]byte, 100)...), "not_table"},
		"no headings":  {[]byte("А;1;2\nБ;2;3\n"), "no_headings"},
		"many rows":    {[]byte("Наименование;Телефон\n" + rows), "many_rows"},
		"many columns": {[]byte("Наименование;Телефон" + strings.Repeat(";x", maxColumns)), "many_columns"},
		"a long cell":  {[]byte("Наименование;Телефон\n" + strings.Repeat("я", maxCell+1) + ";1"), "long_cell"},
		"a cut zip":    {[]byte("PK\x03\x04 and no more"), "garbled"},
	} {
		_, err := Parse(tt.in, Options{Heading: heads})
		var reason crm.Reason
		if !errors.As(err, &reason) || reason.Code != tt.code || !errors.Is(err, crm.ErrInvalid) {
			t.Errorf("%s: %v, want %s", name, err, tt.code)
		}
	}
}

func TestNumbersOfTablePrograms(t *testing.T) {
	for in, want := range map[string]string{
		"7.9123456789E+10": "79123456789", "7,9123456789E+10": "79123456789", "7.912345678E10": "79123456780",
		"7.91E+10": "7.91E+10", "1.5": "1.5", "2E3": "2E3", "8 912": "8 912", "7.707083893E9": "7707083893", "1E999999999": "1E999999999",
	} {
		if got := tidy(in); got != want {
			t.Errorf("%s becomes %s, want %s", in, got, want)
		}
	}
	if !Rounded("7.91E+10") || !Rounded("7,91235E+10") || Rounded("7.9123456789E+10") || Rounded("1.5") || Rounded("Е1") {
		t.Error("a rounded number is not told from a whole one")
	}
}

func TestExportComputesNothing(t *testing.T) {
	for in, want := range map[string]string{
		"=HYPERLINK(\"http://x\")": "'=HYPERLINK(\"http://x\")", "+cmd|' /C calc'!A0": "'+cmd|' /C calc'!A0", "-2+3+cmd": "'-2+3+cmd",
		"@SUM(A1)": "'@SUM(A1)", "\t=1": "'\t=1", " =1": "' =1", "+7 912 345-67-89": "+7 912 345-67-89", "-1 234,50": "-1 234,50", "ООО": "ООО", "": "",
	} {
		if got := Safe(in); got != want {
			t.Errorf("Safe(%q) = %q, want %q", in, got, want)
		}
	}
	var out bytes.Buffer
	if err := Write(&out, [][]string{{"Наименование", "Телефон"}, {`ООО "Ромашка"; филиал`, "+7 912 345-67-89"}}); err != nil {
		t.Fatal(err)
	}
	if got := cells(parse(t, out.Bytes())); !reflect.DeepEqual(got, [][]string{{`ООО "Ромашка"; филиал`, "+7 912 345-67-89"}}) {
		t.Errorf("what was written is read as %q", got)
	}
}

// Whatever a file holds, it ends with rows within the caps or with an error.
func FuzzCSV(f *testing.F) {
	for _, seed := range []string{
		"Наименование;Телефон\n\"ООО \"\"Ромашка\"\"\";8 912\n", "sep=,\r\nНаименование,Телефон\r\n\"a,\nb\",1", "\xff\xfeN\x00;\x00", "\xef\xf0\xe8\xe2\xe5\xf2;1",
		"\"", "Наименование|Телефон\r\"\r", "a\tb\tc\n\"\"\"\t\t", "PK\x03\x04", "\ufeff",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		table, err := Parse(data, Options{Heading: heads, NoHead: true})
		if err != nil {
			if !errors.Is(err, crm.ErrInvalid) {
				t.Fatalf("%q: %v is no fault of the file", data, err)
			}
			return
		}
		last := 0
		for _, row := range table.Rows() {
			if row.Line <= last || len(row.Cells) == 0 || len(row.Cells) > maxColumns {
				t.Fatalf("%q: row %+v after line %d", data, row, last)
			}
			last = row.Line
		}
		if err := Write(&bytes.Buffer{}, cells(table)); err != nil {
			t.Fatal(err)
		}
		_ = fmt.Sprint(table.Headings)
	})
}
