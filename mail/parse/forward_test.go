package parse

import "testing"

func TestForwarded(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"Outlook":                  {"Посмотри, пожалуйста.\n\nОт: Иван Петров <ivan@firm.ru>\nОтправлено: 16 ноября 2026 г. 10:15\nКому: Мария\nТема: Счёт\n\nДобрый день", "Иван Петров <ivan@firm.ru>"},
		"Outlook, bold and quoted": {"> *From:* ivan@firm.ru [mailto:ivan@firm.ru]\n> *Sent:* Monday\n> *Subject:* x", "ivan@firm.ru <ivan@firm.ru>"},
		"Gmail":                    {"---------- Forwarded message ---------\nОт: Иван <ivan@firm.ru>\nDate: пн, 16 нояб. 2026\nSubject: Счёт\nTo: <maria@firm.ru>", "Иван <ivan@firm.ru>"},
		"Yandex":                   {"-------- Пересылаемое сообщение --------\n16.11.2026, 10:15, \"Иван\" <ivan@firm.ru>:\nтекст", "Иван <ivan@firm.ru>"},
		"a sentence":               {"От: кого бы узнать, пишите на ivan@firm.ru", ""},
		"a signature":              {"С уважением, Иван\nE-mail: ivan@firm.ru\nТел.: 5", ""},
		"nothing else":             {"текст", ""},
	} {
		if got := listed((Letter{Text: c.text}).Forwarded()); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	l := read(t, "Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: message/rfc822\n\nFrom: ivan@firm.ru\nSubject: x\n\nтекст\n--x--\n")
	if got := listed(l.Forwarded()); got != " <ivan@firm.ru>" {
		t.Errorf("enclosed: %q", got)
	}
}
