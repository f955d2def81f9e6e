package ui

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"pult/app/crm"
	"pult/app/ui/internal/settings"
	"pult/app/view"
	"pult/mail/account"
)

// fakeSettings keeps what it is given.
type fakeSettings struct {
	mu      sync.Mutex
	kept    crm.Settings
	failed  error
	sought  []string      // addresses the network was asked for
	consent chan error    // what comes of the browser
	slow    chan struct{} // a mailbox is tried until then; nil for at once
}

func (f *fakeSettings) Read() crm.Settings {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.kept
}

func (f *fakeSettings) Save(_ context.Context, s crm.Settings) (crm.Saved, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.failed != nil {
		return crm.Saved{}, f.failed
	}
	changed := s.Phone != f.kept.Phone
	f.kept = s
	return crm.Saved{Restart: changed}, nil
}

func (f *fakeSettings) TryPhone(_ context.Context, s crm.Settings) error {
	if s.Phone.Password != "right" {
		return &crm.Fault{Kind: crm.ErrDenied}
	}
	return nil
}

func (f *fakeSettings) TryAccount(_ context.Context, s crm.Settings, row int) error {
	if s.Accounts[row].User != "7" {
		return &crm.Fault{Kind: crm.ErrDenied}
	}
	return nil
}

func (f *fakeSettings) MailServers(address, provider string) crm.MailHome {
	if provider != "" {
		address = "a@" + strings.Replace(provider, "ru", ".ru", 1)
	}
	if p, known := account.PresetOf(address); known {
		return crm.MailHome{Provider: p.Provider, IMAP: p.IMAP, SMTP: p.SMTP, Known: true, Browser: p.Provider == "outlook"}
	}
	domain := crm.Address{Email: address}.Domain()
	if !strings.Contains(domain, ".") {
		return crm.MailHome{}
	}
	return crm.MailHome{Provider: "own", IMAP: "imaps://mail." + domain, SMTP: "smtps://mail." + domain}
}

func (f *fakeSettings) FindMail(_ context.Context, address string) crm.MailHome {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.sought = append(f.sought, address)
	if strings.HasSuffix(address, "@firm.example") {
		p, _ := account.PresetOf("a@yandex.ru")
		return crm.MailHome{Provider: p.Provider, IMAP: p.IMAP, SMTP: p.SMTP, Known: true}
	}
	return f.MailServers(address, "")
}

func (f *fakeSettings) MailByBrowser(m crm.Mailbox) bool {
	return m.OAuthClient != "" && strings.Contains(m.IMAP, "yandex")
}

func (f *fakeSettings) ConsentMail(ctx context.Context, _ crm.Mailbox, open func(string) error, _ func(error) string) error {
	if err := open("https://oauth.yandex.ru/authorize"); err != nil {
		return err
	}
	select {
	case err := <-f.consent:
		return err
	case <-ctx.Done():
		return &crm.Fault{Kind: crm.ErrDenied, Subject: "oauth"}
	}
}

func (f *fakeSettings) TryMail(ctx context.Context, s crm.Settings, row int, told func(crm.MailTrial)) crm.MailTrial {
	password := s.Mail.Password
	if row >= 0 {
		password = s.Mailboxes[row].Password
	}
	running := trialOf("imap.yandex.ru", "smtp.yandex.ru", crm.TrialDone, crm.TrialRuns, crm.TrialWaits, crm.TrialWaits, crm.TrialWaits, crm.TrialWaits)
	told(running)
	if f.slow != nil {
		select {
		case <-f.slow:
		case <-ctx.Done():
			return running
		}
	}
	if password != "верный" {
		t := trialOf("imap.yandex.ru", "smtp.yandex.ru", crm.TrialDone, crm.TrialDone, crm.TrialFailed, crm.TrialSkipped, crm.TrialDone, crm.TrialFailed)
		t[2].Err = &crm.Fault{Kind: crm.ErrDenied, Subject: "imap.yandex.ru:993"}
		t[5].Err = &crm.Fault{Kind: crm.ErrDenied, Subject: "smtp.yandex.ru:465"}
		return t
	}
	return trialOf("imap.yandex.ru", "smtp.yandex.ru", crm.TrialDone, crm.TrialDone, crm.TrialDone, crm.TrialDone, crm.TrialDone, crm.TrialDone)
}

