package onec_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"pult/app/crm"
	"pult/app/phone"
	"pult/sync/onec"
	"pult/sync/standin"
)

func callEntry() onec.Entry {
	id := crm.NewID(now)
	return onec.Entry{
		Parcel: crm.Parcel{
			Fact: crm.Fact{ID: id, Kind: crm.CallFacts, Revision: 1},
			Call: crm.Call{
				ID: id, Direction: crm.Incoming, Number: phone.Plan{}.Parse("+79731234567"), Client: demo(),
				RangAt: now, AnsweredAt: now.Add(5 * time.Second), EndedAt: now.Add(197 * time.Second),
			},
		},
		Subject: "Входящий звонок", Text: "Разговор 3:12.\nждёт КП", Name: "Вектор",
	}
}

func demo() crm.Ref {
	ref, _ := crm.ParseRef(standin.DemoClient().Ref)
	return ref
}

func write(t *testing.T, base *onec.Base, e onec.Entry, look bool) crm.Ref {
	t.Helper()
	ref, err := base.Write(t.Context(), e, look)
	if err != nil {
		t.Fatal(err)
	}
	return ref
}

// clientSets are where a client stands.
var clientSets = map[string]string{
	standin.UT11: "Catalog_Партнеры", standin.UNF3: "Catalog_Контрагенты", standin.BP3: "Catalog_Контрагенты",
}

func TestCallIsWritten(t *testing.T) {
	for configuration, set := range clientSets {
		t.Run(configuration, func(t *testing.T) {
			company, base := practice(t, standin.Options{Configuration: configuration})
			e := callEntry()
			if ref := write(t, base, e, false); ref != crm.Ref(e.Fact.ID) {
				t.Errorf("it is kept under %v", ref)
			}
			events := company.Events()
			if len(events) != 1 {
				t.Fatalf("%d records in 1C, want 1", len(events))
			}
			got := events[0]
			text := e.Text
			if configuration == standin.UNF3 {
				text += "\npult:" + e.Fact.ID.String()
				if !got.Begin.Equal(e.Call.AnsweredAt) || !got.End.Equal(e.Call.EndedAt) {
					t.Errorf("the talk was from %v to %v", got.Begin, got.End)
				}
			}
			if got.Ref != e.Fact.ID.String() || got.Contact != demo().String() || got.ContactType != set || !got.Incoming || got.Kind != "call" ||
				got.Text != text || got.Topic != e.Subject || got.Address != "+79731234567" || !got.Date.Equal(now) {
				t.Errorf("record %+v", got)
			}
		})
	}
}

// Law 2: a fact reaches 1C exactly once, whatever happens to the answer.
func TestCallIsWrittenOnce(t *testing.T) {
	tests := map[string]struct {
		failure standin.Failure
		settled bool // at the first attempt, by reading back
	}{
		"answer lost after the commit":          {failure: standin.Failure{Kind: standin.LostAnswer}},
		"lock conflict":                         {failure: standin.Failure{Kind: standin.LockConflict, Count: 1}},
		"the write is answered by half a JSON":  {failure: standin.Failure{Kind: standin.Truncate, Count: 1}, settled: true},
		"an error page of the gateway":          {failure: standin.Failure{Kind: standin.BadGateway, Count: 1}},
		"nothing goes wrong, sent twice anyway": {settled: true},
	}
	for configuration := range clientSets {
		for _, ignored := range []bool{false, true} {
			for name, tt := range tests {
				t.Run(configuration+", "+name, func(t *testing.T) {
					company, base := practice(t, standin.Options{Configuration: configuration, Clients: 5, IgnoreRefKey: ignored})
					if err := base.Probe(t.Context()); err != nil {
						t.Fatal(err)
					}
					if tt.failure.Kind != "" {
						company.Fail(tt.failure)
					}
					e := callEntry()
					if _, err := base.Write(t.Context(), e, false); (err == nil) != tt.settled {
						t.Errorf("first attempt: %v", err)
					}
					e.Text = "Разговор 3:12.\nпозже дописано"
					write(t, base, e, true)
					events := company.Events()
					if len(events) != 1 {
						t.Fatalf("%d records in 1C, want exactly 1", len(events))
					}
					if !strings.HasPrefix(events[0].Text, e.Text) {
						t.Errorf("1C says %q, want the later text", events[0].Text)
					}
				})
			}
		}
	}
}

