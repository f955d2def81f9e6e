package parse

import (
	"strings"
	"testing"
)

// odd are letters that others cannot read, or read wrongly.
var odd = []struct {
	name  string
	raw   string // lines end in LF here, in CRLF on their way
	check func(Letter) bool
}{
	{"nothing", "", func(l Letter) bool { return l.Text == "" && l.Subject == "" }},
	{"no header", "\nтекст", func(l Letter) bool { return l.Text == "текст" }},
	{"no body", "Subject: x", func(l Letter) bool { return l.Subject == "x" && l.Text == "" }},
	{"mailbox file", "From ivan@firm.ru Mon Nov 16 10:00:00 2026\nSubject: x\n\nтекст", func(l Letter) bool { return l.Subject == "x" && l.Text == "текст" }},
	{"empty lines before", "\n\nSubject: x\n\nтекст", func(l Letter) bool { return l.Subject == "x" && l.Text == "текст" }},
	{"forgotten empty line", "Subject: x\nДобрый день\nи до свидания", func(l Letter) bool {
		return l.Subject == "x" && l.Text == "Добрый день\nи до свидания" && l.Has(FlawHeader)
	}},
	{"space before the colon", "Subject : x\n\n", func(l Letter) bool { return l.Subject == "x" }},
	{"smuggled field", "X-Note: a\rSubject: evil\nSubject: good\n\n", func(l Letter) bool { return l.Subject == "good" }},
	{"NUL in a field", "Sub\x00ject: evil\nSubject: go\x00od\n\n", func(l Letter) bool { return l.Subject == "good" }},
	{"line ends in a word", "Subject: =?utf-8?Q?a=0D=0ABcc:_x@y.ru=00=E2=80=AE?=\n\n", func(l Letter) bool { return l.Subject == "a Bcc: x@y.ru" }},
	{"two subjects", "Subject: one\nSubject: two\n\n", func(l Letter) bool { return l.Subject == "one" && l.Has(FlawDoubled) }},
	{"one subject twice", "Subject: one\nSubject: one\n\n", func(l Letter) bool { return !l.Has(FlawDoubled) }},
	{"two writers", "From: a@b.ru\nFrom: c@d.ru\n\n", func(l Letter) bool { return len(l.From) == 2 && l.Has(FlawDoubled) }},
	{"bad date", "Date: Пн, 16 ноя 2026 10:15:00 +0300\n\n", func(l Letter) bool { return l.Date.Format("2006-01-02 15:04") == "2026-11-16 07:15" }},
	{"no zone", "Date: Mon, 16 Nov 2026 10:15\n\n", func(l Letter) bool { return l.Date.Format("2006-01-02 15:04") == "2026-11-16 10:15" }},
	{"ISO date", "Date: 2026-11-16T10:15:00+03:00\n\n", func(l Letter) bool { return l.Date.Format("2006-01-02 15:04") == "2026-11-16 07:15" }},
	{"no date", "Subject: x\n\n", func(l Letter) bool { return l.Date.IsZero() && l.Has(FlawDate) }},
	{"date of another age", "Date: Mon, 16 Nov 0026 10:15:00 +0300\n\n", func(l Letter) bool { return l.Date.IsZero() }},

	{"empty parameter name", "Content-Type: text/plain; charset=utf-8; name=; =x; ;;\nContent-Transfer-Encoding: 8-bit\n\nтекст", func(l Letter) bool { return l.Text == "текст" }},
	{"open quote", "Content-Type: text/plain; charset=\"utf-8\n\nтекст", func(l Letter) bool { return l.Text == "текст" }},
	{"type of one word", "Content-Type: text\n\nтекст", func(l Letter) bool { return l.Text == "текст" }},
	{"type of rubbish", "Content-Type: ;;;\n\nтекст", func(l Letter) bool { return l.Text == "текст" && l.Has(FlawType) }},
	{"boundary not named", "Content-Type: multipart/mixed\n\n--zz\nContent-Type: text/plain\n\nтекст\n--zz\nContent-Type: application/pdf; name=a.pdf\n\nx\n--zz--\n", func(l Letter) bool {
		return l.Text == "текст" && len(l.Attachments) == 1 && l.Has(FlawBoundary)
	}},
	{"boundary misnamed", "Content-Type: multipart/mixed; boundary=other\n\n--zz\nContent-Type: text/plain\n\nтекст\n--zz\n\nещё\n--zz--\n", func(l Letter) bool {
		return l.Text == "текст\n\nещё"
	}},
	{"no parts at all", "Content-Type: multipart/mixed; boundary=x\n\nпросто текст", func(l Letter) bool { return l.Text == "просто текст" && l.Has(FlawBoundary) }},
	{"closed in the middle", "Content-Type: multipart/mixed; boundary=x\n\n--x\n\nраз\n--x--\nэпилог\n--x\n\nдва\n", func(l Letter) bool { return l.Text == "раз" }},
	{"boundary begins another", "Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: multipart/mixed; boundary=xy\n\n--xy\n\nвнутри\n--xy--\n--x\n\nснаружи\n--x--\n", func(l Letter) bool {
		return l.Text == "внутри\n\nснаружи"
	}},
	{"space behind a boundary", "Content-Type: multipart/mixed; boundary=x\n\n--x  \n\nраз\n--x-- \n", func(l Letter) bool { return l.Text == "раз" }},
	{"parts encoded as a whole", "Content-Type: multipart/mixed; boundary=x\nContent-Transfer-Encoding: base64\n\nLS14DQoNCtGA0LDQtw0KLS14LS0NCg==\n", func(l Letter) bool { return l.Text == "раз" }},

	{"stub beside HTML", "Content-Type: multipart/alternative; boundary=x\n\n--x\nContent-Type: text/plain; charset=utf-8\n\nВаш почтовый клиент не поддерживает HTML\n--x\nContent-Type: text/html; charset=utf-8\n\n<p>" +
		"Добрый день! Направляем акт сверки за третий квартал, просим подписать и вернуть один экземпляр до конца месяца. С уважением, бухгалтерия. Телефон для вопросов прежний, звоните после обеда.</p>\n--x--\n", func(l Letter) bool {
		return l.FromHTML && l.Preview(12) == "Добрый день!"
	}},
	{"HTML of undeclared charset", "Content-Type: text/html\n\n<meta http-equiv=content-type content='text/html; charset=windows-1251'><p>\xd1\xf7\xb8\xf2</p>", func(l Letter) bool { return l.Text == "Счёт" }},
	{"Outlook's related", "Content-Type: multipart/related; boundary=x; type=\"text/html\"\n\n--x\nContent-Type: text/html; charset=utf-8\n\nтекст<img src=cid:1@x>\n--x\nContent-Type: image/png; name=image001.png\nContent-ID: <1@x>\nContent-Disposition: inline\n\nPNG\n--x--\n", func(l Letter) bool {
		return l.Text == "текст" && len(l.Attachments) == 1 && l.Attachments[0].Kind == "image" && l.Attachments[0].ContentID == "1@x"
	}},
	{"both forms as two texts", "Content-Type: multipart/mixed; boundary=x\n\n--x\n\nДобрый день.\nСчёт!\n--x\nContent-Type: text/html; charset=utf-8\n\n<p>Добрый день.<br>Счёт!</p>\n--x--\n", func(l Letter) bool {
		return l.Text == "Добрый день.\nСчёт!"
	}},
	{"text as a file", "Content-Type: multipart/mixed; boundary=x\n\n--x\n\nписьмо\n--x\nContent-Type: text/plain; name=\"a.txt\"\nContent-Disposition: inline\n\nфайл\n--x--\n", func(l Letter) bool {
		return l.Text == "письмо" && len(l.Attachments) == 1 && l.Attachments[0].Name == "a.txt"
	}},
	{"lines broken for the way", "Content-Type: text/plain; charset=utf-8; format=flowed\n\nодна строка \nдо конца.\n> цитата \n> дальше\n-- \nподпись", func(l Letter) bool {
		return l.Text == "одна строка до конца.\n> цитата дальше\n-- \nподпись"
	}},

	{"signed by S/MIME", "Content-Type: multipart/signed; boundary=x; protocol=\"application/pkcs7-signature\"\n\n--x\n\nтекст\n--x\nContent-Type: application/pkcs7-signature; name=smime.p7s\nContent-Transfer-Encoding: base64\n\nAAAA\n--x--\n", func(l Letter) bool {
		return l.Text == "текст" && !l.Sealed && l.Attachments[0].Kind == "signature"
	}},
	{"sealed by S/MIME", "Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\nContent-Transfer-Encoding: base64\n\nAAAA\n", func(l Letter) bool { return l.Sealed && l.Attachments[0].Name == "smime.p7m" }},
	{"sealed by PGP", "Content-Type: multipart/encrypted; boundary=x; protocol=\"application/pgp-encrypted\"\n\n--x\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--x\nContent-Type: application/octet-stream; name=encrypted.asc\n\n-----BEGIN\n--x--\n", func(l Letter) bool {
		return l.Sealed && len(l.Attachments) == 2
	}},
	{"winmail.dat", "Content-Type: multipart/mixed; boundary=x\n\n--x\n\nтекст\n--x\nContent-Type: application/ms-tnef; name=winmail.dat\n\nx\n--x--\n", func(l Letter) bool { return l.Attachments[0].Kind == "outlook" }},
	{"form with a name", "Content-Type: multipart/alternative; boundary=x\n\n--x\nContent-Type: text/html; charset=utf-8; name=letter.html\n\n<p>текст</p>\n--x--\n", func(l Letter) bool {
		return l.Text == "текст" && len(l.Attachments) == 0
	}},
	{"picture before the text", "Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: image/png; name=a.png\n\nPNG\n--x\n\nтекст\n--x--\n", func(l Letter) bool {
		return l.Text == "текст" && l.Attachments[0].Kind == "file"
	}},
	{"several transfer encodings", "Content-Transfer-Encoding: quoted-printable\nContent-Transfer-Encoding: base64\nContent-Type: text/plain; charset=utf-8\n\n=D0=B6", func(l Letter) bool { return l.Text == "ж" }},
	{"several types", "Content-Type: text/plain; charset=utf-8\nContent-Type: application/pdf\n\nтекст", func(l Letter) bool { return l.Text == "текст" && l.Has(FlawDoubled) }},
	{"transfer encoding of parts", "Content-Type: multipart/mixed; boundary=x\nContent-Transfer-Encoding: quoted-printable\n\n--x\n\nтекст = 5\n--x--\n", func(l Letter) bool { return l.Text == "текст = 5" }},
	{"unknown transfer encoding", "Content-Transfer-Encoding: x-secret\n\nтекст", func(l Letter) bool { return l.Text == "текст" && l.Has(FlawTransfer) }},
	{"bytes around the parts", "Content-Type: multipart/mixed; boundary=x\n\n\xf2\xe5\xea\xf1\xf2\n--x\n\nтекст\n--x--\n\xf2\xe5\xea\xf1\xf2\n", func(l Letter) bool { return l.Text == "текст" }},
	{"NUL in the text", "Content-Type: text/plain\n\nте\x00кст", func(l Letter) bool { return l.Text == "текст" }},
	{"boundary of hyphens", "Content-Type: multipart/mixed; boundary=\"--\"\n\n----\n\nтекст\n------\n", func(l Letter) bool { return l.Text == "текст" }},
	{"boundary inside a line", "Content-Type: multipart/mixed; boundary=x\n\n--x\n\nвот --x-- и --x\n--x--\n", func(l Letter) bool { return l.Text == "вот --x-- и --x" }},
	{"part without an empty line", "Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain; charset=utf-8\nтекст прямо тут\n--x--\n", func(l Letter) bool { return l.Text == "текст прямо тут" }},
	{"part that is its header", "Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain\n--x\n\nтекст\n--x--\n", func(l Letter) bool { return l.Text == "текст" }},
	{"inner parts closed by the outer", "Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: multipart/alternative; boundary=y\n\n--y\n\nвнутри\n--x\n\nснаружи\n--x--\n", func(l Letter) bool {
		return l.Text == "внутри\n\nснаружи"
	}},
	{"letter within that is empty", "Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: message/rfc822\n\n--x\n\nтекст\n--x--\n", func(l Letter) bool { return l.Text == "текст" && len(l.Inner) == 1 }},
	{"blank line that goes on", "Subject: один\n \n два\nX-A: b\n\nтекст", func(l Letter) bool { return l.Subject == "один два" && l.Text == "текст" }},
	{"folded bytes", "Subject: \xd1\xf7\xb8\xf2 \xed\xe0\n \xee\xef\xeb\xe0\xf2\xf3\n\n", func(l Letter) bool { return l.Subject == "Счёт на оплату" }},
	{"groups side by side", "To: A: a@b.ru;, B: c@d.ru;, e@f.ru\n\n", func(l Letter) bool { return len(l.To) == 3 }},
	{"empty fields", "From:\nTo: \nSubject:\n\nтекст", func(l Letter) bool { return l.Writer().Email == "" && l.Subject == "" && l.Text == "текст" }},
	{"invitation", "Content-Type: multipart/alternative; boundary=x\n\n--x\n\nсовещание\n--x\nContent-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\n--x--\n", func(l Letter) bool {
		return l.Text == "совещание" && l.Attachments[0].Kind == "calendar" && l.Attachments[0].Name == "file.ics"
	}},
	{"report", "Content-Type: multipart/report; report-type=delivery-status; boundary=x\n\n--x\n\nНе доставлено\n--x\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.firm.ru\n\nFinal-Recipient: rfc822; ivan@firm.ru\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 no such user\n\n--x\nContent-Type: message/rfc822\n\nMessage-ID: <ours@pult>\nX-Pult-Id: 7f\nSubject: Счёт\n\nтекст\n--x--\n", func(l Letter) bool {
		return l.Report && l.Bounce.Failed() && *l.Bounce == Bounce{MessageID: "ours@pult", PultID: "7f", Recipient: "ivan@firm.ru", Action: "failed", Status: "5.1.1", Detail: "550 5.1.1 no such user"}
	}},
	{"report with headers only", "Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822; ivan@firm.ru\nStatus: 4.4.1\nAction: delayed\n\n--x\nContent-Type: text/rfc822-headers\n\nMessage-ID: <ours@pult>\n--x--\n", func(l Letter) bool {
		return l.Bounce != nil && !l.Bounce.Failed() && l.Bounce.MessageID == "ours@pult" && l.Bounce.Status == "4.4.1"
	}},
	{"letter within, encoded", "Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nU3ViamVjdDogaW5uZXINCg0KdGV4dA==\n--x--\n", func(l Letter) bool {
		return len(l.Inner) == 1 && l.Inner[0].Subject == "inner" && l.Reading() == "text" && l.Attachments[0].Kind == "letter" && l.Attachments[0].Name == "inner.eml"
	}},
	{"digest", "Content-Type: multipart/digest; boundary=x\n\n--x\n\nSubject: один\n\nраз\n--x\n\nSubject: два\n\nдва\n--x--\n", func(l Letter) bool { return len(l.Inner) == 2 && l.Inner[1].Subject == "два" }},
	{"name in escapes", "Content-Type: application/pdf; name=\"%D0%A1%D1%87%D1%91%D1%82.pdf\"\n\nx", func(l Letter) bool { return l.Attachments[0].Name == "Счёт.pdf" }},
	{"name in windows-1251", "Content-Type: application/pdf; name=\"\xd1\xf7\xb8\xf2 \xed\xe0 \xee\xef\xeb\xe0\xf2\xf3.pdf\"\n\nx", func(l Letter) bool { return l.Attachments[0].Name == "Счёт на оплату.pdf" }},
	{"name in pieces", "Content-Type: application/pdf\nContent-Disposition: attachment; filename*0*=windows-1251''%D1%F7; filename*1*=%B8%F2; filename*2=\".pdf\"\n\nx", func(l Letter) bool { return l.Attachments[0].Name == "Счёт.pdf" }},
	{"name out of the folder", "Content-Type: application/pdf\nContent-Disposition: attachment; filename=\"../../.bashrc\"\n\nx", func(l Letter) bool { return l.Attachments[0].Name == "file.bashrc" }},
	{"list's footer under base64", "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n0YLQtdC60YHRgg==\n\n-- \nThis list is free.\n", func(l Letter) bool { return l.Text == "текст" }},
	{"quoted-printable with holes", "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n=D1=82=D0=B5 = 5 =\nконец=", func(l Letter) bool { return l.Text == "те = 5 конец" }},
	{"out of office", "Auto-Submitted: auto-replied\nSubject: x\n\n", func(l Letter) bool { return l.Automatic && !l.Bulk }},
	{"newsletter", "List-Unsubscribe: <mailto:x@y.ru>\n\n", func(l Letter) bool { return l.Bulk }},
	{"personal", "Sensitivity: Personal\n\n", func(l Letter) bool { return l.Sensitive }},
	{"name that is an address", "From: \"admin@bank.ru\" <evil@x.ru>\n\n", func(l Letter) bool { return l.Disguised }},
	{"name that is its own address", "From: \"ivan@firm.ru\" <ivan@firm.ru>\n\n", func(l Letter) bool { return !l.Disguised }},
	{"references without brackets", "In-Reply-To: a@b.ru\nReferences: a@b.ru c@d.ru\n\n", func(l Letter) bool { return l.InReplyTo == "a@b.ru" && len(l.References) == 2 }},
	{"signs that hide", "Content-Type: text/plain; charset=utf-8\n\nра\u200bз\u202e два\x07", func(l Letter) bool { return l.Text == "раз два" }},
	{"family of emoji", "Content-Type: text/plain; charset=utf-8\n\n👩\u200d👧 ок", func(l Letter) bool { return l.Text == "👩\u200d👧 ок" }},
}

