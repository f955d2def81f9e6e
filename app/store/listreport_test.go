package store

import (
	"errors"
	"testing"
	"time"

	"pult/app/crm"
)

// A report of a list nobody has made is told of, and one of a list nobody has called by
// asks nothing of the books.
func TestListRecordOfNobody(t *testing.T) {
	s, ctx := newStore(t, t.TempDir()), t.Context()
	if _, err := s.ListRecord(ctx, crm.ID{9}); !errors.Is(err, crm.ErrNotFound) {
		t.Errorf("a list nobody made gives %v", err)
	}
	made := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	list := crm.CallList{ID: crm.NewID(made), Name: "Должники", Purpose: crm.DebtPurpose, Author: "Анна", Made: made}
	if err := s.Journal.RecordList(ctx, list, nil); err != nil {
		t.Fatal(err)
	}
	r, err := s.ListRecord(ctx, list.ID)
	if report := r.Report(); err != nil || report.Total != 0 || report.Calls != 0 || len(report.Managers) != 0 {
		t.Errorf("the report is %+v (%v)", report, err)
	}
}

// What was ordered and paid after a talk is read from the documents of 1C; what is
// deleted, too early or of somebody else is not.
func TestListRecordReadsSales(t *testing.T) {
	s, ctx := newStore(t, t.TempDir()), t.Context()
	at := time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
	client := crm.Ref{1}
	list := crm.CallList{ID: crm.NewID(at), Name: "Должники", Purpose: crm.DebtPurpose, Author: "Анна", Made: at}
	entry := crm.Entry{ID: crm.EntryID(list.ID, client, crm.Entry{}.Number()), List: list.ID, Client: client, State: crm.EntryDone, Result: crm.ResultAgreed}
	if err := s.Journal.RecordList(ctx, list, []crm.Entry{entry}); err != nil {
		t.Fatal(err)
	}
	err := s.Journal.record(ctx, "record a call", func(t *tx) error {
		return t.saveAttempt(crm.Attempt{
			Call: crm.NewID(at), Entry: entry.ID, List: list.ID, Client: client, Manager: "Анна", At: at, Outcome: crm.Answered, Counted: true, Seconds: 60,
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	document := func(n byte, kind crm.DocumentKind, of crm.Ref, days int, deleted bool) crm.Document {
		return crm.Document{Ref: crm.Ref{0xD0, n}, Kind: kind, Client: of, Number: string('0' + rune(n)), At: at.AddDate(0, 0, days), Amount: crm.Money(n) * 10000, Deleted: deleted, Version: "1"}
	}
	other := crm.Ref{2}
	_, err = s.Cache.Apply(ctx, crm.Batch{
		Clients: []crm.Client{{Ref: client, Name: "Вектор", Version: "1"}, {Ref: other, Name: "Ромашка", Version: "1"}},
		Documents: []crm.Document{
			document(1, crm.Order, client, 3, false), document(2, crm.Payment, client, 5, false), document(3, crm.Order, client, 4, true),
			document(4, crm.Order, client, -1, false), document(5, crm.Order, other, 3, false), document(6, crm.Order, client, 15, false),
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	r, err := s.ListRecord(ctx, list.ID)
	if err != nil {
		t.Fatal(err)
	}
	if report := r.Report(); report.Orders != (crm.Sales{Count: 1, Sum: 10000}) || report.Payments != (crm.Sales{Count: 1, Sum: 20000}) || report.Reached != 1 {
		t.Errorf("orders %+v, payments %+v, reached %d", report.Orders, report.Payments, report.Reached)
	}
}
