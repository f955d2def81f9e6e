package places

import (
	"strings"
	"testing"
)

func TestOf(t *testing.T) {
	for number, want := range map[int64]string{
		74951234500: "Москва", 74991234500: "Москва", 78121234500: "Санкт-Петербург", 73432223344: "Свердловская область",
		78622223344: "Краснодарский край, Сочи", 79123456789: "мобильный, Россия", 78001234567: "бесплатный номер 8-800",
		77271234567: "Казахстан, Алматы", 77771234567: "мобильный, Казахстан", 77471234567: "мобильный, Казахстан",
		77511234567: "Казахстан", 375291234567: "мобильный, Белоруссия", 375171234567: "Белоруссия, Минск",
		998901234567: "Узбекистан", 12125550100: "США или Канада", 8613812345678: "Китай", 84912345678: "Вьетнам",
		73002223344: "Россия", 78185320000: "Ненецкий автономный округ",
	} {
		if got, ok := Of(number); !ok || got.Russian != want || got.English == "" {
			t.Errorf("%d comes from %q, want %q", number, got.Russian, want)
		}
	}
	if got, ok := Of(21012345678); ok {
		t.Errorf("a code nobody has is %+v", got)
	}
}

// Every line is a code that is given once, with a name in each language.
func TestTable(t *testing.T) {
	seen := map[string]bool{}
	for line := range strings.Lines(table) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "#") {
			continue
		}
		parts := strings.Split(line, "|")
		if len(parts) != 3 || strings.Trim(parts[0], "0123456789") != "" || len(parts[0]) > longest || parts[1] == "" || parts[2] == "" || seen[parts[0]] {
			t.Errorf("line %q", line)
			continue
		}
		seen[parts[0]] = true
	}
	if len(seen) < 200 {
		t.Errorf("%d codes", len(seen))
	}
}
