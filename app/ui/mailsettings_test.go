package ui

import (
	"strings"
	"testing"

	"pult/app/crm"
	"pult/app/ui/internal/settings"
)

// An address fills in the servers, a provider that is named fills in its own, and what
// was typed by hand stays.
func TestAnAddressFillsInTheServersOfMail(t *testing.T) {
	s, _ := withSettings(t)
	s.openSettings(settings.Mail)
	v := s.settings.view
	servers := func() string {
		now, _ := v.Read()
		return now.Mail.IMAP + " " + now.Mail.SMTP
	}
	v.Set("mail.address", "anna@yandex.ru")
	if got := servers(); got != "imaps://imap.yandex.ru smtps://smtp.yandex.ru" {
		t.Errorf("of Yandex: %s", got)
	}
	v.Set("mail.address", "anna@firm.example")
	if got := servers(); got != "imaps://mail.firm.example smtps://mail.firm.example" {
		t.Errorf("of a firm: %s", got)
	}
	v.Set("mail_provider", "mailru")
	if got := servers(); got != "imaps://imap.mail.ru smtps://smtp.mail.ru" {
		t.Errorf("of a firm that Mail.ru keeps: %s", got)
	}
	v.Set("mail_provider", "")
	v.Set("mail.imap", "imaps://own.firm.example")
	v.Set("mail.address", "anna@other.example")
	if got := servers(); !strings.HasPrefix(got, "imaps://own.firm.example ") {
		t.Errorf("what was typed is gone: %s", got)
	}
}

func TestAMailboxIsTriedStepByStep(t *testing.T) {
	s, _ := withSettings(t)
	s.openSettings(settings.Mail)
	v := s.settings.view
	told := func(what string) {
		t.Helper()
		s.trySettings(settings.Mail)
		s.until(what, func() bool { return strings.Contains(plain(v.Told(settings.Mail)), what) })
	}
	told("Впишите адрес и сервер приёма")
	v.Set("mail.address", "anna@yandex.ru")
	told("Нужен пароль приложения")
	if got := v.Told(settings.Mail); strings.Count(got, "Пароли приложений") != 1 {
		t.Errorf("the same is said twice: %s", got)
	}
	v.Set("mail.password_file", "верный")
	told("Приём: вошли, отправленные лежат в папке «Отправленные». Отправка: вошли.")
}

func TestHowATrialOfMailIsWorded(t *testing.T) {
	s := newStage(t)
	for _, g := range []struct {
		trial crm.MailTrial
		says  string
	}{
		{crm.MailTrial{Sent: "Sent"}, "отвечать будет нельзя"},
		{crm.MailTrial{CanWrite: true}, "папки отправленных не нашли"},
		{crm.MailTrial{Sent: "Sent", CanWrite: true, SMTP: crm.ErrOffline}, "Отправка: Почтовый сервер не отвечает"},
	} {
		if text, _ := s.Words.MailTried(g.trial); !strings.Contains(text, g.says) {
			t.Errorf("%+v: %s", g.trial, text)
		}
	}
}
