package store

import (
	"slices"
	"testing"
	"time"

	"pult/app/crm"
)

// A letter whose client is in doubt is asked about until a person has said whose it
// is; then it stands in that history and in no other.
func TestDoubtfulLetters(t *testing.T) {
	j := newStore(t, t.TempDir()).Journal
	ctx := t.Context()
	record := func(n int, links ...crm.MessageLink) crm.ID {
		t.Helper()
		r := received(n, crm.Ref{1})
		r.Letter.Links = links
		if _, err := j.RecordLetters(ctx, inbox, []ReceivedLetter{r}, crm.MailPlace{}, true); err != nil {
			t.Fatal(err)
		}
		return r.Letter.ID
	}
	by := func(client byte, why crm.MatchReason, sure bool) crm.MessageLink {
		return crm.MessageLink{Client: crm.Ref{client}, Reason: why, Sure: sure}
	}
	record(1, by(1, crm.MatchedByAddress, true))
	several := record(2, by(1, crm.MatchedByAddress, true), by(2, crm.MatchedByAddress, true))
	unsure := record(3, by(1, crm.MatchedByDomain, false))
	stranger := record(4, by(1, crm.MatchedByThread, true))
	record(5, by(1, crm.MatchedByAddress, true), by(2, crm.MatchedByDomain, false))
	asked := func(want ...crm.ID) {
		t.Helper()
		list, err := j.DoubtfulLetters(ctx, time.Time{})
		var got []crm.ID
		for _, l := range list {
			got = append(got, l.ID)
		}
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("asked about %v, want %v, %v", got, want, err)
		}
	}
	asked(several, unsure, stranger)
	touched, err := j.AttachLetter(ctx, several, crm.Ref{2}, true)
	if err != nil || !slices.Contains(touched, crm.Ref{1}) {
		t.Errorf("touched %v, %v", touched, err)
	}
	if _, err := j.AttachLetter(ctx, unsure, crm.Ref{3}, true); err != nil { // one nobody has guessed
		t.Fatal(err)
	}
	asked(stranger)
	for client, want := range map[byte]int{1: 3, 2: 1, 3: 1} {
		lines, err := j.History(ctx, crm.HistoryFilter{Client: crm.Ref{client}})
		if err != nil || len(lines) != want {
			t.Errorf("client %d has %d lines, want %d, %v", client, len(lines), want, err)
		}
	}
	parcels, err := j.Parcels(ctx)
	if err != nil || len(parcels) != 5 {
		t.Errorf("%d letters for 1C, want one for each line, %v", len(parcels), err)
	}
	if list, err := j.LatestLetters(ctx, 3); err != nil || len(list) != 3 || !list[0].Date.After(list[2].Date) {
		t.Errorf("latest %v, %v", list, err)
	}
}