func TestOddLetters(t *testing.T) {
	for _, c := range odd {
		t.Run(c.name, func(t *testing.T) {
			l := read(t, c.raw)
			soundLetter(t, l, 0)
			if !c.check(l) {
				t.Errorf("header %+v\ntext %q, files %+v, bounce %+v, flaws %v", l.Header, l.Text, l.Files(), l.Bounce, l.Flaws)
			}
		})
	}
}

// A wrong guess can be done anew by hand.
func TestCharsetByHand(t *testing.T) {
	raw := []byte("Subject: \xf4\xc5\xd3\xd4\r\n\r\n\xd4\xc5\xd3\xd4")
	l, err := ReadLetter(raw, Options{Charset: "koi8-r"})
	if err != nil || l.Text != "тест" || l.Subject != "Тест" {
		t.Errorf("by hand: %q, %q, %v", l.Subject, l.Text, err)
	}
}

// The same body gives the same digest whatever way it came.
func TestDigest(t *testing.T) {
	a := read(t, "Received: x\nSubject: a\n\nраз\nдва\n")
	b := read(t, "Subject: a\n\nраз\nдва\n\n\n")
	c := read(t, "Subject: a\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n0YDQsNC3CtC00LLQsAo=\n")
	d := read(t, "Subject: a\n\nраз\nтри\n")
	if a.Digest != b.Digest || a.Digest != c.Digest || a.Digest == d.Digest || a.Digest == "" {
		t.Errorf("%s, %s, %s, %s", a.Digest, b.Digest, c.Digest, d.Digest)
	}
	const file = "Content-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: "
	if e, f, g := read(t, file+"base64\n\neA==\n"), read(t, file+"quoted-printable\n\nx="), read(t, file+"base64\n\neQ==\n"); e.Digest != f.Digest || e.Digest == g.Digest {
		t.Errorf("with a file: %s, %s, %s", e.Digest, f.Digest, g.Digest)
	}
}

// A letter within that is too large to be unpacked can still be saved.
func TestLargeInnerLetter(t *testing.T) {
	l := read(t, "Content-Type: multipart/mixed; boundary=x\n\n--x\n\nтекст\n--x\nContent-Type: message/rfc822; name=big.eml\nContent-Transfer-Encoding: base64\n\n"+
		strings.Repeat("U3ViamVjdDogaW5uZXINCg0KdGV4dA==\n", 800_000)+"--x--\n")
	if l.Text != "текст" || len(l.Inner) != 0 || l.Attachments[0].Kind != "letter" || l.Attachments[0].Size != 22*800_000 || !l.Has(FlawTooLong) {
		t.Errorf("text %q, files %+v, flaws %v", l.Text, l.Files(), l.Flaws)
	}
}
