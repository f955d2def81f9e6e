package ui

import (
	"context"

	"pult/app/crm"
	"pult/app/phone"
)

// late is what the pop-up does not wait for: it is read when the pop-up is on
// the screen already and fills lines that were kept free.
type late struct {
	say     crm.Say
	promise crm.Promise
	last    crm.Interaction
	limit   crm.Money // that the debt may come to
	used    int       // percent of it
	bought  []crm.Month
	shipped []crm.Document // the last ones

	before string    // of a caller nobody knows: when the number called last
	near   [2]string // and whose number it reminds of
}

// fillLate reads it for a call.
func (p *Panel) fillLate(one *call) {
	switch {
	case one == nil:
	case !one.Client.IsZero():
		p.lateClient(one, one.Client)
	case len(one.matches) == 0 && one.Number.Kind() != phone.None:
		p.lateStranger(one)
	}
}

func (p *Panel) lateClient(one *call, client crm.Ref) {
	p.ask(func(ctx context.Context) func() {
		card, err := p.Desk.Card(ctx, client)
		if err != nil {
			return nil // the pop-up says what it knows
		}
		say, err := p.Desk.SayOf(ctx, client)
		if err != nil {
			return nil
		}
		return func() {
			if one.Client == client {
				one.late = late{
					say: say, promise: card.Promise, last: card.LastContact,
					limit: card.Limit, used: card.LimitUsed(), bought: card.Purchases,
					shipped: card.Shipments(shipmentsShown),
				}
				p.rings.draw()
			}
		}
	})
}

// shipmentsShown is how many of the last purchases have room in their line.
const shipmentsShown = 3

// earlierCalls is how many calls of a number are counted.
const earlierCalls = 20

func (p *Panel) lateStranger(one *call) {
	id, number := one.ID, one.Number
	p.ask(func(ctx context.Context) func() {
		var said late
		lines, err := p.Desk.History(ctx, crm.HistoryFilter{Number: number, Limit: earlierCalls})
		if err == nil {
			var calls []crm.Interaction
			for _, l := range lines {
				if l.ID != id && l.Kind == crm.CallKind {
					calls = append(calls, l.Interaction)
				}
			}
			said.before = p.Words.Before(calls)
		}
		near, err := p.Desk.Near(ctx, number)
		if err != nil {
			near = nil // it is but a hint
		}
		for i := range min(len(near), len(said.near)) {
			said.near[i] = p.Words.Near(near[i])
		}
		return func() {
			if one.Client.IsZero() {
				one.late = said
				p.rings.draw()
			}
		}
	})
}

// limitWarns is from how many percent of a limit on it is spoken of.
const limitWarns = 90

// lateLine is the promise, or else a limit that is used up, what the client is about
// to need, or the last talk: whichever was not said above.
func (p *Panel) lateLine(l late, say crm.Say) string {
	promised := say.Kind == crm.SayPromiseBroken || say.Kind == crm.SayPromised
	switch {
	case !l.promise.ID.IsZero() && !l.promise.Kept() && !promised:
		kind := crm.Say{Kind: crm.SayPromised, Amount: l.promise.Amount, Date: l.promise.Due}
		if days := crm.DaysBetween(l.promise.Due.In(p.now().Location()), p.now()); days > 0 {
			kind.Kind, kind.Days = crm.SayPromiseBroken, days
		}
		return p.Words.Say(kind)
	case l.used >= limitWarns:
		return p.Words.T("call.limit", p.Words.Money(l.limit), l.used)
	case l.say.Kind != say.Kind && (l.say.Kind == crm.SayForecast || l.say.Kind == crm.SayStep || l.say.Kind == crm.SayFrequent):
		return p.Words.Say(l.say)
	case !l.last.At.IsZero() && say.Kind != crm.SayLastContact && say.Kind != crm.SayColleague:
		return p.Words.Say(crm.Say{Kind: crm.SayLastContact, Date: l.last.At, Text: l.last.Text, Author: l.last.Author})
	default:
		return ""
	}
}
