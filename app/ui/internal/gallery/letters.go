//go:build gallery

package main

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"pult/app/crm"
	"pult/app/view"
	"pult/mail/parse"
)

// post is a mailbox with a few letters in it.
type post struct {
	mu       sync.Mutex
	sketches []crm.Sketch
	postings []crm.Posting
}

func newPost() *post {
	now := time.Now()
	client := refOf(0)
	letter := func(n int, subject string) crm.Letter {
		return crm.Letter{Message: crm.Message{
			ID: letterID(n), From: anna, To: []crm.Address{orlova}, Subject: subject, Date: now, Preview: "Мария, добрый день.", Direction: crm.Outgoing,
			Links: []crm.MessageLink{{Client: client, Reason: crm.MatchedByHand, Sure: true}},
		}, Text: "Мария, добрый день.\n\nСчёт во вложении, отгрузим в четверг."}
	}
	return &post{
		postings: []crm.Posting{{Letter: letter(21, "Счёт 1204"), State: crm.PostingDoubtful, Created: now.Add(-40 * time.Minute), Trouble: crm.TroubleOf(crm.ErrOffline)}},
		sketches: []crm.Sketch{{
			Draft: crm.Draft{ID: letterID(31), Client: client, Subject: "Паспорта на кабель", Text: "Мария, добрый день.\n\nПаспорта приложила."},
			To:    "Орлова Мария <orlova@vektor.example>", At: now.Add(-2 * time.Hour),
		}},
	}
}

func letterID(n int) crm.ID { return crm.ID{1, 15: byte(n)} }

var (
	orlova = crm.Address{Name: "Орлова Мария", Email: "orlova@vektor.example"}
	anna   = crm.Address{Name: "Смирнова Анна", Email: "anna@firm.example"}
)

// written are the lines of history of the letters.
func written(client crm.Ref) (lines []crm.Interaction) {
	now := time.Now()
	add := func(n, hours int, d crm.Direction, subject, text, author string) {
		lines = append(lines, crm.Interaction{
			ID: letterID(n), Kind: crm.MailKind, At: now.Add(-time.Duration(hours) * time.Hour), Client: client,
			Direction: d, Subject: subject, Text: text, Author: author,
		})
	}
	add(1, 3, crm.Incoming, "Счёт на оплату и срок отгрузки", "Анна, добрый день. Пришлите, пожалуйста, счёт на двести метров кабеля и скажите, когда отгрузите.", "")
	add(2, 28, crm.Outgoing, "Re: Паспорта на кабель", "Мария, паспорта во вложении.", "Смирнова Анна")
	add(3, 52, crm.Incoming, "Паспорта на кабель", "Нужны паспорта и сертификаты на последнюю партию.", "")
	return lines
}

func (*post) Signs(context.Context, []crm.ID) (map[crm.ID]crm.LetterSign, error) {
	return map[crm.ID]crm.LetterSign{
		letterID(1): {From: orlova, To: anna, Files: 2, Waits: true},
		letterID(2): {From: anna, To: orlova, Files: 3, Outgoing: true},
		letterID(3): {From: orlova, To: anna, Answered: true},
	}, nil
}

