package outbox

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pult/app/crm"
	"pult/mail/parse"
)

var noon = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

func draft() crm.Draft {
	return crm.Draft{
		ID: crm.NewID(noon), Account: "anna", From: crm.Address{Name: "Анна Белова", Email: "anna@firm.example"},
		To:      []crm.Address{{Name: "Орлова, Мария", Email: "maria@client.example"}},
		Subject: "Счёт № 5", Text: "Добрый день.\nСчёт во вложении.\n",
	}
}

func TestCompose(t *testing.T) {
	d := draft()
	d.Cc, d.Bcc = []crm.Address{{Email: "petr@client.example"}}, []crm.Address{{Email: "boss@firm.example"}}
	d.InReplyTo, d.References = "1@client.example", []string{"0@client.example"}
	d.Text += strings.Repeat("слово ", 500) + "\r.\n..\nFrom here"
	d.Files = []crm.DraftFile{{Name: "Счёт № 5.pdf", Content: []byte("%PDF-1.4\r\n\x00\xff")}, {Name: `C:\Windows\x.bin`, Type: "message/rfc822", Content: []byte("x")}}
	raw, err := Compose(d, noon)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(raw), "boss@") {
		t.Error("the blind copy is told to all")
	}
	for _, line := range strings.Split(strings.TrimSuffix(string(raw), "\r\n"), "\r\n") {
		if len(line) > 998 || strings.ContainsAny(line, "\r\n") {
			t.Errorf("a line that servers refuse: %d bytes", len(line))
		}
	}
	l, err := parse.ReadLetter(raw, parse.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if l.Subject != d.Subject || l.From[0] != d.From || l.To[0] != d.To[0] || l.Cc[0] != d.Cc[0] || !l.Date.Equal(noon) {
		t.Errorf("%+v", l.Header)
	}
	if l.PultID != d.ID.String() || l.InReplyTo != d.InReplyTo || !slices.Equal(l.References, []string{"0@client.example", "1@client.example"}) {
		t.Errorf("%+v", l.Header)
	}
	if !strings.Contains(l.Text, "Счёт во вложении.") || !strings.Contains(l.Text, "From here") {
		t.Errorf("%q", l.Text)
	}
	var names []string
	for _, f := range l.Files() {
		names = append(names, f.Name)
	}
	if !slices.Equal(names, []string{"Счёт № 5.pdf", "x.bin"}) {
		t.Errorf("files %q", names)
	}
	var file strings.Builder
	if _, err := l.Attachments[0].WriteTo(&file); err != nil || file.String() != string(d.Files[0].Content) {
		t.Errorf("%q, %v", file.String(), err)
	}
}

// Whatever stands in a field, it makes no other field and no other recipient.
func TestNothingIsInjected(t *testing.T) {
	for _, evil := range []string{"\r\nBcc: x@evil.example", "\nBcc: x@evil.example", "\rX", "\x00", "a\u202Eb", "\u2028", "> <x@evil.example"} {
		for name, put := range map[string]func(*crm.Draft){
			"subject": func(d *crm.Draft) { d.Subject += evil },
			"name":    func(d *crm.Draft) { d.To[0].Name += evil },
			"address": func(d *crm.Draft) { d.To[0].Email += evil },
			"from":    func(d *crm.Draft) { d.From.Name += evil },
			"cc":      func(d *crm.Draft) { d.Cc = []crm.Address{{Email: evil}} },
			"file":    func(d *crm.Draft) { d.Files = []crm.DraftFile{{Name: "a" + evil}} },
			"type":    func(d *crm.Draft) { d.Files = []crm.DraftFile{{Name: "a", Type: "text/plain" + evil}} },
			"thread":  func(d *crm.Draft) { d.InReplyTo = "1@x" + evil },
			"text":    func(d *crm.Draft) { d.Text += evil },
		} {
			d := draft()
			put(&d)
			raw, err := Compose(d, noon)
			var fault *crm.Fault
			if err != nil && (!errors.As(err, &fault) || !errors.Is(err, crm.ErrInvalid)) {
				t.Errorf("%s, %q: %v", name, evil, err)
			}
			if err != nil {
				continue
			}
			head, _, _ := strings.Cut(string(raw), "\r\n\r\n")
			for line := range strings.SplitSeq(head, "\r\n") {
				if low := strings.ToLower(line); strings.HasPrefix(low, "bcc") || strings.HasPrefix(low, "x:") || strings.ContainsAny(line, "\r\n\x00") {
					t.Errorf("%s, %q: %q", name, evil, line)
				}
			}
			h, err := parse.ReadHeader(raw)
			if err != nil || len(h.To) != 1 || h.To[0].Email != "maria@client.example" || len(h.Bcc) != 0 {
				t.Errorf("%s, %q: %+v, %v", name, evil, h, err)
			}
		}
	}
}

