package ui

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"pult/app/crm"
	"pult/app/ui/internal/settings"
	"pult/app/view"
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
	if got := v.Told(settings.Mail); strings.Count(got, "Пароли приложений") != 1 || !strings.Contains(got, "✗ Вход для приёма") || !strings.Contains(got, "– Папки") {
		t.Errorf("the steps are %s", got)
	}
	v.Set("mail.password_file", "верный")
	told("Ящик готов к работе")
	if got := v.Told(settings.Mail); !strings.Contains(got, "✓ Сервер приёма imap.yandex.ru\n✓ Соединение защищено") || !strings.Contains(got, "✓ Папки: отправленные лежат в «Отправленные»") {
		t.Errorf("the steps are %s", got)
	}
}

// The steps are seen while they are made, and the same button ends them.
func TestATrialOfAMailboxCanBeEnded(t *testing.T) {
	s, f := withSettings(t)
	f.slow = make(chan struct{})
	s.openSettings(settings.Mail)
	v := s.settings.view
	v.Set("mail.address", "anna@yandex.ru")
	s.trySettings(settings.Mail)
	s.until("a step is under way", func() bool {
		return strings.Contains(v.Told(settings.Mail), "… Соединение защищено") && says(s.settings.window, "Остановить")
	})
	s.trySettings(settings.Mail)
	s.until("it is over", func() bool {
		return strings.Contains(v.Told(settings.Mail), "Проверка остановлена") && !says(s.settings.window, "Остановить")
	})
	close(f.slow)
	v.Set("mail.password_file", "верный")
	s.trySettings(settings.Mail)
	s.until("another one goes through", func() bool { return strings.Contains(v.Told(settings.Mail), "Ящик готов к работе") })
}

// A second mailbox is added, found by its address, tried, kept and taken out.
func TestAFurtherMailboxIsAddedByKeys(t *testing.T) {
	s, f := withSettings(t)
	s.openSettings(settings.Boxes)
	v := s.settings.view
	press := s.settings.window.Canvas().OnTypedKey()
	press(&fyne.KeyEvent{Name: fyne.KeyF5}) // there is none to try
	press(&fyne.KeyEvent{Name: fyne.KeyInsert})
	v.Set("mailbox.address", "sales@yandex.ru")
	if m, row, ok := v.Box(settings.Boxes); !ok || row != 0 || m.IMAP != "imaps://imap.yandex.ru" || m.SMTP != "smtps://smtp.yandex.ru" {
		t.Errorf("found %+v, %d, %v", m, row, ok)
	}
	v.Set("mailbox.password_file", "верный")
	press(&fyne.KeyEvent{Name: fyne.KeyF5})
	s.until("it is tried", func() bool { return strings.Contains(v.Told(settings.Boxes), "Ящик готов") })
	press(&fyne.KeyEvent{Name: fyne.KeyInsert})
	if got := v.Told(settings.Boxes); strings.Contains(got, "готов") {
		t.Errorf("of another mailbox it is said: %s", got)
	}
	v.Set("mailbox.address", "info@firm.example")
	s.until("it is found", func() bool {
		return strings.Contains(plain(v.Beside("mail.address")+v.Beside("mailbox.address")), "Нашли: Яндекс 360")
	})
	s.saveSettings()
	s.until("both are kept", func() bool { return len(f.Read().Mailboxes) == 2 })
	if got := f.Read().Mailboxes; got[0].Address != "sales@yandex.ru" || got[0].Days != 90 || got[1].IMAP != "imaps://imap.yandex.ru" {
		t.Errorf("kept %+v", got)
	}
	s.settingsKey(fyne.KeyDelete, ctrl)
	s.saveSettings()
	s.until("one is gone", func() bool { return len(f.Read().Mailboxes) == 1 })
}

func TestHowATrialOfMailIsWorded(t *testing.T) {
	s := newStage(t)
	well := func() crm.MailTrial {
		return trialOf("imap.mail.ru", "smtp.mail.ru", crm.TrialDone, crm.TrialDone, crm.TrialDone, crm.TrialDone, crm.TrialDone, crm.TrialDone)
	}
	failed := func(step int, err error) crm.MailTrial {
		t := well()
		t[step].State, t[step].Err = crm.TrialFailed, err
		return t
	}
	without := well()
	without[4].State, without[5].State = crm.TrialSkipped, crm.TrialSkipped
	unsent := well()
	unsent[3].Note = ""
	for _, g := range []struct {
		trial crm.MailTrial
		says  string
	}{
		{without, "ответить из Пульта нельзя"},
		{unsent, "отправленных не нашли"},
		{failed(4, crm.ErrOffline), "Сервер не отвечает"},
		{failed(0, &crm.Fault{Kind: crm.ErrNotFound, Subject: "server", Detail: "imap.mial.ru"}), "Такого сервера нет: imap.mial.ru"},
		{failed(2, &crm.Fault{Kind: crm.ErrDenied, Subject: "imap.mail.ru:993"}), "Пароль годится только для отправки"},
		{failed(5, &crm.Fault{Kind: crm.ErrDenied}), "письма читать дают, а отправлять нет"},
		{failed(2, crm.ErrNoSecret), "Впишите пароль"},
	} {
		var text []string
		for _, l := range s.Words.MailTrial(g.trial) {
			text = append(text, l.Text, l.Cure)
		}
		if all := plain(strings.Join(text, " ")); !strings.Contains(all, g.says) {
			t.Errorf("%+v: %s", g.trial, all)
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

// The first start asks for the name of the program only where the provider lets nobody
// in without it, says where to get it, and asks for no password there.
func TestTheFirstStartAsksForTheNameOfTheProgram(t *testing.T) {
	kept := &fakeSettings{kept: crm.Settings{Language: "ru", RecordDays: 90}}
	w := newWizard(test.NewTempApp(t), view.New(view.Russian, moscow, time.Now), kept, nil)
	t.Cleanup(w.work.wait)
	t.Cleanup(func() { w.post.leave() })
	w.bridge.do = func(func()) {}
	w.open(settings.Mail)
	asked := func() (name, password bool) {
		return says(w.window, "Имя приложения"), says(w.window, "Пароль")
	}
	if name, password := asked(); name || !password {
		t.Errorf("at first: name %v, password %v", name, password)
	}
	w.view.Set("mail.address", "anna@outlook.com")
	if name, password := asked(); !name || password || !strings.Contains(plain(w.view.Beside("mail.oauth_client")), "entra.microsoft.com") {
		t.Errorf("of Outlook: name %v, password %v, %s", name, password, w.view.Beside("mail.oauth_client"))
	}
	w.view.Set("mail.address", "anna@yandex.ru")
	if name, password := asked(); name || !password {
		t.Errorf("of Yandex: name %v, password %v", name, password)
	}
}
