package store

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"pult/app/crm"
)

var inbox = crm.MailFolder{Account: "anna@firm.example", Name: "INBOX"}

func received(n int, client crm.Ref) ReceivedLetter {
	at := time.Date(2026, 11, 2, 7, n, 0, 0, time.UTC)
	id := fmt.Sprintf("%d@client.example", n)
	return ReceivedLetter{
		Letter: crm.Letter{
			Message: crm.Message{
				ID: crm.NewID(at), Account: inbox.Account, Owners: []string{inbox.Account}, Direction: crm.Incoming,
				From: crm.Address{Name: "Мария Орлова", Email: "maria@client.example"}, To: []crm.Address{{Email: inbox.Account}},
				Subject: "Счёт на ёлки", Date: at, MessageID: id, Thread: id, Preview: "Добрый день", Key: id, Digest: "d",
				Links: []crm.MessageLink{{Client: client, Reason: crm.MatchedByAddress, Address: "maria@client.example", Sure: true}},
			},
			Text: "Добрый день. Пришлите счёт на двести ёлок.", File: id + ".eml",
		},
		Copy: crm.LetterCopy{Folder: inbox, Validity: 7, UID: uint32(n)},
	}
}

// A letter is one line of its client's history however often and from wherever it
// comes: again under its number, under a new one, from a colleague's mailbox.
func TestLetterIsOneLine(t *testing.T) {
	j := newStore(t, t.TempDir()).Journal
	client := crm.Ref{1}
	first := received(1, client)
	record := func(r ReceivedLetter, folder crm.MailFolder) []crm.Ref {
		t.Helper()
		touched, err := j.RecordLetters(t.Context(), folder, []ReceivedLetter{r}, crm.MailPlace{Validity: 7, Last: 1}, true)
		if err != nil {
			t.Fatal(err)
		}
		return touched
	}
	if got := record(first, inbox); len(got) != 1 || got[0] != client {
		t.Errorf("touched %v", got)
	}
	renumbered, shared := first, first
	renumbered.Letter.ID, renumbered.Copy.Validity = crm.NewID(time.Now()), 8
	shared.Letter.ID, shared.Letter.Account, shared.Letter.Owners = crm.NewID(time.Now()), "sales@firm.example", []string{"sales@firm.example"}
	shared.Copy.Folder.Account = "sales@firm.example"
	renumbered.Letter.File, shared.Letter.File = "again.eml", "shared.eml"
	for _, r := range []ReceivedLetter{first, renumbered, shared} {
		if got := record(r, r.Copy.Folder); len(got) != 0 {
			t.Errorf("touched again: %v", got)
		}
	}
	unused, err := j.UnusedFiles(t.Context(), []ReceivedLetter{first, renumbered, shared})
	if err != nil || !slices.Equal(unused, []string{"again.eml", "shared.eml"}) {
		t.Errorf("unused are %v, %v", unused, err)
	}
	lines, err := j.History(t.Context(), crm.HistoryFilter{Client: client})
	if err != nil || len(lines) != 1 || lines[0].Kind != crm.MailKind || lines[0].Fact != crm.FactWaiting {
		t.Fatalf("%v, %v", lines, err)
	}
	l, err := j.Letter(t.Context(), lines[0].ID)
	if err != nil || len(l.Owners) != 2 || l.Text != first.Letter.Text {
		t.Errorf("%+v, %v", l, err)
	}
	parcels, err := j.Parcels(t.Context())
	if err != nil || len(parcels) != 1 || parcels[0].Line.Text != first.Letter.Text {
		t.Errorf("for 1C: %+v, %v", parcels, err)
	}
	place, err := j.MailPlace(t.Context(), inbox)
	if err != nil || place.Last != 1 {
		t.Errorf("place %v, %v", place, err)
	}
}

