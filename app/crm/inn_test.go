package crm

import "testing"

func TestValidINN(t *testing.T) {
	for inn, want := range map[string]bool{
		"7707083893":   true, // of a firm
		"7830002293":   true,
		"500100732259": true, // of a person
		"7707083894":   false,
		"500100732258": false,
		"500100732269": false,
		"0000000000":   false,
		"000000000000": false,
		"770708389":    false,
		"77070838933":  false,
		"77070838９3":   false,
		"":             false,
	} {
		if got := ValidINN(inn); got != want {
			t.Errorf("ValidINN(%q) = %v, want %v", inn, got, want)
		}
	}
}

func TestCleanINN(t *testing.T) {
	for in, want := range map[string]string{
		"ИНН 7707083893":    "7707083893",
		"7707 083 893":      "7707083893",
		"7707083893/770701": "7707083893770701",
		"нет":               "",
	} {
		if got := CleanINN(in); got != want {
			t.Errorf("CleanINN(%q) = %q, want %q", in, got, want)
		}
	}
	for n := range 10 { // one of the ten has the right check digit
		inn := "027600002" + string(rune('0'+n))
		if !ValidINN(inn) {
			continue
		}
		if got := CleanINN(inn[1:]); got != inn {
			t.Errorf("CleanINN(%q) = %q, the zero that a table lost is not put back", inn[1:], got)
		}
	}
}
