package specimen

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"mime"
	"mime/quotedprintable"
	"net/url"
	"strings"
	"time"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"
)

// charsets are those letters are written in; the name is what a letter calls it.
var charsets = map[Kind]struct {
	name  string
	table encoding.Encoding
	all   bool // has № and «»
}{
	KOI8R:           {"koi8-r", charmap.KOI8R, false},
	Windows1251:     {"windows-1251", charmap.Windows1251, true},
	CP866:           {"cp866", charmap.CodePage866, false},
	ISO88595:        {"iso-8859-5", charmap.ISO8859_5, false},
	KOI8U:           {"koi8-u", charmap.KOI8U, false},
	MacCyrillic:     {"x-mac-cyrillic", charmap.MacintoshCyrillic, true},
	ISO2022JP:       {"iso-2022-jp", japanese.ISO2022JP, false},
	Win1251Alias:    {"win-1251", charmap.Windows1251, true},
	Windows1251A:    {"windows1251", charmap.Windows1251, true},
	Nested:          {"koi8-r", charmap.KOI8R, false},
	RawCP1251:       {"windows-1251", charmap.Windows1251, true},
	RawKOI8R:        {"koi8-r", charmap.KOI8R, false},
	RawCP866:        {"cp866", charmap.CodePage866, false},
	WrongCharset:    {"utf-8", charmap.Windows1251, true},
	LatinCharset:    {"iso-8859-1", charmap.Windows1251, true},
	UTF8UnderCP1251: {"windows-1251", unicode.UTF8, true},
}

// Write puts a draft into bytes. What a charset has no sign for is left out of the
// draft that comes back.
func Write(d Draft, kind Kind, roll *rand.Rand) Specimen {
	p := pen{kind: kind, roll: roll, charset: "utf-8", table: unicode.UTF8}
	if known, ok := charsets[kind]; ok {
		p.charset, p.table = known.name, known.table
		if !known.all {
			d.Subject, d.Text, d.From.Name = spare.Replace(d.Subject), spare.Replace(d.Text), spare.Replace(d.From.Name)
		}
	}
	switch kind {
	case File2231, File2047, FileRaw:
		if d.File.Name == "" {
			d.File = invoice(roll)
		}
	case LongThread:
		for i := range 2000 {
			d.References = append(d.References, fmt.Sprintf("%d.%08x@thread.example", i, roll.Uint32()))
		}
	case UnquotedComma:
		if first, last, ok := strings.Cut(d.From.Name, " "); ok {
			d.From.Name = last + ", " + first
		}
	}
	p.d = d
	return Specimen{Kind: kind, Raw: p.write(), Draft: d}
}

// invoice is a file of random bytes, 30 to 120 KB.
func invoice(roll *rand.Rand) File {
	data := make([]byte, 30<<10+roll.IntN(90<<10))
	for i := 0; i+8 <= len(data); i += 8 {
		for n, v := 0, roll.Uint64(); n < 8; n++ {
			data[i+n] = byte(v >> (8 * n))
		}
	}
	copy(data, "%PDF-1.4\n")
	return File{Name: fmt.Sprintf("Счёт на оплату %d от ноября.pdf", 100+roll.IntN(900)), Data: data}
}

// pen writes one letter.
type pen struct {
	kind    Kind
	roll    *rand.Rand
	charset string
	table   encoding.Encoding
	d       Draft
	out     bytes.Buffer
}

func (p *pen) line(format string, args ...any) { fmt.Fprintf(&p.out, format+"\r\n", args...) }

func (p *pen) write() []byte {
	p.line("Received: from mx.%s by mail.firm.example; %s", p.d.From.Domain(), p.d.Date.Format(time.RFC1123Z))
	p.line("Message-ID: <%s>", p.d.MessageID)
	p.line("Date: %s", p.d.Date.In(time.FixedZone("", 3*3600)).Format(time.RFC1123Z))
	p.from()
	if p.kind == JunkInHeader {
		p.line(">From mailer Mon Nov 16 10:00:00 2026")
		p.line("this line is no field at all")
	}
	if p.kind == SemicolonsInTo {
		p.line("To: %s; info@firm.example; <sales@firm.example>", p.d.To.Email)
	} else {
		p.line("To: %s <%s>", p.word(p.d.To.Name), p.d.To.Email)
	}
	p.subject()
	p.references()
	p.line("MIME-Version: 1.0")
	p.body()
	return p.out.Bytes()
}

