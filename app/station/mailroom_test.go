//go:build field

package station

import (
	"bufio"
	"net/textproto"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/emersion/go-smtp"

	"pult/app/crm"
	"pult/mail/account"
	"pult/mail/mailtest"
)

// Whatever stands in a field of a letter, it becomes no other field and no other
// recipient on the wire: it is refused, or it is text.
func TestNoFieldOfALetterBecomesAnother(t *testing.T) {
	d := mailtest.StartDovecot(t)
	var mu sync.Mutex
	var rcpt []string
	post := &mailtest.Post{OnRcpt: func(to string) error {
		mu.Lock()
		defer mu.Unlock()
		rcpt = append(rcpt, to)
		return nil
	}}
	server, _ := post.Start(t, account.Implicit)
	s := mailStation(t, d, server)
	room := s.MailRoom()
	const evil = "x\r\nBcc: evil@evil.example\r\nX-Evil: 1\r\n\r\nподмена"
	file := filepath.Join(t.TempDir(), "счёт.pdf")
	if err := os.WriteFile(file, []byte("%PDF"), 0o600); err != nil {
		t.Fatal(err)
	}
	good := func() crm.Draft {
		draft, err := room.Write(t.Context(), crm.Ref{1})
		if err != nil || len(draft.To) != 1 {
			t.Fatalf("%+v, %v", draft, err)
		}
		draft.Subject, draft.Text = "Счёт", "Добрый день"
		return draft
	}
	typed := func(text string) []crm.Address {
		list, _ := room.ReadAddresses(text)
		return list
	}
	for name, change := range map[string]func(*crm.Draft){
		"nothing": func(*crm.Draft) {},
		"subject": func(d *crm.Draft) { d.Subject = evil },
		"text": func(d *crm.Draft) {
			d.Text = evil + "\r\n.\r\nMAIL FROM:<evil@evil.example>\n.\nRCPT TO:<evil@evil.example>"
		},
		"to":       func(d *crm.Draft) { d.To[0].Email += "\r\nBcc: evil@evil.example" },
		"name":     func(d *crm.Draft) { d.To[0].Name = evil },
		"cc typed": func(d *crm.Draft) { d.Cc = typed("Мария\r\nBcc: evil@evil.example <maria@client.example>") },
		"to typed": func(d *crm.Draft) { d.To = typed("maria@client.example\nX-Evil: 1") },
		"file":     func(d *crm.Draft) { d.Files = []crm.DraftFile{{Name: evil + ".pdf", Path: file}} },
		"type of file": func(d *crm.Draft) {
			d.Files = []crm.DraftFile{{Name: "a.pdf", Type: "text/plain\r\nX-Evil: 1", Path: file}}
		},
		"answer to": func(d *crm.Draft) { d.InReplyTo, d.References = evil, []string{"a@b", evil} },
		"values of a template": func(d *crm.Draft) {
			filled, _, err := room.Fill(t.Context(), crm.LetterTemplate{Subject: "{контакт}", Text: "{контакт}"}, crm.Ref{1}, crm.Address{Name: evil})
			if err != nil {
				t.Error(err)
			}
			d.Subject, d.Text = filled.Subject, filled.Text
		},
	} {
		draft := good()
		change(&draft)
		before := len(post.Letters())
		if _, err := room.Send(t.Context(), draft); err != nil {
			t.Logf("%s: refused, %v", name, err)
			continue
		}
		await(t, func() bool { return len(post.Letters()) == before+1 })
		raw := post.Letters()[before]
		head, err := textproto.NewReader(bufio.NewReader(strings.NewReader(raw))).ReadMIMEHeader()
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for field := range head {
			if !slices.Contains([]string{
				"Date", "Message-Id", "From", "To", "Cc", "Subject", "Mime-Version", "Content-Type", "Content-Transfer-Encoding",
				"X-Pult-Id", "In-Reply-To", "References",
			}, field) {
				t.Errorf("%s: the letter has a field %s", name, field)
			}
		}
	}
	mu.Lock()
	defer mu.Unlock()
	for _, to := range rcpt {
		if !strings.EqualFold(to, "maria@client.example") {
			t.Errorf("a letter went to %s", to)
		}
	}
	if len(rcpt) == 0 {
		t.Error("no letter went out")
	}
}

// A letter that was refused is taken back whole: text, recipients and files, once.
func TestALetterIsTakenBackToBeWritten(t *testing.T) {
	d := mailtest.StartDovecot(t)
	post := &mailtest.Post{OnRcpt: func(string) error { return &smtp.SMTPError{Code: 550, Message: "no such user"} }}
	server, _ := post.Start(t, account.Implicit)
	s := mailStation(t, d, server)
	room := s.MailRoom()
	draft, err := room.Write(t.Context(), crm.Ref{1})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "счёт.pdf")
	if err := os.WriteFile(file, []byte("%PDF"), 0o600); err != nil {
		t.Fatal(err)
	}
	draft.Subject, draft.Text = "Счёт", "Добрый день"
	attached, err := room.Attach(file)
	if err != nil {
		t.Fatal(err)
	}
	draft.Files = []crm.DraftFile{attached}
	id, err := room.Send(t.Context(), draft)
	if err != nil {
		t.Fatal(err)
	}
	await(t, func() bool {
		list, err := room.Postings(t.Context())
		return err == nil && len(list) == 1 && list[0].State == crm.PostingRefused
	})
	sketch, err := room.Rewrite(t.Context(), id)
	if err != nil || sketch.Draft.Text != "Добрый день" || !strings.Contains(strings.ToLower(sketch.To), "maria@client.example") || len(sketch.Draft.Files) != 1 {
		t.Fatalf("%+v, %v", sketch, err)
	}
	if content, err := os.ReadFile(sketch.Draft.Files[0].Path); err != nil || string(content) != "%PDF" {
		t.Errorf("file %q, %v", content, err)
	}
	if list, err := room.Postings(t.Context()); err != nil || len(list) != 0 {
		t.Errorf("postings %v, %v", list, err)
	}
	if err := room.DropSketch(t.Context(), sketch.Draft.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(sketch.Draft.Files[0].Path); !os.IsNotExist(err) {
		t.Errorf("files of a draft that is gone: %v", err)
	}
}
