package view

import (
	"testing"

	"pult/app/crm"
)

func TestHandTo(t *testing.T) {
	for name, want := range map[string]string{
		"Петрова Ольга": "Петровой", "Кузнецов Игорь": "Кузнецову", "Королёв С. П.": "Королёву", "Достоевский Фёдор": "Достоевскому",
		"Троицкая Вера": "Троицкой", "Федорчук Лев": "Передать: Федорчук Л.", "Сова Мария": "Передать: Сова М.", "Бухгалтерия": "Передать: Бухгалтерия",
		"Калинина Ольга": "Передать: Калинина О.", "Лев Толстой": "Передать: Лев Т.",
	} {
		if got := printer(Russian).HandTo(name); got != want {
			t.Errorf("HandTo(%q) = %q, want %q", name, got, want)
		}
	}
	if got := printer(English).HandTo("Петрова Ольга"); got != "To Петрова" {
		t.Errorf("in English %q", got)
	}
}

func TestFindColleagues(t *testing.T) {
	list := []crm.Colleague{{Name: "Петрова Ольга", Extension: "102"}, {Name: "Орлов Пётр", Extension: "1020"}, {Name: "", Extension: "33"}}
	for text, want := range map[string]int{"пет": 1, "п": 2, "ольг": 1, "102": 2, "1020": 1, "gtn": 1, "етр": 0, "33": 1} {
		if got := FindColleagues(list, text); len(got) != want {
			t.Errorf("FindColleagues(%q) = %v, want %d", text, got, want)
		}
	}
}

func TestEndedNamesWhoTookIt(t *testing.T) {
	p := printer(Russian)
	for _, tt := range []struct {
		outcome  crm.Outcome
		by, want string
	}{
		{crm.Elsewhere, "Кузнецов Игорь", "ответил Кузнецов Игорь"},
		{crm.Elsewhere, "", "ответили на другом телефоне"},
		{crm.Transferred, "Петрова Ольга", "передан: Петрова Ольга"},
		{crm.Missed, "102", "пропущен"},
	} {
		if got := p.Ended(tt.outcome, tt.by); got != tt.want {
			t.Errorf("Ended(%s, %q) = %q, want %q", tt.outcome, tt.by, got, tt.want)
		}
	}
}
