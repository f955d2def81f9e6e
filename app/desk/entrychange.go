package desk

import (
	"context"
	"fmt"
	"strings"
	"time"

	"pult/app/crm"
	"pult/app/feed"
)

// SkipEntry puts an entry off without a call. It needs a reason, and it is reported:
// who draws the next one must not choose.
func (d *Desk) SkipEntry(ctx context.Context, id crm.ID, reason string) error {
	reason = strings.TrimSpace(reason)
	if reason == "" || len(reason) > maxNote {
		return fmt.Errorf("skip: %w", &crm.Fault{Kind: crm.ErrIncomplete, Subject: "reason"})
	}
	return d.changeEntry(ctx, id, func(e crm.Entry, s *crm.EntryStep) error {
		now := d.Now().UTC()
		s.Entry = e.Skipped(now)
		s.Skip = crm.Skip{Entry: id, List: e.List, Manager: d.Manager, At: now, Reason: reason}
		return nil
	})
}

// NextNumber turns an entry to the next telephone of its client.
func (d *Desk) NextNumber(ctx context.Context, id crm.ID) error {
	return d.changeEntry(ctx, id, func(e crm.Entry, s *crm.EntryStep) error {
		s.Entry = e.NextPhone()
		return nil
	})
}

// CallbackEntry notes when a client is to be called: the result of its call, or an
// agreement by letter or in passing when there is none.
func (d *Desk) CallbackEntry(ctx context.Context, id crm.ID, when time.Time, day bool, text string) error {
	said := crm.Said{Result: crm.ResultCallBack, When: when, Day: day, Note: text}
	e, err := d.Journal.Entry(ctx, id)
	if err != nil {
		return fmt.Errorf("call back: %w", err)
	}
	if e.State.UnderWay() {
		return d.SetEntryResult(ctx, id, said)
	}
	if err := said.Check(d.Now()); err != nil {
		return fmt.Errorf("call back: %w", err)
	}
	zone, _, err := d.clock(ctx, e)
	if err != nil {
		return fmt.Errorf("call back: %w", err)
	}
	return d.changeEntry(ctx, id, func(e crm.Entry, s *crm.EntryStep) error {
		s.Entry = e.Agreed(when, day, d.Manager, zone, d.Rules)
		return d.nextStep(ctx, s, said)
	})
}

// changeEntry changes an entry that waits and that nobody else has.
func (d *Desk) changeEntry(ctx context.Context, id crm.ID, change func(crm.Entry, *crm.EntryStep) error) error {
	e, err := d.Journal.Entry(ctx, id)
	if err != nil {
		return fmt.Errorf("change an entry: %w", err)
	}
	if !e.State.Waits() {
		return fmt.Errorf("change an entry that is %s: %w", e.State, crm.ErrConflict)
	}
	if e.Lease.Holds(d.Now()) && e.Lease.Manager != d.Manager {
		return &crm.Withheld{Verdict: crm.Verdict{Hold: crm.HoldLease, Who: e.Lease.Manager, Until: e.Lease.Until}}
	}
	step := crm.EntryStep{From: e}
	if err := change(e, &step); err != nil {
		return fmt.Errorf("change an entry: %w", err)
	}
	if _, err := d.Journal.RecordStep(ctx, step); err != nil {
		return fmt.Errorf("change an entry: %w", err)
	}
	d.told(ctx, step, false)
	return nil
}

// PauseList stops a list: for everybody when the cause is the list's, for this manager
// when it is their own.
func (d *Desk) PauseList(ctx context.Context, id crm.ID, cause crm.PauseCause, until time.Time, text string) error {
	pause := crm.Pause{Cause: cause, Since: d.Now().UTC(), Until: until.UTC(), Text: strings.TrimSpace(text)}
	if until.IsZero() {
		pause.Until = time.Time{}
	}
	var err error
	switch cause {
	case crm.PauseByHand:
		err = d.Journal.SetPause(ctx, id, pause)
	case crm.PauseLunch, crm.PauseMeeting, crm.PauseWork:
		err = d.Journal.RecordAway(ctx, crm.Away{List: id, Manager: d.Manager, Pause: pause})
	default:
		err = crm.ErrInvalid
	}
	if err != nil {
		return fmt.Errorf("pause a list: %w", err)
	}
	d.Feed.Publish(feed.ListChanged{List: id, Paused: pause})
	return nil
}

// Away is the break of this manager that lasts now; the zero Pause when there is none.
func (d *Desk) Away(ctx context.Context, list crm.ID) (crm.Pause, error) {
	return d.Journal.AwayFrom(ctx, list, d.Manager)
}

// ResumeList lets a list go on, after whatever pause.
func (d *Desk) ResumeList(ctx context.Context, id crm.ID) error {
	list, err := d.Journal.CallList(ctx, id)
	if err == nil && list.Paused.On(d.Now()) {
		err = d.Journal.SetPause(ctx, id, list.Paused.Ended(d.Now().UTC()))
	}
	if err == nil {
		err = d.Journal.RecordAway(ctx, crm.Away{List: id, Manager: d.Manager})
	}
	if err != nil {
		return fmt.Errorf("go on with a list: %w", err)
	}
	d.Feed.Publish(feed.ListChanged{List: id})
	return nil
}
