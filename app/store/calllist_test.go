package store

import (
	"errors"
	"fmt"
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

// A list is taken back whole; what somebody has worked on stays.
func TestUndoList(t *testing.T) {
	s := newStore(t, t.TempDir())
	j, ctx := s.Journal, t.Context()
	everything := func() string {
		t.Helper()
		text := ""
		for _, table := range []string{"call_list", "list_entry", "list_attempt", "list_skip", "list_break", "interaction", "outbox", "saved_choice"} {
			n := 0
			if err := j.read(ctx, "count", func(x *tx) error { return x.row("SELECT count(*) FROM "+table, nil, &n) }); err != nil {
				t.Fatal(err)
			}
			text += fmt.Sprintf("%s %d, ", table, n)
		}
		return text + dump(t, s)
	}
	before := everything()
	list := func(file string) crm.CallList {
		return crm.CallList{ID: crm.NewID(noon), Name: "Из файла", Purpose: crm.ServicePurpose, File: file, Made: noon}
	}
	entries := func(of crm.CallList, n int) []crm.Entry {
		all := make([]crm.Entry, n)
		for i := range all {
			number := phone.Number{E164: 79120000000 + int64(i)}
			all[i] = crm.Entry{ID: crm.EntryID(of.ID, crm.Ref{}, number), List: of.ID, Numbers: []phone.Number{number}, Place: i, State: crm.EntryNew}
		}
		return all
	}
	first := list("calls.csv")
	if err := j.MakeList(ctx, first, entries(first, 2500)); err != nil {
		t.Fatal(err)
	}
	if done, err := j.UndoList(ctx, first.ID, noon); err != nil || done != (crm.ListUndone{Removed: 2500}) {
		t.Fatalf("%+v, %v", done, err)
	}
	if after := everything(); after != before {
		t.Errorf("after the undo\n%s\nwant\n%s", after, before)
	}
	if _, err := j.UndoList(ctx, first.ID, noon); !errors.Is(err, crm.ErrNotFound) {
		t.Errorf("undone twice: %v", err)
	}

	worked := list("calls.csv")
	some := entries(worked, 5)
	some[0].State, some[0].Attempts = crm.EntryRetry, 1
	some[1].State, some[1].Result = crm.EntryDone, crm.ResultAgreed
	some[2].State = crm.EntryCallback
	some[3].Lease = crm.Lease{Manager: "Анна", Token: crm.ID{1}, Until: noon.Add(time.Minute)}
	if err := j.MakeList(ctx, worked, some); err != nil {
		t.Fatal(err)
	}
	if done, err := j.UndoList(ctx, worked.ID, noon); err != nil || done != (crm.ListUndone{Removed: 1, Kept: 4}) {
		t.Errorf("%+v, %v", done, err)
	}
	if got, err := j.CallList(ctx, worked.ID); err != nil || got.Open() {
		t.Errorf("the list is still called by: %+v, %v", got, err)
	}
	chosen := list("")
	chosen.Live = true
	if err := j.MakeList(ctx, chosen, entries(chosen, 3)); err != nil {
		t.Fatal(err)
	}
	if done, err := j.UndoList(ctx, chosen.ID, noon); err != nil || done != (crm.ListUndone{Removed: 3}) {
		t.Errorf("a list of the books: %+v, %v", done, err)
	}
	if _, err := j.CallList(ctx, chosen.ID); !errors.Is(err, crm.ErrNotFound) {
		t.Errorf("it is still there: %v", err)
	}
}
