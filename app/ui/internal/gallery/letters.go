//go:build gallery

package main

import (
	"context"
	"strings"
	"time"

	"pult/app/crm"
)

// post is a mailbox with a few letters in it.
type post struct{}

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

func (post) Signs(context.Context, []crm.ID) (map[crm.ID]crm.LetterSign, error) {
	return map[crm.ID]crm.LetterSign{
		letterID(1): {From: orlova, To: anna, Files: 2, Waits: true},
		letterID(2): {From: anna, To: orlova, Files: 3, Outgoing: true},
		letterID(3): {From: orlova, To: anna, Answered: true},
	}, nil
}

func (post) Read(_ context.Context, id crm.ID, _ string) (crm.Sheet, error) {
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
	return s, nil
}

func (post) Keep(_ context.Context, _ crm.ID, place int, folder string) (string, error) {
	return strings.TrimRight(folder, "/") + "/Заявка на кабель.pdf", nil
}
func (post) Folder() string                     { return papers{}.Folder() }
func (post) Hide(context.Context, crm.ID) error { return nil }
