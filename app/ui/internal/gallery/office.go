//go:build gallery

package main

import (
	"context"
	"os"
	"slices"
	"strings"
	"time"

	"pult/app/crm"
	"pult/mail/account"
)

// office keeps settings as long as the program runs.
type office struct{ kept crm.Settings }

func (o *office) Read() crm.Settings {
	if o.kept.Language == "" {
		o.kept = crm.Settings{
			Language: "ru", Theme: "light", Manager: "Смирнова Анна", RecordDays: 90, Tray: true,
			Phone: crm.Access{Address: "sip:pbx.firm.example;transport=tls", User: "101"}, AreaCode: "495",
			OneC: crm.Access{Address: "https://1c.firm.example/ut/odata/standard.odata/", User: "odata.user"}, Write: crm.Writes{Calls: true},
			Accounts:   []crm.Account{{Was: 1, Name: "Склад", Access: crm.Access{Address: "sip:two.firm.example", User: "7"}}},
			Colleagues: []crm.Inner{{Was: 1, Name: "Петрова Ольга", Extension: "102"}, {Was: 2, Name: "Кузнецов Илья", Extension: "103"}},
			Discount:   crm.Steps{Months: 12, Steps: [][2]int64{{100000, 3}, {300000, 5}}},
			More:       crm.MoreSettings{Interval: "5m", Zone: "Europe/Moscow", Configuration: "auto", Country: "RU"}, File: "/home/anna/.config/pult/pult.toml",
			Mailboxes: []crm.Mailbox{{Was: 1, Address: "sales@firm.example", Name: "Отдел продаж", IMAP: "imaps://imap.yandex.ru", SMTP: "smtps://smtp.yandex.ru", User: "sales@firm.example", Days: 90}},
			Mail:      crm.MailSettings{Mailbox: crm.Mailbox{OAuthClient: os.Getenv("GALLERY_OAUTH")}},
			Keys:      crm.GlobalKeys{On: os.Getenv("GALLERY_KEYS") != "", Answer: "Ctrl+Alt+A", Hangup: "Ctrl+Alt+H", Mute: "Ctrl+Alt+M", Show: "Ctrl+Alt+P"},
		}
	}
	return o.kept
}

func (o *office) Save(_ context.Context, s crm.Settings) (crm.Saved, error) {
	if len(s.Colleagues) > 0 && s.Colleagues[len(s.Colleagues)-1].Extension == "10-2" {
		return crm.Saved{}, &crm.Misfit{Key: "colleague.extension", Row: len(s.Colleagues) - 1}
	}
	if s.Bell.Listen == "8712" {
		return crm.Saved{}, &crm.Misfit{Key: "bell.listen"}
	}
	o.kept = s
	return crm.Saved{Restart: true, InFile: s.Phone.Password != ""}, nil
}

func (o *office) TryPhone(_ context.Context, s crm.Settings) error {
	time.Sleep(500 * time.Millisecond)
	if s.Phone.Password == "" {
		return crm.ErrConflict
	}
	return &crm.Fault{Kind: crm.ErrDenied}
}

func (o *office) TryOneC(context.Context, crm.Settings) (string, error) {
	return "Управление торговлей 11", nil
}

func (o *office) TryAccount(context.Context, crm.Settings, int) error { return nil }

func (o *office) MailServers(address, provider string) crm.MailHome {
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

func (o *office) FindMail(_ context.Context, address string) crm.MailHome {
	time.Sleep(time.Second)
	if strings.HasSuffix(address, "@firm.example") {
		return o.MailServers("", "yandexru")
	}
	return o.MailServers(address, "")
}

func (o *office) MailByBrowser(m crm.Mailbox) bool {
	return m.OAuthClient != "" && (strings.Contains(m.IMAP, "yandex") || strings.Contains(m.IMAP, "outlook"))
}

func (o *office) ConsentMail(ctx context.Context, _ crm.Mailbox, _ func(string) error, _ func(error) string) error {
	<-ctx.Done()
	return &crm.Fault{Kind: crm.ErrDenied, Subject: "oauth"}
}

// TryMail goes a step in a third of a second. Without a password the way in is shut;
// "smtp" is one for sending only.
func (o *office) TryMail(ctx context.Context, s crm.Settings, row int, told func(crm.MailTrial)) crm.MailTrial {
	m := s.Mail.Mailbox
	if row >= 0 {
		m = s.Mailboxes[row]
	}
	t := crm.MailTrial{
		{Step: crm.MailFound, Note: strings.TrimPrefix(m.IMAP, "imaps://")},
		{Step: crm.MailSecured},
		{Step: crm.MailEntered},
		{Step: crm.MailFolders},
		{Step: crm.SendSecured, Note: strings.TrimPrefix(m.SMTP, "smtps://")},
		{Step: crm.SendEntered},
	}
	denied := &crm.Fault{Kind: crm.ErrDenied, Subject: m.IMAP}
	for i := range t {
		if t[i].State == crm.TrialSkipped {
			continue
		}
		t[i].State = crm.TrialRuns
		told(slices.Clone(t))
		select {
		case <-time.After(300 * time.Millisecond):
		case <-ctx.Done():
			return t
		}
		t[i].State = crm.TrialDone
		switch {
		case i == 2 && m.Password != "right", i == 5 && m.Password == "":
			t[i].State, t[i].Err = crm.TrialFailed, denied
			if i == 2 {
				t[3].State = crm.TrialSkipped
			}
		case i == 3:
			t[i].Note = "Отправленные"
		}
	}
	return t
}

func (o *office) TryBell(context.Context, crm.Settings) (bool, error) { return true, nil }
