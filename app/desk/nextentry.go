package desk

import (
	"context"
	"errors"
	"fmt"
	"math"

	"pult/app/crm"
	"pult/app/feed"
)

// Offer is what a list has for its manager now.
type Offer struct {
	List   crm.CallList
	Entry  crm.Entry  // leased to the manager, or one of theirs that has no result yet
	Passed []crm.Left // those before it in the order, with why
}

// drawFirst is how many entries are looked at before all of them are.
const drawFirst = 50

// drawMost is how many free entries are named to the arbiter: others claim too.
const drawMost = 8

// NextEntry gives the manager the next client of a list. One whose call has no result
// yet comes first; then the one that is leased already. crm.ErrNotFound says that
// nobody is to be called now, Passed then says why; a crm.Withheld that the whole
// list stands still.
func (d *Desk) NextEntry(ctx context.Context, id crm.ID) (offer Offer, err error) {
	if offer.List, err = d.Journal.CallList(ctx, id); err != nil {
		return offer, fmt.Errorf("next of a list: %w", err)
	}
	d.settle(ctx, id)
	under, err := d.Journal.EntriesUnderWay(ctx, id, d.Manager)
	if err != nil {
		return offer, fmt.Errorf("next of a list: %w", err)
	}
	if len(under) > 0 {
		offer.Entry = under[0]
		return offer, nil
	}
	away, err := d.Journal.AwayFrom(ctx, id, d.Manager)
	if err != nil {
		return offer, fmt.Errorf("next of a list: %w", err)
	}
	if v := d.still(offer.List, away); !v.Free() {
		return offer, &crm.Withheld{Verdict: v}
	}
	held, err := d.held(ctx, offer.List, away)
	if err == nil && held.ID.IsZero() {
		held, offer.Passed, err = d.draw(ctx, offer.List, away)
	}
	if err != nil {
		return offer, fmt.Errorf("next of a list: %w", err)
	}
	offer.Entry = held
	d.Feed.Publish(feed.EntryChanged{Entry: held})
	return offer, nil
}

// still is why nobody of a list is called by this manager, whoever it is.
func (d *Desk) still(list crm.CallList, away crm.Pause) crm.Verdict {
	if !list.Open() {
		return crm.Verdict{Hold: crm.HoldClosed}
	}
	for _, p := range []crm.Pause{list.Paused, away} {
		if p.On(d.Now()) {
			return crm.Verdict{Hold: crm.HoldPaused, Until: p.Until, Text: p.Text}
		}
	}
	return crm.Verdict{}
}

// arbiter decides who has what. Without one of the team the journal keeps the leases
// of this workstation; the gate then lets one's own portion through and no other.
func (d *Desk) arbiter() Arbiter {
	if d.Arbiter != nil {
		return d.Arbiter
	}
	return d.Journal
}

// held is the entry of this list the manager has leased, if it may be called still;
// any other lease is given back.
func (d *Desk) held(ctx context.Context, list crm.CallList, away crm.Pause) (crm.Entry, error) {
	e, err := d.arbiter().HeldEntry(ctx, d.Manager)
	if errors.Is(err, crm.ErrNotFound) {
		return crm.Entry{}, nil
	}
	if err != nil {
		return crm.Entry{}, err
	}
	if e.List == list.ID && d.verdict(ctx, list, e, away).Free() {
		return e, nil
	}
	return crm.Entry{}, d.arbiter().ReleaseEntry(ctx, e.ID, e.Lease.Token)
}

// draw looks at entries in their order until one may be called and is got.
func (d *Desk) draw(ctx context.Context, list crm.CallList, away crm.Pause) (got crm.Entry, passed []crm.Left, err error) {
	for _, limit := range []int{drawFirst, math.MaxInt32} {
		ids, err := d.Journal.WaitingEntries(ctx, list.ID, limit)
		if err != nil {
			return got, passed, err
		}
		got, passed, err = d.drawAmong(ctx, list, away, ids)
		if !errors.Is(err, crm.ErrNotFound) || len(ids) < limit {
			return got, passed, err
		}
	}
	return got, passed, crm.ErrNotFound
}

func (d *Desk) drawAmong(ctx context.Context, list crm.CallList, away crm.Pause, ids []crm.ID) (got crm.Entry, passed []crm.Left, err error) {
	var free []crm.ID
	claim := func() error {
		if len(free) == 0 {
			return crm.ErrNotFound
		}
		got, err = d.arbiter().ClaimEntry(ctx, d.Manager, free, EntryLease)
		free = nil
		return err
	}
	for _, id := range ids {
		e, err := d.Journal.Entry(ctx, id)
		if err != nil {
			return got, passed, err
		}
		v := d.early(ctx, list, e, away)
		if v.Free() {
			v = d.verdict(ctx, list, e, away)
		}
		if !v.Free() {
			d.withdraw(ctx, e, v)
			passed = append(passed, crm.Left{Entry: e, Verdict: v})
			continue
		}
		if free = append(free, id); len(free) < drawMost && len(free) < d.crowd() {
			continue
		}
		if err := claim(); !errors.Is(err, crm.ErrNotFound) {
			return got, passed, err
		}
	}
	return got, passed, claim()
}

