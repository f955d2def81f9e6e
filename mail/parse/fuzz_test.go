package parse

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"pult/app/crm"
	"pult/mail/specimen"
)

// shown fails a text that would deceive or break what shows it.
func shown(t *testing.T, what, text string) {
	t.Helper()
	if !utf8.ValidString(text) || clean(text) != text {
		t.Errorf("%s %q is not fit to be shown", what, text)
	}
}

// lined fails a text that must stand on one line.
func lined(t *testing.T, what, text string) {
	t.Helper()
	shown(t, what, text)
	if strings.ContainsAny(text, "\n\t\r") {
		t.Errorf("%s %q is more than a line", what, text)
	}
}

func sound(t *testing.T, list []crm.Address) {
	t.Helper()
	if len(list) > MaxAddresses {
		t.Errorf("%d addresses", len(list))
	}
	for _, a := range list {
		lined(t, "name", a.Name)
		lined(t, "address", a.Email)
		if strings.Count(a.Email, "@") != 1 || strings.ContainsAny(a.Email, " <>,;\"") || a.Key() == "" && strings.Contains(a.Domain(), ".") {
			t.Errorf("address %q, key %q", a.Email, a.Key())
		}
	}
}

func soundHeader(t *testing.T, h Header) {
	t.Helper()
	lined(t, "subject", h.Subject)
	for _, list := range [][]crm.Address{h.From, h.Sender, h.ReplyTo, h.To, h.Cc, h.Bcc} {
		sound(t, list)
	}
	for _, id := range append([]string{h.MessageID, h.InReplyTo, h.PultID}, h.References...) {
		lined(t, "id", id)
	}
	if len(h.References) > MaxReferences {
		t.Errorf("%d references", len(h.References))
	}
}

func soundLetter(t *testing.T, l Letter, depth int) {
	t.Helper()
	soundHeader(t, l.Header)
	shown(t, "text", l.Text)
	lined(t, "preview", l.Preview(100))
	if depth > MaxDepth+1 || len(l.Attachments) > MaxParts || len(l.Links) > MaxLinks || len(l.Text) > 2*MaxText {
		t.Errorf("depth %d, files %d, links %d, text %d", depth, len(l.Attachments), len(l.Links), len(l.Text))
	}
	for _, a := range l.Attachments {
		soundName(t, a.Name)
		n, err := a.WriteTo(io.Discard)
		if err != nil || n != a.Size {
			t.Errorf("wrote %d of %d, %v", n, a.Size, err)
		}
	}
	for _, link := range l.Links {
		shown(t, "link", link.URL)
		if scheme, _, _ := strings.Cut(link.URL, ":"); !isType(scheme, "http", "https", "mailto", "tel") {
			t.Errorf("link %q", link.URL)
		}
	}
	sound(t, l.Forwarded())
	if b := l.Bounce; b != nil {
		for _, text := range []string{b.MessageID, b.PultID, b.Recipient, b.Action, b.Status, b.Detail} {
			lined(t, "report", text)
		}
	}
	for _, inner := range l.Inner {
		soundLetter(t, inner, depth+1)
	}
}

func soundName(t *testing.T, name string) {
	t.Helper()
	lined(t, "file name", name)
	if name == "" || len(name) > maxFileName || strings.ContainsAny(name, `/\:*?"<>|`) || strings.HasPrefix(name, ".") || strings.HasSuffix(name, ".") || strings.TrimSpace(name) != name {
		t.Errorf("file name %q", name)
	}
}

func FuzzLetter(f *testing.F) {
	for i, kind := range append(specimen.Declared(), specimen.Undeclared()...) {
		if kind != specimen.LongThread {
			s := specimen.Series{Seed: 3, Mix: specimen.Only(kind)}.At(i)
			f.Add(s.Raw[:min(len(s.Raw), 6000)])
		}
	}
	for _, letter := range odd {
		f.Add([]byte(strings.ReplaceAll(letter.raw, "\n", "\r\n")))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		kept := bytes.Clone(raw)
		for _, charset := range []string{"", "koi8-r"} {
			l, err := ReadLetter(raw, Options{Charset: charset})
			if err != nil {
				t.Fatal(err)
			}
			soundLetter(t, l, 0)
			if charset == "" {
				h, err := ReadHeader(raw)
				if err != nil || h.Subject != l.Subject || h.MessageID != l.MessageID {
					t.Errorf("header alone: %v, %q and %q", err, h.Subject, l.Subject)
				}
			}
		}
		if !bytes.Equal(raw, kept) {
			t.Error("the letter itself was changed")
		}
	})
}

func FuzzAddresses(f *testing.F) {
	for _, c := range addressTable {
		f.Add(c.field)
	}
	f.Fuzz(func(t *testing.T, field string) {
		list, _ := readAddresses(field, "")
		sound(t, list)
		typed, sure := Addresses(field)
		sound(t, typed)
		if sure && len(typed) == 0 && strings.Contains(clean(field), "@") && !strings.Contains(field, "(") && !strings.Contains(field, "=?") && !strings.Contains(field, ":") {
			t.Errorf("%q holds no address, and that was sure", field)
		}
	})
}

func FuzzCharset(f *testing.F) {
	for _, name := range []string{"", "utf-8", "koi8-r", "win-1251", "utf-7", "utf-16", "iso-2022-jp", "gb18030", "iso-8859-1", "x", "hz-gb-2312"} {
		f.Add([]byte("Счёт на оплату"), name, "")
		f.Add([]byte("\xd1\xf7\xb8\xf2 \xed\xe0 \xee\xef\xeb\xe0\xf2\xf3"), name, "cp866")
	}
	f.Fuzz(func(t *testing.T, data []byte, declared, fallback string) {
		if text, _ := decodeText(data, declared, fallback); !utf8.ValidString(text) || len(text) > 8*len(data)+16 {
			t.Errorf("%q as %q is %q", data, declared, text)
		}
		text, _ := decodeWords(string(data), declared)
		if !utf8.ValidString(text) {
			t.Errorf("%q in a field is %q", data, text)
		}
		if name := guess(data, declared); name == "" {
			t.Errorf("no guess for %q", data)
		}
		// What is written in UTF-8 and says so is never changed.
		if text, sure := decodeText(data, "utf-8", fallback); utf8.Valid(data) && !bytes.HasPrefix(data, []byte("\xef\xbb\xbf")) && (text != string(data) || !sure) {
			t.Errorf("%q became %q", data, text)
		}
	})
}

func FuzzHTML(f *testing.F) {
	for _, c := range htmlTable {
		f.Add(c.html)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			return
		}
		page := readHTML(text)
		if !utf8.ValidString(page.text) {
			t.Errorf("%q became %q", text, page.text)
		}
		for _, link := range page.links {
			shown(t, "link", link.URL)
			if scheme, _, _ := strings.Cut(link.URL, ":"); !isType(scheme, "http", "https", "mailto", "tel") {
				t.Errorf("link %q", link.URL)
			}
		}
	})
}
