// Package commerceml reads clients out of CommerceML 2.x, the XML that 1C
// exchanges with sites: the list Контрагенты, and the buyers of Документы, from a
// file or a zip archive of them. Files are hostile input: entities and document
// types are refused, everything has a cap.
package commerceml

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"pult/app/crm"
)

// Caps.
const (
	maxDepth = 64
	maxNodes = 2000    // in one party
	maxText  = 4 << 10 // bytes of one value
	maxParty = 200_000
)

// Party is a counterparty of the file.
type Party struct {
	Line     int
	ID       string
	Name     string
	FullName string
	INN      string
	KPP      string
	Comment  string
	Phones   []string
	Emails   []string
	People   []Person
}

// Person represents a party.
type Person struct {
	Name   string
	Role   string
	Phones []string
	Emails []string
}

// File is what a file tells.
type File struct {
	Parties []Party
	// Papers are documents. Who bought is a party; they themselves are only counted:
	// of a debt or a payment they say nothing.
	Papers []crm.Papers
}

// Is tells a file that claims to be CommerceML, or at least XML.
func Is(data []byte) bool {
	data = bytes.TrimSpace(plain(data))
	return bytes.HasPrefix(data, []byte("<?xml")) || bytes.HasPrefix(data, []byte("<"+root))
}

const root = "КоммерческаяИнформация"

// plain takes off the mark of UTF-8, and turns a file that does not say its
// encoding and is not in UTF-8 from the one 1C would write otherwise.
func plain(data []byte) []byte {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	head := data[:min(len(data), 200)]
	if utf8.Valid(data) || bytes.Contains(head, []byte("encoding")) {
		return data
	}
	if text, err := charmap.Windows1251.NewDecoder().Bytes(data); err == nil {
		return text
	}
	return data
}

// Parse reads a file. When it breaks off or is broken, what stands before the
// break comes with the error.
func Parse(data []byte) (File, error) {
	r := &reader{decoder: xml.NewDecoder(bytes.NewReader(plain(data))), papers: tally{}}
	r.decoder.CharsetReader = charset
	parties, err := r.parties()
	return File{parties, r.papers.list()}, err
}

func (r *reader) parties() (parties []Party, err error) {
	for {
		start, err := r.party()
		if errors.Is(err, io.EOF) {
			return parties, r.whole()
		}
		if err != nil {
			return parties, worded(err)
		}
		line, _ := r.decoder.InputPos()
		n, err := r.node(start)
		if err != nil {
			return parties, worded(err)
		}
		if n.text("Роль") == "Продавец" { // the firm itself
			continue
		}
		if len(parties) == maxParty {
			return parties, crm.Reason{Code: "many_rows", Detail: "200 000"}
		}
		p := partyOf(n)
		p.Line = line
		parties = append(parties, p)
	}
}

// charset gives the encodings 1C writes.
func charset(name string, in io.Reader) (io.Reader, error) {
	switch strings.ToLower(name) {
	case "utf-8", "utf8":
		return in, nil
	case "windows-1251", "cp1251":
		return charmap.Windows1251.NewDecoder().Reader(in), nil
	case "koi8-r":
		return charmap.KOI8R.NewDecoder().Reader(in), nil
	case "cp866", "ibm866":
		return charmap.CodePage866.NewDecoder().Reader(in), nil
	default:
		return nil, crm.Reason{Code: "charset", Detail: name}
	}
}

// worded keeps our reasons and words the faults of XML.
func worded(err error) error {
	var reason crm.Reason
	if errors.As(err, &reason) {
		return reason
	}
	var syntax *xml.SyntaxError
	if errors.As(err, &syntax) {
		return fmt.Errorf("%w: %w", crm.Reason{Code: "xml", Detail: fmt.Sprint(syntax.Line)}, err)
	}
	return fmt.Errorf("%w: %w", crm.Reason{Code: "garbled"}, err)
}

func partyOf(n *node) Party {
	p := Party{
		ID: n.text("Ид"), Name: n.text("Наименование"), FullName: first(n, "ПолноеНаименование", "ОфициальноеНаименование"),
		INN: n.text("ИНН"), KPP: n.text("КПП"), Comment: n.text("Комментарий"),
	}
	for _, legal := range []string{"РеквизитыЮрЛица", "РеквизитыФизЛица", "ЮрЛицо", "ФизЛицо"} {
		if l := n.child(legal); l != nil {
			p.INN, p.KPP = or(p.INN, l.text("ИНН")), or(p.KPP, l.text("КПП"))
			p.FullName = or(p.FullName, first(l, "ОфициальноеНаименование", "ПолноеНаименование"))
		}
	}
	if p.Name == "" {
		p.Name = or(personName(n), p.FullName)
	}
	p.Phones, p.Emails = contacts(n)
	if list := n.child("Представители"); list != nil {
		for _, one := range list.children {
			if inner := one.child("Контрагент"); inner != nil {
				one = inner
			}
			person := Person{Name: or(one.text("Наименование"), personName(one)), Role: first(one, "Отношение", "Должность")}
			person.Phones, person.Emails = contacts(one)
			if person.Name != "" {
				p.People = append(p.People, person)
			}
		}
	}
	return p
}

func personName(n *node) string {
	return strings.Join(strings.Fields(n.text("Фамилия")+" "+n.text("Имя")+" "+n.text("Отчество")), " ")
}

// contacts parts telephones from addresses. The kind is a word of 1C's list or
// of whoever wrote the site; an address is known by its sign.
func contacts(n *node) (phones, emails []string) {
	var all []*node
	for _, list := range n.children {
		switch {
		case list.name != "Контакты":
		case list.child("Значение") != nil: // some sites write each by itself
			all = append(all, list)
		default:
			all = append(all, list.children...)
		}
	}
	for _, one := range all {
		value, kind := one.text("Значение"), strings.ToLower(first(one, "Тип", "КонтактВид"))
		switch {
		case value == "":
		case strings.Contains(value, "@"):
			emails = append(emails, value)
		case isPhone(kind), kind == "" && strings.ContainsAny(value, "0123456789"):
			phones = append(phones, value)
		}
	}
	return phones, emails
}

// isPhone tells kinds of contacts by which somebody is rung up.
func isPhone(kind string) bool {
	for _, word := range []string{"тел", "phone", "моб", "сот", "рабоч", "домаш", "mobile"} {
		if strings.Contains(kind, word) {
			return true
		}
	}
	return false
}

func first(n *node, names ...string) string {
	for _, name := range names {
		if text := n.text(name); text != "" {
			return text
		}
	}
	return ""
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