// A forged Message-ID does not hide a letter: another body is another letter.
func TestForgedCopyHidesNothing(t *testing.T) {
	j := newStore(t, t.TempDir()).Journal
	first, forged := received(1, crm.Ref{1}), received(1, crm.Ref{1})
	forged.Letter.ID, forged.Letter.Digest, forged.Copy.UID = crm.NewID(time.Now()), "other", 2
	if _, err := j.RecordLetters(t.Context(), inbox, []ReceivedLetter{first, forged}, crm.MailPlace{}, false); err != nil {
		t.Fatal(err)
	}
	lines, err := j.History(t.Context(), crm.HistoryFilter{Client: crm.Ref{1}})
	if err != nil || len(lines) != 2 {
		t.Errorf("%d lines, %v", len(lines), err)
	}
}

// A letter of two clients stands in the history of both; one that only may be a
// client's stands in none until somebody says so.
func TestLettersOfSeveral(t *testing.T) {
	j := newStore(t, t.TempDir()).Journal
	r := received(1, crm.Ref{1})
	r.Letter.Links = append(r.Letter.Links, crm.MessageLink{Client: crm.Ref{2}, Reason: crm.MatchedByAddress, Sure: true},
		crm.MessageLink{Client: crm.Ref{3}, Reason: crm.MatchedByDomain})
	if _, err := j.RecordLetters(t.Context(), inbox, []ReceivedLetter{r}, crm.MailPlace{}, false); err != nil {
		t.Fatal(err)
	}
	for client, want := range map[byte]int{1: 1, 2: 1, 3: 0} {
		lines, err := j.History(t.Context(), crm.HistoryFilter{Client: crm.Ref{client}})
		if err != nil || len(lines) != want {
			t.Errorf("client %d: %d lines, want %d, %v", client, len(lines), want, err)
		}
		for _, line := range lines {
			if l, err := j.Letter(t.Context(), line.ID); err != nil || l.ID != r.Letter.ID {
				t.Errorf("the letter of the line: %v", err)
			}
		}
	}
}

func TestSearchLetters(t *testing.T) {
	j := newStore(t, t.TempDir()).Journal
	for n := range 3 {
		if _, err := j.RecordLetters(t.Context(), inbox, []ReceivedLetter{received(n+1, crm.Ref{byte(n)})}, crm.MailPlace{}, false); err != nil {
			t.Fatal(err)
		}
	}
	for text, want := range map[string]int{"двести елок": 3, "орлов": 3, "счет ЁЛКИ": 3, "2@client": 0, "слон": 0, "": 0, `"*`: 0} {
		got, err := j.SearchLetters(t.Context(), crm.Ref{}, text, 10)
		if err != nil || len(got) != want {
			t.Errorf("%q: %d letters, want %d, %v", text, len(got), want, err)
		}
	}
	if got, err := j.SearchLetters(t.Context(), crm.Ref{1}, "счет", 10); err != nil || len(got) != 1 {
		t.Errorf("of one client: %d, %v", len(got), err)
	}
}

