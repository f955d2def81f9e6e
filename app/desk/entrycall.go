package desk

import (
	"context"
	"errors"

	"pult/app/crm"
	"pult/app/feed"
)

// recordAnswer puts on record that a talk has begun.
func (d *Desk) recordAnswer(ctx context.Context, l *live) {
	if l.entry.IsZero() {
		d.record(ctx, l.call)
		return
	}
	d.hear(ctx, l.entry, l.call, func(e crm.Entry) crm.Entry {
		e.State = crm.EntryTalking
		return e
	}, "")
}

// recordEnd puts on record how a call ended.
func (d *Desk) recordEnd(ctx context.Context, l *live, code int) {
	if l.entry.IsZero() {
		d.record(ctx, l.call)
		return
	}
	d.endEntry(ctx, l.entry, l.call, code)
}

// endEntry moves an entry on by how its call ended. A result that was given while the
// call was on stands.
func (d *Desk) endEntry(ctx context.Context, id crm.ID, call crm.Call, code int) {
	var zone crm.Zone
	if e, err := d.Journal.Entry(ctx, id); err == nil {
		if zone, _, err = d.clock(ctx, e); err != nil {
			d.fault("read what time it is at a client's", err)
		}
	}
	d.hear(ctx, id, call, func(e crm.Entry) crm.Entry { return e.AfterCall(call, code, zone, d.Rules) }, crm.Heard(call, code))
}

// hear puts on record what the line told of the call of an entry, in one transaction.
// Whatever has become of the entry, the call is recorded.
func (d *Desk) hear(ctx context.Context, id crm.ID, call crm.Call, move func(crm.Entry) crm.Entry, heard crm.Outcome) {
	if said, err := d.Journal.Call(ctx, call.ID); err == nil && call.Result == "" && said.Result != "" {
		call.Result, call.Reason, call.Note = said.Result, said.Reason, said.Note // by another program
	}
	step := crm.EntryStep{Call: call, Author: d.Manager, Push: d.writes(crm.CallFacts)}
	e, err := d.Journal.Entry(ctx, id)
	if err == nil {
		step.Attempt = d.attempt(e, call)
		step.Attempt.Outcome, step.Attempt.Counted = heard, heard.Counts()
		if e.Call == call.ID && (e.State == crm.EntryDialing || e.State == crm.EntryTalking) {
			step.From, step.Entry = e, move(e)
			step.Tasks = d.wrongNumber(e, call, heard)
		}
	} else {
		d.fault("read the entry of a call", err)
	}
	paused, err := d.Journal.RecordStep(ctx, step)
	if errors.Is(err, crm.ErrConflict) {
		step.From, step.Entry, step.Tasks = crm.Entry{}, crm.Entry{}, nil
		paused, err = d.Journal.RecordStep(ctx, step)
	}
	if err != nil {
		d.fault("record the call of a list", err)
		d.record(ctx, call)
		return
	}
	d.told(ctx, step, paused)
}

// wrongNumber asks somebody to put a number right that reaches nobody.
func (d *Desk) wrongNumber(e crm.Entry, call crm.Call, heard crm.Outcome) []crm.Task {
	if heard != crm.Unreachable || e.Client.IsZero() {
		return nil
	}
	return []crm.Task{d.numberTask(e, call)}
}

// told tells who listens what a step has changed.
func (d *Desk) told(ctx context.Context, step crm.EntryStep, paused bool) {
	if call := step.Call; !call.ID.IsZero() {
		d.Feed.Publish(feed.HistoryChanged{Interaction: d.historyLine(call)})
		if !call.Open() && !call.Client.IsZero() {
			if err := d.Directory.Touched(ctx, call.Client, call.RangAt); err != nil {
				d.Log.WarnContext(ctx, "recency of a client not noted", "error", err)
			}
		}
	}
	for _, task := range step.Tasks {
		d.Feed.Publish(feed.HistoryChanged{Interaction: crm.Interaction{
			ID: task.ID, Kind: crm.TaskLine, At: task.Set, Client: task.Client, Number: task.Number, Author: task.Author,
		}})
	}
	if !step.From.ID.IsZero() {
		d.Feed.Publish(feed.EntryChanged{Entry: step.Entry})
	}
	if paused {
		d.Feed.Publish(feed.ListChanged{List: step.Attempt.List, Paused: crm.Pause{Cause: crm.PauseByFault, Since: d.Now().UTC()}})
	}
}
