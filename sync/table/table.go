// Package table reads the tables people have: CSV in any of the encodings and
// with any of the separators that programs write in Russia, and XLSX. It finds the
// headings and hands over rows of plain text. Files are hostile input: everything
// has a cap, and what is past it is an error that says so.
package table

import (
	"bytes"
	"io"
	"os"
	"slices"
	"strings"

	"pult/app/crm"
)

// Caps.
const (
	MaxFile    = 64 << 20  // bytes of a file
	maxUnzip   = 256 << 20 // bytes of all parts of an XLSX file
	maxParts   = 2000
	MaxRows    = 200_000
	maxColumns = 256
	maxCell    = 32_767 // letters; more does not fit into a cell of Excel
	headWithin = 20     // rows among which the headings are
)

// Under parts the two headings of a column in tables with two rows of them. People
// write a slash into one: "ИНН / КПП".
const Under = " › "

// Options tell how to read.
type Options struct {
	Sheet string // of an XLSX file; the first one with headings when empty
	// Heading tells a text that stands over a column. The row with the most of
	// them is the row of headings.
	Heading func(text string) bool
	NoHead  bool // columns may go by number: headings need not be there
}

// Table is a table that was opened.
type Table struct {
	Headings  []string // one a column; of two rows of headings "above › below"
	Sheet     string
	Sheets    []string // of the file, those that are not hidden
	Encoding  string   // of a CSV file
	Since1904 bool     // day numbers count from 1904, as on old Macs
	rows      []Row
}

// Row is a row with its line in the file, counted from 1.
type Row struct {
	Line  int
	Cells []string
}

// Rows are the rows below the headings, without empty ones.
func (t *Table) Rows() []Row { return t.rows }

// Read reads a file.
func Read(path string, o Options) (*Table, error) {
	data, err := ReadFile(path)
	if err != nil {
		return nil, err
	}
	return Parse(data, o)
}

// ReadFile reads a file that is not larger than a table may be.
func ReadFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, MaxFile+1))
	if err != nil {
		return nil, err
	}
	if len(data) > MaxFile {
		return nil, crm.Reason{Code: "too_large", Detail: "64"}
	}
	return data, nil
}

// Parse reads a file that is in memory.
func Parse(data []byte, o Options) (*Table, error) {
	switch {
	case len(bytes.TrimSpace(data)) == 0:
		return nil, crm.Reason{Code: "empty"}
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return parseXLSX(data, o)
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")):
		return nil, crm.Reason{Code: "old_excel"}
	case bytes.HasPrefix(data, []byte("%PDF")), bytes.HasPrefix(data, []byte("{\\rtf")), bytes.HasPrefix(data, []byte("\x7fELF")),
		bytes.HasPrefix(data, []byte("\x89PNG")), bytes.HasPrefix(data, []byte("\xff\xd8\xff")), bytes.HasPrefix(data, []byte("Rar!")):
		return nil, crm.Reason{Code: "not_table"}
	}
	return parseCSV(data, o)
}

// collector gathers rows within the caps.
type collector struct{ rows []Row }

func (c *collector) add(line int, cells []string) error {
	filled := 0
	for i, cell := range cells {
		if len(cell) > maxCell && len([]rune(cell)) > maxCell {
			return crm.Reason{Code: "long_cell", Detail: place(line, i)}
		}
		if cells[i] = tidy(cell); cells[i] != "" {
			filled = i + 1
		}
	}
	switch {
	case filled == 0:
		return nil
	case filled > maxColumns:
		return crm.Reason{Code: "many_columns", Detail: place(line, filled-1)}
	case len(c.rows) >= MaxRows+headWithin:
		return crm.Reason{Code: "many_rows", Detail: "200 000"}
	}
	c.rows = append(c.rows, Row{line, cells[:filled]})
	return nil
}

// tidy takes invisible signs off a cell and brings a number that Excel wrote as
// 7.9123456789E+10 back.
func tidy(cell string) string {
	cell = strings.Map(func(r rune) rune {
		switch {
		case r == '\ufeff', r == '\u200b', r == '\u200e', r == '\u200f', r == '\u00ad', r < ' ' && r != '\n' && r != '\t':
			return -1
		case r == '\u00a0', r == '\u202f', r == '\t':
			return ' '
		}
		return r
	}, cell)
	return plainNumber(strings.TrimSpace(cell))
}

// head finds the headings and leaves the rows below them.
func (t *Table) head(rows []Row, o Options) error {
	if len(rows) == 0 {
		return crm.Reason{Code: "empty"}
	}
	at, best := headRow(rows[:min(headWithin, len(rows))], o)
	if at < 0 || best < 2 && len(rows[at].Cells) > 2 {
		if o.NoHead {
			t.headless(rows)
			return nil
		}
		return crm.Reason{Code: "no_headings"}
	}
	above, below := rows[at].Cells, []string(nil)
	// The row with the most headings may be the upper or the lower of two.
	switch {
	case at+1 < len(rows) && isHead(rows[at+1], o) && !slices.Equal(rows[at].Cells, rows[at+1].Cells):
		below = rows[at+1].Cells
		at++
	case at > 0 && isHead(rows[at-1], o) && rows[at-1].Line == rows[at].Line-1 && len(rows[at-1].Cells) > 1:
		above, below = rows[at-1].Cells, rows[at].Cells
	}
	t.Headings = join(above, below)
	t.rows = rows[at+1:]
	if len(t.rows) > MaxRows {
		return crm.Reason{Code: "many_rows", Detail: "200 000"}
	}
	return nil
}

// headRow is the first row with about as many headings as any: the headings may
// come again further down, where two tables were put together.
func headRow(rows []Row, o Options) (at, count int) {
	best := 0
	for _, row := range rows {
		best = max(best, headings(row, o))
	}
	for i, row := range rows {
		if n := headings(row, o); n > 0 && n*2 >= best {
			return i, n
		}
	}
	return -1, 0
}

// headless takes every row for data.
func (t *Table) headless(rows []Row) {
	t.rows = rows
	for _, row := range rows {
		for len(t.Headings) < len(row.Cells) {
			t.Headings = append(t.Headings, "")
		}
	}
}

func headings(row Row, o Options) int {
	n := 0
	for _, cell := range row.Cells {
		if cell != "" && o.Heading(cell) {
			n++
		}
	}
	return n
}

// isHead tells a further row of headings: it has some, and nothing in it looks
// like data.
func isHead(row Row, o Options) bool {
	return headings(row, o) > 0 && !slices.ContainsFunc(row.Cells, func(cell string) bool {
		return strings.ContainsAny(cell, "0123456789@") || len([]rune(cell)) > 60
	})
}

// join makes one row of headings of two. A heading above columns stands over all
// of them up to the next one.
func join(above, below []string) []string {
	if below == nil {
		return above
	}
	list := make([]string, max(len(above), len(below)))
	over := ""
	for i := range list {
		if i < len(above) && above[i] != "" {
			over = above[i]
		}
		under := ""
		if i < len(below) {
			under = below[i]
		}
		switch {
		case under == "" && i < len(above):
			list[i] = above[i]
		case over == "" || under == over:
			list[i] = under
		case under != "":
			list[i] = over + Under + under
		}
	}
	return list
}