// «Личное» leaves nothing of a letter: no text, no words, no line, nothing that waits
// for 1C; and the address is remembered.
func TestPrivateLetterIsGone(t *testing.T) {
	j := newStore(t, t.TempDir()).Journal
	r := received(1, crm.Ref{1})
	if _, err := j.RecordLetters(t.Context(), inbox, []ReceivedLetter{r}, crm.MailPlace{}, true); err != nil {
		t.Fatal(err)
	}
	file, touched, err := j.HideLetter(t.Context(), r.Letter.ID)
	if err != nil || file != r.Letter.File || len(touched) != 1 {
		t.Fatalf("%q, %v, %v", file, touched, err)
	}
	if lines, err := j.History(t.Context(), crm.HistoryFilter{Client: crm.Ref{1}}); err != nil || len(lines) != 0 {
		t.Errorf("%v, %v", lines, err)
	}
	if facts, err := j.Outbox(t.Context()); err != nil || len(facts) != 0 {
		t.Errorf("%v, %v", facts, err)
	}
	if found, err := j.SearchLetters(t.Context(), crm.Ref{}, "елок", 10); err != nil || len(found) != 0 {
		t.Errorf("%v, %v", found, err)
	}
	if l, err := j.Letter(t.Context(), r.Letter.ID); err != nil || l.Text+l.Subject+l.From.Email != "" {
		t.Errorf("%+v, %v", l, err)
	}
	rules, err := j.MailRules(t.Context())
	if err != nil || len(rules) != 1 || rules[0] != (crm.MailRule{Kind: crm.PrivateAddress, Value: "maria@client.example"}) {
		t.Errorf("%v, %v", rules, err)
	}
	// It comes again, under another number: it is known and stays hidden.
	r.Copy.UID = 9
	if touched, err := j.RecordLetters(t.Context(), inbox, []ReceivedLetter{r}, crm.MailPlace{}, true); err != nil || len(touched) != 0 {
		t.Errorf("%v, %v", touched, err)
	}
	if l, err := j.Letter(t.Context(), r.Letter.ID); err != nil || l.Text != "" || !l.Private {
		t.Errorf("it is back: %+v, %v", l, err)
	}
	if unused, err := j.UnusedFiles(t.Context(), []ReceivedLetter{r}); err != nil || !slices.Equal(unused, []string{file}) {
		t.Errorf("unused are %v, %v", unused, err)
	}
	if _, _, err := j.HideLetter(t.Context(), crm.ID{5}); !errors.Is(err, crm.ErrNotFound) {
		t.Errorf("%v", err)
	}
}

func TestLettersAnswered(t *testing.T) {
	j := newStore(t, t.TempDir()).Journal
	r := received(1, crm.Ref{1})
	if _, err := j.RecordLetters(t.Context(), inbox, []ReceivedLetter{r}, crm.MailPlace{}, false); err != nil {
		t.Fatal(err)
	}
	for i, want := range []int{1, 0} { // told once
		touched, err := j.LettersAnswered(t.Context(), inbox, 7, []uint32{1, 2})
		if err != nil || len(touched) != want {
			t.Errorf("%d: %v, %v", i, touched, err)
		}
	}
	if l, err := j.Letter(t.Context(), r.Letter.ID); err != nil || l.Answered.IsZero() {
		t.Errorf("%v, %v", l.Answered, err)
	}
}

