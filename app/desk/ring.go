package desk

import (
	"context"
	"time"

	"pult/app/crm"
	"pult/app/feed"
)

// identifyWithin bounds reading on the ring path. A disk that cannot answer in
// this time must not keep the manager from seeing that somebody calls.
const identifyWithin = 100 * time.Millisecond

// later is how many times as long reading may take for records, for which nobody
// waits.
const later = 10

// Ringing takes a call that has come in. The telephone line calls it.
func (d *Desk) Ringing(r crm.Ring) { d.tell(func(ctx context.Context) { d.ring(ctx, r) }) }

// ring puts the call on record while the cache is asked who it is, and shows it
// when both are done: what was shown is never lost.
func (d *Desk) ring(ctx context.Context, r crm.Ring) {
	call := crm.Call{
		ID:        r.Call,
		SIPCallID: r.SIPCallID,
		Account:   r.Account,
		Direction: crm.Incoming,
		Number:    r.Number,
		Display:   r.Display,
		Called:    r.Called,
		RangAt:    d.Now().UTC(),
	}
	identified := make(chan Identity, 1)
	go func() { identified <- d.identify(ctx, call.Number) }()
	recorded := d.record(ctx, call)
	who := <-identified

	l := &live{call: who.assign(call), matches: who.Matches, silent: r.Silent, unasked: who.failed}
	// The line turns calls away when nobody is to be disturbed; beside a desk phone it
	// cannot, so the panel keeps quiet about what rings there.
	l.unheard = who.mark == crm.CallerSpam || d.state.DoNotDisturb && !r.Silent
	d.live[call.ID] = l
	if !r.Silent && !l.unheard { // the manager is told of its end alone
		d.Feed.Publish(feed.RingShown{
			Call: l.call, Matches: who.Matches, Says: who.Says, Say: who.Say,
			Elapsed: d.Now().Sub(r.At),
		})
	}
	if !recorded || l.call.Client != call.Client {
		d.record(ctx, l.call)
	}
	if l.unasked {
		d.askOn(ctx, call.ID, call.Number)
	}
}

// assign gives the record to the client when there is no doubt who it is.
func (i Identity) assign(call crm.Call) crm.Call {
	if len(i.Matches) == 1 && call.Client.IsZero() {
		call.Client, call.Contact = i.Matches[0].Client, i.Matches[0].Contact
	}
	return call
}

// recover closes the calls that an earlier run left open. When they ended is
// not known, so the last moment they were seen alive stands in.
func (d *Desk) recover(ctx context.Context) {
	open, err := d.Journal.OpenCalls(ctx)
	if err != nil {
		d.fault("read calls left open", err)
		return
	}
	for _, call := range open {
		if call.Client.IsZero() {
			call = d.identifyIn(ctx, call.Number, later*d.Patience).assign(call)
		}
		call.Outcome = crm.Interrupted
		call.EndedAt = call.RangAt
		if !call.AnsweredAt.IsZero() {
			call.EndedAt = call.AnsweredAt
		}
		d.record(ctx, call)
	}
}

// record writes a call with its history line and outbox row, and tells who
// listens. It reports whether the record is on disk.
func (d *Desk) record(ctx context.Context, call crm.Call) bool {
	if err := d.Journal.RecordCall(ctx, call, d.Manager, d.writes(crm.CallFacts)); err != nil {
		d.fault("record the call", err)
		return false
	}
	d.Feed.Publish(feed.HistoryChanged{Interaction: d.historyLine(call)})
	if !call.Open() && !call.Client.IsZero() {
		if err := d.Directory.Touched(ctx, call.Client, call.RangAt); err != nil {
			d.Log.WarnContext(ctx, "recency of a client not noted", "error", err)
		}
	}
	return true
}

// historyLine is the history line of a call.
func (d *Desk) historyLine(call crm.Call) crm.Interaction {
	return crm.Interaction{
		ID: call.ID, Kind: crm.CallKind, At: call.RangAt, Client: call.Client, Contact: call.Contact,
		Direction: call.Direction, Number: call.Number, Outcome: call.Outcome,
		Seconds: call.Seconds(), Text: call.Note, Author: d.Manager, AnsweredBy: call.AnsweredBy,
		Result: call.Result, Reason: call.Reason,
	}
}

func (d *Desk) fault(doing string, err error) {
	d.Log.Error("the desk could not do a step", "step", doing, "error", err)
	d.Feed.Publish(feed.Fault{Err: err})
}
