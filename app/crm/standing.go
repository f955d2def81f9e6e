package crm

import "time"

// Standing is how a client stands to us beside business: what it has asked for,
// what it has allowed, what it complains of.
type Standing struct {
	Ban       Statement // does not want to be called
	Consent   Statement // to advertising, by telephone and mail
	Complaint Statement // open until somebody closes it
}

// Statement is the last word on one of them. Nothing was said while Value is empty.
type Statement struct {
	Value  Result // ResultYes or ResultNo
	Since  time.Time
	Author string
	Text   string // why, or of what
}

// Holds tells that it was said and not taken back.
func (s Statement) Holds() bool { return s.Value == ResultYes }

// Take adds a line of history; lines come from the oldest on.
func (s *Standing) Take(i Interaction) {
	said := Statement{Value: i.Result, Since: i.At, Author: i.Author, Text: i.Text}
	switch {
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