func (p *pen) from() {
	name, email := p.d.From.Name, p.d.From.Email
	switch p.kind {
	case UnquotedComma:
		p.line("From: %s <%s>", name, email)
	case EncodedAddress:
		p.line("From: %s", mime.BEncoding.Encode("utf-8", name+" <"+email+">"))
	default:
		p.line("From: %s <%s>", p.word(name), email)
	}
}

func (p *pen) subject() {
	if p.kind != SplitWord {
		p.line("Subject: %s", p.word(p.d.Subject))
		return
	}
	text := []byte(p.d.Subject)
	var words []string
	for len(text) > 0 {
		n := min(len(text), 13) // an odd number: letters of two bytes are cut
		words = append(words, "=?UTF-8?B?"+base64.StdEncoding.EncodeToString(text[:n])+"?=")
		text = text[n:]
	}
	p.line("Subject: %s", strings.Join(words, "\r\n "))
}

func (p *pen) references() {
	if n := len(p.d.References); n > 0 {
		p.line("In-Reply-To: <%s>", p.d.References[n-1])
		p.line("References: <%s>", strings.Join(p.d.References, ">\r\n <"))
	}
}

// raw tells kinds whose headers hold bytes as they are.
func (p *pen) raw() bool {
	switch p.kind {
	case RawCP1251, RawKOI8R, RawCP866, RawUTF8, LatinCharset:
		return true
	}
	return false
}

// encode puts a text into the charset of the letter.
func (p *pen) encode(text string) []byte {
	data, err := p.table.NewEncoder().Bytes([]byte(text))
	if err != nil {
		panic(fmt.Sprintf("specimen: %s has no sign for %q: %v", p.charset, text, err)) // a fault of the words above
	}
	return data
}

// word puts a text into a field.
func (p *pen) word(text string) string {
	switch data := p.encode(text); {
	case p.raw():
		return string(data)
	case p.kind == WrongCharset || p.kind == UTF8UnderCP1251:
		return mime.BEncoding.Encode("utf-8", text)
	case p.charset == "utf-8" && p.roll.IntN(2) == 0:
		return mime.QEncoding.Encode("utf-8", text)
	case p.charset == "utf-8":
		return mime.BEncoding.Encode("utf-8", text)
	default:
		return mime.BEncoding.Encode(p.charset, string(data))
	}
}

func (p *pen) body() {
	switch p.kind {
	case HTML:
		p.line("Content-Type: text/html; charset=utf-8")
		p.text(htmlOf(p.d.Text), "quoted-printable")
	case RawCP1251, RawKOI8R, RawCP866:
		if p.roll.IntN(2) == 0 {
			p.line("Content-Type: text/plain")
		}
		p.text(p.d.Text, "8bit")
	case BrokenType:
		p.line("Content-Type: text/plain; charset=utf-8; name=; =x; ;;")
		p.text(p.d.Text, "8-bit")
	case BrokenBase64:
		p.line("Content-Type: text/plain; charset=utf-8")
		p.text(p.d.Text, "base64")
		p.line("--")
		p.line("This letter was checked by an antivirus.")
	case Unclosed:
		p.multipart("----=_Part_7", false)
	case NoBoundary:
		p.multipart("", true)
	case Nested:
		p.nested()
	case File2231, File2047, FileRaw:
		p.multipart("b1_0a9f8e", true)
	default:
		if p.d.File.Name != "" {
			p.multipart("b1_0a9f8e", true)
			return
		}
		p.line("Content-Type: text/plain; charset=%s", p.charset)
		p.text(p.d.Text, []string{"8bit", "base64", "quoted-printable"}[p.roll.IntN(3)])
	}
}

