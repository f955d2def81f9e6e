package crm

import (
	"slices"
	"time"

	"pult/app/phone"
)

// Standing is how a client stands to us beside business: what it has asked for,
// what it has allowed, what it complains of.
type Standing struct {
	Ban       Statement // does not want to be called
	Consent   Statement // to advertising, by telephone and mail
	Complaint Statement // open until somebody closes it
	Numbers   []NumberBan
}

// NumberBan is the last word on calls to one number alone.
type NumberBan struct {
	Number phone.Number
	Statement
}

// Bar says why somebody is not called: they have asked not to be. It is an error of
// kind ErrBanned; its text names nobody, for logs hold no names.
type Bar struct {
	Statement
	Name   string       // of the client; empty when nobody knows the number
	Number phone.Number // when the word is on this number alone
}

func (b *Bar) Error() string { return ErrBanned.Error() }

// Unwrap lets errors.Is find the kind.
func (b *Bar) Unwrap() error { return ErrBanned }

// Statement is the last word on one of them. Nothing was said while Value is empty.
type Statement struct {
	Value  Result // ResultYes or ResultNo
	Since  time.Time
	Author string
	Text   string // why, or of what
}

// Banned is the word by which a number of the client is not to be called; it does
// not hold when there is none.
func (s Standing) Banned(number phone.Number) Statement {
	if s.Ban.Holds() {
		return s.Ban
	}
	for _, b := range s.Numbers {
		if b.Number.String() == number.String() {
			return b.Statement
		}
	}
	return Statement{}
}

// Holds tells that it was said and not taken back.
func (s Statement) Holds() bool { return s.Value == ResultYes }

// Take adds a line of history; lines come from the oldest on.
func (s *Standing) Take(i Interaction) {
	said := Statement{Value: i.Result, Since: i.At, Author: i.Author, Text: i.Text}
	switch {
	case i.Kind == BanKind && i.Number.Kind() != phone.None:
		s.Numbers = append(slices.DeleteFunc(s.Numbers, func(b NumberBan) bool { return b.Number.String() == i.Number.String() }), NumberBan{i.Number, said})
	case i.Kind == BanKind:
		s.Ban = said
	case i.Kind == ConsentKind:
		s.Consent = said
	case i.Kind == ComplaintKind:
		s.Complaint = said
	case i.Kind == CallKind && i.Result == ResultComplaint:
		said.Value = ResultYes
		s.Complaint = said
	}
}
