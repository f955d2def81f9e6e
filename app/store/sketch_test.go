package store

import (
	"testing"

	"pult/app/crm"
)

// A draft is there until its letter goes out, and what was typed a moment before does
// not bring it back.
func TestADraftIsKeptUntilItIsSent(t *testing.T) {
	j := newStore(t, t.TempDir()).Journal
	s := crm.Sketch{Draft: crm.Draft{ID: crm.ID{5}, Client: crm.Ref{1}, Subject: "Счёт", Text: "Добрый"}, To: "мария@"}
	if err := j.KeepSketch(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	s.Draft.Text = "Добрый день"
	s.Draft.Files = []crm.DraftFile{{Name: "счёт.pdf", Path: "/tmp/счёт.pdf", Size: 12}}
	if err := j.KeepSketch(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	list, err := j.Sketches(t.Context())
	if err != nil || len(list) != 1 || list[0].Draft.Text != "Добрый день" || list[0].To != "мария@" || list[0].Draft.Files[0].Size != 12 {
		t.Fatalf("%+v, %v", list, err)
	}
	letter := received(1, crm.Ref{1}).Letter
	letter.ID = s.Draft.ID
	if err := j.QueuePosting(t.Context(), crm.Posting{Letter: letter, Sender: "anna@firm.example", To: []string{"maria@client.example"}, Raw: []byte("x")}); err != nil {
		t.Fatal(err)
	}
	if err := j.KeepSketch(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	if list, err = j.Sketches(t.Context()); err != nil || len(list) != 0 {
		t.Errorf("drafts of a letter that is sent: %+v, %v", list, err)
	}
}
