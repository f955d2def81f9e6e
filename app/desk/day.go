package desk

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"pult/app/crm"
	"pult/app/phone"
)

const (
	missedDays   = 7  // how long a missed call waits to be called back
	promiseDays  = 60 // how long a promise that was not kept is a matter of the day
	letterDays   = 14 // how long a letter waits to be answered
	unsortedDays = 30 // how long a caller nobody knows waits to be sorted
)

// Day gathers what waits for the manager today.
func (d *Desk) Day(ctx context.Context) (day crm.Day, err error) {
	today := d.midnight(0)
	tomorrow := d.midnight(1)
	tasks, err := d.Journal.OpenTasks(ctx)
	if err != nil {
		return day, fmt.Errorf("day: %w", err)
	}
	for _, t := range tasks {
		if t.Due.Before(tomorrow) {
			day.Tasks = append(day.Tasks, t)
		}
	}
	if day.Missed, err = d.missed(ctx, today.AddDate(0, 0, -missedDays)); err != nil {
		return day, fmt.Errorf("day: %w", err)
	}
	if day.Promises, err = d.unkept(ctx, today.AddDate(0, 0, -promiseDays), tomorrow); err != nil {
		return day, fmt.Errorf("day: %w", err)
	}
	if day.Letters, err = d.Journal.Unanswered(ctx, today.AddDate(0, 0, -letterDays)); err != nil {
		return day, fmt.Errorf("day: %w", err)
	}
	if day.Bounced, err = d.Journal.Bounced(ctx, today.AddDate(0, 0, -letterDays)); err != nil {
		return day, fmt.Errorf("day: %w", err)
	}
	if day.Silent, err = d.Journal.Silent(ctx, tomorrow); err != nil {
		return day, fmt.Errorf("day: %w", err)
	}
	if day.News, err = d.newsToday(ctx); err != nil {
		return day, fmt.Errorf("day: %w", err)
	}
	slices.Reverse(day.News)
	day.Names, err = d.names(ctx, day)
	return day, err
}

// missed are calls to be called back. Numbers that are no business of the firm
// are left out.
func (d *Desk) missed(ctx context.Context, since time.Time) ([]crm.Unreturned, error) {
	calls, err := d.Journal.CallsSince(ctx, since)
	if err != nil {
		return nil, err
	}
	marks, err := d.marks(ctx)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(crm.NotCalledBack(calls), func(u crm.Unreturned) bool {
		mark := crm.CallerMark(marks[u.Number.E164].Result)
		return mark == crm.CallerSpam || mark == crm.CallerPrivate
	}), nil
}

// marks is what was said of numbers.
func (d *Desk) marks(ctx context.Context) (map[int64]crm.Interaction, error) {
	lines, err := d.Journal.CallerMarks(ctx)
	marks := make(map[int64]crm.Interaction, len(lines))
	for _, l := range lines {
		marks[l.Number.E164] = l
	}
	return marks, err
}

func (d *Desk) unkept(ctx context.Context, from, until time.Time) (list []crm.Promise, err error) {
	promises, err := d.Journal.DuePromises(ctx, from, until)
	if err != nil {
		return nil, err
	}
	for _, p := range promises {
		p.Paid, err = d.Directory.PaidSince(ctx, p.Client, p.Given)
		if err != nil && !errors.Is(err, crm.ErrNotFound) { // not read from 1C yet
			return nil, err
		}
		if !p.Kept() {
			list = append(list, p)
		}
	}
	return list, nil
}

func (d *Desk) names(ctx context.Context, day crm.Day) (map[crm.Ref]string, error) {
	var refs []crm.Ref
	for _, t := range day.Tasks {
		refs = append(refs, t.Client)
	}
	for _, m := range day.Missed {
		refs = append(refs, m.Client)
	}
	for _, p := range day.Promises {
		refs = append(refs, p.Client)
	}
	for _, l := range slices.Concat(day.Letters, day.Bounced, day.Silent) {
		refs = append(refs, l.Client)
	}
	refs = slices.DeleteFunc(refs, crm.Ref.IsZero)
	names, err := d.Directory.Names(ctx, refs)
	if err != nil {
		return nil, fmt.Errorf("day: %w", err)
	}
	return names, nil
}

// Tasks are all that are not done, with the names of their clients.
func (d *Desk) Tasks(ctx context.Context) (crm.Day, error) {
	tasks, err := d.Journal.OpenTasks(ctx)
	if err != nil {
		return crm.Day{}, fmt.Errorf("tasks: %w", err)
	}
	day := crm.Day{Tasks: tasks}
	day.Names, err = d.names(ctx, day)
	return day, err
}

// Tray are the numbers nobody knows that called, the last caller first, and after
// them those that were found to be spam or private.
func (d *Desk) Tray(ctx context.Context) ([]crm.Caller, error) {
	calls, err := d.Journal.CallsSince(ctx, d.midnight(-unsortedDays))
	if err != nil {
		return nil, fmt.Errorf("tray: %w", err)
	}
	marks, err := d.marks(ctx)
	if err != nil {
		return nil, fmt.Errorf("tray: %w", err)
	}
	at := map[int64]int{}
	var list []crm.Caller
	for _, i := range calls {
		if i.Number.Kind() != phone.Public || !i.Client.IsZero() || i.Direction != crm.Incoming {
			continue
		}
		if n, ok := at[i.Number.E164]; ok {
			list[n].Calls++
			continue
		}
		mark := marks[i.Number.E164]
		at[i.Number.E164] = len(list)
		list = append(list, crm.Caller{Number: i.Number, Mark: crm.CallerMark(mark.Result), Client: mark.Client, Calls: 1, Last: i})
	}
	list = slices.DeleteFunc(list, func(c crm.Caller) bool { return c.Mark == crm.CallerClient })
	rank := map[crm.CallerMark]int{crm.CallerPrivate: 1, crm.CallerSpam: 2}
	slices.SortStableFunc(list, func(a, b crm.Caller) int { return cmp.Compare(rank[a.Mark], rank[b.Mark]) })
	return list, nil
}

// midnight is the beginning of a day, so many days from today.
func (d *Desk) midnight(days int) time.Time {
	t := d.today()
	return time.Date(t.Year(), t.Month(), t.Day()+days, 0, 0, 0, 0, t.Location())
}
