package desk_test

import (
	"errors"
	"testing"

	"pult/app/crm"
	"pult/app/desk"
	"pult/app/feed"
)

// A lead becomes a client of the journal at once, with the call it came by, and
// both wait for 1C, the client first.
func TestNewClientTakesItsCall(t *testing.T) {
	x := open(t, t.TempDir())
	id := ring(x, "+74951112233")
	await[feed.RingShown](t, x)
	x.Ended(id, crm.CallEnd{Outcome: crm.Missed, At: now})
	await[feed.CallEnded](t, x)
	client, err := x.NewClient(t.Context(), crm.Lead{Name: " Новый  сад ", INN: "7701234567", Phone: "8 495 111-22-33"}, id)
	if err != nil {
		t.Fatal(err)
	}
	lead, err := x.store.Journal.Lead(t.Context(), crm.ID(client))
	if err != nil || lead.Name != "Новый сад" || lead.Author != "Петрова Анна" || lead.Client != client {
		t.Errorf("lead %+v, %v", lead, err)
	}
	facts, err := x.Outbox(t.Context())
	if err != nil || len(facts) != 2 || facts[0].Kind != crm.ClientFacts || facts[1].ID != id || facts[1].Client != client {
		t.Errorf("outbox %+v, %v", facts, err)
	}
}

