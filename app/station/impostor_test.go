package station

import (
	"log/slog"
	"testing"
	"time"

	"pult/app/conf"
	"pult/app/crm"
	"pult/mail/match"
	"pult/mail/parse"
)

// Who writes under the name of a client's person from an address nobody has is warned
// of, and the name makes the letter nobody's. People of the firm and strangers of their
// own name are let be.
func TestAnImpostorIsToldByTheAddress(t *testing.T) {
	cfg, err := conf.Default(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	s, err := Open(t.Context(), cfg, Read, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	batch := crm.Batch{Checkpoint: crm.Checkpoint{Kind: "clients", Round: 1, At: time.Now(), Done: true}}
	batch.Clients = []crm.Client{{Ref: crm.Ref{1}, Name: "ООО «Вектор»", Emails: []string{"info@vektor.example"}}}
	batch.Contacts = []crm.Contact{{Ref: crm.Ref{2}, Client: crm.Ref{1}, Name: "Орлова Мария Ивановна", Emails: []string{"orlova@vektor.example"}}}
	if _, err := s.Store.Cache.Apply(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
	room := &MailRoom{s}
	for _, tt := range []struct {
		name, email, want string
	}{
		{"Мария Орлова", "orlova.m@mail.example", "ООО «Вектор»"},
		{"ООО Вектор", "bill@mail.example", "ООО «Вектор»"},
		{"Мария Орлова", "orlova@vektor.example", ""},
		{"Мария Петрова", "petrova@mail.example", ""},
		{"Мария", "maria@mail.example", ""},
		{"", "maria@mail.example", ""},
	} {
		from := crm.Address{Name: tt.name, Email: tt.email}
		l := crm.Letter{Message: crm.Message{Direction: crm.Incoming, From: from}}
		if got := room.impostor(t.Context(), l); got != tt.want {
			t.Errorf("%s <%s>: %q, want %q", tt.name, tt.email, got, tt.want)
		}
		if tt.want == "" {
			continue
		}
		letter := match.Letter{Header: parse.Header{From: []crm.Address{from}}, Account: "anna"}
		verdicts, err := match.Rules{}.Letters(t.Context(), []match.Letter{letter}, directory{s.Store})
		if err != nil || verdicts[0].Cause != match.Unknown || len(verdicts[0].Links) != 0 {
			t.Errorf("matched by its name alone: %+v, %v", verdicts, err)
		}
	}
	if _, _, err := s.Store.Journal.HoldAddress(t.Context(), "orlova.m@mail.example", crm.Ref{1}); err != nil {
		t.Fatal(err)
	}
	known := crm.Letter{Message: crm.Message{Direction: crm.Incoming, From: crm.Address{Name: "Мария Орлова", Email: "orlova.m@mail.example"}}}
	if got := room.impostor(t.Context(), known); got != "" {
		t.Errorf("her own address, as somebody has said: %q", got)
	}
}
