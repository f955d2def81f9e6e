//go:build bench

package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

const (
	importRows = 50_000
	// mostImport is what bringing a file in may take of the processor: by the clock
	// that is no more on a machine that has nothing else to do.
	mostImport = 10 * time.Second
)

// importHeadings and importRow are a firm's list of clients with their debts.
var importHeadings = []string{"Код", "Наименование", "ИНН", "Телефон", "E-mail", "Контактное лицо", "Долг", "Срок оплаты", "Менеджер"}

func importCells(i int) []string {
	return []string{
		strconv.Itoa(i), fmt.Sprintf("ООО СтройТорг %d", i), fmt.Sprintf("%010d", 7700000000+i),
		fmt.Sprintf("8 (912) %03d-%02d-%02d, 8 495 %07d", i/10000%1000, i/100%100, i%100, i), fmt.Sprintf("info@firm%d.example", i),
		"Иванов Пётр", fmt.Sprintf("%d,50", i), "01.11.2026", "Петрова",
	}
}

// importFiles brings a large file in, checked first and then for good, as CSV and as
// XLSX. The floor is what the sqlite3 shell takes to put the same rows into a table,
// for XLSX behind the library that reads it, alone.
func importFiles(t *testing.T) (rows []row) {
	t.Helper()
	dir := t.TempDir()
	text, book := writeImports(t, dir)
	shell := worked(t, syscall.RUSAGE_CHILDREN, func() {
		sqlite(t, filepath.Join(dir, "floor.db"), fmt.Sprintf(".mode csv\n.separator ;\n.import '%s' t\n", text))
	})
	library := worked(t, syscall.RUSAGE_SELF, func() { readBook(t, book) })
	floors := map[string]string{
		text: "the sqlite3 shell puts the same rows into a table: " + seconds(shell),
		book: "the same after excelize has read them: " + seconds(library+shell),
	}
	for _, path := range []string{text, book} {
		o := openOffice(t, 1, "")
		dry, took := importOnce(t, o, path, "--dry-run"), importOnce(t, o, path)
		if took.worked > mostImport {
			t.Errorf("%s took %s of the processor to be brought in", filepath.Base(path), took.worked)
		}
		rows = append(rows, row{
			what: fmt.Sprintf("import of %d rows from %s: a dry run, then the import, of the processor; by the clock %s, %s (load %s); memory %s, %s",
				importRows, strings.ToUpper(strings.TrimPrefix(filepath.Ext(path), ".")), seconds(dry.clock), seconds(took.clock), load(t), mb(dry.peakKB), mb(took.peakKB)),
			p50: seconds(dry.worked), p99: seconds(took.worked), aim: seconds(mostImport), floor: floors[path],
		})
	}
	return rows
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.1f s", d.Seconds()) }

// worked is how long the processor worked for this process, or for those it started.
func worked(t *testing.T, who int, do func()) time.Duration {
	t.Helper()
	used := func() time.Duration {
		var r syscall.Rusage
		if err := syscall.Getrusage(who, &r); err != nil {
			t.Fatal(err)
		}
		return time.Duration(r.Utime.Nano() + r.Stime.Nano())
	}
	before := used()
	do()
	return used() - before
}

// brought is what an import took.
type brought struct {
	worked, clock time.Duration
	peakKB        int
}

// importOnce is one `pultctl import`, the start of the process included.
func importOnce(t *testing.T, o *office, path string, words ...string) (b brought) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
	defer cancel()
	cmd := o.command(ctx, append([]string{"import", path}, words...)...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	began := time.Now()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	watched, ended := make(chan int), make(chan struct{})
	go func() { watched <- peak(cmd.Process.Pid, ended) }()
	err := cmd.Wait()
	b.clock = time.Since(began)
	close(ended)
	b.peakKB = <-watched
	if err != nil || !strings.Contains(out.String(), strconv.Itoa(importRows)) {
		t.Fatalf("%v: %s%s", err, out.String(), errs.String())
	}
	b.worked = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	return b
}

// writeImports makes the files.
func writeImports(t *testing.T, dir string) (text, book string) {
	t.Helper()
	text, book = filepath.Join(dir, "clients.csv"), filepath.Join(dir, "clients.xlsx")
	file := newFile(t, importHeadings)
	for i := range importRows {
		file.add(t, importCells(i))
	}
	file.save(t, text, book)
	return text, book
}

// tableFile is written as CSV and as a book of Excel.
type tableFile struct {
	csv   strings.Builder
	xlsx  *excelize.File
	sheet *excelize.StreamWriter
	line  int
}

func newFile(t *testing.T, headings []string) *tableFile {
	t.Helper()
	f := &tableFile{xlsx: excelize.NewFile()}
	var err error
	if f.sheet, err = f.xlsx.NewStreamWriter("Sheet1"); err != nil {
		t.Fatal(err)
	}
	f.add(t, headings)
	return f
}

func (f *tableFile) add(t *testing.T, cells []string) {
	t.Helper()
	f.line++
	f.csv.WriteString(strings.Join(cells, ";") + "\n")
	values := make([]any, len(cells))
	for i, cell := range cells {
		values[i] = cell
	}
	if err := f.sheet.SetRow(fmt.Sprintf("A%d", f.line), values); err != nil {
		t.Fatal(err)
	}
}

func (f *tableFile) save(t *testing.T, text, book string) {
	t.Helper()
	if err := f.sheet.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := f.xlsx.SaveAs(book); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(text, []byte(f.csv.String()), 0o600); err != nil {
		t.Fatal(err)
	}
}

// readBook reads all cells of a workbook.
func readBook(t *testing.T, path string) {
	t.Helper()
	book, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	rows, err := book.Rows("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for rows.Next() {
		if _, err := rows.Columns(); err != nil {
			t.Fatal(err)
		}
		n++
	}
	if n != importRows+1 {
		t.Fatalf("%d rows of %s", n, path)
	}
}
