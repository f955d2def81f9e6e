package onec

import (
	"slices"
	"strings"

	"pult/app/crm"
	"pult/sync/odata"
)

// maxRecordText is what a timeline shows of an interaction.
const maxRecordText = 2000

// takeRecord reads an interaction. The client stands in a field of several
// types, or in a section of all who took part.
func takeRecord(b *Base, s *source, batch *crm.Batch, row odata.Row) error {
	ref, err := keyOf(row)
	if err != nil {
		return err
	}
	at, err := row.Time(s.dateField(), b.Zone)
	if err != nil {
		return err
	}
	r := crm.Record{
		Ref: ref, At: at, Kind: s.recordKind(row), Direction: s.direction(row), Subject: s.text(row, "subject"),
		Text: cutText(s.text(row, "text"), maxRecordText), Version: row.Text("DataVersion"), Deleted: row.Bool("DeletionMark"),
	}
	r.Author, _ = s.ref(row, "author") // one without an author is shown without
	r.Ours = markedID(s.text(row, "comment") + " " + s.text(row, "text"))
	if r.Kind == crm.ComplaintKind {
		r.Open = !s.bool(row, "closed") && !slices.Contains(s.Values["closed"], s.text(row, "state"))
		r.Text = cutText(joinText(r.Text, s.text(row, "result")), maxRecordText)
	}
	if s.found["client"] != "" {
		r.Client, _ = s.ref(row, "client", b.setsOf("clients")...) // nobody's is kept out of sight below
	}
	rows := []odata.Row{row}
	field := "contact"
	if s.found["people"] != "" {
		rows, field = row.Section(s.in(row, "people")), "people/contact"
	}
	for _, of := range rows {
		if !r.Client.IsZero() {
			break
		}
		if r.Client, _ = s.ref(of, field, b.setsOf("clients")...); !r.Client.IsZero() {
			break
		}
		if r.Contact.IsZero() {
			r.Contact, _ = s.ref(of, field, b.setsOf("contacts")...)
		}
	}
	// One of a colleague, or of nobody we know, is kept out of sight, so that its
	// version is known.
	r.Deleted = r.Deleted || r.Client.IsZero() && r.Contact.IsZero()
	batch.Records = append(batch.Records, r)
	return nil
}

// recordKind is said by the map where a set holds one kind, and by a field where
// it holds several.
func (s *source) recordKind(row odata.Row) crm.InteractionKind {
	of := s.text(row, "kind")
	for _, kind := range []crm.InteractionKind{crm.CallKind, crm.MailKind, crm.MeetingKind, crm.ComplaintKind} {
		if slices.Contains(s.Values[string(kind)], of) || of == "" && slices.Contains(s.Values["kind"], string(kind)) {
			return kind
		}
	}
	return crm.EventKind
}

func (s *source) direction(row odata.Row) crm.Direction {
	if s.found["incoming"] != "" {
		if s.bool(row, "incoming") {
			return crm.Incoming
		}
		return crm.Outgoing
	}
	of := s.text(row, "direction")
	for _, d := range []crm.Direction{crm.Incoming, crm.Outgoing} {
		if of != "" && slices.Contains(s.Values[string(d)], of) || slices.Contains(s.Values["direction"], string(d)) {
			return d
		}
	}
	return ""
}

// markedID finds the id in the marker we leave in what we write.
func markedID(text string) crm.ID {
	_, rest, found := strings.Cut(text, markerPrefix)
	if !found || len(rest) < idLength {
		return crm.ID{}
	}
	id, err := crm.ParseID(rest[:idLength])
	if err != nil {
		return crm.ID{}
	}
	return id
}

func joinText(text, more string) string {
	if text == "" || more == "" {
		return text + more
	}
	return text + "\n" + more
}

func cutText(text string, most int) string {
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	return string(runes[:most]) + "…"
}