// A letter of ours goes one way: it is claimed once, it is in history when the server
// has it, and its copy among the sent ones is the same letter.
func TestPosting(t *testing.T) {
	j := newStore(t, t.TempDir()).Journal
	ctx := t.Context()
	l := received(1, crm.Ref{1}).Letter
	l.Direction, l.From, l.To = crm.Outgoing, crm.Address{Email: inbox.Account}, []crm.Address{{Email: "maria@client.example"}}
	p := crm.Posting{Letter: l, Sender: inbox.Account, To: []string{"maria@client.example"}, Raw: []byte("raw")}
	for range 2 { // pressed twice
		if err := j.QueuePosting(ctx, p); err != nil {
			t.Fatal(err)
		}
	}
	got, err := j.ClaimPosting(ctx, inbox.Account, noon)
	if err != nil || got.Letter.ID != l.ID || string(got.Raw) != "raw" || got.Letter.To[0] != l.To[0] {
		t.Fatalf("%+v, %v", got, err)
	}
	if _, err := j.ClaimPosting(ctx, inbox.Account, noon); !errors.Is(err, crm.ErrNotFound) {
		t.Errorf("claimed twice: %v", err)
	}
	if err := j.DropPosting(ctx, l.ID); !errors.Is(err, crm.ErrConflict) {
		t.Errorf("dropped while it is being sent: %v", err)
	}
	// The program dies and comes back: nobody sends it again by himself.
	if list, err := j.AbandonedPostings(ctx, inbox.Account); err != nil || len(list) != 1 || list[0].State != crm.PostingDoubtful {
		t.Errorf("%v, %v", list, err)
	}
	if _, err := j.ClaimPosting(ctx, inbox.Account, noon); !errors.Is(err, crm.ErrNotFound) {
		t.Errorf("a doubtful letter is sent again: %v", err)
	}
	if err := j.ResendPosting(ctx, l.ID); err != nil { // a person said so
		t.Fatal(err)
	}
	if _, err := j.ClaimPosting(ctx, inbox.Account, noon); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := j.PostingSent(ctx, l.ID, true); err != nil {
			t.Fatal(err)
		}
	}
	if p, err := j.UnfiledPosting(ctx, inbox.Account); err != nil || string(p.Raw) != "raw" {
		t.Errorf("%v, %v", p, err)
	}
	if err := j.PostingFiled(ctx, l.ID); err != nil {
		t.Fatal(err)
	}
	sent := ReceivedLetter{Letter: l, Copy: crm.LetterCopy{Folder: crm.MailFolder{Account: inbox.Account, Name: "Sent", Sent: true}, Validity: 1, UID: 1}}
	sent.Letter.ID, sent.Letter.Key = crm.NewID(noon), l.Key
	if _, err := j.RecordLetters(ctx, sent.Copy.Folder, []ReceivedLetter{sent}, crm.MailPlace{}, true); err != nil {
		t.Fatal(err)
	}
	lines, err := j.History(ctx, crm.HistoryFilter{Client: crm.Ref{1}})
	if err != nil || len(lines) != 1 || lines[0].ID != l.ID || lines[0].Direction != crm.Outgoing {
		t.Errorf("%v, %v", lines, err)
	}
	if list, err := j.Postings(ctx); err != nil || len(list) != 0 {
		t.Errorf("%v, %v", list, err)
	}
}

// An address is found whoever of the client has it, and only as a whole.
func TestEmailHolders(t *testing.T) {
	c := newStore(t, t.TempDir()).Cache
	must := func(b crm.Batch) {
		t.Helper()
		if _, err := c.Apply(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
	at := crm.Checkpoint{Kind: "clients", Round: 1, At: noon, Done: true}
	must(crm.Batch{Checkpoint: at, Clients: []crm.Client{
		{Ref: ref(1), Name: "Ромашка", Emails: []string{"Info@Romashka.example"}},
		{Ref: ref(2), Name: "Василёк", Emails: []string{"info@vasilek.example", "mailto:buh@romashka.example"}},
		{Ref: ref(3), Name: "Удалённый", Emails: []string{"info@romashka.example"}, Deleted: true},
	}})
	at.Kind = "contacts"
	must(crm.Batch{Checkpoint: at, Contacts: []crm.Contact{{Ref: ref(11), Client: ref(1), Name: "Мария", Emails: []string{"maria.orlova+1@romashka.example"}}}})
	found, err := c.EmailHolders(t.Context(), []string{
		"info@romashka.example", "maria.orlova+1@romashka.example", "orlova@romashka.example", "romashka@info.example", "x@y.example", "",
	})
	want := map[string][]crm.EmailHolder{
		"info@romashka.example":           {{Client: ref(1)}},
		"maria.orlova+1@romashka.example": {{Client: ref(1), Contact: ref(11)}},
	}
	if err != nil || fmt.Sprint(found) != fmt.Sprint(want) {
		t.Errorf("%v, %v", found, err)
	}
	domains, err := c.DomainClients(t.Context(), []string{"romashka.example", "vasilek.example", "example"})
	if err != nil || len(domains["romashka.example"]) != 2 || len(domains["vasilek.example"]) != 1 || len(domains["example"]) != 0 {
		t.Errorf("%v, %v", domains, err)
	}
}

// A client's letter waits until it is answered: in a mailbox, by a letter of ours, or
// by a talk. What a program wrote waits for nobody.
func TestUnanswered(t *testing.T) {
	j := newStore(t, t.TempDir()).Journal
	ctx := t.Context()
	auto := received(4, crm.Ref{4})
	auto.Letter.Automatic = true
	for _, r := range []ReceivedLetter{received(1, crm.Ref{1}), received(2, crm.Ref{2}), received(3, crm.Ref{3}), auto, received(5, crm.Ref{5})} {
		if _, err := j.RecordLetters(ctx, inbox, []ReceivedLetter{r}, crm.MailPlace{}, false); err != nil {
			t.Fatal(err)
		}
	}
	waits := func(want ...byte) {
		t.Helper()
		list, err := j.Unanswered(ctx, time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC))
		var got []byte
		for _, l := range list {
			got = append(got, l.Client[0])
		}
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%v wait, want %v, %v", got, want, err)
		}
	}
	waits(1, 2, 3, 5)
	if _, err := j.LettersAnswered(ctx, inbox, 7, []uint32{1}); err != nil {
		t.Fatal(err)
	}
	ours := received(30, crm.Ref{2})
	ours.Letter.Direction = crm.Outgoing
	if _, err := j.RecordLetters(ctx, inbox, []ReceivedLetter{ours}, crm.MailPlace{}, false); err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC)
	call := crm.Call{
		ID: crm.NewID(at), Direction: crm.Outgoing, Client: crm.Ref{3}, RangAt: at, AnsweredAt: at.Add(time.Second), EndedAt: at.Add(time.Minute), Outcome: crm.Answered,
	}
	if err := j.RecordCall(ctx, call, "", false); err != nil {
		t.Fatal(err)
	}
	waits(5)
	if list, err := j.Unanswered(ctx, at); err != nil || len(list) != 0 {
		t.Errorf("of before: %v, %v", list, err)
	}
}

