package account

import (
	"context"
	"errors"
	"testing"
	"time"
)

// An address says where its mailbox is: by its domain, by who takes its mail, or by a
// guess that is called one. All servers that are named can be connected to in secret.
func TestFind(t *testing.T) {
	mx := func(_ context.Context, domain string) ([]string, error) {
		switch domain {
		case "firm.example":
			return []string{"mx.yandex.net."}, nil
		case "shop.example":
			return []string{"emx.mail.ru."}, nil
		case "evil.example":
			return []string{"mail.ru.evil.example."}, nil
		}
		return nil, errors.New("no such domain")
	}
	tests := []struct {
		address, provider, imap string
		known                   bool
	}{
		{"Anna@Yandex.ru", "yandex", "imaps://imap.yandex.ru", true},
		{"anna@bk.ru", "mailru", "imaps://imap.mail.ru", true},
		{"anna@firm.example", "yandex", "imaps://imap.yandex.ru", true},
		{"anna@shop.example", "mailru", "imaps://imap.mail.ru", true},
		{"anna@evil.example", "own", "imaps://mail.evil.example", false},
		{"anna@own.example", "own", "imaps://mail.own.example", false},
		{"anna", "", "", false},
	}
	for _, tt := range tests {
		p, known := Find(t.Context(), tt.address, mx)
		if p.Provider != tt.provider || p.IMAP != tt.imap || known != tt.known {
			t.Errorf("%s: %+v, %v", tt.address, p, known)
		}
	}
	if p, known := PresetOfServer("imaps://imap.mail.ru:993"); !known || p.Look != time.Minute {
		t.Errorf("%+v, %v", p, known)
	}
	if p, known := PresetOfServer("imaps://imap.yandex.ru"); !known || p.Look != 0 {
		t.Errorf("%+v, %v", p, known)
	}
	for _, p := range presets {
		for _, address := range []string{p.IMAP, p.SMTP} {
			if _, err := ReadServer(address, ""); err != nil {
				t.Error(err)
			}
		}
		if len(p.Ways) == 0 || (p.Authority.Token == "") != !hasOAuth(p.Ways) {
			t.Errorf("%s: %v", p.Provider, p.Ways)
		}
	}
}

func hasOAuth(ways []Way) bool {
	for _, w := range ways {
		if w == ByOAuth {
			return true
		}
	}
	return false
}
