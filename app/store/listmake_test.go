package store

import (
	"context"
	"errors"
	"testing"

	"pult/app/crm"
	"pult/app/phone"
)

// tired is a context that ends after it was asked so often.
type tired struct {
	context.Context //nolint:containedctx // it is one
	left            int
}

func (c *tired) Err() error {
	if c.left--; c.left < 0 {
		return context.Canceled
	}
	return nil
}

// Of a list that is stopped while it is being made nothing stays, wherever it was.
func TestListThatIsStoppedLeavesNothing(t *testing.T) {
	s := newStore(t, t.TempDir())
	j := s.Journal
	before := dump(t, s)
	list := crm.CallList{ID: crm.NewID(noon), Name: "Из файла", Purpose: crm.ServicePurpose, File: "calls.csv", Made: noon}
	entries := make([]crm.Entry, 3*listPage)
	for i := range entries {
		number := phone.Number{E164: 79120000000 + int64(i)}
		entries[i] = crm.Entry{ID: crm.EntryID(list.ID, crm.Ref{}, number), List: list.ID, Numbers: []phone.Number{number}, Place: i, State: crm.EntryNew}
	}
	stopped := 0
	for asked := 1; ; asked++ {
		err := j.MakeList(&tired{t.Context(), asked}, list, entries)
		if err == nil {
			break
		}
		stopped++
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("stopped after %d: %v", asked, err)
		}
		if lists, err := j.CallLists(t.Context()); err != nil || len(lists) > 0 {
			t.Fatalf("stopped after %d: %d lists stay, %v", asked, len(lists), err)
		}
		if got, err := j.Entries(t.Context(), list.ID, 0, 1); err != nil || len(got) > 0 {
			t.Fatalf("stopped after %d: %d entries stay, %v", asked, len(got), err)
		}
		if after := dump(t, s); after != before {
			t.Fatalf("stopped after %d it is\n%s\nwas\n%s", asked, after, before)
		}
	}
	if got, err := j.Entries(t.Context(), list.ID, 0, len(entries)); err != nil || len(got) != len(entries) || stopped < 3 {
		t.Errorf("%d entries after %d stops, %v", len(got), stopped, err)
	}
}