func TestNewClientThatCannotBe(t *testing.T) {
	x := open(t, t.TempDir())
	for name, c := range map[string]struct {
		lead crm.Lead
		kind error
	}{
		"no name":       {crm.Lead{Phone: "84951112233"}, crm.ErrInvalid},
		"INN":           {crm.Lead{Name: "А", INN: "77"}, crm.ErrInvalid},
		"number":        {crm.Lead{Name: "А", Phone: "звонить вечером"}, crm.ErrInvalid},
		"address":       {crm.Lead{Name: "А", Email: "почта"}, crm.ErrInvalid},
		"known already": {crm.Lead{Name: "А", INN: "7701112223"}, crm.ErrKnownClient},
	} {
		if _, err := x.NewClient(t.Context(), c.lead, crm.ID{}); !errors.Is(err, c.kind) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if facts, err := x.Outbox(t.Context()); err != nil || len(facts) != 0 {
		t.Errorf("outbox %+v, %v", facts, err)
	}
}

// Nothing is written that the administrator has not allowed.
func TestNothingIsWrittenByDefault(t *testing.T) {
	x := open(t, t.TempDir(), func(o *desk.Options) { o.Writes = nil })
	if _, err := x.NewClient(t.Context(), crm.Lead{Name: "А"}, crm.ID{}); !errors.Is(err, crm.ErrReadOnly) {
		t.Errorf("a new client gives %v", err)
	}
	if err := x.AddNote(t.Context(), vektor, "перезвонить"); err != nil {
		t.Fatal(err)
	}
	if err := x.Promise(t.Context(), vektor, crm.ID{}, 100, now); err != nil {
		t.Fatal(err)
	}
	if facts, err := x.Outbox(t.Context()); err != nil || len(facts) != 0 {
		t.Errorf("outbox %+v, %v", facts, err)
	}
}

// Leave that is taken away holds what was queued before, and what is about a new
// client behind it: all of it is in sight with the reason, and goes when there is
// leave again.
func TestWhatMayNoMoreBeWrittenSaysSo(t *testing.T) {
	dir := t.TempDir()
	x := open(t, dir)
	client, err := x.NewClient(t.Context(), crm.Lead{Name: "Новый сад"}, crm.ID{})
	if err != nil {
		t.Fatal(err)
	}
	for _, of := range []crm.Ref{client, vektor} {
		if err := x.AddNote(t.Context(), of, "перезвонить"); err != nil {
			t.Fatal(err)
		}
	}
	x.stop()
	x = open(t, dir, func(o *desk.Options) { o.Writes = []crm.FactKind{crm.NoteFacts} })
	facts, err := x.Outbox(t.Context())
	if err != nil || len(facts) != 3 {
		t.Fatalf("outbox %+v, %v", facts, err)
	}
	for i, want := range []error{crm.ErrReadOnly, crm.ErrHeld, nil} {
		fault := facts[i].Fault()
		if facts[i].State != crm.FactWaiting || want == nil && fault != nil || want != nil && (fault == nil || !errors.Is(fault, want)) {
			t.Errorf("fact %d (%s) waits because of %v, want %v", i, facts[i].Kind, fault, want)
		}
	}
	going, err := x.Outgoing(t.Context())
	if err != nil || len(going) != 3 || going[0].Fact.Fault() == nil || going[1].Fact.Fault() == nil || going[2].Fact.Fault() != nil {
		t.Errorf("the window shows %+v, %v", going, err)
	}
	x.stop()
	x = open(t, dir)
	facts, err = x.Outbox(t.Context())
	for _, f := range facts {
		if err != nil || f.Fault() != nil {
			t.Errorf("with leave again it waits because of %v, %v", f.Fault(), err)
		}
	}
}

// A newcomer is a client of the panel at once: by name, by card and by number, even
// where 1C is never to hear of them.
func TestANewcomerIsKnownAtOnce(t *testing.T) {
	x := open(t, t.TempDir(), func(o *desk.Options) { o.Writes = nil })
	id := ring(x, "+74951112233")
	number := await[feed.RingShown](t, x).Call.Number
	x.Ended(id, crm.CallEnd{Outcome: crm.Missed, At: now})
	await[feed.CallEnded](t, x)
	client, goes, err := x.Enter(t.Context(), desk.Newcomer{Lead: crm.Lead{Name: "Новый сад", Email: "a@sad.example"}, Number: number, Wants: "цены на тюльпаны"})
	if err != nil || goes {
		t.Fatalf("entered %v, goes %t, %v", client, goes, err)
	}
	lines, err := x.History(t.Context(), crm.HistoryFilter{Client: client})
	if err != nil || len(lines) != 3 || lines[0].ClientName != "Новый сад" {
		t.Errorf("history %+v, %v", lines, err)
	}
	card, err := x.Card(t.Context(), client)
	if err != nil || !card.Newcomer || card.Client.Emails[0] != "a@sad.example" || card.Client.Phones[0].Number.E164 != 74951112233 {
		t.Errorf("card %+v, %v", card, err)
	}
	if _, err := x.SayOf(t.Context(), client); err != nil {
		t.Error(err)
	}
	tick(t)
	ring(x, "+74951112233")
	if shown := await[feed.RingShown](t, x); len(shown.Matches) != 1 || shown.Matches[0].Name != "Новый сад" || shown.Call.Client != client {
		t.Errorf("the second call is of %+v", shown.Matches)
	}
	if facts, err := x.Outbox(t.Context()); err != nil || len(facts) != 0 {
		t.Errorf("outbox %+v, %v", facts, err)
	}
}

// Whoever was entered is found at once and marked, until 1C tells of them.
func TestANewcomerIsFound(t *testing.T) {
	x := open(t, t.TempDir(), func(o *desk.Options) { o.Writes = nil })
	lead := crm.Lead{Name: "ООО «Новый сад»", Phone: "8 (495) 111-22-33", Email: "a@sad.example", Contact: "Жукова Ольга"}
	client, _, err := x.Enter(t.Context(), desk.Newcomer{Lead: lead})
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"новый", "САД", "ооо нов", "жукова", "a@sad", "+7 495 111", "84951112233", "4951112", "2233", "yjdsq"} {
		found, err := x.Search(t.Context(), text, 20)
		if err != nil || len(found) == 0 || found[0].Client != client || !found[0].Newcomer || found[0].Phone != "+74951112233" {
			t.Errorf("%q finds %+v, %v", text, found, err)
		}
	}
	for _, text := range []string{"", "адвокат", "1122", "нов вый"} {
		found, err := x.Search(t.Context(), text, 20)
		for _, f := range found {
			if f.Newcomer {
				t.Errorf("%q finds %+v, %v", text, f, err)
			}
		}
	}
	told := crm.Batch{Kind: "clients", Clients: []crm.Client{{Ref: client, Name: "ООО «Новый сад»", Version: "1"}}}
	if _, err := x.store.Cache.Apply(t.Context(), told); err != nil {
		t.Fatal(err)
	}
	if found, err := x.Search(t.Context(), "новый сад", 20); err != nil || len(found) != 1 || found[0].Newcomer {
		t.Errorf("told of by 1C, search gives %+v, %v", found, err)
	}
}