// text ends a header block and writes the text under it.
func (p *pen) text(text, transfer string) {
	p.line("Content-Transfer-Encoding: %s", transfer)
	p.line("")
	data := bytes.ReplaceAll(p.encode(text), []byte("\n"), []byte("\r\n"))
	switch transfer {
	case "base64":
		encoded := base64.StdEncoding.EncodeToString(data)
		if p.kind == BrokenBase64 {
			encoded = encoded[:40] + "~*" + encoded[40:]
		}
		p.lines(encoded)
	case "quoted-printable":
		w := quotedprintable.NewWriter(&p.out)
		_, _ = w.Write(data)
		_ = w.Close()
		p.line("")
	default:
		p.out.Write(data)
		p.line("")
	}
}

func (p *pen) lines(encoded string) {
	for len(encoded) > 76 {
		p.line("%s", encoded[:76])
		encoded = encoded[76:]
	}
	p.line("%s", encoded)
}

// multipart writes a text with a file, if there is one. A boundary that is not
// given is used and not named.
func (p *pen) multipart(boundary string, closed bool) {
	if boundary == "" {
		boundary = "=_unnamed"
		p.line("Content-Type: multipart/mixed")
	} else {
		p.line("Content-Type: multipart/mixed; boundary=\"%s\"", boundary)
	}
	p.line("")
	p.line("This is a multi-part message in MIME format.")
	p.line("--%s", boundary)
	p.line("Content-Type: text/plain; charset=%s", p.charset)
	p.text(p.d.Text, "base64")
	if p.d.File.Name != "" {
		p.line("--%s", boundary)
		p.file()
	}
	if p.kind == NoBoundary {
		p.line("--%s", boundary)
		p.line("Content-Type: text/html; charset=utf-8")
		p.line("Content-Disposition: attachment; filename=page.html")
		p.line("")
		p.line("<p>1</p>")
	}
	if closed {
		p.line("--%s--", boundary)
	}
}

func (p *pen) file() {
	name := p.d.File.Name
	switch p.kind {
	case File2047:
		p.line("Content-Type: application/pdf; name=\"%s\"", strings.ReplaceAll(mime.BEncoding.Encode("utf-8", name), "\r\n ", " "))
		p.line("Content-Disposition: attachment; filename=\"%s\"", strings.ReplaceAll(mime.BEncoding.Encode("utf-8", name), "\r\n ", " "))
	case FileRaw:
		p.line("Content-Type: application/pdf; name=\"%s\"", name)
		p.line("Content-Disposition: attachment; filename=\"%s\"", name)
	default:
		escaped := url.PathEscape(name)
		half := strings.LastIndexByte(escaped[:len(escaped)/2], '%')
		if half < 0 {
			half = len(escaped) / 2
		}
		p.line("Content-Type: application/pdf")
		p.line("Content-Disposition: attachment;\r\n filename*0*=UTF-8''%s;\r\n filename*1*=%s", escaped[:half], escaped[half:])
	}
	p.line("Content-Transfer-Encoding: base64")
	p.line("")
	p.lines(base64.StdEncoding.EncodeToString(p.d.File.Data))
}

// nested writes a letter that holds another one and nothing else to read.
func (p *pen) nested() {
	p.line("Content-Type: multipart/mixed; boundary=\"outer\"")
	p.line("")
	p.line("--outer")
	p.line("Content-Type: message/rfc822")
	p.line("")
	p.line("From: %s <director@%s>", p.word("Директор"), p.d.From.Domain())
	p.line("To: %s", p.d.From.Email)
	p.line("Subject: %s", p.word("Поручение"))
	p.line("Message-ID: <inner.%s>", p.d.MessageID)
	p.line("Content-Type: text/plain; charset=koi8-r")
	p.text(p.d.Text, "8bit")
	p.line("--outer--")
}

// htmlOf is a text as programs of mail write it, with a picture that would tell
// the sender that the letter was opened.
func htmlOf(text string) string {
	lines := strings.Split(strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(text), "\n")
	return "<html><head><style>p { color: #333 }</style></head><body>\n<div>" + strings.Join(lines, "<br>\n") +
		"</div>\n<img src=\"http://tracker.example/open.gif\" width=1 height=1></body></html>"
}
