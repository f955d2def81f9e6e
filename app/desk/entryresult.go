package desk

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"pult/app/crm"
	"pult/app/feed"
	"pult/app/phone"
)

// SetEntryResult writes what a manager says came of the call of an entry: the call and
// its line of history, the attempt, the entry, the next step, the row for 1C, all in
// one transaction. It is on disk when this returns nil. The call may be on still:
// a person knows better than a line that seems to ring.
func (d *Desk) SetEntryResult(ctx context.Context, id crm.ID, said crm.Said) error {
	said.Reason, said.Note = strings.TrimSpace(said.Reason), strings.TrimSpace(said.Note)
	if err := said.Check(d.Now()); err != nil {
		return fmt.Errorf("result of an entry: %w", err)
	}
	return d.do(ctx, func(ctx context.Context) error {
		e, err := d.Journal.Entry(ctx, id)
		if err != nil {
			return fmt.Errorf("result of an entry: %w", err)
		}
		if !e.State.UnderWay() || e.Lease.Manager != d.Manager {
			return fmt.Errorf("result of an entry that is %s: %w", e.State, crm.ErrConflict)
		}
		call, err := d.find(ctx, e.Call)
		if err != nil {
			return fmt.Errorf("result of an entry: %w", err)
		}
		step, err := d.resultStep(ctx, e, call, said)
		if err != nil {
			return fmt.Errorf("result of an entry: %w", err)
		}
		paused, err := d.Journal.RecordStep(ctx, step)
		if err != nil {
			return fmt.Errorf("result of an entry: %w", err)
		}
		if l, ok := d.live[call.ID]; ok {
			l.call = step.Call
		}
		d.told(ctx, step, paused)
		if !step.Ban.ID.IsZero() {
			d.Feed.Publish(feed.HistoryChanged{Interaction: step.Ban})
			d.Feed.Publish(feed.ListChanged{List: e.List}) // and every other one with that number
		}
		return nil
	})
}

// resultStep is all that a result changes.
func (d *Desk) resultStep(ctx context.Context, e crm.Entry, call crm.Call, said crm.Said) (crm.EntryStep, error) {
	now := d.Now().UTC()
	zone, _, err := d.clock(ctx, e)
	if err != nil {
		return crm.EntryStep{}, err
	}
	reached := e
	if call.Open() {
		reached = e.Reached(call)
	}
	call.Result, call.Reason = said.Result, said.Reason
	if said.Note != "" {
		call.Note = said.Note
	}
	s := crm.EntryStep{
		From: e, Entry: reached.AfterResult(said, d.Manager, zone, d.Rules, now), Call: call, Author: d.Manager, Push: d.writes(crm.CallFacts),
		Notes: d.writes(crm.NoteFacts), Attempt: d.attempt(e, call),
	}
	a := &s.Attempt
	a.Result, a.Reason, a.Answers = said.Result, said.Reason, said.Answers
	if !call.Open() {
		a.Outcome = crm.Heard(call, 0)
		a.Counted = a.Outcome.Counts()
		a.WrapUp = int(now.Sub(call.EndedAt) / time.Second)
	} else if !call.AnsweredAt.IsZero() {
		a.Outcome, a.Counted = crm.Answered, true
	}
	if said.Result == crm.ResultWillPay {
		if e.Client.IsZero() {
			return s, fmt.Errorf("a promise of nobody: %w", crm.ErrInvalid)
		}
		s.Promise = crm.Promise{
			ID: crm.NewID(now), Client: e.Client, Call: call.ID, Given: now, Due: said.When.UTC(), Amount: said.Sum, Author: d.Manager,
		}
	}
	switch said.Result {
	case crm.ResultDoNotCall:
		s.Ban = d.banOf(e, call, said, now)
	case crm.ResultWrongNumber:
		if !e.Client.IsZero() {
			s.Tasks = append(s.Tasks, d.numberTask(e, call))
		}
	}
	return s, d.nextStep(ctx, &s, said)
}

// banOf bans the number that was called; an inner one only with its client.
func (d *Desk) banOf(e crm.Entry, call crm.Call, said crm.Said, now time.Time) crm.Interaction {
	text := said.Reason
	if text == "" {
		text = said.Note
	}
	ban := crm.Interaction{
		ID: crm.NewID(now), Kind: crm.BanKind, At: now, Client: e.Client, Number: call.Number, Result: crm.ResultYes, Text: text, Author: d.Manager,
	}
	if call.Number.Kind() != phone.Public {
		ban.Number = phone.Number{}
	}
	return ban
}

// callbackTask is the id of the next step of an entry: one that moves, however often a
// client asks to be called another time.
func callbackTask(entry crm.ID) crm.ID {
	return crm.ID(crm.DerivedRef("callback of an entry", entry.String()))
}

// nextStep puts a callback into the day, or takes one out that has been made.
func (d *Desk) nextStep(ctx context.Context, s *crm.EntryStep, said crm.Said) error {
	now := d.Now().UTC()
	if s.Entry.State == crm.EntryCallback {
		s.Tasks = append(s.Tasks, crm.Task{
			ID: callbackTask(s.From.ID), Kind: crm.CallbackTask, Client: s.From.Client, Number: s.Entry.Number(), Call: s.Call.ID,
			Set: now, Due: said.When.UTC(), Day: said.Day, Text: said.Note, Author: d.Manager,
		})
		return nil
	}
	task, err := d.Journal.Task(ctx, callbackTask(s.From.ID))
	if errors.Is(err, crm.ErrNotFound) {
		return nil
	}
	if err == nil && task.Done.IsZero() {
		task.Done = now
		s.Tasks = append(s.Tasks, task)
	}
	return err
}

// numberTask is the next step for a number that is wrong.
func (d *Desk) numberTask(e crm.Entry, call crm.Call) crm.Task {
	now := d.Now().UTC()
	return crm.Task{
		ID: crm.ID(crm.DerivedRef("wrong number", e.Client.String(), call.Number.String())), Kind: crm.NumberTask, Client: e.Client,
		Number: call.Number, Call: call.ID, Set: now, Due: now, Day: true, Author: d.Manager,
	}
}
