//go:build gallery

package main

import (
	"context"
	"os"
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
			Mail: crm.MailSettings{OAuthClient: os.Getenv("GALLERY_OAUTH")},
			Keys: crm.GlobalKeys{On: os.Getenv("GALLERY_KEYS") != "", Answer: "Ctrl+Alt+A", Hangup: "Ctrl+Alt+H", Mute: "Ctrl+Alt+M", Show: "Ctrl+Alt+P"},
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
		return crm.MailHome{Provider: p.Provider, IMAP: p.IMAP, SMTP: p.SMTP, Known: true}
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

func (o *office) MailByBrowser(m crm.MailSettings) bool {
	return m.OAuthClient != "" && strings.Contains(m.IMAP, "yandex")
}

func (o *office) ConsentMail(ctx context.Context, _ crm.MailSettings, _ func(string) error, _ func(error) string) error {
	<-ctx.Done()
	return &crm.Fault{Kind: crm.ErrDenied, Subject: "oauth"}
}

func (o *office) TryMail(_ context.Context, s crm.Settings) crm.MailTrial {
	time.Sleep(500 * time.Millisecond)
	if s.Mail.Password == "" {
		return crm.MailTrial{IMAP: &crm.Fault{Kind: crm.ErrDenied, Detail: s.Mail.IMAP}, SMTP: &crm.Fault{Kind: crm.ErrDenied, Detail: s.Mail.SMTP}, CanWrite: true}
	}
	return crm.MailTrial{Sent: "Отправленные", CanWrite: true}
}

func (o *office) TryBell(context.Context, crm.Settings) (bool, error) { return true, nil }
