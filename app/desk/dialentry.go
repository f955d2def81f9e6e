package desk

import (
	"context"
	"errors"
	"fmt"

	"pult/app/crm"
	"pult/app/feed"
)

// DialEntry calls the client of an entry. The gate is asked again, its answer is a
// crm.Withheld; there is no calling all the same. That the entry is being dialled is on
// disk together with the call before the first packet leaves, so that a program that
// is killed then never makes another one dial it.
func (d *Desk) DialEntry(ctx context.Context, id crm.ID) (crm.ID, error) {
	if d.phone == nil {
		return crm.ID{}, fmt.Errorf("dial: %w", crm.ErrNotConnected)
	}
	e, err := d.lease(ctx, id)
	if err != nil {
		return crm.ID{}, fmt.Errorf("dial: %w", err)
	}
	v, err := d.EntryVerdict(ctx, id)
	if err != nil {
		return crm.ID{}, fmt.Errorf("dial: %w", err)
	}
	if !v.Free() {
		d.withdraw(ctx, e, v)
		return crm.ID{}, fmt.Errorf("dial: %w", &crm.Withheld{Verdict: v})
	}
	number := e.Number()
	call := crm.Call{ID: crm.NewID(d.Now()), Direction: crm.Outgoing, Number: number, Client: e.Client, RangAt: d.Now().UTC()}
	if err := d.do(ctx, func(ctx context.Context) error { return d.beginEntry(ctx, call, e) }); err != nil {
		return crm.ID{}, err
	}
	if err := d.phone.Dial(ctx, call.ID, number); err != nil {
		d.Ended(call.ID, crm.CallEnd{Outcome: crm.NetworkFault, Reason: err.Error(), At: d.Now()})
		return call.ID, fmt.Errorf("dial: %w", err)
	}
	return call.ID, nil
}

// lease gives an entry that the manager has leased, or leases it now. Another one that
// was leased before is given back.
func (d *Desk) lease(ctx context.Context, id crm.ID) (crm.Entry, error) {
	e, err := d.Journal.Entry(ctx, id)
	switch {
	case err != nil:
		return e, err
	case e.State.UnderWay():
		return e, &crm.Withheld{Verdict: crm.Verdict{Hold: crm.HoldUnderWay, Who: e.Lease.Manager}}
	case e.Lease.Holds(d.Now()) && e.Lease.Manager == d.Manager:
		return e, nil
	case e.Lease.Holds(d.Now()):
		return e, &crm.Withheld{Verdict: crm.Verdict{Hold: crm.HoldLease, Who: e.Lease.Manager, Until: e.Lease.Until}}
	case !e.State.Waits() || e.Next.After(d.Now()):
		return e, nil // the gate says why
	}
	held, err := d.arbiter().HeldEntry(ctx, d.Manager)
	if err == nil {
		err = d.arbiter().ReleaseEntry(ctx, held.ID, held.Lease.Token)
	}
	if err != nil && !errors.Is(err, crm.ErrNotFound) {
		return e, err
	}
	return d.arbiter().ClaimEntry(ctx, d.Manager, []crm.ID{id}, EntryLease)
}

// beginEntry puts the call on record and the entry with it.
func (d *Desk) beginEntry(ctx context.Context, call crm.Call, e crm.Entry) error {
	for _, l := range d.live {
		if !l.unheard {
			return fmt.Errorf("dial: %w", &crm.Withheld{Verdict: crm.Verdict{Hold: crm.HoldOnCall}})
		}
	}
	chosen := !call.Client.IsZero()
	who := d.identify(ctx, call.Number)
	call = who.assign(call)
	call.Account = d.account()
	on := e
	on.State, on.Before, on.Call, on.Last = crm.EntryDialing, e.State, call.ID, call.RangAt
	step := crm.EntryStep{From: e, Entry: on, Call: call, Author: d.Manager, Attempt: d.attempt(on, call)}
	if _, err := d.Journal.RecordStep(ctx, step); err != nil {
		return fmt.Errorf("dial: put the call on record: %w", err)
	}
	d.live[call.ID] = &live{call: call, matches: who.Matches, chosen: chosen, unasked: who.failed, entry: e.ID}
	d.dialled = call
	d.Feed.Publish(feed.HistoryChanged{Interaction: d.historyLine(call)})
	d.Feed.Publish(feed.CallStarted{Call: call, Matches: who.Matches})
	d.Feed.Publish(feed.EntryChanged{Entry: on})
	return nil
}

func (d *Desk) attempt(e crm.Entry, call crm.Call) crm.Attempt {
	return crm.Attempt{
		Call: call.ID, Entry: e.ID, List: e.List, Client: e.Client, Number: call.Number, Manager: d.Manager, At: call.RangAt,
		Seconds: call.Seconds(),
	}
}
