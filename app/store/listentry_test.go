package store

import (
	"slices"
	"testing"
	"time"

	"pult/app/crm"
	"pult/app/phone"
)

// People look through a list from what is under way down to what nobody calls, page by
// page, and miss nobody.
func TestEntriesInView(t *testing.T) {
	j, ctx := newStore(t, t.TempDir()).Journal, t.Context()
	list := crm.CallList{ID: crm.NewID(noon), Name: "Должники", Purpose: crm.DebtPurpose, Author: "Анна", Made: noon}
	var entries []crm.Entry
	for i, state := range []crm.EntryState{
		crm.EntryBanned, crm.EntryDone, crm.EntryNew, crm.EntryDone, crm.EntryCallback, crm.EntryWrapUp, crm.EntryNoPhone, crm.EntryRetry,
	} {
		client := crm.Ref{byte(i + 1)}
		e := crm.Entry{ID: crm.EntryID(list.ID, client, phone.Number{}), List: list.ID, Client: client, Place: i, State: state}
		if state == crm.EntryDone {
			e.Last = noon.Add(time.Duration(i) * time.Minute)
		}
		entries = append(entries, e)
	}
	if err := j.RecordList(ctx, list, entries); err != nil {
		t.Fatal(err)
	}
	var places []int
	for from := 0; ; from += 3 {
		page, err := j.EntriesInView(ctx, list.ID, from, 3)
		if err != nil {
			t.Fatal(err)
		}
		if len(page) == 0 {
			break
		}
		for _, e := range page {
			places = append(places, e.Place)
		}
	}
	if want := []int{5, 2, 4, 7, 3, 1, 0, 6}; !slices.Equal(places, want) {
		t.Errorf("in the order %v, want %v", places, want)
	}
}
