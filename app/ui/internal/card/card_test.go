package card

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"pult/app/ui/internal/look"
	"pult/app/view"
)

// drawn is a card in a window, as large as on an office screen.
func drawn(t *testing.T, act Actions) *View {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(look.New("light"))
	v := New(view.New(view.Russian, time.UTC, time.Now), act)
	w := test.NewTempWindow(t, v.Object())
	w.SetPadded(false)
	w.Resize(fyne.NewSize(660, 520))
	v.Show(view.Card{
		Name: "Вектор", Say: "Просрочено 84 200 ₽", Source: "Расчёты в 1С", AsOf: "данные 1С на 10:38",
		Months: []view.Column{{Paid: 1, Hint: "Октябрь: 400 ₽"}, {Paid: 0.2, Unpaid: 0.3, Hint: "Ноябрь: 200 ₽"}},
		Ages:   view.Ages{Parts: [7]float32{0.25, 0, 0.75}, Hints: [7]string{"не наступил: 1 ₽", "", "8–30 дней: 3 ₽"}},
	})
	return v
}

func over(o desktop.Hoverable, x float32) {
	o.MouseIn(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(x, 2)}})
}

// A figure that is drawn says its sum under the mouse, and nothing without it.
func TestFiguresSayTheirSumsUnderTheMouse(t *testing.T) {
	v := drawn(t, Actions{})
	for name, c := range map[string]struct {
		over desktop.Hoverable
		x    float32
		want string
	}{
		"first month": {v.months, 3, "Октябрь: 400 ₽"},
		"last month":  {v.months, v.months.Size().Width - 3, "Ноябрь: 200 ₽"},
		"not due":     {v.ages, 3, "не наступил: 1 ₽"},
		"late debt":   {v.ages, v.ages.Size().Width - 3, "8–30 дней: 3 ₽"},
		"what to say": {v.say.veil, 3, "Расчёты в 1С"},
	} {
		over(c.over, c.x)
		if got := v.Hint(); !strings.HasPrefix(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
		c.over.MouseOut()
		if got := v.Hint(); got != "" {
			t.Errorf("%s: %q stays", name, got)
		}
	}
}

func TestChartsStandAboveTheGoods(t *testing.T) {
	v := drawn(t, Actions{})
	v.Charts(view.Charts{
		Months: []view.Column{{Paid: 1, Label: "окт", Hint: "Октябрь"}},
		Rhythm: view.Rhythm{
			Orders: []view.Beat{{Hint: "первый"}, {At: 0.5, Gap: "31", Hint: "второй"}}, Today: 0.9, From: 0.8, To: 1, Expected: "ждём 24.11", Hint: "угадано: 6 из 8",
		},
	})
	v.Story([]view.Row{{Title: "Гвозди"}}, view.Goods)
	if !v.charts.months.Visible() {
		t.Fatal("there is room, and no chart")
	}
	rhythm := v.charts.rhythm
	for x, want := range map[float32]string{4: "первый", rhythm.Size().Width / 2: "второй", rhythm.Size().Width * 0.9: "угадано: 6 из 8"} {
		over(rhythm, x)
		if got := v.Hint(); got != want {
			t.Errorf("at %v: %q, want %q", x, got, want)
		}
	}
	v.Story([]view.Row{{Title: "Звонок"}}, view.All)
	if v.charts.months.Visible() || v.Hint() != "" {
		t.Error("charts stand over the story")
	}
}

func TestWhatToSayCanBeCopied(t *testing.T) {
	copied := ""
	v := drawn(t, Actions{Copied: func(text string) { copied = text }})
	test.Tap(v.say.veil)
	if copied != "Просрочено 84 200 ₽" {
		t.Errorf("copied %q", copied)
	}
}

// In a low window a long text takes the room of the figures, not of the keys.
func TestALongTextNeverCoversTheFilters(t *testing.T) {
	v := drawn(t, Actions{})
	v.root.Resize(fyne.NewSize(620, 360))
	v.Story([]view.Row{{Title: "Звонок"}, {Title: "Письмо", Full: "Добрый день.\nПришлите счёт."}}, view.All)
	filters := v.story.filters[0].Object()
	v.Choose(1)
	v.story.read(v.Rows()[1])
	bottom := filters.Position().Y + filters.Size().Height
	if page := v.story.page; !page.Visible() || page.Position().Y < bottom || v.tiles[0].value.Visible() {
		t.Errorf("the text stands at %v, the filters end at %v", page.Position().Y, bottom)
	}
	v.story.read(view.Row{})
	if v.story.page.Visible() || !v.tiles[0].value.Visible() {
		t.Error("the figures are not back")
	}
}