// early passes over who cannot be called whatever the books say: of a long list at
// night that is everybody, and reading the books of each takes its time.
func (d *Desk) early(ctx context.Context, list crm.CallList, e crm.Entry, away crm.Pause) crm.Verdict {
	zone, own, err := d.clock(ctx, e)
	if err != nil {
		return crm.Verdict{} // the gate tells of it
	}
	return crm.GateEarly(crm.GateFacts{
		List: list, Entry: e, Manager: d.Manager, Away: away, Arbiter: d.Arbiter != nil, Rules: d.Rules, Read: crm.ReadClock,
		Zone: zone, Own: own, Person: list.Purpose == crm.DebtPurpose, // the widest hours there are; the gate narrows them
	}, d.Now())
}

// crowd is how many entries are worth looking at before a claim: where others claim
// too, the first may be gone by then.
func (d *Desk) crowd() int {
	if d.Arbiter == nil {
		return 1
	}
	return 2
}

// withdraw takes an entry out for good whose client has bought or paid since. That a
// debt is gone may be the fault of a reading; the gate then only holds.
func (d *Desk) withdraw(ctx context.Context, e crm.Entry, v crm.Verdict) {
	if v.Hold != crm.HoldBought || !e.State.Waits() {
		return
	}
	out := e
	out.State, out.Cause, out.Next, out.Lease = crm.EntryWithdrawn, string(v.Hold), e.Next, crm.Lease{}
	_, err := d.Journal.RecordStep(ctx, crm.EntryStep{From: e, Entry: out})
	if errors.Is(err, crm.ErrConflict) {
		return // somebody has moved it
	}
	if err != nil {
		d.fault("withdraw an entry", err)
		return
	}
	d.Feed.Publish(feed.EntryChanged{Entry: out})
}

// whyPage is how many entries are read at once.
const whyPage = 500

// WhyNot tells of all entries of a list that are not over why they are not called now:
// of who may be called, the verdict is free.
func (d *Desk) WhyNot(ctx context.Context, id crm.ID) (left []crm.Left, err error) {
	list, err := d.Journal.CallList(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("why not: %w", err)
	}
	away, err := d.Journal.AwayFrom(ctx, id, d.Manager)
	if err != nil {
		return nil, fmt.Errorf("why not: %w", err)
	}
	for from := 0; ; {
		page, err := d.Journal.Entries(ctx, id, from, whyPage)
		if err != nil {
			return nil, fmt.Errorf("why not: %w", err)
		}
		for _, e := range page {
			from = e.Place + 1
			if !e.State.Over() {
				left = append(left, crm.Left{Entry: e, Verdict: d.verdict(ctx, list, e, away)})
			}
		}
		if len(page) < whyPage {
			return left, nil
		}
	}
}

// EntryVerdict is what the gate says of one entry now: WhyNot of a row that is looked at.
func (d *Desk) EntryVerdict(ctx context.Context, id crm.ID) (crm.Verdict, error) {
	e, err := d.Journal.Entry(ctx, id)
	if err != nil {
		return crm.Verdict{}, fmt.Errorf("why not: %w", err)
	}
	list, err := d.Journal.CallList(ctx, e.List)
	if err != nil {
		return crm.Verdict{}, fmt.Errorf("why not: %w", err)
	}
	away, err := d.Journal.AwayFrom(ctx, e.List, d.Manager)
	if err != nil {
		return crm.Verdict{}, fmt.Errorf("why not: %w", err)
	}
	return d.verdict(ctx, list, e, away), nil
}

// RenewEntry keeps an entry while its card is open; crm.ErrConflict says that somebody
// else may have it by now.
func (d *Desk) RenewEntry(ctx context.Context, id crm.ID) error {
	e, err := d.Journal.Entry(ctx, id)
	if err == nil {
		_, err = d.arbiter().RenewEntry(ctx, id, e.Lease.Token, EntryLease)
	}
	if err != nil {
		return fmt.Errorf("keep an entry: %w", err)
	}
	return nil
}

// ReleaseEntry gives an entry back that was not called.
func (d *Desk) ReleaseEntry(ctx context.Context, id crm.ID) error {
	e, err := d.Journal.Entry(ctx, id)
	if err == nil && e.Lease.Manager == d.Manager {
		err = d.arbiter().ReleaseEntry(ctx, id, e.Lease.Token)
	}
	if err != nil {
		return fmt.Errorf("give an entry back: %w", err)
	}
	return nil
}

// AdvanceEntry draws the next client of a list and dials at once. Only lists of service
// may: for advertising the law wants a person to dial (38-ФЗ art. 18 part 2), and the
// error is crm.ErrByHand. No setting changes that.
func (d *Desk) AdvanceEntry(ctx context.Context, id crm.ID) (Offer, crm.ID, error) {
	list, err := d.Journal.CallList(ctx, id)
	if err != nil {
		return Offer{}, crm.ID{}, fmt.Errorf("go on in a list: %w", err)
	}
	if !list.Purpose.Advances() {
		return Offer{}, crm.ID{}, fmt.Errorf("go on in a list for %s: %w", list.Purpose, crm.ErrByHand)
	}
	offer, err := d.NextEntry(ctx, id)
	if err != nil || offer.Entry.State.UnderWay() {
		return offer, crm.ID{}, err
	}
	call, err := d.DialEntry(ctx, offer.Entry.ID)
	return offer, call, err
}
