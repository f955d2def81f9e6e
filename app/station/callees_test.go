package station

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"pult/app/conf"
	"pult/app/crm"
	"pult/app/phone"
)

// A file becomes a list as a person has settled it, and is taken back without a trace;
// one that was stopped has never been.
func TestListsOfFilesComeAndGo(t *testing.T) {
	home := t.TempDir()
	cfg, err := conf.Default(home)
	if err != nil {
		t.Fatal(err)
	}
	s, err := Open(t.Context(), cfg, Read, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	number := []crm.Phone{{Number: phone.Plan{Country: "RU"}.Parse("+79123456789")}}
	clients := []crm.Client{{Ref: crm.Ref{1}, Name: "Вектор", Phones: number}, {Ref: crm.Ref{2}, Name: "Вектор Север", Phones: number}}
	if _, err := s.Store.Cache.Apply(t.Context(), crm.Batch{Clients: clients}); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(home, "звонки.csv")
	if err := os.WriteFile(path, []byte("Клиент;Телефон;Примечание\nНекто;8 912 345-67-89;по КП\nГость;8 926 000-00-01;\nИтого;;\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c := s.Callees()
	draft := crm.ListDraft{Purpose: crm.ServicePurpose, Author: "Анна"}
	var stages []crm.Stage
	report, err := c.Look(t.Context(), path, draft, crm.CalleeWish{}, func(at crm.Progress) { stages = append(stages, at.Stage) })
	if err != nil || report.Counts[crm.CalleeAmbiguous] != 1 || report.Counts[crm.CalleeNew] != 1 || report.Counts[crm.CalleeBad] != 1 || len(stages) < 2 {
		t.Fatalf("looked at: %+v, stages %v, %v", report.Counts, stages, err)
	}
	lists := func() []crm.CallList {
		t.Helper()
		all, err := s.Store.Journal.CallLists(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	quiet := func(crm.Progress) {}
	if _, _, err := c.Take(t.Context(), path, draft, crm.CalleeWish{}, quiet); err == nil {
		t.Error("a list without a name is made")
	}
	draft.Name = "Обзвон"
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if _, _, err := c.Take(stopped, path, draft, crm.CalleeWish{}, quiet); !errors.Is(err, context.Canceled) || len(lists()) > 0 {
		t.Errorf("stopped: %v, %d lists", err, len(lists()))
	}
	wish := crm.CalleeWish{Who: map[int]crm.Ref{2: {2}}}
	_, list, err := c.Take(t.Context(), path, draft, wish, quiet)
	if err != nil || len(lists()) != 1 {
		t.Fatalf("taken: %v, %d lists", err, len(lists()))
	}
	entries, err := s.Store.Journal.Entries(t.Context(), list.ID, 0, 10)
	if err != nil || len(entries) != 2 || entries[0].Client != (crm.Ref{2}) || entries[0].Why.Text != "по КП" || !entries[1].Client.IsZero() {
		t.Fatalf("entries %+v, %v", entries, err)
	}
	out := filepath.Join(home, "негодные.csv")
	if rows, err := c.Give(t.Context(), path, draft, wish, []crm.CalleeState{crm.CalleeBad}, out); err != nil || rows != 1 {
		t.Errorf("written out: %d rows, %v", rows, err)
	}
	if done, err := c.Undo(t.Context(), list.ID); err != nil || done != (crm.ListUndone{Removed: 2}) || len(lists()) > 0 {
		t.Errorf("taken back: %+v, %v, %d lists", done, err, len(lists()))
	}
}