// trialOf is a trial whose steps stand so.
func trialOf(imap, smtp string, states ...crm.TrialState) crm.MailTrial {
	steps := []crm.MailStep{crm.MailFound, crm.MailSecured, crm.MailEntered, crm.MailFolders, crm.SendSecured, crm.SendEntered}
	notes := []string{imap, "", "", "Отправленные", smtp, ""}
	var t crm.MailTrial
	for i, s := range states {
		t = append(t, crm.MailTick{Step: steps[i], State: s, Note: notes[i]})
	}
	return t
}

func (f *fakeSettings) TryBell(context.Context, crm.Settings) (bool, error) { return true, nil }

func (f *fakeSettings) TryOneC(context.Context, crm.Settings) (string, error) {
	return "", crm.ErrNoSecret
}

func withSettings(t *testing.T) (*stage, *fakeSettings) {
	s := newStage(t)
	f := &fakeSettings{kept: crm.Settings{Language: "ru", Theme: "light", Manager: "Смирнова Анна", RecordDays: 90, Discount: crm.Steps{Months: 12}}}
	s.Settings = f
	return s, f
}

func TestSettingsAreTriedAndSaved(t *testing.T) {
	s, kept := withSettings(t)
	s.key(fyne.KeyComma, ctrl)
	if !says(s.settings.window, "Кто вы") {
		t.Fatal("Ctrl+, shows no settings")
	}
	s.turnSettings(settings.Phone)
	v := s.settings.view
	v.Type(settings.Phone, crm.Access{Address: " sip:pbx.firm.example ", User: "105", Password: "wrong"})
	s.settings.window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyF5})
	s.until("the cure is said", func() bool { return strings.Contains(v.Told(settings.Phone), "парол") })
	v.Type(settings.Phone, crm.Access{Address: "sip:pbx.firm.example", User: "105", Password: "right"})
	s.trySettings(settings.Phone)
	s.until("it is well", func() bool {
		return strings.Contains(v.Told(settings.Phone), "принял") && strings.Contains(v.Told(settings.Phone), "105")
	})
	s.trySettings(settings.OneC)
	s.until("1C has no address", func() bool { return strings.Contains(v.Told(settings.OneC), "адрес") })
	s.saveSettings()
	s.until("a restart is spoken of", func() bool { return strings.Contains(v.Saying(), "перезапуск") })
	if got := kept.Read(); got.Phone.Address != "sip:pbx.firm.example" || got.Manager != "Смирнова Анна" || got.RecordDays != 90 {
		t.Errorf("kept %+v", got)
	}
	kept.mu.Lock()
	kept.failed = crm.ErrRefused
	kept.mu.Unlock()
	s.saveSettings()
	s.until("a failure is told", func() bool { return strings.Contains(v.Saying(), "Не сохранено") })
	s.settings.window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if s.settings.window != nil {
		t.Error("Esc leaves the window open")
	}
}

// What is wrong is said beside its field, in the row it is about; the rest of the
// typing stays.
func TestAWrongSettingIsToldBesideItsField(t *testing.T) {
	s, kept := withSettings(t)
	kept.failed = &crm.Misfit{Key: "colleague.extension", Row: 0}
	s.openSettings(settings.Colleagues)
	v := s.settings.view
	v.Set("colleague.name", "Петрова Ольга", "10-2")
	s.saveSettings()
	s.until("it is said", func() bool { return strings.Contains(v.Saying(), "отмеченное") })
	if !says(s.settings.window, "цифрами") {
		t.Error("nothing stands beside the row")
	}
	kept.mu.Lock()
	kept.failed = &crm.Misfit{Key: "bell.listen"}
	kept.mu.Unlock()
	s.saveSettings()
	s.until("its page is shown", func() bool { return v.Page() == settings.More })
	if !strings.Contains(v.Beside("bell.listen"), "127.0.0.1:8712") {
		t.Errorf("beside the address stands %q", v.Beside("bell.listen"))
	}
	kept.mu.Lock()
	kept.failed = nil
	kept.mu.Unlock()
	v.Set("record.days", "много")
	s.saveSettings()
	if v.Page() != settings.Record || !strings.Contains(v.Beside("record.days"), "числом") {
		t.Errorf("a number that is none: %q", v.Beside("record.days"))
	}
	v.Set("record.days", "30")
	v.Set("popup.corner", "top-left")
	s.saveSettings()
	s.until("it is kept", func() bool { return len(kept.Read().Colleagues) == 1 })
	if got := kept.Read(); got.Colleagues[0] != (crm.Inner{Name: "Петрова Ольга", Extension: "10-2"}) || got.RecordDays != 30 {
		t.Errorf("kept %+v", got)
	}
	s.until("the next pop-up stands elsewhere", func() bool { return s.Corner.Left && s.Corner.Top })
}

