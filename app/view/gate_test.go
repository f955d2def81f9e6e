package view

import (
	"strings"
	"testing"
	"time"

	"pult/app/crm"
)

// Every hold is said in a sentence, with all that is known of it and with nothing.
func TestEveryHoldHasWords(t *testing.T) {
	for _, language := range []Language{Russian, English} {
		p := printer(language)
		for _, hold := range crm.Holds() {
			for _, v := range []crm.Verdict{{Hold: hold}, {Hold: hold, Who: "Пётр Иванов", Until: now.Add(90 * time.Minute)}} {
				if text := p.Held(v); text == "" || strings.Contains(text, "gate.") || strings.Contains(text, "%!") || strings.Contains(text, "%[") {
					t.Errorf("%s: %+v is %q", language, v, text)
				}
			}
		}
		if text := p.Held(crm.Verdict{}); text != "" {
			t.Errorf("what may be called is held: %q", text)
		}
	}
}

// Hours are said by the clock on the client's wall.
func TestHoursAreThoseOfTheClient(t *testing.T) {
	p := printer(Russian)
	zone := crm.ZoneAt(12 * 60)
	there, _ := zone.In(now)
	opens := time.Date(there.Year(), there.Month(), there.Day()+1, 9, 0, 0, 0, there.Location())
	want := "У клиента " + there.Format("15:04") + ", звоним завтра с 09:00"
	if got := p.Held(crm.Verdict{Hold: crm.HoldHours, Until: opens}); got != want {
		t.Errorf("says %q, want %q", got, want)
	}
	if got := p.Held(crm.Verdict{Hold: crm.HoldDay, Who: "Пётр", Until: now.Add(24 * time.Hour)}); !strings.HasPrefix(got, "Сегодня с клиентом уже говорили (Пётр), звоним завтра ") {
		t.Errorf("says %q", got)
	}
}
