package table

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"pult/app/crm"
)

var notTable = crm.Reason{Code: "not_table"}

// maxSheetRows is how many rows a sheet has, empty ones counted.
const maxSheetRows = 1 << 20

func parseXLSX(data []byte, o Options) (t *Table, err error) {
	if err := inspect(data, maxUnzip); err != nil {
		return nil, err
	}
	// The library is made for files of programs. One made to break it must end
	// with a sentence, not with the panel.
	defer func() {
		if fault := recover(); fault != nil {
			t, err = nil, garbled(fmt.Errorf("%v", fault))
		}
	}()
	book, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: maxUnzip, UnzipXMLSizeLimit: 16 << 20,
	})
	if err != nil {
		return nil, garbled(err)
	}
	defer book.Close()
	sheets := book.GetSheetList()
	seen := slices.DeleteFunc(slices.Clone(sheets), func(sheet string) bool {
		visible, err := book.GetSheetVisible(sheet)
		return err != nil || !visible
	})
	if o.Sheet != "" {
		if !slices.Contains(sheets, o.Sheet) {
			return nil, crm.Reason{Code: "no_sheet", Detail: strings.Join(sheets, ", ")}
		}
		if t, err = parseSheet(book, o.Sheet, o); err == nil {
			t.Sheets = seen
		}
		return t, err
	}
	// Without a name it is the first sheet that has headings.
	var first error
	for _, sheet := range seen {
		t, err := parseSheet(book, sheet, o)
		if err == nil {
			t.Sheets = seen
			return t, nil
		}
		first = cmpErr(first, err)
	}
	return nil, cmpErr(first, crm.Reason{Code: "empty"})
}

// cmpErr keeps the first error that says more than that a sheet is empty.
func cmpErr(first, next error) error {
	if first == nil || errors.Is(first, crm.Reason{Code: "empty"}) {
		return next
	}
	return first
}

func parseSheet(book *excelize.File, sheet string, o Options) (*Table, error) {
	t := &Table{Sheet: sheet}
	if props, err := book.GetWorkbookProps(); err == nil && props.Date1904 != nil {
		t.Since1904 = *props.Date1904
	}
	rows, err := book.Rows(sheet)
	if err != nil {
		return nil, garbled(err)
	}
	defer rows.Close()
	var all collector
	for line := 1; rows.Next(); line++ {
		if line > maxSheetRows {
			return nil, crm.Reason{Code: "many_rows", Detail: "200 000"}
		}
		// A formula gives the value it had when the file was saved; nothing is
		// computed here.
		cells, err := rows.Columns()
		if err != nil {
			return nil, garbled(err)
		}
		if err := all.add(line, cells); err != nil {
			return nil, err
		}
	}
	if err := rows.Error(); err != nil {
		return nil, garbled(err)
	}
	return t, t.head(all.rows, o)
}

func garbled(err error) error {
	return fmt.Errorf("%w: %w", crm.Reason{Code: "garbled"}, err)
}

// inspect unpacks a file into nothing and counts: what the archive says of its
// sizes is the word of whoever made it.
func inspect(data []byte, most int64) error {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return garbled(err)
	}
	if len(archive.File) > maxParts {
		return crm.Reason{Code: "bomb"}
	}
	book, left := false, most
	for _, part := range archive.File {
		switch strings.ToLower(part.Name) {
		case "xl/workbook.xml":
			book = true
		case "mimetype":
			return crm.Reason{Code: "open_document"}
		case "xl/workbook.bin":
			return crm.Reason{Code: "old_excel"}
		}
		if left, err = spend(part, left); err != nil {
			return err
		}
	}
	if !book {
		return notTable
	}
	return nil
}

func spend(part *zip.File, left int64) (int64, error) {
	r, err := part.Open()
	if err != nil {
		return left, garbled(err)
	}
	defer r.Close()
	n, err := io.Copy(io.Discard, io.LimitReader(r, left+1))
	if n > left {
		return 0, crm.Reason{Code: "bomb"}
	}
	if err != nil {
		return left, garbled(err)
	}
	return left - n, nil
}
