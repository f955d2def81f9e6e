package store

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"pult/app/crm"
	"pult/app/phone"
)

// A list comes back as it was written, and recorded again it adds who is new and
// leaves the others as they are.
func TestListComesBack(t *testing.T) {
	j, ctx := newStore(t, t.TempDir()).Journal, t.Context()
	made := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	list := crm.CallList{
		ID: crm.NewID(made), Name: "Должники", Purpose: crm.DebtPurpose, Live: true, Author: "Анна", Made: made,
		Choice: crm.Choice{Segment: crm.SegmentDebtors, Days: 3, Filter: crm.Filter{Not: &crm.Filter{
			Test: &crm.FilterTest{Field: crm.FilterManager, Values: []string{"Пётр"}},
		}}},
		Script: crm.Script{Text: "Здравствуйте", Questions: []crm.Question{{Text: "Когда?", Kind: crm.AskDate, When: &crm.Condition{Question: 0, Option: 1}}}},
		Paused: crm.Pause{Cause: crm.PauseByFault, Since: made},
	}
	entry := func(client crm.Ref, place int) crm.Entry {
		return crm.Entry{
			ID: crm.EntryID(list.ID, client, phone.Number{}), List: list.ID, Client: client, Name: "Вектор", Place: place, State: crm.EntryNew,
			Numbers: []phone.Number{{E164: 79123456789, Raw: "8 912 345-67-89"}},
			Why:     crm.Why{Segment: crm.SegmentDebtors, Amount: 8420000, Days: 12, Document: "312"},
		}
	}
	first := entry(crm.Ref{1}, 0)
	if err := j.RecordList(ctx, list, []crm.Entry{first}); err != nil {
		t.Fatal(err)
	}
	again := first
	again.State = crm.EntryDone
	second := entry(crm.Ref{2}, 1)
	if err := j.RecordList(ctx, list, []crm.Entry{again, second}); err != nil {
		t.Fatal(err)
	}
	if got, err := j.CallList(ctx, list.ID); err != nil || !reflect.DeepEqual(got, list) {
		t.Errorf("the list came back as\n%+v, want\n%+v (%v)", got, list, err)
	}
	if got, err := j.Entries(ctx, list.ID, 0, 10); err != nil || !reflect.DeepEqual(got, []crm.Entry{first, second}) {
		t.Errorf("entries came back as\n%+v, want\n%+v (%v)", got, []crm.Entry{first, second}, err)
	}
	if _, err := j.CallList(ctx, crm.ID{9}); !errors.Is(err, crm.ErrNotFound) {
		t.Errorf("a list nobody made gives %v", err)
	}
}