func TestNobodyAndTooMuch(t *testing.T) {
	d := draft()
	d.To = nil
	if _, err := Compose(d, noon); !errors.Is(err, crm.ErrInvalid) {
		t.Errorf("to nobody: %v", err)
	}
	d = draft()
	d.Files = []crm.DraftFile{{Name: "a", Content: make([]byte, MaxLetter)}}
	if _, err := Compose(d, noon); !errors.Is(err, crm.ErrInvalid) {
		t.Errorf("too large: %v", err)
	}
}

func TestReply(t *testing.T) {
	letter := crm.Letter{Message: crm.Message{
		Account: "anna", Direction: crm.Incoming, From: crm.Address{Email: "maria@client.example"},
		To:      []crm.Address{{Email: "Anna@Firm.example"}, {Email: "petr@client.example"}},
		Cc:      []crm.Address{{Email: "maria@client.example"}, {Email: "sales@firm.example"}, {Email: "buh@client.example"}},
		Subject: "RE: Re: Счёт", MessageID: "2@client.example", References: []string{"1@client.example"},
		Links: []crm.MessageLink{{Client: crm.Ref{9}}, {Client: crm.Ref{1}, Sure: true}},
	}}
	own := []string{"anna@firm.example", "sales@firm.example"}
	d := Reply(letter, own, false)
	if d.Subject != "Re: Счёт" || fmt.Sprint(d.To, d.Cc) != "[{ maria@client.example}] []" || d.InReplyTo != letter.MessageID || d.Client != (crm.Ref{1}) {
		t.Errorf("%+v", d)
	}
	d = Reply(letter, own, true)
	if fmt.Sprint(d.To, d.Cc) != "[{ maria@client.example}] [{ petr@client.example} { buh@client.example}]" {
		t.Errorf("to all: %v, %v", d.To, d.Cc)
	}
	letter.Direction, letter.From = crm.Outgoing, crm.Address{Email: "anna@firm.example"}
	if d = Reply(letter, own, false); fmt.Sprint(d.To) != "[{ petr@client.example}]" {
		t.Errorf("after our own: %v", d.To)
	}
	if got := Quote("Да\n> нет\n\nконец\n\n"); got != "> Да\n>> нет\n> \n> конец\n" {
		t.Errorf("%q", got)
	}
}

// A letter with a hole in it is not sent.
func TestFill(t *testing.T) {
	values := map[string]string{"клиент": "ООО «Ёлка»", "долг": "124 500 ₽", "пусто": " "}
	got, err := Fill("{клиент} должен {долг}. {не поле", values)
	if err != nil || got != "ООО «Ёлка» должен 124 500 ₽. {не поле" {
		t.Errorf("%q, %v", got, err)
	}
	_, err = Fill("{нет} {клиент} {пусто} {нет}", values)
	var fault *crm.Fault
	if !errors.As(err, &fault) || fault.Detail != "{нет}, {пусто}" {
		t.Errorf("%v", err)
	}
	if Holes("сумма {долг}") == nil || Holes("сумма { 5 }") != nil {
		t.Error("holes of a text")
	}
	if got, _ := Fill("{клиент}", map[string]string{"клиент": "{долг}"}); got != "{долг}" {
		t.Errorf("a value was taken for a template: %q", got)
	}
}
