package parse

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"pult/app/crm"
)

var addressTable = []struct {
	field string
	want  string // "name <address>" with | between
	sure  bool
}{
	{"ivan@firm.ru", " <ivan@firm.ru>", true},
	{"Иван Петров <ivan@firm.ru>", "Иван Петров <ivan@firm.ru>", true},
	{`"Петров, Иван" <ivan@firm.ru>, oleg@firm.ru`, "Петров, Иван <ivan@firm.ru>| <oleg@firm.ru>", true},
	{"Петров, Иван <ivan@firm.ru>", "Петров, Иван <ivan@firm.ru>", false},
	{"a@b.ru; c@d.ru;e@f.ru", " <a@b.ru>| <c@d.ru>| <e@f.ru>", true},
	{"<a@b.ru> <c@d.ru>", " <a@b.ru>| <c@d.ru>", false},
	{"<a@b.ru><c@d.ru>", " <a@b.ru>| <c@d.ru>", false},
	{"ivan@firm.ru (Иван Петров)", "Иван Петров <ivan@firm.ru>", true},
	{"=?utf-8?B?0JjQstCw0L0=?= =?utf-8?B?INCf0LXRgtGA0L7Qsg==?= <ivan@firm.ru>", "Иван Петров <ivan@firm.ru>", true},
	{`"=?utf-8?B?0JjQstCw0L0=?=" <ivan@firm.ru>`, "Иван <ivan@firm.ru>", true},
	{"=?utf-8?Q?Петров,_Иван?= <ivan@firm.ru>", "Петров, Иван <ivan@firm.ru>", false},
	{"=?utf-8?B?0JjQstCw0L0gPGl2YW5AZmlybS5ydT4=?=", "Иван <ivan@firm.ru>", false},
	{"Отдел продаж: a@b.ru, c@d.ru;", " <a@b.ru>| <c@d.ru>", true},
	{"undisclosed-recipients:;", "", true},
	{"Иван <ivan@firm.ru", "Иван <ivan@firm.ru>", false},
	{"Иван ivan@firm.ru", "Иван <ivan@firm.ru>", false},
	{"<mailto:ivan@firm.ru>", " <ivan@firm.ru>", true},
	{"<@relay.ru:ivan@firm.ru>", " <ivan@firm.ru>", true},
	{"Ivan@FIRM.RU", " <Ivan@firm.ru>", true},
	{"почта@пример.рф", " <почта@xn--e1afmkfd.xn--p1ai>", true},
	{`"admin@bank.ru" <evil@x.ru>`, "admin@bank.ru <evil@x.ru>", true},
	{`"a b"@firm.ru`, "", false},
	{`"ivan"@firm.ru`, " <ivan@firm.ru>", true},
	{"no address at all", "", false},
	{"ivan@", "", false},
	{"@firm.ru", "", false},
	{"a@b@c.ru", "", false},
	{"ivan@firm..ru", "", false},
	{"ivan@firm.ru\x00", "", false},
	{"Имя\u202eruk.mrif <ivan@firm.ru>", "Имяruk.mrif <ivan@firm.ru>", true},
	{"", "", true},
	{", ,;", "", true},
	{"O'Brien <o'brien@firm.ie>", "O'Brien <o'brien@firm.ie>", true},
	{"ivan@[192.0.2.1]", " <ivan@[192.0.2.1]>", true},
}

func TestAddresses(t *testing.T) {
	for _, c := range addressTable {
		list, sure := readAddresses(c.field, "")
		if got := listed(list); got != c.want || sure != c.sure {
			t.Errorf("%q is %q, %v\nwant %q, %v", c.field, got, sure, c.want, c.sure)
		}
	}
}

func listed(list []crm.Address) string {
	var parts []string
	for _, a := range list {
		parts = append(parts, a.Name+" <"+a.Email+">")
	}
	return strings.Join(parts, "|")
}

// A name in bytes of no declared charset loses neither itself nor its address.
func TestRawNames(t *testing.T) {
	for name, page := range map[string]*charmap.Charmap{"windows-1251": charmap.Windows1251, "koi8-r": charmap.KOI8R, "cp866": charmap.CodePage866} {
		field, err := page.NewEncoder().String("From: Щербакова Ольга <olga@firm.ru>\r\nTo: Отдел снабжения <a@b.ru>\r\nSubject: Заявка на кабель\r\n\r\n")
		if err != nil {
			t.Fatal(err)
		}
		h, err := ReadHeader([]byte(field))
		if err != nil || h.Writer() != (crm.Address{Name: "Щербакова Ольга", Email: "olga@firm.ru"}) || h.Subject != "Заявка на кабель" || !slices.Contains(h.Flaws, FlawCharset) {
			t.Errorf("%s: %+v, %v", name, h, err)
		}
		h, err = ReadHeader([]byte("Content-Type: text/plain; charset=" + name + "\r\n" + field))
		if err != nil || h.Subject != "Заявка на кабель" {
			t.Errorf("%s with a hint: %q, %v", name, h.Subject, err)
		}
	}
}

func TestTypedAddresses(t *testing.T) {
	if list, sure := Addresses("Иван <ivan@firm.ru>, oleg@firm.ru"); len(list) != 2 || !sure {
		t.Errorf("%v, %v", list, sure)
	}
	for _, text := range []string{"ivan@firm.ru oleg", "ivan", "Иван, oleg@firm.ru", "a@b.ru\r\nBcc: x@y.ru"} {
		if list, sure := Addresses(text); sure {
			t.Errorf("%q is surely %v", text, list)
		}
	}
}
