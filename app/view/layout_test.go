package view

import "testing"

func TestMentionsInEitherLayout(t *testing.T) {
	texts := []string{"Тёмная тема", "Dark theme", "ночь цвет night"}
	for question, want := range map[string]bool{
		"тем": true, "темная": true, "тёмн те": true, "ntvyfz": true, "dark": true, "вфкл": true, "ночь": true,
		"nем":   true, // the layout was changed half way
		"емная": false, "светлая": false, "": false, "—": false,
	} {
		if got := Mentions(texts, question); got != want {
			t.Errorf("Mentions(%q) = %t", question, got)
		}
	}
}

func TestVeilHidesEveryAmount(t *testing.T) {
	p := New(Russian, moscow, nil)
	p.Veil(true)
	for _, text := range []string{p.Money(12450000), p.Money(-100), p.Roubles(-12345678), p.Money(5)} {
		if text != veil {
			t.Errorf("an amount shows as %q", text)
		}
	}
	if twin := p.Twin(); !twin.Veiled() || twin.Language() != Russian {
		t.Error("the twin says something else")
	}
	p.Veil(false)
	if p.Money(100) == veil {
		t.Error("the veil stays")
	}
}

func TestLanguageIsChangedWhilePeopleRead(t *testing.T) {
	p := New(Russian, moscow, nil)
	twin := p.Twin()
	twin.Speak(English)
	if p.T("app.name") == twin.T("app.name") || twin.Language() != English {
		t.Errorf("%q and %q", p.T("app.name"), twin.T("app.name"))
	}
}
