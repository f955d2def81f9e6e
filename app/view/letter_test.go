package view

import (
	"strings"
	"testing"
	"time"

	"pult/app/crm"
)

// Who has written is said once, whose he is and of what.
func TestLetterNotice(t *testing.T) {
	p := New(Russian, time.UTC, time.Now)
	letter := func(name, subject string) crm.Letter {
		return crm.Letter{Message: crm.Message{From: crm.Address{Name: name, Email: "m@vektor.example"}, Subject: subject}}
	}
	for _, tt := range []struct{ name, subject, want string }{
		{"Мария", "Счёт", "Письмо: Вектор, Мария. Счёт"},
		{"Вектор", "Счёт", "Письмо: Вектор. Счёт"},
		{"", "", "Письмо: Вектор, m@vektor.example, без темы"},
	} {
		if got := p.LetterNotice("Вектор", letter(tt.name, tt.subject), crm.Say{Kind: crm.SayAnswer}); got != tt.want {
			t.Errorf("%q", got)
		}
	}
	late := crm.Say{Kind: crm.SayOverdue, Amount: 8420000, Days: 12}
	if got := plain(p.LetterNotice("Вектор", letter("Вектор", "Счёт"), late)); got != "Письмо: Вектор. Счёт. Просрочено 84 200 ₽, 12 дней" {
		t.Errorf("of a debtor: %q", got)
	}
}

// Of a letter in doubt there is only the header: of whom it may be, and why, stands
// below it, with the key; and the window says when its text comes.
func TestALetterInDoubtSaysWhy(t *testing.T) {
	p := New(Russian, time.UTC, time.Now)
	l := crm.Letter{Message: crm.Message{
		Direction: crm.Incoming, From: crm.Address{Email: "new@romashka.ru"}, Subject: "Сверка",
		Links: []crm.MessageLink{{Client: crm.Ref{1}, Reason: crm.MatchedByDomain}},
	}}
	names := map[crm.Ref]string{{1}: "ООО «Ромашка»"}
	rows := p.doubtfulRows(crm.NamedLetters{Letters: []crm.Letter{l}, Names: names})
	if len(rows) != 2 || !strings.Contains(rows[0].Title, "Сверка") || rows[0].Right != "" || rows[1].Detail != "Alt+1 по домену: ООО «Ромашка»" || rows[1].Chooses != (crm.Ref{1}) {
		t.Errorf("rows: %+v", rows)
	}
	if got := p.letterWarning(crm.Sheet{Letter: l, Names: names, Gone: true}); !strings.Contains(got, "чьё это письмо") {
		t.Errorf("warning: %s", got)
	}
	l.Links[0].Reason = crm.MatchedByHand
	if got := p.letterWarning(crm.Sheet{Letter: l, Names: names, Gone: true}); strings.Contains(got, "чьё это письмо") {
		t.Errorf("a person has said it already: %s", got)
	}
}
