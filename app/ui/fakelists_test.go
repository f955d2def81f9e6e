package ui

import (
	"context"
	"path/filepath"
	"sync"
	"time"

	"pult/app/crm"
	"pult/app/phone"
)

// fakeLists is one list of two clients, worked in memory.
type fakeLists struct {
	desk    *fakeDesk
	mu      sync.Mutex
	list    crm.CallList
	entries []crm.Entry
	said    []crm.Said
	left    []crm.Left
	failed  error
	calls   []crm.ID
	away    crm.Pause // of the manager
}

var debtors = crm.CallList{
	ID: crm.ID{7}, Name: "Должники ноября", Purpose: crm.DebtPurpose, Author: "Смирнова Анна", Made: noon.Add(-48 * time.Hour),
	Script: crm.Script{
		Text: "Здравствуйте, это Анна из «Меридиана». Звоню напомнить об оплате по отгрузке.",
		Questions: []crm.Question{
			{Text: "Получили ли акт сверки?", Kind: crm.AskOne, Options: []string{"да", "нет", "не смотрели"}},
			{Text: "На какую почту прислать?", Kind: crm.AskText, When: &crm.Condition{Question: 0, Option: 1}},
		},
	},
}

func newFakeLists(d *fakeDesk, list crm.CallList) *fakeLists {
	entry := func(client crm.Ref, name string, place int, why crm.Why) crm.Entry {
		return crm.Entry{
			ID: crm.EntryID(list.ID, client, phone.Number{}), List: list.ID, Client: client, Name: name, Place: place, State: crm.EntryNew, Why: why,
			Numbers: []phone.Number{phone.Plan{}.Parse("+79123456789"), phone.Plan{}.Parse("+74951234567")},
		}
	}
	return &fakeLists{desk: d, list: list, entries: []crm.Entry{
		entry(vector.Client, vector.Name, 0, crm.Why{Segment: crm.SegmentDebtors, Amount: 8420000, Days: 12, Document: "312"}),
		entry(romashka.Client, romashka.Name, 1, crm.Why{Segment: crm.SegmentDebtors, Amount: 1250000, Days: 3, Document: "320"}),
	}}
}

func (l *fakeLists) standing() crm.ListStanding {
	s := crm.ListStanding{List: l.list, Progress: crm.ListProgress{Total: len(l.entries)}}
	for _, e := range l.entries {
		switch {
		case e.State.Waits():
			s.Progress.Waiting++
		case e.State.UnderWay():
			s.Progress.Busy++
		case e.State == crm.EntryDone:
			s.Progress.Done++
			s.Progress.Dialled++
			s.Progress.Reached++
		}
	}
	return s
}

func (l *fakeLists) ListStandings(context.Context, time.Time) ([]crm.ListStanding, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	closed := l.standing()
	closed.List.ID, closed.List.Name, closed.List.Closed = crm.ID{8}, "Проснитесь, лето", noon.Add(-24*time.Hour)
	closed.Progress = crm.ListProgress{Total: 40, Done: 40, Dialled: 40, Reached: 22}
	return []crm.ListStanding{l.standing(), closed}, nil
}

func (l *fakeLists) ListStanding(context.Context, crm.ID, time.Time) (crm.ListStanding, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.standing(), nil
}

func (l *fakeLists) Entries(_ context.Context, _ crm.ID, from, limit int) ([]crm.Entry, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]crm.Entry(nil), l.entries[from:min(from+limit, len(l.entries))]...), nil
}

func (l *fakeLists) Away(context.Context, crm.ID) (crm.Pause, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.away, nil
}

// with changes an entry.
func (l *fakeLists) with(id crm.ID, do func(*crm.Entry)) (crm.Entry, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for i := range l.entries {
		if l.entries[i].ID == id {
			do(&l.entries[i])
			return l.entries[i], nil
		}
	}
	return crm.Entry{}, crm.ErrNotFound
}

