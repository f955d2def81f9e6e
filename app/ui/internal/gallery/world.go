//go:build gallery

package main

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"pult/app/crm"
	"pult/app/desk"
	"pult/app/feed"
	"pult/app/phone"
)

var (
	moscow     = time.FixedZone("MSK", 3*3600)
	registered = crm.LineStatus{Account: "101", State: crm.LineRegistered}
)

// world is a desk with a made-up company behind it.
type world struct {
	feed feed.Feed
	mu   sync.Mutex
	live []desk.Live

	standing crm.Standing
	heard    []crm.News

	search func(ctx context.Context, text string, limit int) ([]crm.Found, error) // in place of the company
}

func newWorld() *world { return &world{} }

func (w *world) Live(context.Context) ([]desk.Live, crm.LineStatus, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return append([]desk.Live(nil), w.live...), registered, nil
}

func (w *world) ring(kind string) {
	c := crm.Call{ID: crm.NewID(time.Now()), Direction: crm.Incoming, Called: "4951234500", RangAt: time.Now(), Number: number("+79123456789")}
	var matches []crm.Match
	say := crm.Say{Kind: crm.SayNobody}
	switch kind {
	case "several":
		matches = []crm.Match{matchOf(0), matchOf(1), matchOf(2)}
		say = crm.Say{Kind: crm.SaySeveral, Days: 3}
	case "many":
		for i := range names {
			matches = append(matches, matchOf(i))
		}
		matches = append(matches, matchOf(1))
		say = crm.Say{Kind: crm.SaySeveral, Days: len(matches)}
	case "unknown":
		c.Number = number("+78123334455")
	case "hidden":
		c.Number = phone.Number{}
	case "quiet":
		matches = []crm.Match{matchOf(2)}
		say = crm.Say{Kind: crm.SayLastContact, Date: time.Now().AddDate(0, 0, -3), Author: "Петрова", Text: "ждёт КП на кабель, перезвонить после двадцатого"}
	default:
		matches = []crm.Match{matchOf(0)}
		say = sayOf(0)
	}
	if len(matches) == 1 {
		c.Client = matches[0].Client
	}
	w.mu.Lock()
	w.live = append(w.live, desk.Live{Call: c, Matches: matches})
	w.mu.Unlock()
	fmt.Printf("ring %.6f\n", float64(time.Now().UnixMicro())/1e6)
	w.feed.Publish(feed.RingShown{Call: c, Matches: matches, Say: say})
}

func (w *world) dialTo(text string) { _, _ = w.Dial(context.Background(), number(text), crm.Ref{}) }

func (w *world) Dial(_ context.Context, n phone.Number, client crm.Ref) (crm.ID, error) {
	c := crm.Call{ID: crm.NewID(time.Now()), Direction: crm.Outgoing, RangAt: time.Now(), Number: n, Client: client}
	var matches []crm.Match
	if !client.IsZero() {
		matches = []crm.Match{matchOf(int(client[15]))}
	}
	w.mu.Lock()
	for i := range w.live { // the line holds who is talked with
		w.live[i].Held = true
		w.feed.Publish(feed.CallHeld{Call: w.live[i].Call, Here: true})
	}
	w.live = append(w.live, desk.Live{Call: c, Matches: matches})
	w.mu.Unlock()
	w.feed.Publish(feed.CallStarted{Call: c, Matches: matches})
	return c.ID, nil
}

func (w *world) first() *desk.Live {
	if len(w.live) == 0 {
		return nil
	}
	return &w.live[0]
}

func (w *world) Answer(context.Context, crm.ID) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if l := w.first(); l != nil {
		l.Call.AnsweredAt = time.Now()
		w.feed.Publish(feed.CallAnswered{Call: l.Call})
	}
	return nil
}

func (w *world) end(o crm.Outcome) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if l := w.first(); l != nil {
		l.Call.EndedAt, l.Call.Outcome = time.Now(), o
		w.feed.Publish(feed.CallEnded{Call: l.Call})
		w.live = w.live[1:]
	}
}

func (w *world) Hangup(context.Context, crm.ID) error { w.end(crm.Answered); return nil }

