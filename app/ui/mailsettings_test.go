package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

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

// Who keeps the mail of a firm is asked once nobody types, said, and what is to be done
// there first stands below the address.
func TestTheMailOfAFirmIsFoundByItself(t *testing.T) {
	s, f := withSettings(t)
	s.openSettings(settings.Mail)
	v := s.settings.view
	beside := func(what string) {
		t.Helper()
		s.until(what, func() bool { return strings.Contains(plain(v.Beside("mail.address")), what) })
	}
	v.Set("mail.address", "anna@firm.ex")
	v.Set("mail.address", "anna@firm.example")
	beside("Смотрим, где живёт почта firm.example")
	beside("Нашли: Яндекс 360. 1. В Яндекс Почте")
	if now, _ := v.Read(); now.Mail.IMAP != "imaps://imap.yandex.ru" || now.Mail.SMTP != "smtps://smtp.yandex.ru" {
		t.Errorf("filled in: %+v", now.Mail)
	}
	v.Set("mail.address", "anna@mail.ru")
	beside("Нашли: Mail.ru.")
	v.Set("mail.address", "anna@other.example")
	beside("Адреса серверов мы угадали")
	v.Set("mail.address", "")
	s.until("nothing is said of nobody", func() bool { return !strings.Contains(v.Beside("mail.address"), "угадали") })
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, address := range f.sought {
		if strings.HasSuffix(address, "mail.ru") {
			t.Errorf("the network was asked for what we know: %v", f.sought)
		}
	}
}

// The browser is a way in where the provider has it; it can be given up, and what came
// of it is said.
func TestAMailboxIsEnteredInTheBrowser(t *testing.T) {
	s, f := withSettings(t)
	f.consent = make(chan error)
	var told []string
	s.Consented = func(mailbox string) { told = append(told, mailbox) }
	s.openSettings(settings.Mail)
	v := s.settings.view
	press := func() { s.settingsKey(fyne.KeyF7, 0) }
	said := func(what string) {
		t.Helper()
		s.until(what, func() bool { return strings.Contains(plain(v.Told(settings.Mail)), what) })
	}
	v.Set("mail.address", "anna@yandex.ru")
	if press(); says(s.settings.window, "Войти через браузер") {
		t.Error("the browser is offered without a name of the program")
	}
	v.Set("mail.oauth_client", "pult")
	if !says(s.settings.window, "Войти через браузер") {
		t.Fatal("the browser is not offered")
	}
	if got := v.Beside("mail.address"); !strings.Contains(got, "Пароль не нужен") {
		t.Errorf("said of the address: %s", got)
	}
	press()
	said("Браузер открыт")
	if !says(s.settings.window, "Отменить вход") {
		t.Error("there is no way back")
	}
	press()
	said("Вход отменён")
	press()
	said("Браузер открыт")
	f.consent <- &crm.Fault{Kind: crm.ErrForbidden, Subject: "oauth", Detail: "unauthorized_client"}
	said("oauth_client")
	press()
	said("Браузер открыт")
	f.consent <- nil
	said("Доступ разрешён")
	if len(told) != 1 || told[0] != "anna@yandex.ru" {
		t.Errorf("told of %v", told)
	}
}
