package view

import (
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
		if got := p.LetterNotice("Вектор", letter(tt.name, tt.subject)); got != tt.want {
			t.Errorf("%q", got)
		}
	}
}