// A second POST of the same key without looking is caught by 1C's own refusal, and
// what says the same is not written again.
func TestKeyThatExistsIsNotAFailure(t *testing.T) {
	company, base := practice(t, standin.Options{})
	e := callEntry()
	for range 3 {
		write(t, base, e, false)
	}
	if events := company.Events(); len(events) != 1 || events[0].Version != 0 {
		t.Errorf("records %+v, want one that was written once", events)
	}
}

// line is a note, a letter or a meeting with the demo client.
func line(kind crm.InteractionKind, direction crm.Direction) onec.Entry {
	id := crm.NewID(now)
	return onec.Entry{
		Parcel: crm.Parcel{
			Fact: crm.Fact{ID: id, Kind: crm.FactKindOf(kind), Revision: 1},
			Line: crm.Interaction{
				ID: id, Kind: kind, At: now, Client: demo(), Direction: direction, Seconds: 1800,
				Address: "zakaz@vektor.example", Message: "<1@vektor.example>",
			},
		},
		Subject: "Поставка", Text: "к пятнице", Name: "Вектор",
	}
}

func TestNotesLettersAndMeetingsAreWritten(t *testing.T) {
	for configuration, client := range clientSets {
		company, base := practice(t, standin.Options{Configuration: configuration, Clients: 5})
		for _, c := range []struct {
			kind      crm.InteractionKind
			direction crm.Direction
			as        string
		}{
			{crm.NoteKind, "", "other"},
			{crm.MeetingKind, "", "meeting"},
			{crm.MailKind, crm.Incoming, "letter"},
			{crm.MailKind, crm.Outgoing, "letter"},
		} {
			t.Run(configuration+", "+string(c.kind)+string(c.direction), func(t *testing.T) {
				e := line(c.kind, c.direction)
				write(t, base, e, false)
				write(t, base, e, true)
				var got []standin.Event
				for _, event := range company.Events() {
					if event.Ref == e.Fact.ID.String() {
						got = append(got, event)
					}
				}
				if len(got) != 1 {
					t.Fatalf("%d records in 1C, want 1", len(got))
				}
				r := got[0]
				if r.Kind != c.as || r.Topic != e.Subject || !strings.HasPrefix(r.Text, e.Text) || r.Contact != demo().String() || r.ContactType != client {
					t.Errorf("record %+v", r)
				}
				if c.kind == crm.MailKind && configuration != standin.UNF3 && r.MessageID != e.Line.Message {
					t.Errorf("letter %q", r.MessageID)
				}
				if c.kind == crm.MailKind && (r.Address != e.Line.Address || r.Incoming != (c.direction == crm.Incoming)) {
					t.Errorf("letter %+v", r)
				}
				if c.kind == crm.MeetingKind && r.End.Sub(r.Begin) != 30*time.Minute {
					t.Errorf("the meeting was from %v to %v", r.Begin, r.End)
				}
			})
		}
	}
}

// 1C cuts what is too long without a word; we cut it ourselves and keep the marker.
func TestLongTextsAreCutByUs(t *testing.T) {
	for configuration, length := range map[string]int{standin.UT11: 1024, standin.UNF3: 200} {
		company, base := practice(t, standin.Options{Configuration: configuration, Clients: 5})
		e := callEntry()
		e.Subject, e.Text = strings.Repeat("длинно ", 300), strings.Repeat("ё", 60_000)
		write(t, base, e, false)
		write(t, base, e, true)
		got := company.Events()
		if len(got) != 1 || len([]rune(got[0].Topic)) != length || !strings.HasSuffix(got[0].Topic, "…") || got[0].Version != 0 {
			t.Errorf("%s: %d records, subject of %d letters", configuration, len(got), len([]rune(got[0].Topic)))
		}
	}
}

// What is not published is named, and becomes writable without a restart.
func TestASetToWriteThatIsNotPublished(t *testing.T) {
	company, base := practice(t, standin.Options{Clients: 5})
	company.Fail(standin.Failure{Kind: standin.Unpublish, Set: "Document_Встреча"})
	e := line(crm.MeetingKind, "")
	_, err := base.Write(t.Context(), e, false)
	if !errors.Is(err, crm.ErrNotPublished) || !strings.Contains(err.Error(), "Document_Встреча") {
		t.Errorf("it says %v", err)
	}
	found := false
	for _, f := range base.Report().Targets {
		found = found || f.Kind == "meetings" && errors.Is(f.Err, crm.ErrNotPublished)
	}
	if !found {
		t.Errorf("the report does not miss it: %+v", base.Report().Targets)
	}
	company.Heal()
	write(t, base, e, true)
}

