package ui

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"pult/app/crm"
	"pult/app/desk"
	"pult/app/phone"
)

// fakeDesk remembers what it was asked and answers what it was told to.
type fakeDesk struct {
	mu     sync.Mutex
	asked  []string
	live   []desk.Live
	cards  map[crm.Ref]crm.Card
	lines  []desk.Line
	failed error
	people []crm.Colleague
	state  desk.State
	day    crm.Day
	tray   []crm.Caller
	trade  crm.Trade
	going  []desk.Outgoing
	bar    *crm.Bar // whoever is called
	near   []crm.Near
	goods  []crm.Bought // of every document
	dialed crm.ID       // the next call of ours has this id

	chain []crm.Document  // of every document
	whole func(*crm.Card) // adds the older lines of a story

	searching func(ctx context.Context, text string) []crm.Found
}

func newFakeDesk() *fakeDesk {
	card := func(m crm.Match) crm.Card {
		return crm.Card{
			Client:      crm.Client{Ref: m.Client, Name: m.Name, INN: "7704010001"},
			ManagerName: m.ManagerName, Debt: m.Debt, AsOf: m.AsOf,
			Contacts: []crm.Contact{{Name: "Иванов Пётр", Position: "закупки", Phones: []crm.Phone{{Number: phone.Plan{}.Parse("+79123456789")}}}},
		}
	}
	return &fakeDesk{people: []crm.Colleague{smirnova, petrova, kuznetsov}, cards: map[crm.Ref]crm.Card{vector.Client: card(vector), romashka.Client: card(romashka)}}
}

func (d *fakeDesk) note(what string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.asked = append(d.asked, what)
	return d.failed
}

// did counts requests that begin so.
func (d *fakeDesk) did(what string) int {
	d.mu.Lock()
	defer d.mu.Unlock()
	n := 0
	for _, a := range d.asked {
		if strings.HasPrefix(a, what) {
			n++
		}
	}
	return n
}

// tonesSent are the digits in the order they were asked for.
func (d *fakeDesk) tonesSent() (digits string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, a := range d.asked {
		if sent, ok := strings.CutPrefix(a, "dtmf "); ok {
			digits += sent
		}
	}
	return digits
}

func (d *fakeDesk) fail(err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.failed = err
}

func (d *fakeDesk) Live(context.Context) ([]desk.Live, crm.LineStatus, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.asked = append(d.asked, "live")
	return append([]desk.Live(nil), d.live...), crm.LineStatus{Account: "101", State: crm.LineRegistered}, nil
}

func (d *fakeDesk) Dial(ctx context.Context, n phone.Number, client crm.Ref) (crm.ID, error) {
	if bar := d.Barred(ctx, n, client); bar != nil {
		return crm.ID{}, bar
	}
	return d.dialed, d.note("dial " + n.String())
}

func (d *fakeDesk) Answer(_ context.Context, id crm.ID) error { return d.note("answer " + id.String()) }

func (d *fakeDesk) Hangup(_ context.Context, id crm.ID) error { return d.note("hangup " + id.String()) }

func (d *fakeDesk) Mute(_ context.Context, _ crm.ID, on bool) error {
	if on {
		return d.note("mute on")
	}
	return d.note("mute off")
}

func (d *fakeDesk) Hold(_ context.Context, _ crm.ID, on bool) error {
	if on {
		return d.note("hold on")
	}
	return d.note("hold off")
}

func (d *fakeDesk) DTMF(_ context.Context, _ crm.ID, digits string) error {
	return d.note("dtmf " + digits)
}

func (d *fakeDesk) Transfer(_ context.Context, _ crm.ID, to phone.Number) error {
	return d.note("transfer " + to.String())
}

func (d *fakeDesk) Note(_ context.Context, _ crm.ID, text string) error {
	return d.note("note " + text)
}

func (d *fakeDesk) AddNote(_ context.Context, _ crm.Ref, text string) error {
	return d.note("addnote " + text)
}

func (d *fakeDesk) Assign(_ context.Context, _ crm.ID, client, _ crm.Ref) error {
	return d.note("assign " + client.String())
}

