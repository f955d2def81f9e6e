package table

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// WriteFigures writes a table whose cells are texts and numbers (int, float64) as Excel
// opens CSV in Russia: a number has a comma.
func WriteFigures(w io.Writer, rows [][]any) error {
	texts := make([][]string, len(rows))
	for i, row := range rows {
		for _, cell := range row {
			text := fmt.Sprint(cell)
			if v, ok := cell.(float64); ok {
				text = strings.Replace(strconv.FormatFloat(v, 'f', -1, 64), ".", ",", 1)
			}
			texts[i] = append(texts[i], text)
		}
	}
	return Write(w, texts)
}

// WriteFigureBook writes such a table as a book of Excel: numbers can be reckoned with,
// a text is never computed, and the first row stays in sight.
func WriteFigureBook(w io.Writer, rows [][]any) (err error) {
	book := excelize.NewFile()
	defer func() {
		if closing := book.Close(); err == nil {
			err = closing
		}
	}()
	name := book.GetSheetName(0)
	panes := &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}
	if err := book.SetPanes(name, panes); err != nil {
		return err
	}
	if err := book.SetColWidth(name, "A", "A", 70); err != nil {
		return err
	}
	for i, row := range rows {
		for j, cell := range row {
			at, err := excelize.CoordinatesToCellName(j+1, i+1)
			if err != nil {
				return err
			}
			if err := book.SetCellValue(name, at, cell); err != nil {
				return err
			}
		}
	}
	return book.Write(w)
}