// Every name the maps give for writing is in the base, and every kind has a place.
func TestEveryTargetIsFound(t *testing.T) {
	for configuration := range clientSets {
		_, base := practice(t, standin.Options{Configuration: configuration, Clients: 5})
		if err := base.Probe(t.Context()); err != nil {
			t.Fatal(err)
		}
		kinds := map[crm.FactKind]bool{}
		for _, f := range base.Report().Targets {
			kinds[crm.FactKind(f.Kind)] = true
			if f.Err != nil || len(f.Lacking) > 0 {
				t.Errorf("%s, %s: %v, lacks %v", configuration, f.Name, f.Err, f.Lacking)
			}
		}
		for _, kind := range crm.FactKinds() {
			if !kinds[kind] {
				t.Errorf("%s has no place for %s", configuration, kind)
			}
		}
	}
}

func lead() onec.Entry {
	id := crm.NewID(now)
	return onec.Entry{
		Parcel: crm.Parcel{
			Fact: crm.Fact{ID: id, Kind: crm.ClientFacts, Revision: 1},
			Lead: crm.Lead{
				ID: id, Name: "Новый сад", Company: "ООО «Новый сад»", INN: "7701234567",
				Phone: "8 495 123-45-67", Email: "sad@example.ru", At: now,
			},
		},
		Text: "Заведён из Пульта.",
	}
}

func TestNewClientIsWrittenOnce(t *testing.T) {
	for configuration := range clientSets {
		for _, ignored := range []bool{false, true} {
			t.Run(configuration, func(t *testing.T) {
				company, base := practice(t, standin.Options{Configuration: configuration, Clients: 5, IgnoreRefKey: ignored})
				if err := base.Probe(t.Context()); err != nil {
					t.Fatal(err)
				}
				e := lead()
				company.Fail(standin.Failure{Kind: standin.LostAnswer, Count: 1})
				if _, err := base.Write(t.Context(), e, false); err == nil {
					t.Error("an answer that was lost is none")
				}
				ref := write(t, base, e, true)
				if again := write(t, base, e, true); again != ref || ignored == (ref == crm.Ref(e.Fact.ID)) {
					t.Errorf("it is kept under %v, then %v; our key is %v", ref, again, e.Fact.ID)
				}
				all := readAll(t, base)
				var got []crm.Client
				for _, c := range all.Clients {
					if c.Name == "Новый сад" {
						got = append(got, c)
					}
				}
				if len(got) != 1 || got[0].Ref != ref || got[0].Deleted {
					t.Fatalf("clients %+v", got)
				}
				if c := got[0]; len(c.Phones) != 1 || c.Phones[0].Number.E164 != 74951234567 || c.Phones[0].Kind == "" && configuration == standin.UT11 ||
					len(c.Emails) != 1 || c.FullName != e.Lead.Company || !strings.Contains(c.Comment, "pult:"+e.Fact.ID.String()) {
					t.Errorf("card %+v", c)
				}
				if configuration != standin.UT11 {
					if got[0].INN != e.Lead.INN {
						t.Errorf("INN %q", got[0].INN)
					}
					return
				}
				n := 0
				for _, c := range all.Counterparties {
					if c.Client == ref && c.INN == e.Lead.INN && !c.Deleted {
						n++
					}
				}
				if n != 1 {
					t.Errorf("%d legal entities of it", n)
				}
			})
		}
	}
}

// The card of a legal entity was refused after the client was written: when the
// cause is gone the second half follows, and the first is not made again.
func TestHalfANewClientIsCompleted(t *testing.T) {
	company, base := practice(t, standin.Options{Clients: 5})
	if err := base.Probe(t.Context()); err != nil {
		t.Fatal(err)
	}
	company.Fail(standin.Failure{Kind: standin.Refusal, Set: "Catalog_Контрагенты", Count: 1})
	e := lead()
	if _, err := base.Write(t.Context(), e, false); !errors.Is(err, crm.ErrRefused) {
		t.Errorf("the first attempt gives %v", err)
	}
	ref := write(t, base, e, true)
	all, clients, firms := readAll(t, base), 0, 0
	for _, c := range all.Clients {
		if c.Name == e.Lead.Name {
			clients++
		}
	}
	for _, c := range all.Counterparties {
		if c.Client == ref {
			firms++
		}
	}
	if clients != 1 || firms != 1 {
		t.Errorf("%d clients, %d legal entities", clients, firms)
	}
}
