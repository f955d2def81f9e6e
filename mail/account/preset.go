package account

import (
	"context"
	"strings"
	"time"

	"pult/app/crm"
)

// Way is a way to prove to be the owner of a mailbox.
type Way string

// Ways.
const (
	ByPassword    Way = "password"     // that of the mailbox
	ByAppPassword Way = "app_password" // one made for this program, in the settings of the provider
	ByOAuth       Way = "oauth"        // a token, after a consent in the browser
)

// Preset is how mailboxes of a provider are reached, and what has to be done first.
type Preset struct {
	Provider   string // by which words are found: "yandex"
	IMAP, SMTP string // as settings name servers
	Ways       []Way  // the first is the one to offer
	IMAPOff    bool   // IMAP is switched off until its owner switches it on
	// Look is how often folders are looked at where IDLE is late or tells of nothing;
	// zero where it is good.
	Look      time.Duration
	Authority Authority
}

var presets = []struct {
	Preset
	domains []string // of addresses
	mx      []string // ends of the names of hosts that take mail for firms
}{
	{Preset{
		Provider: "yandex", IMAP: "imaps://imap.yandex.ru", SMTP: "smtps://smtp.yandex.ru", Ways: []Way{ByAppPassword, ByOAuth}, IMAPOff: true,
		Authority: Authority{
			Authorize: "https://oauth.yandex.ru/authorize", Token: "https://oauth.yandex.ru/token",
			Scopes: []string{"mail:imap_full", "mail:smtp"},
		},
	}, []string{"yandex.ru", "yandex.com", "ya.ru", "yandex.by", "yandex.kz", "yandex.uz", "narod.ru"}, []string{"yandex.net", "yandex.ru"}},
	{Preset{
		Provider: "mailru", IMAP: "imaps://imap.mail.ru", SMTP: "smtps://smtp.mail.ru", Ways: []Way{ByAppPassword, ByOAuth}, Look: time.Minute,
		Authority: Authority{
			Authorize: "https://oauth.mail.ru/login", Token: "https://oauth.mail.ru/token",
			Scopes: []string{"userinfo", "mail.imap"},
		},
	}, []string{"mail.ru", "bk.ru", "list.ru", "inbox.ru", "internet.ru", "xmail.ru", "vk.com"}, []string{"mail.ru"}},
	{
		Preset{Provider: "rambler", IMAP: "imaps://imap.rambler.ru", SMTP: "smtps://smtp.rambler.ru", Ways: []Way{ByPassword}, IMAPOff: true},
		[]string{"rambler.ru", "lenta.ru", "autorambler.ru", "myrambler.ru", "ro.ru"},
		[]string{"rambler.ru"},
	},
	{Preset{
		Provider: "gmail", IMAP: "imaps://imap.gmail.com", SMTP: "smtps://smtp.gmail.com", Ways: []Way{ByAppPassword, ByOAuth},
		Authority: Authority{
			Authorize: "https://accounts.google.com/o/oauth2/v2/auth", Token: "https://oauth2.googleapis.com/token",
			Scopes: []string{"https://mail.google.com/"},
		},
	}, []string{"gmail.com", "googlemail.com"}, []string{"google.com", "googlemail.com"}},
	{Preset{
		Provider: "outlook", IMAP: "imaps://outlook.office365.com", SMTP: "smtp://smtp.office365.com", Ways: []Way{ByOAuth},
		Authority: Authority{
			Authorize: "https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
			Token:     "https://login.microsoftonline.com/common/oauth2/v2.0/token",
			Scopes:    []string{"https://outlook.office.com/IMAP.AccessAsUser.All", "https://outlook.office.com/SMTP.Send", "offline_access"},
			Redirect:  "http://localhost", // the pages of registration take 127.0.0.1 only by hand
		},
	}, []string{"outlook.com", "hotmail.com", "live.com", "live.ru", "msn.com"}, []string{"outlook.com"}},
	{
		Preset{Provider: "icloud", IMAP: "imaps://imap.mail.me.com", SMTP: "smtp://smtp.mail.me.com", Ways: []Way{ByAppPassword}},
		[]string{"icloud.com", "me.com", "mac.com"},
		[]string{"icloud.com"},
	},
}

// PresetOf tells how the mailbox of an address is reached, by its domain alone.
func PresetOf(address string) (Preset, bool) {
	domain := crm.Address{Email: address}.Domain()
	for _, p := range presets {
		for _, d := range p.domains {
			if d == domain {
				return p.Preset, true
			}
		}
	}
	return Preset{}, false
}

// PresetOfServer tells whose server it is, as settings name one.
func PresetOfServer(imap string) (Preset, bool) {
	s, err := ReadServer(imap, "")
	if err != nil {
		return Preset{}, false
	}
	for _, p := range presets {
		if known, err := ReadServer(p.IMAP, ""); err == nil && known.Host() == s.Host() {
			return p.Preset, true
		}
	}
	return Preset{}, false
}

// Find asks, for an address of a firm, who takes its mail: a domain of its own is
// seldom a server of its own. mx names the hosts of a domain, such as net.LookupMX
// does; what it answers leads to servers we know, never to one that it names. For
// all others there is a guess, which is to be tried before it is believed.
func Find(ctx context.Context, address string, mx func(ctx context.Context, domain string) ([]string, error)) (p Preset, known bool) {
	if p, known = PresetOf(address); known {
		return p, true
	}
	domain := crm.Address{Email: address}.Domain()
	if domain == "" {
		return Preset{}, false
	}
	hosts, err := mx(ctx, domain)
	if err == nil {
		for _, host := range hosts {
			if p, known = presetOfHost(host); known {
				return p, true
			}
		}
	}
	return Preset{Provider: "own", IMAP: "imaps://mail." + domain, SMTP: "smtps://mail." + domain, Ways: []Way{ByPassword}}, false
}

func presetOfHost(host string) (Preset, bool) {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	for _, p := range presets {
		for _, end := range p.mx {
			if host == end || strings.HasSuffix(host, "."+end) {
				return p.Preset, true
			}
		}
	}
	return Preset{}, false
}