func (*post) Read(_ context.Context, id crm.ID, _ string) (crm.Sheet, error) {
	client := refOf(0)
	s := crm.Sheet{
		Letter: crm.Letter{
			Message: crm.Message{
				ID: id, From: orlova, To: []crm.Address{anna}, Cc: []crm.Address{{Name: "Иванов Пётр", Email: "ivanov@vektor.example"}},
				Subject: "Счёт на оплату и срок отгрузки", Date: time.Now().Add(-3 * time.Hour),
				Links: []crm.MessageLink{{Client: client, Reason: crm.MatchedByAddress, Address: orlova.Email, Sure: true}},
				Attachments: []crm.Attachment{
					{Name: "Заявка на кабель.pdf", Type: "application/pdf", Size: 184_320, Kind: crm.AttachedFile},
					{Name: "Акт сверки.xlsm.exe", Type: "application/octet-stream", Size: 1_540_096, Kind: crm.AttachedFile, Risky: true},
				},
			},
			File: "x.eml",
			Text: "Анна, добрый день.\n\nПришлите, пожалуйста, счёт на двести метров кабеля ВВГнг 3х2,5 и скажите, когда сможете отгрузить. Нам важно получить до пятницы: на объекте встанет монтаж.\n\nАкт сверки посмотрите здесь: sbis.ru <http://sbis-docs.example/akt>.\n\nС уважением,\nМария Орлова, отдел закупок\n+7 495 123-45-67\n\n20.11.2026 в 12:40 Смирнова Анна пишет:\n> Мария, здравствуйте.\n> Паспорта во вложении, сертификаты пришлю завтра.\n> Если нужно что-то ещё, напишите.\n>\n> Анна",
		},
		Names:    map[crm.Ref]string{client: names[0]},
		Targets:  []crm.LetterLink{{Text: "sbis.ru", URL: "http://sbis-docs.example/akt", Deceptive: true}, {Text: "наш сайт", URL: "https://vektor.example/"}},
		Head:     "Received: from mx.vektor.example (mx.vektor.example [192.0.2.7])\n\tby mail.firm.example with ESMTPS\nFrom: =?utf-8?B?0J7RgNC70L7QstCw?= <orlova@vektor.example>\nTo: anna@firm.example\nSubject: =?utf-8?B?0KHRh9GR0YI=?=\nMIME-Version: 1.0\n",
		Charsets: []string{"utf-8", "windows-1251", "koi8-r"},
	}
	if id == letterID(4) {
		s.Direction, s.Subject, s.From, s.Impostor = crm.Incoming, "Сверка", crm.Address{Name: "Орлова Мария", Email: "orlova.m@mail.example"}, names[0]
		s.Links = []crm.MessageLink{{Client: client, Reason: crm.MatchedByThread}, {Client: refOf(3), Reason: crm.MatchedByDomain}}
		s.Names[refOf(3)], s.Targets = names[3], nil
	}
	return s, nil
}

func (*post) Keep(_ context.Context, _ crm.ID, place int, folder string) (string, error) {
	return strings.TrimRight(folder, "/") + "/Заявка на кабель.pdf", nil
}
func (*post) Folder() string                     { return papers{}.Folder() }
func (*post) Hide(context.Context, crm.ID) error { return nil }

func (*post) Write(_ context.Context, client crm.Ref) (crm.Draft, error) {
	return crm.Draft{ID: crm.NewID(time.Now()), Client: client, To: []crm.Address{orlova}, Text: "\n\n-- \nСмирнова Анна\n+7 495 765-43-21"}, nil
}

func (*post) Reply(_ context.Context, _ crm.ID, all bool) (crm.Draft, error) {
	d := crm.Draft{
		ID: crm.NewID(time.Now()), Client: refOf(0), To: []crm.Address{orlova}, Subject: "Re: Счёт на оплату и срок отгрузки",
		Text: "\n\n-- \nСмирнова Анна\n\n22.11.2026 в 19:40 Орлова Мария пишет:\n> Анна, добрый день.\n>\n> Пришлите, пожалуйста, счёт на двести метров кабеля.",
	}
	if all {
		d.Cc = []crm.Address{{Name: "Иванов Пётр", Email: "ivanov@vektor.example"}}
	}
	return d, nil
}

func (*post) Addresses(context.Context, crm.Ref) ([]crm.Address, error) {
	return []crm.Address{orlova, {Name: "Иванов Пётр Сергеевич", Email: "ivanov@vektor.example"}, {Name: "ООО «Вектор»", Email: "info@vektor.example"}}, nil
}

func (*post) ReadAddresses(text string) ([]crm.Address, bool) { return parse.Addresses(text) }

func (*post) Templates(context.Context) ([]crm.LetterTemplate, error) {
	return view.New(view.Russian, moscow, time.Now).LetterTemplates(), nil
}

func (*post) Fill(_ context.Context, t crm.LetterTemplate, _ crm.Ref, to crm.Address) (crm.LetterTemplate, string, error) {
	t.Text = strings.ReplaceAll(t.Text, "{контакт}", to.Name)
	return t, "{документ}, {долг}", nil
}