// ours is a letter of ours to a client.
func ours(n int, client crm.Ref, remind time.Time) ReceivedLetter {
	r := received(n, client)
	r.Letter.Direction, r.Letter.Remind = crm.Outgoing, remind
	r.Letter.MessageID = fmt.Sprintf("%d@firm.example", n)
	r.Letter.Key, r.Letter.Thread = r.Letter.MessageID, r.Letter.MessageID
	return r
}

func clients(lines []crm.Interaction) (list []byte) {
	for _, l := range lines {
		list = append(list, l.Client[0])
	}
	return list
}

// A letter that came back says so in the history, with the reason, and waits until the
// client was written to or spoken with. A report on a letter of others is believed by
// nobody, and the same report twice says nothing new.
func TestBounced(t *testing.T) {
	j := newStore(t, t.TempDir()).Journal
	ctx := t.Context()
	record := func(r ReceivedLetter) {
		t.Helper()
		if _, err := j.RecordLetters(ctx, inbox, []ReceivedLetter{r}, crm.MailPlace{}, false); err != nil {
			t.Fatal(err)
		}
	}
	first, second := ours(1, crm.Ref{1}, time.Time{}), ours(2, crm.Ref{2}, time.Time{})
	record(first)
	record(second)
	record(received(3, crm.Ref{3}))
	at := first.Letter.Date.Add(time.Minute)
	bounce := crm.Bounce{MessageID: "1@firm.example", Status: "5.1.1", Detail: "550 no such user", At: at}
	for i, b := range []crm.Bounce{
		bounce, bounce, // told twice
		{Letter: second.Letter.ID.String(), MessageID: "rewritten@provider.example", Status: "5.2.2", At: at},
		{MessageID: "3@client.example", Status: "5.1.1", At: at}, // theirs
		{Status: "5.1.1", At: at}, // names none
	} {
		lines, err := j.LetterBounced(ctx, b)
		if want := map[int]int{0: 1, 2: 1}[i]; err != nil || len(lines) != want {
			t.Errorf("report %d: %v, %v", i, lines, err)
		}
	}
	lines, err := j.History(ctx, crm.HistoryFilter{Client: crm.Ref{1}})
	if err != nil || len(lines) != 1 || lines[0].Outcome != crm.Undelivered || lines[0].Reason != "5.1.1 550 no such user" {
		t.Errorf("%+v, %v", lines, err)
	}
	waits := func(want ...byte) {
		t.Helper()
		if list, err := j.Bounced(ctx, first.Letter.Date); err != nil || !slices.Equal(clients(list), want) {
			t.Errorf("%v wait, want %v, %v", clients(list), want, err)
		}
	}
	waits(1, 2)
	record(ours(20, crm.Ref{1}, time.Time{})) // to another address
	waits(2)
	if err := j.SettleLetter(ctx, second.Letter.ID); err != nil {
		t.Fatal(err)
	}
	waits()
}