func TestAFurtherNumberIsAddedByKeys(t *testing.T) {
	s, kept := withSettings(t)
	s.openSettings(settings.Accounts)
	v := s.settings.view
	press := s.settings.window.Canvas().OnTypedKey()
	press(&fyne.KeyEvent{Name: fyne.KeyF5})
	press(&fyne.KeyEvent{Name: fyne.KeyInsert})
	v.Set("account.name", "Склад")
	v.Type(settings.Accounts, crm.Access{Address: "sip:two.example", User: "7", Password: "x"})
	press(&fyne.KeyEvent{Name: fyne.KeyF5})
	s.until("it is tried", func() bool { return strings.Contains(v.Told(settings.Accounts), "принял") })
	s.saveSettings()
	s.until("it is kept", func() bool { return len(kept.Read().Accounts) == 1 })
	if got := kept.Read().Accounts[0]; got.Name != "Склад" || got.User != "7" {
		t.Errorf("kept %+v", got)
	}
	s.settingsKey(fyne.KeyDelete, ctrl)
	s.saveSettings()
	s.until("it is gone", func() bool { return len(kept.Read().Accounts) == 0 })
}

func TestLookIsKept(t *testing.T) {
	s, kept := withSettings(t)
	s.Search("ntvyfz")
	s.until("the theme is found", func() bool { return says(s.main, "Тёмная тема") })
	s.until("the answer is there", func() bool { return !s.search.waits })
	s.shell.Top.Search.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	s.speak(view.English)
	s.until("both are kept", func() bool { now := kept.Read(); return now.Theme == "dark" && now.Language == "en" })
	if now := kept.Read(); now.Manager != "Смирнова Анна" || now.RecordDays != 90 {
		t.Errorf("kept %+v", now)
	}
}

func TestNoRestartUnderACall(t *testing.T) {
	s, _ := withSettings(t)
	restarted := false
	s.Restart = func() { restarted = true }
	s.talk(vector)
	s.openSettings(settings.General)
	s.restart()
	if restarted || !strings.Contains(s.settings.view.Saying(), "звонок") {
		t.Error("a call was cut off by settings")
	}
}

func TestFirstStartGoesStepByStep(t *testing.T) {
	kept := &fakeSettings{kept: crm.Settings{Language: "ru", RecordDays: 90}}
	w := newWizard(test.NewTempApp(t), view.New(view.Russian, moscow, time.Now), kept, &fakeGear{})
	turns := make(chan func(), 16)
	w.bridge.do = func(turn func()) { turns <- turn }
	t.Cleanup(w.work.wait)
	if !says(w.window, "1. Общее") || !says(w.window, "Дальше") {
		t.Error("it does not begin with the first step")
	}
	step := func(what string, came func() bool) {
		t.Helper()
		for !came() {
			select {
			case turn := <-turns:
				turn()
			case <-time.After(patience):
				t.Fatal(what)
			}
		}
	}
	w.next()
	w.next()
	w.view.Type(settings.Phone, crm.Access{Address: "sip:pbx.firm.example", User: "105", Password: "right"})
	w.next()
	if w.view.Page() != settings.Mail {
		t.Error("mail is not asked for")
	}
	w.next()
	step("the sound is not tried", func() bool { return w.view.Page() == settings.Sound })
	if kept.Read().Phone.User != "105" || !says(w.window, "Микрофон") {
		t.Error("the sound is asked for before the accounts are kept")
	}
	if !says(w.window, "Начать работу") {
		t.Error("the last step does not say so")
	}
	w.words.Speak(view.English)
	w.compose()
	w.view.Show(kept.Read())
	w.next()
	w.next()
	w.view.Type(settings.Phone, crm.Access{Address: "sip:pbx.firm.example", User: "105", Password: "right"})
	w.next()
	if w.view.Page() != settings.Mail {
		t.Error("mail is not asked for")
	}
	w.next()
	step("the sound is not tried again", func() bool { return w.view.Page() == settings.Sound })
	w.next()
	step("nothing is saved", func() bool { return w.done })
	w.sound.leaveSound()
	if !w.done || kept.Read().Phone.User != "105" {
		t.Errorf("done %t, kept %+v", w.done, kept.Read())
	}
}
