package parse

import (
	"bytes"
	"strings"
	"testing"

	"pult/mail/specimen"
)

// wrong says what of a letter was not read as it was written; empty when all was.
func wrong(s specimen.Specimen) string {
	l, err := ReadLetter(s.Raw, Options{})
	if err != nil {
		return err.Error()
	}
	h, _ := ReadHeader(s.Raw)
	switch from := l.Writer(); {
	case l.Reading() != s.Text:
		return "text " + l.Reading()
	case l.Subject != s.Subject || h.Subject != s.Subject:
		return "subject " + l.Subject
	case from != s.From || h.Writer() != s.From:
		return "from " + from.Name + " " + from.Email
	case len(l.To) == 0 || l.To[0].Email != s.To.Email:
		return "to"
	case l.MessageID != s.MessageID:
		return "id " + l.MessageID
	case !l.Date.Equal(s.Date):
		return "date " + l.Date.String()
	case len(s.References) > 0 && (l.References[0] != s.References[0] || l.InReplyTo != s.References[len(s.References)-1]):
		return "references"
	case s.File.Name != "" && (len(l.Attachments) != 1 || l.Attachments[0].Name != SafeName(s.File.Name, "") || l.Attachments[0].Size != int64(len(s.File.Data))):
		return "file"
	}
	if s.File.Name != "" {
		var file bytes.Buffer
		if _, err := l.Attachments[0].WriteTo(&file); err != nil || !bytes.Equal(file.Bytes(), s.File.Data) {
			return "bytes of the file"
		}
	}
	return ""
}

func TestDeclaredCharsets(t *testing.T) {
	for _, kind := range specimen.Declared() {
		series := specimen.Series{Seed: 1, Mix: specimen.Only(kind)}
		for i, s := range series.All(12) {
			if fault := wrong(s); fault != "" {
				t.Errorf("%s, letter %d: %s\nwritten %q from %v", kind, i, fault, s.Subject, s.From)
				break
			}
		}
	}
}

func TestUndeclaredCharsets(t *testing.T) {
	for _, kind := range specimen.Undeclared() {
		series := specimen.Series{Seed: 2, Mix: specimen.Only(kind)}
		bad := 0
		for _, s := range series.All(100) {
			if len([]rune(s.Text)) < 200 {
				continue
			}
			if fault := wrong(s); fault != "" {
				if bad++; bad < 4 {
					t.Logf("%s: %s\nwritten %q from %v", kind, strings.SplitN(fault, "\n", 2)[0], s.Subject, s.From)
				}
			}
		}
		if bad > 1 {
			t.Errorf("%s: %d of 100 were not read", kind, bad)
		}
	}
}
