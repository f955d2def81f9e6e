package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"pult/app/crm"
	"pult/app/feed"
)

// cardHistory is how many lines of history a card opens with.
const cardHistory = 50

// Card gathers all that is known of a client, from local files alone.
func (d *Desk) Card(ctx context.Context, client crm.Ref) (crm.Card, error) {
	card, err := d.Directory.Card(ctx, client)
	if err != nil {
		return crm.Card{}, fmt.Errorf("card: %w", err)
	}
	card.Promise = d.promise(ctx, client)
	standings, err := d.Journal.Standings(ctx, []crm.Ref{client})
	if err != nil {
		return crm.Card{}, fmt.Errorf("card: %w", err)
	}
	card.Standing = standings[client]
	card.History, err = d.Journal.History(ctx, crm.HistoryFilter{Client: client, Limit: cardHistory})
	if err != nil {
		return crm.Card{}, fmt.Errorf("card: %w", err)
	}
	talks, err := d.Journal.LastTalks(ctx, []crm.Ref{client})
	if err != nil {
		return crm.Card{}, fmt.Errorf("card: %w", err)
	}
	card.LastContact, card.Step = talks[client], d.Ladder.At(card.Purchases)
	if card.Records, err = d.records(ctx, client, cardRecords); err != nil {
		return crm.Card{}, fmt.Errorf("card: %w", err)
	}
	if others, ok := talkOf(card.Records, d.Now()); ok && others.At.After(card.LastContact.At) {
		card.LastContact = others
	}
	return card, nil
}

// cardRecords is how many talks on record in 1C a card opens with.
const cardRecords = 50

// records are the talks that 1C has on record and the journal has not: what came
// back of our own is not told twice.
func (d *Desk) records(ctx context.Context, client crm.Ref, limit int) ([]crm.Record, error) {
	found, err := d.Directory.Records(ctx, client, time.Time{}, limit)
	if err != nil {
		return nil, err
	}
	var marked []crm.ID
	for _, r := range found {
		if !r.Ours.IsZero() {
			marked = append(marked, r.Ours)
		}
	}
	if len(marked) == 0 {
		return found, nil
	}
	ours, err := d.Journal.Holds(ctx, marked)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(found, func(r crm.Record) bool { return ours[r.Ours] }), nil
}

// SayOf words what a talk with a client is to begin with.
func (d *Desk) SayOf(ctx context.Context, client crm.Ref) (crm.Say, error) {
	m, err := d.Directory.MatchOf(ctx, client)
	if err != nil {
		return crm.Say{}, fmt.Errorf("card: %w", err)
	}
	matches := []crm.Match{m}
	grounds := d.grounds(ctx, matches, d.lastTalks(ctx, matches))[0]
	if grounds.Trade, err = d.Trade(ctx, client); err != nil {
		d.fault("read what is bought", err)
	}
	return Say(grounds), nil
}

// promise reads the newest promise with what has come since; the zero promise
// when there is none.
func (d *Desk) promise(ctx context.Context, client crm.Ref) crm.Promise {
	p, err := d.Journal.Promise(ctx, client)
	if errors.Is(err, crm.ErrNotFound) {
		return crm.Promise{}
	}
	if err == nil {
		p.Paid, err = d.Directory.PaidSince(ctx, client, p.Given)
	}
	if err != nil {
		d.fault("read the promise", err)
		return crm.Promise{}
	}
	return p
}

// Search finds clients by part of a name, number, INN or address.
func (d *Desk) Search(ctx context.Context, text string, limit int) ([]crm.Found, error) {
	return d.Directory.Search(ctx, text, limit)
}

// Alike finds clients that one being typed may be: a hint, nothing is merged by
// itself. Fields may be empty.
func (d *Desk) Alike(ctx context.Context, name, inn, number string) ([]crm.LookAlike, error) {
	return d.Directory.Alike(ctx, name, inn, number)
}

// Line is a line of history with the name of its client.
type Line struct {
	crm.Interaction
	ClientName string
}

// History reads lines of history, newest first.
func (d *Desk) History(ctx context.Context, filter crm.HistoryFilter) ([]Line, error) {
	found, err := d.Journal.History(ctx, filter)
	if err != nil {
		return nil, fmt.Errorf("history: %w", err)
	}
	refs := make([]crm.Ref, 0, len(found))
	for _, i := range found {
		if !i.Client.IsZero() {
			refs = append(refs, i.Client)
		}
	}
	names, err := d.Directory.Names(ctx, refs)
	if err != nil {
		return nil, fmt.Errorf("history: %w", err)
	}
	lines := make([]Line, len(found))
	for i, f := range found {
		lines[i] = Line{Interaction: f, ClientName: names[f.Client]}
	}
	return lines, nil
}

// RetryOutbox has all facts tried again that are stuck or put off: somebody has
// put right what 1C refused. They go at once, whatever was waited for. It returns
// how many there are.
func (d *Desk) RetryOutbox(ctx context.Context) (retried int, err error) {
	facts, err := d.Journal.Outbox(ctx)
	if err != nil {
		return 0, fmt.Errorf("retry: %w", err)
	}
	for _, f := range facts {
		switch err := d.Journal.RetryFact(ctx, f.ID); {
		case err == nil:
			retried++
		case !errors.Is(err, crm.ErrNotFound): // sent meanwhile, or nobody's
			return retried, fmt.Errorf("retry: %w", err)
		}
	}
	if retried > 0 {
		d.Feed.Publish(feed.FactsFreed{})
	}
	return retried, nil
}

// Outgoing is a fact on its way to 1C with the name of its client.
type Outgoing struct {
	crm.Parcel
	ClientName string
}

// Outgoing lists facts that wait for 1C or are stuck, with what will be written.
func (d *Desk) Outgoing(ctx context.Context) ([]Outgoing, error) {
	parcels, err := d.Journal.Parcels(ctx)
	if err != nil {
		return nil, fmt.Errorf("outbox: %w", err)
	}
	var refs []crm.Ref
	facts := make([]*crm.Fact, len(parcels))
	for i, p := range parcels {
		facts[i] = &parcels[i].Fact
		if !p.Fact.Client.IsZero() {
			refs = append(refs, p.Fact.Client)
		}
	}
	d.sayHeld(facts)
	names, err := d.Directory.Names(ctx, refs)
	if err != nil {
		return nil, fmt.Errorf("outbox: %w", err)
	}
	list := make([]Outgoing, len(parcels))
	for i, p := range parcels {
		list[i] = Outgoing{Parcel: p, ClientName: names[p.Fact.Client]}
		if list[i].ClientName == "" {
			list[i].ClientName = p.Lead.Name
		}
	}
	return list, nil
}
