package station

import (
	"strings"
	"testing"
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
		imap, smtp := mailServers(g.address, g.provider)
		if imap != g.imap || (smtp == "") != (imap == "") || smtp != "" && !strings.HasPrefix(smtp, "smtp") {
			t.Errorf("%q, %q: %s, %s", g.address, g.provider, imap, smtp)
		}
	}
}