func (l *fakeLists) Entry(_ context.Context, id crm.ID) (crm.Entry, error) {
	return l.with(id, func(*crm.Entry) {})
}

func (l *fakeLists) NextEntry(context.Context, crm.ID) (crm.Entry, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.failed != nil {
		return crm.Entry{}, l.failed
	}
	for i, e := range l.entries {
		if e.State.Waits() && !e.Next.After(noon) {
			l.entries[i].Lease = crm.Lease{Manager: "Смирнова Анна", Token: crm.ID{1}, Until: noon.Add(10 * time.Minute)}
			return l.entries[i], nil
		}
	}
	return crm.Entry{}, crm.ErrNotFound
}

func (l *fakeLists) AdvanceEntry(ctx context.Context, id crm.ID) (crm.Entry, crm.ID, error) {
	e, err := l.NextEntry(ctx, id)
	if err != nil {
		return e, crm.ID{}, err
	}
	call, err := l.DialEntry(ctx, e.ID)
	e.State, e.Call = crm.EntryDialing, call
	return e, call, err
}

func (l *fakeLists) DialEntry(_ context.Context, id crm.ID) (crm.ID, error) {
	call := crm.NewID(noon)
	e, err := l.with(id, func(e *crm.Entry) { e.State, e.Call = crm.EntryDialing, call })
	l.mu.Lock()
	l.calls = append(l.calls, call)
	l.mu.Unlock()
	_ = l.desk.note("dial entry " + e.Number().String())
	return call, err
}

func (l *fakeLists) SetEntryResult(_ context.Context, id crm.ID, said crm.Said) error {
	if err := said.Check(noon); err != nil {
		return err
	}
	_, err := l.with(id, func(e *crm.Entry) {
		e.State, e.Result, e.Reason, e.Lease = crm.EntryDone, said.Result, said.Reason, crm.Lease{}
		if said.Result == crm.ResultCallBack {
			e.State, e.Next = crm.EntryCallback, said.When
		}
	})
	l.mu.Lock()
	defer l.mu.Unlock()
	l.said = append(l.said, said)
	return err
}

func (l *fakeLists) results() []crm.Said {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]crm.Said(nil), l.said...)
}

func (l *fakeLists) SkipEntry(_ context.Context, id crm.ID, reason string) error {
	_, err := l.with(id, func(e *crm.Entry) { e.State, e.Next, e.Cause = crm.EntryRetry, noon.Add(time.Hour), reason })
	_ = l.desk.note("skip " + reason)
	return err
}

func (l *fakeLists) NextNumber(_ context.Context, id crm.ID) error {
	_, err := l.with(id, func(e *crm.Entry) { e.Phone = (e.Phone + 1) % len(e.Numbers) })
	return err
}

func (l *fakeLists) RenewEntry(context.Context, crm.ID) error { return l.desk.note("renew") }

func (l *fakeLists) ReleaseEntry(context.Context, crm.ID) error { return l.desk.note("release") }

func (l *fakeLists) WhyNot(context.Context, crm.ID) ([]crm.Left, error) { return l.left, nil }

func (l *fakeLists) PauseList(_ context.Context, _ crm.ID, cause crm.PauseCause, _ time.Time, _ string) error {
	l.mu.Lock()
	l.away = crm.Pause{Cause: cause, Since: noon}
	l.mu.Unlock()
	return l.desk.note("pause " + string(cause))
}

func (l *fakeLists) ResumeList(context.Context, crm.ID) error {
	l.mu.Lock()
	l.away = crm.Pause{}
	l.mu.Unlock()
	return l.desk.note("resume")
}

func (l *fakeLists) ListReport(context.Context, crm.ID) (crm.ListReport, *time.Location, error) {
	record := crm.ListRecord{List: l.list, Entries: l.entries, Zone: moscow}
	return record.Report(), record.Zone, nil
}

func (l *fakeLists) GiveReport(_ context.Context, _ crm.ID, path string) (int, error) {
	return 9, l.desk.note("report " + filepath.Ext(path))
}
