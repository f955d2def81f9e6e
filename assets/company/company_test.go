package company

import (
	"strconv"
	"strings"
	"testing"
)

func TestFeminine(t *testing.T) {
	for surname, want := range map[string]string{
		"Соловьёв": "Соловьёва", "Лукин": "Лукина", "Полянский": "Полянская", "Заречный": "Заречная", "Шевчук": "Шевчук",
	} {
		if got := Feminine(surname); got != want {
			t.Errorf("%s: %s, want %s", surname, got, want)
		}
	}
}

func TestLists(t *testing.T) {
	for name, list := range map[string][]string{
		"firms": FirmWords(), "men": Men(), "women": Women(), "surnames": Surnames(), "positions": Positions(), "goods": Goods(),
	} {
		if len(list) < 10 {
			t.Errorf("%s: only %d lines", name, len(list))
		}
	}
	for _, line := range Men() {
		if len(strings.Fields(line)) != 3 {
			t.Errorf("%q is no name with two patronymics", line)
		}
	}
	for _, line := range Goods() {
		part := strings.Split(line, ";")
		if len(part) != 3 {
			t.Fatalf("%q is no goods line", line)
		}
		if price, err := strconv.Atoi(part[2]); err != nil || price <= 0 {
			t.Errorf("%q has no price", line)
		}
	}
}
