package station

import (
	"context"
	"strings"
	"testing"

	"pult/app/conf"
	"pult/app/crm"
)

// An address leads to servers, and one who keeps the mail of firms is named by a
// person. None of them is a plain one.
func TestServersOfAMailbox(t *testing.T) {
	for _, g := range []struct{ address, provider, imap string }{
		{"anna@yandex.ru", "", "imaps://imap.yandex.ru"},
		{"anna@list.ru", "", "imaps://imap.mail.ru"},
		{"anna@firm.example", "yandex", "imaps://imap.yandex.ru"},
		{"anna@firm.example", "mailru", "imaps://imap.mail.ru"},
		{"anna@firm.example", "", "imaps://mail.firm.example"},
		{"anna@firm", "", ""},
		{"", "", ""},
	} {
		home := mailServers(g.address, g.provider)
		if imap, smtp := home.IMAP, home.SMTP; imap != g.imap || (smtp == "") != (imap == "") || smtp != "" && !strings.HasPrefix(smtp, "smtp") {
			t.Errorf("%q, %q: %s, %s", g.address, g.provider, imap, smtp)
		}
	}
}

// Who takes the mail of a firm is asked, and a silent network leaves the guess.
func TestTheMailOfAFirmIsFound(t *testing.T) {
	hosts := []string{"mx.yandex.net."}
	mx := func(context.Context, string) ([]string, error) { return hosts, nil }
	if home := findMail(t.Context(), "anna@firm.example", mx); !home.Known || home.Provider != "yandex" || home.IMAP != "imaps://imap.yandex.ru" {
		t.Errorf("kept by Yandex: %+v", home)
	}
	hosts = nil
	if home := findMail(t.Context(), "anna@firm.example", mx); home.Known || home.Provider != "own" || home.IMAP != "imaps://mail.firm.example" {
		t.Errorf("kept by itself: %+v", home)
	}
}

// The browser is offered only where its provider is known and has named the program.
func TestWhoEntersByTheBrowser(t *testing.T) {
	s := NewSettings(&conf.Config{}, nil, nil)
	for _, g := range []struct {
		m    crm.Mailbox
		want bool
	}{
		{crm.Mailbox{Address: "anna@outlook.com", OAuthClient: "pult"}, true},
		{crm.Mailbox{Address: "anna@outlook.com"}, false},
		{crm.Mailbox{Address: "anna@firm.example", IMAP: "imaps://imap.yandex.ru", OAuthClient: "pult"}, true},
		{crm.Mailbox{Address: "anna@firm.example", IMAP: "imaps://mail.firm.example", OAuthClient: "pult"}, false},
	} {
		if got := s.MailByBrowser(g.m); got != g.want {
			t.Errorf("%+v: %v", g.m, got)
		}
	}
}
