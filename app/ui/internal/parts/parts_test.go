package parts

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"pult/app/ui/internal/look"
	"pult/app/view"
)

func TestCutEndsInAnEllipsis(t *testing.T) {
	test.NewTempApp(t)
	const text = "Торговый дом «Северо-Западная Электротехническая Компания»"
	for _, width := range []float32{40, 120, 300} {
		got := Cut(text, look.Body, false, width)
		if !strings.HasSuffix(got, "…") || fyne.MeasureText(got, look.Body, fyne.TextStyle{}).Width > width {
			t.Errorf("Cut to %v = %q", width, got)
		}
	}
	if got := Cut("Вектор", look.Body, false, 300); got != "Вектор" {
		t.Errorf("a text that fits became %q", got)
	}
	if got := Cut("ждёт счёт\nдо среды", look.Body, false, 300); got != "ждёт счёт до среды" {
		t.Errorf("a note of two lines became %q", got)
	}
}

func TestParaBreaksBetweenWords(t *testing.T) {
	test.NewTempApp(t)
	first, rest := split("19.11, Петрова: ждёт КП на кабель", look.Strong, 160)
	if first == "" || rest == "" || strings.HasSuffix(first, " ") || first+" "+rest != "19.11, Петрова: ждёт КП на кабель" {
		t.Errorf("split = %q, %q", first, rest)
	}
}

func TestFieldAsksThePanelFirst(t *testing.T) {
	test.NewTempApp(t)
	var asked []fyne.KeyName
	f := NewField("", false, func(key fyne.KeyName, _ fyne.KeyModifier) bool {
		asked = append(asked, key)
		return key != fyne.KeyBackspace
	})
	f.SetText("аб")
	f.CursorColumn = 2
	f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyF4})
	f.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyK, Modifier: fyne.KeyModifierControl})
	f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	if len(asked) != 3 || f.Text != "а" {
		t.Errorf("asked %v, text %q", asked, f.Text)
	}
}

func TestListStepsOverHeadings(t *testing.T) {
	test.NewTempApp(t)
	opened := ""
	l := NewList(0, func(_ int, row view.Row) { opened = row.Title })
	l.Set([]view.Row{{Head: true, Title: "Сегодня"}, {Title: "первый"}, {Head: true}, {Title: "второй"}}, "", "")
	l.Enter()
	l.Move(1)
	l.Move(1)
	l.Enter()
	if opened != "второй" {
		t.Errorf("opened %q", opened)
	}
}
