package view

import (
	"strings"
	"testing"

	"pult/app/crm"
)

// What a server says in numbers is said in words, and its own words are kept.
func TestBounceInWords(t *testing.T) {
	p := printer(Russian)
	for reason, want := range map[string]string{
		"5.1.1 550 no such user":                  "такого адреса нет",
		"5.2.2 over quota":                        "ящик переполнен",
		"552 Mailbox is full":                     "ящик переполнен",
		"5.3.4 too big":                           "письмо слишком большое",
		"5.7.1 rejected by policy":                "сервер получателя отказал",
		"4.4.1 no answer from host":               "почтовый сервер получателя не отвечает",
		"5.0.0 smtp; 550 User unknown in the box": "такого адреса нет",
		"": "письмо вернулось",
	} {
		if got := p.Bounce(reason); got != want {
			t.Errorf("%q is %q, want %q", reason, got, want)
		}
		if cure := p.BounceCure(reason); strings.Count(cure, ".") == 0 || strings.Contains(cure, "%") {
			t.Errorf("%q is cured by %q", reason, cure)
		}
	}
	if cure := p.BounceCure("5.1.1 550 no such user"); !strings.HasSuffix(cure, "Ответ сервера: 550 no such user") {
		t.Error(cure)
	}
}

// The day says which letters came back and which have no answer.
func TestLettersOfTheDay(t *testing.T) {
	p := printer(Russian)
	line := func(days int) crm.Interaction {
		return crm.Interaction{ID: crm.ID{1}, Kind: crm.MailKind, Direction: crm.Outgoing, Client: crm.Ref{1}, Subject: "Цены", At: p.Now().AddDate(0, 0, -days)}
	}
	back := line(0)
	back.Outcome, back.Reason = crm.Undelivered, "5.2.2 full"
	rows, waits := p.Day(crm.Day{Bounced: []crm.Interaction{back}, Silent: []crm.Interaction{line(3)}, Names: map[crm.Ref]string{{1}: "Ромашка"}}, nil)
	if waits != 2 || len(rows) != 5 || rows[0].Title != "Письма не доставлены" || rows[2].Detail != "ящик переполнен" || rows[2].Tone != Danger || rows[4].Right != "3 дня" {
		t.Errorf("%d wait: %+v", waits, rows)
	}
	for _, r := range []Row{rows[1], rows[4]} {
		if r.Title != "Ромашка" || r.Detail != "Цены" || r.Letter.IsZero() {
			t.Errorf("%+v", r)
		}
	}
	told := p.Timeline(crm.Card{History: []crm.Interaction{back}}, All)
	if len(told) != 1 || told[0].Title != "исх. письмо, не доставлено" || told[0].Tone != Danger || !strings.Contains(told[0].Full, "Позвоните") {
		t.Errorf("%+v", told)
	}
}

// Each refusal of a mail server comes with what to do, by whose server it is.
func TestMailRefusalsHaveCures(t *testing.T) {
	p := printer(Russian)
	for _, tt := range []struct {
		fault crm.Fault
		want  string
	}{
		{crm.Fault{Kind: crm.ErrDenied, Subject: "imap.yandex.ru:993", Detail: "LOGIN invalid credentials or IMAP is disabled"}, "пароль приложения"},
		{crm.Fault{Kind: crm.ErrDenied, Subject: "smtp.mail.ru:465", Detail: "535 authentication failed"}, "внешних приложений"},
		{crm.Fault{Kind: crm.ErrDenied, Subject: "imap.rambler.ru:993"}, "Рамблер"},
		{crm.Fault{Kind: crm.ErrDenied, Subject: "outlook.office365.com:993", Detail: "AUTHENTICATE failed."}, "через браузер"},
		{crm.Fault{Kind: crm.ErrDenied, Subject: "imap.firm.example:993", Detail: "no"}, "Проверьте их в настройках"},
		{crm.Fault{Kind: crm.ErrDenied, Subject: "imap.yandex.ru:993", Detail: "account is blocked"}, "через браузер: там сказано"},
		{crm.Fault{Kind: crm.ErrDenied, Subject: "oauth", Detail: "invalid_grant"}, "войдите через браузер"},
		{crm.Fault{Kind: crm.ErrForbidden, Subject: "oauth", Detail: "unauthorized_client"}, "oauth_client"},
		{crm.Fault{Kind: crm.ErrBusy, Subject: "oauth"}, "сами"},
	} {
		if got := p.Error(Mail, &tt.fault); !strings.Contains(got, tt.want) {
			t.Errorf("%v is %q, want %q", &tt.fault, got, tt.want)
		}
	}
	for _, provider := range []string{"yandex", "mailru", "rambler", "gmail", "outlook", "icloud", "own"} {
		if got := p.MailFirst(provider); len(got) < 30 || strings.Contains(got, "mail.first") {
			t.Errorf("%s: %q", provider, got)
		}
	}
	if page := p.ConsentPage(&crm.Fault{Kind: crm.ErrForbidden, Subject: "oauth", Detail: "<script>"}); strings.Contains(page, "<script>") {
		t.Error(page)
	}
}
