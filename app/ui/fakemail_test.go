package ui

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"pult/app/crm"
	"pult/mail/outbox"
	"pult/mail/parse"
)

// fakeMail remembers what it was asked and answers what it was told to.
type fakeMail struct {
	mu     sync.Mutex
	asked  []string
	failed error
	signs  map[crm.ID]crm.LetterSign
	sheet  crm.Sheet

	sketches []crm.Sketch
	postings []crm.Posting
	sent     []crm.Draft
	latest   crm.NamedLetters
	doubtful crm.NamedLetters
	refuses  error // of Send
}

func (m *fakeMail) note(format string, args ...any) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.asked = append(m.asked, fmt.Sprintf(format, args...))
	return m.failed
}

// did counts requests that were worded so.
func (m *fakeMail) did(what string) (n int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, a := range m.asked {
		if a == what {
			n++
		}
	}
	return n
}

func (m *fakeMail) Signs(context.Context, []crm.ID) (map[crm.ID]crm.LetterSign, error) {
	return m.signs, nil
}

func (m *fakeMail) Read(_ context.Context, id crm.ID, charset string) (crm.Sheet, error) {
	err := m.note("read %s", charset)
	m.mu.Lock()
	defer m.mu.Unlock()
	sheet := m.sheet
	sheet.ID = id
	return sheet, err
}

func (m *fakeMail) Keep(_ context.Context, _ crm.ID, place int, folder string) (string, error) {
	return folder + "/Заявка.pdf", m.note("keep %d in %s", place, folder)
}

func (m *fakeMail) Folder() string { return "/downloads" }

func (m *fakeMail) Hide(_ context.Context, id crm.ID) error { return m.note("hide %s", id) }

func (m *fakeMail) Write(_ context.Context, client crm.Ref) (crm.Draft, error) {
	return crm.Draft{ID: crm.ID{0x30}, Client: client, Text: "\n\n-- \nАнна"}, m.note("write")
}

func (m *fakeMail) Reply(_ context.Context, _ crm.ID, all bool) (crm.Draft, error) {
	d := crm.Draft{ID: crm.ID{0x31}, Client: vector.Client, To: []crm.Address{m.sheet.From}, Subject: "Re: " + m.sheet.Subject, Text: "\n\n> Пришлите счёт."}
	if all {
		d.Cc = []crm.Address{{Name: "Иванов, Пётр", Email: "ivanov@vektor.example"}}
	}
	return d, m.note("reply %t", all)
}

func (m *fakeMail) Addresses(context.Context, crm.Ref) ([]crm.Address, error) {
	return []crm.Address{{Name: "Иванов, Пётр", Email: "ivanov@vektor.example"}, {Email: "info@vektor.example"}}, nil
}

func (m *fakeMail) ReadAddresses(text string) ([]crm.Address, bool) { return parse.Addresses(text) }

func (m *fakeMail) Templates(context.Context) ([]crm.LetterTemplate, error) {
	return []crm.LetterTemplate{{Name: "Напомнить", Subject: "Оплата", Text: "{контакт}, ждём {долг}."}}, nil
}

func (m *fakeMail) Fill(_ context.Context, t crm.LetterTemplate, _ crm.Ref, to crm.Address) (crm.LetterTemplate, string, error) {
	t.Text = strings.ReplaceAll(t.Text, "{контакт}", to.Name)
	return t, "{долг}", nil
}

func (m *fakeMail) Attach(path string) (crm.DraftFile, error) {
	return crm.DraftFile{Name: filepath.Base(path), Path: path, Size: 12_000_000}, nil
}

func (m *fakeMail) Limit() int64 { return 18_000_000 }

func (m *fakeMail) Send(_ context.Context, d crm.Draft) (crm.ID, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.refuses == nil {
		if err := outbox.Holes(d.Subject + " " + d.Text); err != nil {
			return crm.ID{}, err
		}
		m.sent = append(m.sent, d)
		m.forget(d.ID)
	}
	return d.ID, m.refuses
}

func (m *fakeMail) forget(id crm.ID) {
	m.sketches = slices.DeleteFunc(m.sketches, func(s crm.Sketch) bool { return s.Draft.ID == id })
}

// KeepSketch passes over what comes after the letter was sent, as the journal does.
func (m *fakeMail) KeepSketch(_ context.Context, s crm.Sketch) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if slices.ContainsFunc(m.sent, func(d crm.Draft) bool { return d.ID == s.Draft.ID }) {
		return m.failed
	}
	m.forget(s.Draft.ID)
	m.sketches = append(m.sketches, s)
	return m.failed
}

func (m *fakeMail) Sketches(context.Context) ([]crm.Sketch, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.sketches), nil
}

func (m *fakeMail) DropSketch(_ context.Context, id crm.ID) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.forget(id)
	return nil
}

func (m *fakeMail) Postings(context.Context) ([]crm.Posting, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.postings), nil
}

func (m *fakeMail) Resend(_ context.Context, id crm.ID) error { return m.note("resend %s", id) }
func (m *fakeMail) Drop(_ context.Context, id crm.ID) error   { return m.note("drop %s", id) }

func (m *fakeMail) Rewrite(_ context.Context, id crm.ID) (crm.Sketch, error) {
	return crm.Sketch{Draft: crm.Draft{ID: crm.ID{0x32}, Text: "Снова"}, To: "a@b.example"}, m.note("rewrite %s", id)
}

// kept is the draft that is there; ok says that there is just one.
func (m *fakeMail) kept() (s crm.Sketch, ok bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.sketches) != 1 {
		return s, false
	}
	return m.sketches[0], true
}

func (m *fakeMail) Find(_ context.Context, text string, _ int) (crm.NamedLetters, error) {
	return m.latest, m.note("find %s", text)
}

func (m *fakeMail) Latest(context.Context, int) (crm.NamedLetters, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.latest, nil
}

func (m *fakeMail) Doubtful(context.Context) (crm.NamedLetters, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.doubtful, nil
}

func (m *fakeMail) Belongs(_ context.Context, id crm.ID, client crm.Ref) (crm.LetterChoice, error) {
	choice := crm.LetterChoice{Client: client, Remembered: true, Letters: []crm.LetterLinks{{Letter: id}}}
	return choice, m.note("belongs %s", client)
}

func (m *fakeMail) Nobodys(_ context.Context, id crm.ID) (crm.LetterChoice, error) {
	return crm.LetterChoice{Letters: []crm.LetterLinks{{Letter: id}}}, m.note("nobodys %s", id)
}

func (m *fakeMail) TakeBack(_ context.Context, c crm.LetterChoice) error {
	return m.note("take back %s", c.Letters[0].Letter)
}

func (m *fakeMail) Settle(_ context.Context, id crm.ID) error { return m.note("settle %s", id) }