func (w *world) Mute(_ context.Context, _ crm.ID, on bool) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if l := w.first(); l != nil {
		w.feed.Publish(feed.CallMuted{Call: l.Call, Muted: on})
	}
	return nil
}

func (w *world) Hold(_ context.Context, _ crm.ID, on bool) error {
	w.held(func(l *desk.Live) { l.Held = on })
	return nil
}

// held changes who holds whom.
func (w *world) held(change func(*desk.Live)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if l := w.first(); l != nil {
		change(l)
		w.feed.Publish(feed.CallHeld{Call: l.Call, Here: l.Held, There: l.HeldThere})
	}
}

func (w *world) DTMF(context.Context, crm.ID, string) error           { return nil }
func (w *world) Transfer(context.Context, crm.ID, phone.Number) error { return nil }

// moved ends a transfer that was begun.
func (w *world) moved(err error) {
	w.mu.Lock()
	if l := w.first(); l != nil {
		w.feed.Publish(feed.TransferEnded{Call: l.Call, Err: err})
	}
	w.mu.Unlock()
	if err == nil {
		w.end(crm.Transferred)
	}
}

func (w *world) Note(context.Context, crm.ID, string) error     { return nil }
func (w *world) AddNote(context.Context, crm.Ref, string) error { return nil }

func (w *world) Assign(_ context.Context, _ crm.ID, client, contact crm.Ref) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if l := w.first(); l != nil {
		l.Call.Client, l.Call.Contact = client, contact
		w.feed.Publish(feed.CallAssigned{Call: l.Call})
	}
	return nil
}

func (w *world) Promise(context.Context, crm.Ref, crm.ID, crm.Money, time.Time) error { return nil }

func (w *world) Lookup(_ context.Context, text string) desk.Identity {
	return desk.Identity{Number: number(text)}
}

func (w *world) Outbox(context.Context) ([]crm.Fact, error) {
	return []crm.Fact{{State: crm.FactStuck, Reason: "Не заполнен реквизит «Ответственный»"}}, nil
}

func (w *world) Search(ctx context.Context, text string, limit int) ([]crm.Found, error) {
	if w.search != nil {
		return w.search(ctx, text, limit)
	}
	var found []crm.Found
	for i, name := range names {
		if strings.Contains(strings.ToLower(name), strings.ToLower(text)) {
			m := matchOf(i)
			found = append(found, crm.Found{Client: m.Client, Name: m.Name, INN: m.INN, Contact: m.ContactName, Debt: m.Debt})
		}
	}
	return found, nil
}

// state makes the services look as if something had happened to them.
func (w *world) state(what string) {
	if w.control(what) {
		return
	}
	switch what {
	case "held":
		w.held(func(l *desk.Live) { l.HeldThere = true })
	case "resumed":
		w.held(func(l *desk.Live) { l.HeldThere = false })
	case "secured":
		w.held(func(l *desk.Live) { l.Secured = true })
		for _, l := range w.live {
			w.feed.Publish(feed.CallSecured{Call: l.Call, On: true})
		}
	case "moved":
		w.moved(nil)
	case "notmoved":
		w.moved(crm.ErrBusy)
	case "refused":
		w.feed.Publish(feed.LineChanged{Status: crm.LineStatus{Account: "101", State: crm.LineRefused, Err: crm.ErrDenied}})
	case "offline":
		w.feed.Publish(feed.SyncChanged{AsOf: time.Now().Add(-82 * time.Minute), Err: crm.ErrOffline})
	case "stuck":
		w.feed.Publish(feed.OutboxChanged{Waiting: 3, Stuck: 1})
	}
}

func number(text string) phone.Number { return phone.Plan{AreaCode: "495"}.Parse(text) }

func (w *world) Near(context.Context, phone.Number) ([]crm.Near, error) {
	return []crm.Near{
		{Client: refOf(0), Name: names[0], Number: number("+78123334400"), Kind: crm.NearBlock},
		{Client: refOf(4), Name: names[4], Number: number("+78123334465"), Kind: crm.NearMisread},
	}, nil
}