func (d *fakeDesk) Promise(_ context.Context, client crm.Ref, _ crm.ID, amount crm.Money, due time.Time) error {
	return d.note("promise " + client.String() + " " + amount.String() + " " + due.Format(time.DateOnly))
}

func (d *fakeDesk) Card(_ context.Context, client crm.Ref) (crm.Card, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.asked = append(d.asked, "card")
	card, ok := d.cards[client]
	if !ok {
		return crm.Card{}, crm.ErrNotFound
	}
	return card, nil
}

func (d *fakeDesk) Trade(context.Context, crm.Ref) (crm.Trade, error) { return d.trade, nil }

func (d *fakeDesk) Chain(context.Context, crm.Ref) ([]crm.Document, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.chain, nil
}

func (d *fakeDesk) Story(_ context.Context, card crm.Card) (crm.Card, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.whole != nil {
		d.whole(&card)
	}
	return card, nil
}

func (d *fakeDesk) Lines(_ context.Context, document crm.Ref) ([]crm.Bought, error) {
	return d.goods, d.note("lines " + document.String())
}

func (d *fakeDesk) SayOf(_ context.Context, client crm.Ref) (crm.Say, error) {
	if client == vector.Client {
		return crm.Say{Kind: crm.SayOverdue, Amount: 8420000, Days: 12, Document: "ТД00-000312"}, nil
	}
	return crm.Say{Kind: crm.SayFirst}, nil
}

func (d *fakeDesk) Search(ctx context.Context, text string, _ int) ([]crm.Found, error) {
	if d.searching == nil {
		return nil, d.note("search " + text)
	}
	return d.searching(ctx, text), d.note("search " + text)
}

func (d *fakeDesk) History(_ context.Context, _ crm.HistoryFilter) ([]desk.Line, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.asked = append(d.asked, "history")
	return append([]desk.Line(nil), d.lines...), nil
}

func (d *fakeDesk) Outbox(context.Context) ([]crm.Fact, error) {
	return []crm.Fact{{State: crm.FactStuck, Reason: "нет прав"}}, nil
}

func (d *fakeDesk) Outgoing(context.Context) ([]desk.Outgoing, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]desk.Outgoing(nil), d.going...), nil
}

func (d *fakeDesk) RetryOutbox(context.Context) (int, error) { return len(d.going), d.note("retry") }

func (d *fakeDesk) Lookup(_ context.Context, text string) desk.Identity {
	return desk.Identity{Number: phone.Plan{}.Parse(text)}
}

func (d *fakeDesk) Reject(_ context.Context, id crm.ID, how crm.Rejection) error {
	return d.note("reject " + string(how) + " " + id.String())
}

func (d *fakeDesk) Forward(_ context.Context, _ crm.ID, to phone.Number) error {
	return d.note("forward " + to.String())
}

func (d *fakeDesk) Join(context.Context) error { return d.note("join") }

func (d *fakeDesk) Conference(_ context.Context, on bool) error {
	return d.note(fmt.Sprintf("conference %t", on))
}

func (d *fakeDesk) SetPresence(_ context.Context, kind crm.PresenceKind, reason string) error {
	return d.note(fmt.Sprintf("presence %s %s", kind, reason))
}

func (d *fakeDesk) Redial(context.Context) (crm.ID, error) { return crm.ID{}, d.note("redial") }

func (d *fakeDesk) Record(_ context.Context, _ crm.ID, on bool) error {
	return d.note(fmt.Sprintf("record %t", on))
}

func (d *fakeDesk) PauseRecording(_ context.Context, _ crm.ID, on bool) error {
	return d.note(fmt.Sprintf("pause %t", on))
}

func (d *fakeDesk) Colleagues(context.Context) ([]crm.Colleague, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]crm.Colleague(nil), d.people...), nil
}

func (d *fakeDesk) Responsible(_ context.Context, client crm.Ref) (crm.Colleague, bool) {
	if client == vector.Client {
		return petrova, true
	}
	return crm.Colleague{}, false
}

func (d *fakeDesk) State(context.Context) (desk.State, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.state, nil
}

func (d *fakeDesk) Near(_ context.Context, n phone.Number) ([]crm.Near, error) {
	err := d.note("near " + n.String())
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.near, err
}
