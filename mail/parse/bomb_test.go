package parse

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"runtime"
	"strings"
	"testing"
)

// bomb is a letter made to cost much.
type bomb struct {
	name  string
	write func(*bytes.Buffer)
	flaw  Flaw // that must be told of; empty when the letter is read in full
}

const plainHeader = "From: a@b.ru\r\nTo: c@d.ru\r\nSubject: x\r\nMIME-Version: 1.0\r\n"

func nested(depth int) func(*bytes.Buffer) {
	return func(b *bytes.Buffer) {
		b.WriteString(plainHeader)
		for i := range depth {
			fmt.Fprintf(b, "Content-Type: multipart/mixed; boundary=\"b%d\"\r\n\r\n--b%d\r\n", i, i)
		}
		b.WriteString("\r\nдно\r\n")
		for i := depth - 1; i >= 0; i-- {
			fmt.Fprintf(b, "--b%d--\r\n", i)
		}
	}
}

func manyParts(n int) func(*bytes.Buffer) {
	return func(b *bytes.Buffer) {
		b.WriteString(plainHeader + "Content-Type: multipart/mixed; boundary=x\r\n\r\n")
		for range n {
			b.WriteString("--x\r\nContent-Type: text/plain\r\n\r\nчасть\r\n")
		}
		b.WriteString("--x--\r\n")
	}
}

func letterOf(contentType string, body func(*bytes.Buffer)) func(*bytes.Buffer) {
	return func(b *bytes.Buffer) {
		b.WriteString(plainHeader + "Content-Type: " + contentType + "\r\n\r\n")
		body(b)
	}
}

func repeat(text string, n int) func(*bytes.Buffer) {
	return func(b *bytes.Buffer) { b.WriteString(strings.Repeat(text, n)) }
}

func field(text string, n int) func(*bytes.Buffer) {
	return func(b *bytes.Buffer) {
		b.WriteString("From: a@b.ru\r\n")
		b.WriteString(strings.Repeat(text, n))
		b.WriteString("\r\nSubject: after\r\n\r\nтекст\r\n")
	}
}

