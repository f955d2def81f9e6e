package parse

import (
	"strings"
	"testing"
)

func read(t *testing.T, raw string) Letter {
	t.Helper()
	l, err := ReadLetter([]byte(strings.ReplaceAll(raw, "\n", "\r\n")), Options{})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestLetter(t *testing.T) {
	l := read(t, `From: =?utf-8?B?0JjQstCw0L0g0J/QtdGC0YDQvtCy?= <ivan@romashka.example>
To: "Orlova, Maria" <maria@firm.example>, sales@firm.example
Subject: =?koi8-r?B?89ya1CDOwSDPzMHU1Q==?=
Date: Mon, 16 Nov 2026 10:15:00 +0300
Message-ID: <abc@romashka.example>
In-Reply-To: <b@firm.example>
References: <a@firm.example> <b@firm.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="x"

--x
Content-Type: multipart/alternative; boundary="y"

--y
Content-Type: text/plain; charset=utf-8

Добрый день.
Пришлите счёт.

> старое
--y
Content-Type: text/html; charset=utf-8

<p>Добрый день.<br>Пришлите <a href="http://evil.example/x">счёт</a>.</p>
--y--
--x
Content-Type: application/pdf; name="a.pdf"
Content-Disposition: attachment; filename*=utf-8''%D0%A1%D1%87%D1%91%D1%82.pdf
Content-Transfer-Encoding: base64

SGVsbG8=
--x--
`)
	if l.Writer().Name != "Иван Петров" || l.Writer().Email != "ivan@romashka.example" {
		t.Errorf("from %+v", l.From)
	}
	if len(l.To) != 2 || l.To[0].Name != "Orlova, Maria" {
		t.Errorf("to %+v", l.To)
	}
	if l.Text != "Добрый день.\nПришлите счёт.\n\n> старое" || l.Preview(100) != "Добрый день. Пришлите счёт." {
		t.Errorf("text %q, preview %q", l.Text, l.Preview(100))
	}
	if len(l.Attachments) != 1 || l.Attachments[0].Name != "Счёт.pdf" || l.Attachments[0].Size != 5 {
		t.Errorf("files %+v", l.Files())
	}
	var file strings.Builder
	if _, err := l.Attachments[0].WriteTo(&file); err != nil || file.String() != "Hello" {
		t.Errorf("file %q, %v", file.String(), err)
	}
	if l.Date.Format("2006-01-02 15:04") != "2026-11-16 07:15" || l.MessageID != "abc@romashka.example" || len(l.References) != 2 || l.InReplyTo != "b@firm.example" {
		t.Errorf("header %+v", l.Header)
	}
	if len(l.Links) != 1 || l.Links[0].URL != "http://evil.example/x" {
		t.Errorf("links %+v", l.Links)
	}
	if len(l.Flaws) != 0 {
		t.Errorf("flaws %v", l.Flaws)
	}
}
