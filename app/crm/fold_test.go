package crm

import (
	"strings"
	"testing"
	"unicode"
)

func TestFold(t *testing.T) {
	tests := []struct{ in, want string }{
		{"СЕМЁНОВ", "семенов"},
		{"Семёнов", "семенов"},
		{"Андрей", "андрей"},
		{"Андреи\u0306", "андрей"},
		{"Семе\u0308нов", "семенов"},
		{`ООО "Ромашка-Плюс" №2`, "ооо ромашка плюс 2"},
		{"«Рога и Копыта»", "рога и копыта"},
		{"  ИП   Иванов И.И. ", "ип иванов и и"},
		{"info@Firm.example", "info firm example"},
		{"770112/345678", "770112 345678"},
		{"АO c Latin O", "аo c latin o"}, // look-alikes stay: an address is not Russian
		{"соло\u00adма", "солома"},
		{"а\u00a0б\u202fв", "а б в"},
		{"O'Neil", "o neil"},
		{"Cafe\u0301", "cafe"},
		{"!?", ""},
		{"", ""},
	}
	for _, tt := range tests {
		if got := Fold(tt.in); got != tt.want {
			t.Errorf("Fold(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

// What is folded once must fold to itself, and be safe inside quotes of FTS5.
func FuzzFold(f *testing.F) {
	for _, seed := range []string{"Ёж", `"a" OR b*`, "и\u0306", "İstanbul", "\xff\x00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		folded := Fold(in)
		if again := Fold(folded); again != folded {
			t.Fatalf("%q folds to %q and then to %q", in, folded, again)
		}
		bad := func(r rune) bool { return r != ' ' && !unicode.IsLetter(r) && !unicode.IsNumber(r) }
		if strings.ContainsFunc(folded, bad) || strings.Contains(folded, "  ") {
			t.Fatalf("%q folds to %q", in, folded)
		}
	})
}