// The reminder of a letter without an answer comes when it is due, and goes by itself
// when the client has written or was spoken with. An answer of a program is none.
func TestSilent(t *testing.T) {
	j := newStore(t, t.TempDir()).Journal
	ctx := t.Context()
	record := func(r ReceivedLetter) {
		t.Helper()
		if _, err := j.RecordLetters(ctx, inbox, []ReceivedLetter{r}, crm.MailPlace{}, false); err != nil {
			t.Fatal(err)
		}
	}
	due := time.Date(2026, 11, 5, 7, 0, 0, 0, time.UTC)
	for n := byte(1); n <= 6; n++ {
		record(ours(int(n), crm.Ref{n}, due))
	}
	record(ours(7, crm.Ref{7}, time.Time{})) // nobody waits
	silent := func(want ...byte) {
		t.Helper()
		if list, err := j.Silent(ctx, due); err != nil || !slices.Equal(clients(list), want) {
			t.Errorf("%v are silent, want %v, %v", clients(list), want, err)
		}
	}
	if list, err := j.Silent(ctx, due.Add(-time.Minute)); err != nil || len(list) != 0 {
		t.Errorf("before it is due: %v, %v", list, err)
	}
	silent(1, 2, 3, 4, 5, 6)
	auto, answer, odd := received(30, crm.Ref{1}), received(31, crm.Ref{2}), received(32, crm.Ref{3})
	auto.Letter.Automatic = true
	odd.Letter.Date, odd.Letter.Thread = odd.Letter.Date.AddDate(0, 0, -5), "3@firm.example" // their clock is wrong
	for _, r := range []ReceivedLetter{auto, answer, odd} {
		record(r)
	}
	silent(1, 4, 5, 6)
	at := due.Add(-time.Hour)
	call := crm.Call{
		ID: crm.NewID(at), Direction: crm.Incoming, Client: crm.Ref{4}, RangAt: at, AnsweredAt: at, EndedAt: at.Add(time.Minute), Outcome: crm.Answered,
	}
	if err := j.RecordCall(ctx, call, "", false); err != nil {
		t.Fatal(err)
	}
	silent(1, 5, 6)
	if _, err := j.LetterBounced(ctx, crm.Bounce{MessageID: "5@firm.example", At: at}); err != nil {
		t.Fatal(err)
	}
	silent(1, 6) // one that came back is another matter
	if err := j.RemindOfLetter(ctx, ours(6, crm.Ref{6}, due).Letter.ID, time.Time{}); !errors.Is(err, crm.ErrNotFound) {
		t.Errorf("an unknown letter: %v", err)
	}
	lines, err := j.History(ctx, crm.HistoryFilter{Client: crm.Ref{6}})
	if err != nil || len(lines) != 1 {
		t.Fatal(lines, err)
	}
	if err := j.RemindOfLetter(ctx, lines[0].ID, time.Time{}); err != nil {
		t.Fatal(err)
	}
	silent(1)
	quick := received(33, crm.Ref{1}) // letters know no parts of a second
	quick.Letter.Date = ours(1, crm.Ref{1}, due).Letter.Date.Add(-500 * time.Millisecond)
	record(quick)
	silent()
}
