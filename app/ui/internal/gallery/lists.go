//go:build gallery

package main

import (
	"context"
	"sync"
	"time"

	"pult/app/crm"
	"pult/app/phone"
)

// rolls are call lists of the company, worked in memory.
type rolls struct {
	*world
	mu      sync.Mutex
	list    crm.CallList
	entries []crm.Entry
	away    crm.Pause
	none    bool // there are no lists yet
}

func newRolls(w *world, none bool) *rolls {
	now := time.Now()
	r := &rolls{world: w, none: none, list: crm.CallList{
		ID: crm.ID{7}, Name: "Должники ноября", Purpose: crm.DebtPurpose, Author: "Смирнова Анна", Made: now.Add(-48 * time.Hour),
		Script: crm.Script{
			Text: "Здравствуйте, это Анна из «Меридиана». Звоню напомнить об оплате по отгрузке, срок уже прошёл. Подскажите, когда ждать платёж?",
			Questions: []crm.Question{
				{Text: "Получили ли акт сверки?", Kind: crm.AskOne, Options: []string{"да", "нет", "не смотрели"}},
				{Text: "На какую почту прислать?", Kind: crm.AskText, When: &crm.Condition{Question: 0, Option: 1}},
			},
		},
	}}
	for i := range 40 {
		m := matchOf(i % len(names))
		e := crm.Entry{
			ID: crm.EntryID(r.list.ID, m.Client, phone.Number{E164: int64(i)}), List: r.list.ID, Client: m.Client, Name: m.Name, Place: i, State: crm.EntryNew,
			Numbers: []phone.Number{number("+79123456789"), number("+74951234567")},
			Why:     crm.Why{Segment: crm.SegmentDebtors, Amount: crm.Money(8420000 + 310000*int64(i)), Days: 12 + i, Document: "ТД00-000312"},
		}
		switch {
		case i%7 == 3:
			e.State, e.Result, e.Last = crm.EntryDone, crm.ResultWillPay, now.Add(-time.Duration(i)*time.Minute)
		case i%7 == 4:
			e.State, e.Next = crm.EntryCallback, now.Add(time.Hour)
		case i%9 == 5:
			e.State = crm.EntryNoPhone
		}
		r.entries = append(r.entries, e)
	}
	return r
}

func (r *rolls) standing() crm.ListStanding {
	p := crm.ListProgress{Total: 63, Waiting: 37, Done: 22, Left: 4, Dialled: 54, Reached: 22, Calls: 61}
	for i := range 20 {
		p.Pace.Call(time.Now().Add(time.Duration(i-20)*4*time.Minute), time.Minute, i%2 == 0)
	}
	return crm.ListStanding{List: r.list, Progress: p}
}

func (r *rolls) ListStandings(context.Context, time.Time) ([]crm.ListStanding, error) {
	if r.none {
		return nil, nil
	}
	service, closed := r.standing(), r.standing()
	service.List.ID, service.List.Name, service.List.Purpose, service.List.File = crm.ID{8}, "Пора заказывать", crm.ServicePurpose, "пора заказывать.xlsx"
	service.Progress = crm.ListProgress{Total: 18, Waiting: 18}
	closed.List.ID, closed.List.Name, closed.List.Closed = crm.ID{9}, "Проснитесь, лето", time.Now()
	closed.Progress = crm.ListProgress{Total: 40, Done: 40, Dialled: 40, Reached: 22}
	return []crm.ListStanding{r.standing(), service, closed}, nil
}

func (r *rolls) ListStanding(context.Context, crm.ID, time.Time) (crm.ListStanding, error) {
	return r.standing(), nil
}

func (r *rolls) Entries(context.Context, crm.ID, int, int) ([]crm.Entry, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]crm.Entry(nil), r.entries...), nil
}

func (r *rolls) Away(context.Context, crm.ID) (crm.Pause, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.away, nil
}

func (r *rolls) with(id crm.ID, do func(*crm.Entry)) (crm.Entry, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i := range r.entries {
		if r.entries[i].ID == id {
			do(&r.entries[i])
			return r.entries[i], nil
		}
	}
	return crm.Entry{}, crm.ErrNotFound
}

func (r *rolls) Entry(_ context.Context, id crm.ID) (crm.Entry, error) {
	return r.with(id, func(*crm.Entry) {})
}

func (r *rolls) NextEntry(context.Context, crm.ID) (crm.Entry, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, e := range r.entries {
		if e.State == crm.EntryNew {
			return e, nil
		}
	}
	return crm.Entry{}, crm.ErrNotFound
}

func (r *rolls) AdvanceEntry(ctx context.Context, id crm.ID) (crm.Entry, crm.ID, error) {
	e, err := r.NextEntry(ctx, id)
	if err != nil {
		return e, crm.ID{}, err
	}
	call, err := r.DialEntry(ctx, e.ID)
	return e, call, err
}

func (r *rolls) DialEntry(ctx context.Context, id crm.ID) (crm.ID, error) {
	e, err := r.with(id, func(e *crm.Entry) { e.State = crm.EntryDialing })
	if err != nil {
		return crm.ID{}, err
	}
	return r.Dial(ctx, e.Number(), e.Client)
}

func (r *rolls) SetEntryResult(_ context.Context, id crm.ID, said crm.Said) error {
	_, err := r.with(id, func(e *crm.Entry) { e.State, e.Result, e.Last = crm.EntryDone, said.Result, time.Now() })
	return err
}

func (r *rolls) SkipEntry(_ context.Context, id crm.ID, _ string) error {
	_, err := r.with(id, func(e *crm.Entry) { e.State, e.Next = crm.EntryRetry, time.Now().Add(time.Hour) })
	return err
}

func (r *rolls) NextNumber(_ context.Context, id crm.ID) error {
	_, err := r.with(id, func(e *crm.Entry) { e.Phone = 1 - e.Phone })
	return err
}

func (r *rolls) RenewEntry(context.Context, crm.ID) error   { return nil }
func (r *rolls) ReleaseEntry(context.Context, crm.ID) error { return nil }

func (r *rolls) WhyNot(context.Context, crm.ID) (left []crm.Left, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	verdicts := []crm.Verdict{
		{},
		{Hold: crm.HoldPaid},
		{Hold: crm.HoldLease, Who: "Петрова Ольга"},
		{Hold: crm.HoldBanned, Who: "Петрова Ольга"},
		{Hold: crm.HoldZone},
		{Hold: crm.HoldHours, Until: time.Now().Add(14 * time.Hour)},
		{Hold: crm.HoldLater, Until: time.Now().Add(time.Hour)},
		{Hold: crm.HoldTried},
	}
	for i, e := range r.entries {
		left = append(left, crm.Left{Entry: e, Verdict: verdicts[i%len(verdicts)]})
	}
	return left, nil
}

func (r *rolls) PauseList(_ context.Context, _ crm.ID, cause crm.PauseCause, _ time.Time, _ string) error {
	return r.rest(crm.Pause{Cause: cause, Since: time.Now()})
}

func (r *rolls) ResumeList(context.Context, crm.ID) error { return r.rest(crm.Pause{}) }

func (r *rolls) rest(away crm.Pause) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.away = away
	return nil
}

func (r *rolls) ListReport(context.Context, crm.ID) (crm.ListReport, *time.Location, error) {
	record := crm.ListRecord{List: r.list, Entries: r.entries, Zone: moscow}
	return record.Report(), record.Zone, nil
}

func (r *rolls) GiveReport(context.Context, crm.ID, string) (int, error) { return 20, nil }
