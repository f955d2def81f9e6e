package crm

import (
	"strings"
	"testing"
)

func TestNameKeyForgetsLegalForms(t *testing.T) {
	want := NameKey(`ООО "Ромашка"`)
	for _, name := range []string{"Ромашка, ООО", "ромашка", "Общество с ограниченной ответственностью «РОМАШКА»", "Ромашка ООО "} {
		if got := NameKey(name); got != want {
			t.Errorf("NameKey(%q) = %q, want %q", name, got, want)
		}
	}
	if NameKey("ООО") == "" {
		t.Error("a name of a legal form alone has no key")
	}
}

func TestPlainName(t *testing.T) {
	for name, want := range map[string]string{
		"ООО «Север»": "север", "Север, ООО": "север", "ИП Иванов Пётр": "иванов петр", "ТД «Тёплый дом» 15": "теплый дом 15",
		"Общество с ограниченной ответственностью «Рога и копыта»": "рога и копыта", "Алмазстрой-Север": "алмазстрой север",
		"ООО": "ооо", "Дом ТД": "дом тд", "": "",
	} {
		if got := strings.Join(PlainName(name), " "); got != want {
			t.Errorf("PlainName(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestAlike(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"ООО Ромашка", "ЗАО Ромашка", true},
		{"Ромашка", "Рамашка", true},
		{"Ромашка", "Ромакша", true},
		{"Стройинвест", "Стройинвес", true},
		{"Ромашка", "Ромашки плюс", false},
		{"Магазин 1", "Магазин 2", false},
		{"Лада", "Лида", false},
		{"", "", false},
	} {
		if got := Alike(NameKey(tt.a), NameKey(tt.b)); got != tt.want {
			t.Errorf("Alike(%q, %q) = %v", tt.a, tt.b, got)
		}
	}
}

func TestCleanEmail(t *testing.T) {
	for in, want := range map[string]string{
		" Info@Firm.Example ": "info@firm.example", "mailto:a@b.example": "a@b.example", "<a@b.example>": "a@b.example",
		"нет": "", "a@b": "", "a b@c.example": "", "a@b.example, c@d.example": "", "@b.example": "", "a@@b.example": "",
	} {
		if got := CleanEmail(in); got != want {
			t.Errorf("CleanEmail(%q) = %q, want %q", in, got, want)
		}
	}
}
