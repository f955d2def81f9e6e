package desk

import (
	"context"
	"errors"
	"slices"
	"time"

	"pult/app/crm"
	"pult/app/phone"
)

// gateFacts reads what the gate must know of an entry. It never fails: what could not
// be read is told and missing among the facts, and the gate holds.
func (d *Desk) gateFacts(ctx context.Context, list crm.CallList, e crm.Entry, away crm.Pause) crm.GateFacts {
	f := crm.GateFacts{List: list, Entry: e, Manager: d.Manager, Away: away, Arbiter: d.Arbiter != nil, Rules: d.Rules}
	if v := crm.Gate(f, d.Now()); v.Hold != crm.HoldUnread {
		return f // its own state says it all
	}
	number := e.Number()
	read := func(what crm.GateRead, doing string, do func() error) {
		if err := do(); err != nil {
			d.fault(doing, err)
			return
		}
		f.Read |= what
	}
	read(crm.ReadBans, "read who is not to be called", func() (err error) {
		f.Bar, err = d.bar(ctx, number, e.Client)
		return err
	})
	read(crm.ReadWord, "read who agrees to advertising", func() error {
		if !list.Purpose.NeedsConsent() {
			return nil
		}
		standings, err := d.Journal.Standings(ctx, slices.DeleteFunc([]crm.Ref{e.Client}, crm.Ref.IsZero))
		f.Consent = standings[e.Client].Consent
		return err
	})
	read(crm.ReadClock, "read what time it is at a client's", func() (err error) {
		f.Zone, f.Own, err = d.clock(ctx, e)
		return err
	})
	read(crm.ReadTalks, "read talks", func() (err error) {
		f.Talks, err = d.talks(ctx, e.Client, number)
		return err
	})
	read(crm.ReadBooks, "read what a client did since", func() (err error) {
		f.Person, f.Since, err = d.since(ctx, list, e, f.Talks)
		return err
	})
	return f
}

// verdict asks the gate about an entry.
func (d *Desk) verdict(ctx context.Context, list crm.CallList, e crm.Entry, away crm.Pause) crm.Verdict {
	return crm.Gate(d.gateFacts(ctx, list, e, away), d.Now())
}

// talks are those of ours and those that colleagues have put on record in 1C.
func (d *Desk) talks(ctx context.Context, client crm.Ref, number phone.Number) ([]crm.Talk, error) {
	since := d.Now().Add(-crm.TalksWithin)
	talks, err := d.Journal.Talks(ctx, client, number, since)
	if err != nil || client.IsZero() {
		return talks, err
	}
	records, err := d.records(ctx, client, cardRecords)
	for _, r := range records {
		if r.Kind == crm.CallKind && r.Direction == crm.Outgoing && r.At.After(since) && !r.At.After(d.Now()) {
			talks = append(talks, crm.Talk{At: r.At, Who: r.Writer})
		}
	}
	return talks, err
}

// debtors and buyers are segments whose reason is gone once a client has paid, or
// bought; the others once it was talked to.
var (
	debtors = []crm.Segment{crm.SegmentDebtors, crm.SegmentBroken, crm.SegmentUnpaid}
	buyers  = []crm.Segment{
		crm.SegmentDue, crm.SegmentOffRhythm, crm.SegmentLastYear, crm.SegmentGood, crm.SegmentStep, crm.SegmentLeads,
		crm.SegmentForgotten, crm.SegmentLost,
	}
	silent = []crm.Segment{crm.SegmentSilent, crm.SegmentUnreached, crm.SegmentNotReturned}
)

// since tells whether a client is a person before the law, and whether it has paid,
// bought or promised since the list was made.
func (d *Desk) since(ctx context.Context, list crm.CallList, e crm.Entry, talks []crm.Talk) (person bool, v crm.Verdict, err error) {
	if e.Client.IsZero() {
		return true, v, nil
	}
	m, err := d.Directory.MatchOf(ctx, e.Client)
	if errors.Is(err, crm.ErrNotFound) {
		return true, crm.Verdict{Hold: crm.HoldLeft}, nil // deleted in 1C, or not read yet
	}
	if err != nil {
		return true, v, err
	}
	person = len(crm.CleanINN(m.INN)) != 10
	switch {
	case slices.Contains(debtors, e.Why.Segment) || list.Purpose == crm.DebtPurpose:
		v, err = d.paid(ctx, list, e, m)
	case slices.Contains(buyers, e.Why.Segment):
		v, err = d.bought(ctx, list, e)
	case slices.Contains(silent, e.Why.Segment):
		if slices.ContainsFunc(talks, func(t crm.Talk) bool { return t.At.After(list.Made) }) && e.Attempts == 0 {
			v.Hold = crm.HoldLeft
		}
	}
	return person, v, err
}

// paid tells that a debtor has paid since, or has promised to and may still do so.
func (d *Desk) paid(ctx context.Context, list crm.CallList, e crm.Entry, m crm.Match) (v crm.Verdict, err error) {
	paid, err := d.Directory.PaidSince(ctx, e.Client, list.Made)
	if err != nil && !errors.Is(err, crm.ErrNotFound) { // a newcomer has no payments
		return v, err
	}
	late := e.Why.Segment == crm.SegmentDebtors || e.Why.Segment == crm.SegmentBroken
	if e.Why.Amount > 0 && paid >= e.Why.Amount || late && m.Debt.Overdue <= 0 {
		return crm.Verdict{Hold: crm.HoldPaid}, nil
	}
	p, err := d.Journal.Promise(ctx, e.Client)
	if errors.Is(err, crm.ErrNotFound) {
		return v, nil
	}
	if err != nil {
		return v, err
	}
	if p.Paid, err = d.Directory.PaidSince(ctx, e.Client, p.Given); err != nil && !errors.Is(err, crm.ErrNotFound) {
		return v, err
	}
	if p.Kept() || p.Broken(d.today()) {
		return v, nil
	}
	due := p.Due.In(d.Location)
	return crm.Verdict{Hold: crm.HoldPromised, Until: time.Date(due.Year(), due.Month(), due.Day()+1, 0, 0, 0, 0, d.Location), Who: p.Author}, nil
}

// boughtDocuments is how many documents are looked at for an order that is new.
const boughtDocuments = 10

func (d *Desk) bought(ctx context.Context, list crm.CallList, e crm.Entry) (v crm.Verdict, err error) {
	documents, err := d.Directory.Documents(ctx, e.Client, boughtDocuments)
	for _, doc := range documents {
		if (doc.Kind == crm.Order || doc.Kind == crm.Shipment) && doc.At.After(list.Made) {
			v.Hold = crm.HoldBought
		}
	}
	return v, err
}