// bombs are those that cost known readers of mail seconds and gigabytes, and
// others aimed at this one.
func bombs() []bomb {
	return []bomb{
		{"nested 100", nested(100), FlawTooDeep},
		{"nested 1,000", nested(1000), FlawTooDeep},
		{"nested 10,000", nested(10000), FlawTooDeep},
		{"10,000 parts", manyParts(10000), FlawTooDeep},
		{"200,000 parts", manyParts(200000), FlawTooDeep},
		{"header of 5 MB", field("X-A: "+strings.Repeat("a", 70)+"\r\n", 65000), FlawTooDeep},
		{"one field of 5 MB", field("X-A: "+strings.Repeat("a", 5<<20), 1), FlawTooDeep},
		{"40,000 encoded words", field("Subject: "+strings.Repeat("=?utf-8?B?0Y8=?= ", 40000), 1), FlawTooDeep},
		{"60,000 addresses", field("To: "+strings.Repeat("Иван <a@b.ru>, ", 60000), 1), FlawTooDeep},
		{"addresses that never close", field("To: "+strings.Repeat("<", 250000), 1), FlawAddress},
		{"commas", field("To: "+strings.Repeat("a,", 125000), 1), FlawAddress},
		{"comments in comments", field("To: "+strings.Repeat("(", 250000), 1), ""},
		{"national hosts", field("To: "+strings.Repeat("a@ж.рф,", 20000), 1), ""},
		{"words that never close", field("Subject: "+strings.Repeat("=?a?Q?", 40000), 1), ""},
		{"words that close at the end", field("Subject: "+strings.Repeat("=?a?Q?", 40000)+"?=", 1), ""},
		{"100,000 references", field("References: "+strings.Repeat("<a@b.ru> ", 100000), 1), FlawTooDeep},
		{"brackets without end in references", field("References: "+strings.Repeat("<", 250000), 1), ""},
		{"100,000 parameters", field("Content-Type: text/plain; "+strings.Repeat("a=b; ", 50000), 1), ""},
		{"pieces of a name", field("Content-Disposition: attachment; "+strings.Repeat("filename*1=a;", 20000), 1), ""},
		{"letters within letters", func(b *bytes.Buffer) {
			b.WriteString(strings.Repeat("Content-Type: message/rfc822\r\n\r\n", 100000))
		}, FlawTooDeep},
		{"a heavy letter within letters", func(b *bytes.Buffer) {
			b.WriteString(strings.Repeat("Content-Type: message/rfc822\r\n\r\n", 29) + "Content-Type: application/pdf\r\n\r\n")
			b.WriteString(strings.Repeat("x", 20<<20))
		}, ""},
		{"hyphens", letterOf("multipart/mixed; boundary=x", repeat("--\r\n", 2<<20)), FlawBoundary},
		{"boundaries of another level", letterOf("multipart/mixed; boundary=x", repeat("\n--xy", 1<<20)), FlawBoundary},
		{"boundary of hyphens", letterOf("multipart/mixed; boundary=\"---\"", repeat("-", 8<<20)), ""},
		{"each level holds all", func(b *bytes.Buffer) {
			nested(25)(b)
			b.WriteString(strings.Repeat("x", 8<<20))
		}, ""},
		{"alternatives", func(b *bytes.Buffer) {
			b.WriteString(plainHeader)
			for i := range 29 {
				fmt.Fprintf(b, "Content-Type: multipart/alternative; boundary=\"b%d\"\r\n\r\n--b%d\r\n\r\nтекст\r\n--b%d\r\n", i, i, i)
			}
			b.WriteString("\r\n" + strings.Repeat("текст ", 300000))
		}, ""},
		{"text of 20 MB", letterOf("text/plain; charset=windows-1251", repeat(strings.Repeat("\xf2", 99)+"\n", 200000)), FlawTooLong},
		{"base64 of 20 MB", func(b *bytes.Buffer) {
			b.WriteString(plainHeader + "Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n")
			b.WriteString(base64.StdEncoding.EncodeToString(bytes.Repeat([]byte("текст "), 1500000)))
		}, FlawTooLong},
		{"a file of 20 MB on one line", func(b *bytes.Buffer) {
			b.WriteString(plainHeader + "Content-Type: application/pdf\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n")
			b.WriteString(strings.Repeat("=41 ", 5<<20))
		}, ""},
		{"letters encoded within letters", func(b *bytes.Buffer) {
			inner := append([]byte(plainHeader+"\r\n"), bytes.Repeat([]byte("x"), 6<<20)...)
			for range 5 {
				inner = []byte("Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.StdEncoding.EncodeToString(inner))
			}
			b.Write(inner)
		}, FlawTooLong},
		{"elements in elements", letterOf("text/html; charset=utf-8", repeat("<div>", 400000)), ""},
		{"quotes in quotes", letterOf("text/html; charset=utf-8", repeat("<blockquote>x<br>", 120000)), FlawTooLong},
		{"lists in lists", letterOf("text/html; charset=utf-8", repeat("<ol><li>x", 200000)), ""},
		{"cells", letterOf("text/html; charset=utf-8", repeat("<table><tr><td>x", 130000)), ""},
		{"attributes", letterOf("text/html; charset=utf-8", repeat("<a b=c d=e f='g' "+strings.Repeat("h=i ", 300)+">", 1600)), ""},
		{"an attribute of 2 MB", letterOf("text/html; charset=utf-8", repeat("<p style=\""+strings.Repeat("a", 2<<20)+"\">", 1)), ""},
		{"links", letterOf("text/html; charset=utf-8", repeat("<a href=\"http://x.ru/\">y</a>", 70000)), ""},
		{"a link that never ends", letterOf("text/html; charset=utf-8", repeat("<a href=\"http://x.ru/\">y", 80000)), ""},
		{"comments", letterOf("text/html; charset=utf-8", repeat("<!--", 500000)), ""},
		{"entities", letterOf("text/html; charset=utf-8", repeat("&CounterClockwiseContourIntegral;", 60000)), ""},
		{"hidden in hidden", letterOf("text/html; charset=utf-8", repeat("<div style='display:none'>", 80000)), ""},
		{"lines broken for the way", letterOf("text/plain; format=flowed", repeat(">> a \r\n", 280000)), ""},
		{"utf-7", letterOf("text/plain; charset=utf-7", repeat("+BEA-", 400000)), ""},
		{"escapes", letterOf("text/plain; charset=iso-2022-jp", repeat("\x1b$B\x1b(B", 300000)), ""},
		{"dates", field("Date: "+strings.Repeat("1 jan ", 40000), 1), FlawDate},
	}
}

// What a bomb may take beside the letter itself.
const bombMemory = 64 << 20

// TestBombs proves that a hostile letter stays within its bounds and that what is
// left out is told. How long each takes is measured by the bench.
func TestBombs(t *testing.T) {
	for _, b := range bombs() {
		t.Run(b.name, func(t *testing.T) {
			var raw bytes.Buffer
			b.write(&raw)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			l, err := ReadLetter(raw.Bytes(), Options{})
			runtime.ReadMemStats(&after)
			if err != nil {
				t.Fatal(err)
			}
			if took := after.TotalAlloc - before.TotalAlloc; took > bombMemory {
				t.Errorf("took %d MB", took>>20)
			}
			if b.flaw != "" && !l.Has(b.flaw) {
				t.Errorf("flaws %v, want %s", l.Flaws, b.flaw)
			}
			if len(l.Text) > 2*MaxText || len(l.Attachments) > MaxParts || len(l.To) > MaxAddresses || len(l.References) > MaxReferences || len(l.Links) > MaxLinks {
				t.Errorf("text %d, files %d, to %d, references %d, links %d", len(l.Text), len(l.Attachments), len(l.To), len(l.References), len(l.Links))
			}
		})
	}
}
