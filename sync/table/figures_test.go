package table

import (
	"bytes"
	"testing"

	"github.com/xuri/excelize/v2"
)

// Figures stay figures, and what somebody has called a client is never a formula.
func TestFiguresAreTyped(t *testing.T) {
	rows := [][]any{{"Показатель", "Значение"}, {"=HYPERLINK(\"http://x\")", 3}, {"Заказы, ₽", 1240000.5}}
	var text, book bytes.Buffer
	if err := WriteFigures(&text, rows); err != nil {
		t.Fatal(err)
	}
	want := "\ufeffПоказатель;Значение\r\n\"'=HYPERLINK(\"\"http://x\"\")\";3\r\nЗаказы, ₽;1240000,5\r\n"
	if text.String() != want {
		t.Errorf("CSV is\n%q, want\n%q", text.String(), want)
	}
	if err := WriteFigureBook(&book, rows); err != nil {
		t.Fatal(err)
	}
	read, err := excelize.OpenReader(&book)
	if err != nil {
		t.Fatal(err)
	}
	defer read.Close()
	sheet := read.GetSheetName(0)
	for cell, wants := range map[string]excelize.CellType{"A2": excelize.CellTypeSharedString, "B2": excelize.CellTypeUnset, "B3": excelize.CellTypeUnset} {
		kind, err := read.GetCellType(sheet, cell)
		if err != nil || kind != wants {
			t.Errorf("%s is of type %v (%v), want %v", cell, kind, err, wants)
		}
	}
	if formula, err := read.GetCellFormula(sheet, "A2"); err != nil || formula != "" {
		t.Errorf("A2 computes %q (%v)", formula, err)
	}
}
