//go:build bench && unix

package intake

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// benchRows is a firm well above those Pult is made for.
const benchRows = 50_000

// TestBenchImport brings in 50,000 clients with debts and takes them back. The
// floor is what the file alone costs to write and flush. Ten seconds are asked of
// the processor: on a machine shared with others the clock measures them.
func TestBenchImport(t *testing.T) {
	b := newBench(t)
	var text strings.Builder
	text.WriteString("Код;Наименование;ИНН;Телефон;E-mail;Контактное лицо;Долг;Срок оплаты;Менеджер\n")
	for i := range benchRows {
		fmt.Fprintf(&text, "%d;\"ООО \"\"СтройТорг %d\"\"\";%010d;8 (912) %03d-%02d-%02d, 8 495 %07d;info@firm%d.example;Иванов Пётр;%d,50;01.11.2026;Петрова\n",
			i, i, 7700000000+i, i/10000%1000, i/100%100, i%100, i, i, i)
	}
	began := time.Now()
	f, err := os.Create(filepath.Join(b.dir, "floor"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString(text.String()); err != nil {
		t.Fatal(err)
	}
	if err := f.Sync(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	floor := time.Since(began)

	measure := func(what string, do func()) {
		began, worked := time.Now(), processor(t)
		do()
		worked = processor(t) - worked
		t.Logf("%s: %v of the processor, %v by the clock, floor %v",
			what, worked.Round(time.Millisecond), time.Since(began).Round(time.Millisecond), floor.Round(time.Millisecond))
		if worked > 10*time.Second {
			t.Errorf("%s of %d rows took %v, more than 10 s", what, benchRows, worked)
		}
	}
	measure("dry run", func() { b.bring(t, text.String(), Options{DryRun: true}) })
	measure("import", func() {
		if c := b.bring(t, text.String(), Options{}).Import.Counts; c.New != benchRows {
			t.Errorf("counts %+v", c)
		}
	})
	measure("again", func() {
		if c := b.bring(t, text.String(), Options{}).Import.Counts; c.Same != benchRows {
			t.Errorf("counts %+v", c)
		}
	})
	for range 2 {
		measure("undo", func() {
			if _, err := b.store.UndoImport(context.Background(), [16]byte{}); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// processor is how long it has worked for this process.
func processor(t *testing.T) time.Duration {
	t.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		t.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