func (*post) Attach(path string) (crm.DraftFile, error) {
	return crm.DraftFile{Name: filepath.Base(path), Path: path, Size: 184_320}, nil
}
func (*post) Limit() int64 { return 18_000_000 }
func (*post) Send(context.Context, crm.Draft) (crm.ID, error) {
	return crm.ID{}, &crm.Fault{Kind: crm.ErrInvalid, Subject: "template", Detail: "{документ}, {долг}"}
}

func (m *post) KeepSketch(_ context.Context, s crm.Sketch) error {
	_ = m.DropSketch(context.Background(), s.Draft.ID)
	m.mu.Lock()
	defer m.mu.Unlock()
	s.At = time.Now()
	m.sketches = append(m.sketches, s)
	return nil
}

func (m *post) Sketches(context.Context) ([]crm.Sketch, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.sketches), nil
}

func (m *post) DropSketch(_ context.Context, id crm.ID) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.sketches = slices.DeleteFunc(m.sketches, func(s crm.Sketch) bool { return s.Draft.ID == id })
	return nil
}

func (m *post) Postings(context.Context) ([]crm.Posting, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.postings), nil
}
func (*post) Resend(context.Context, crm.ID) error                { return nil }
func (*post) Drop(context.Context, crm.ID) error                  { return nil }
func (*post) Rewrite(context.Context, crm.ID) (crm.Sketch, error) { return crm.Sketch{}, nil }

func (m *post) Find(ctx context.Context, text string, limit int) (crm.NamedLetters, error) {
	found, err := m.Latest(ctx, limit)
	found.Letters = slices.DeleteFunc(found.Letters, func(l crm.Letter) bool {
		return !strings.Contains(strings.ToLower(l.Subject+l.Preview), strings.ToLower(text))
	})
	return found, err
}

func (*post) Latest(context.Context, int) (crm.NamedLetters, error) {
	out := crm.NamedLetters{Names: map[crm.Ref]string{refOf(0): names[0], refOf(3): names[3]}}
	for i, line := range written(refOf(0)) {
		out.Letters = append(out.Letters, crm.Letter{Message: crm.Message{
			ID: line.ID, Direction: line.Direction, Date: line.At, Subject: line.Subject, Preview: line.Text, From: orlova, To: []crm.Address{anna},
			Links: []crm.MessageLink{{Client: refOf(0), Sure: true}}, Attachments: make([]crm.Attachment, i),
		}})
	}
	return out, nil
}

func (*post) Doubtful(context.Context) (crm.NamedLetters, error) {
	l := crm.Letter{Message: crm.Message{
		ID: letterID(4), Direction: crm.Incoming, Date: time.Now().Add(-5 * time.Hour), Subject: "Сверка", Preview: "Пришлите акт сверки за октябрь.",
		From:  crm.Address{Name: "Бухгалтерия", Email: "buh@holding.example"},
		Links: []crm.MessageLink{{Client: refOf(0), Sure: true, Reason: crm.MatchedByAddress}, {Client: refOf(3), Reason: crm.MatchedByDomain}, {Client: refOf(5), Reason: crm.MatchedByForward}},
	}}
	l.Links[0].Sure = false
	return crm.NamedLetters{Letters: []crm.Letter{l}, Names: map[crm.Ref]string{refOf(0): names[0], refOf(3): names[3], refOf(5): names[5]}}, nil
}

func (*post) Belongs(_ context.Context, id crm.ID, client crm.Ref) (crm.LetterChoice, error) {
	return crm.LetterChoice{Client: client, Remembered: true, Letters: []crm.LetterLinks{{Letter: id}}}, nil
}

func (*post) Nobodys(_ context.Context, id crm.ID) (crm.LetterChoice, error) {
	return crm.LetterChoice{Letters: []crm.LetterLinks{{Letter: id}}}, nil
}
func (*post) TakeBack(context.Context, crm.LetterChoice) error { return nil }
func (*post) Settle(context.Context, crm.ID) error             { return nil }
