//go:build gallery

package main

import (
	"context"
	"fmt"
	"time"

	"pult/app/crm"
	"pult/app/desk"
	"pult/app/feed"
	"pult/app/phone"
)

func (w *world) told() {
	w.feed.Publish(feed.HistoryChanged{Interaction: crm.Interaction{Client: refOf(0)}})
}

func (w *world) SetResult(_ context.Context, _ crm.ID, r crm.Result, why string) error {
	fmt.Println("result", r, why)
	return nil
}

func (w *world) AddTask(_ context.Context, t crm.Task) (crm.Task, error) {
	fmt.Println("task", t.Due, t.Text)
	return t, nil
}
func (w *world) FinishTask(context.Context, crm.ID) error                        { return nil }
func (w *world) Postpone(context.Context, crm.ID, time.Time, bool, string) error { return nil }
func (w *world) MarkCaller(context.Context, phone.Number, crm.CallerMark) error  { return nil }
func (w *world) AttachCaller(context.Context, phone.Number, crm.Ref) error       { return nil }
func (w *world) Complain(_ context.Context, _ crm.Ref, on bool, text string) error {
	return w.stand(func(s *crm.Standing) *crm.Statement { return &s.Complaint }, on, text)
}

func (w *world) Ban(_ context.Context, _ crm.Ref, on bool, text string) error {
	return w.stand(func(s *crm.Standing) *crm.Statement { return &s.Ban }, on, text)
}

func (w *world) BanNumber(ctx context.Context, _ phone.Number, client crm.Ref, on bool, text string) error {
	return w.Ban(ctx, client, on, text)
}

func (w *world) Barred(context.Context, phone.Number, crm.Ref) *crm.Bar {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.standing.Ban.Holds() {
		return nil
	}
	return &crm.Bar{Statement: w.standing.Ban, Name: names[0]}
}

func (w *world) LastDialled(context.Context) (crm.Call, error) {
	return crm.Call{Number: number("+79123456789")}, nil
}

func (w *world) DialAnyway(ctx context.Context, n phone.Number, client crm.Ref) (crm.ID, error) {
	return w.Dial(ctx, n, client)
}

func (w *world) Enter(_ context.Context, n desk.Newcomer) (crm.Ref, bool, error) {
	fmt.Println("enter", n.Lead.Name, n.Lead.INN, n.Wants)
	return refOf(8), true, nil
}

func (w *world) Alike(_ context.Context, name, _, _ string) ([]crm.LookAlike, error) {
	if len(name) < 4 {
		return nil, nil
	}
	return []crm.LookAlike{
		{Client: refOf(0), Name: names[0], By: crm.NamesAlike}, {Client: refOf(3), Name: names[3], By: crm.SharedPhone},
	}, nil
}

// news has 1C tell of so many things.
func (w *world) news(n int) {
	kinds := []crm.NewsKind{crm.NewsPaid, crm.NewsShipped, crm.NewsMoved, crm.NewsTakenOff, crm.NewsClosed}
	var list []crm.News
	for i := range n {
		one := crm.News{
			At: time.Now(), Kind: kinds[i%len(kinds)], Client: refOf(i), Name: names[i], Number: "ТД00-001187", Amount: 4000000,
			Order: crm.Document{Number: "ТД00-001187", Amount: 10000000, Paid: 6000000, Shipped: 2500000, Due: time.Now().AddDate(0, 0, 6)},
		}
		if i == 0 {
			one.Promise = crm.Promise{ID: crm.NewID(time.Now()), Amount: 4000000, Paid: 4000000}
		}
		list = append(list, one)
	}
	w.mu.Lock()
	w.heard = append(list, w.heard...)
	w.mu.Unlock()
	w.feed.Publish(feed.NewsCame{News: list})
}

func (w *world) Consent(_ context.Context, _ crm.Ref, on bool, text string) error {
	return w.stand(func(s *crm.Standing) *crm.Statement { return &s.Consent }, on, text)
}

func (w *world) stand(of func(*crm.Standing) *crm.Statement, on bool, text string) error {
	value := crm.ResultNo
	if on {
		value = crm.ResultYes
	}
	w.mu.Lock()
	*of(&w.standing) = crm.Statement{Value: value, Since: time.Now(), Author: "Смирнова Анна", Text: text}
	w.mu.Unlock()
	w.told()
	return nil
}

// began keeps reminders from coming again and again.
var began = time.Now()

func (w *world) Day(context.Context) (crm.Day, error) {
	now := began
	missed := func(minutes int, n int, num string, times int) crm.Unreturned {
		i := crm.Interaction{ID: crm.NewID(now), Kind: crm.CallKind, Direction: crm.Incoming, Outcome: crm.Missed, At: now.Add(-time.Duration(minutes) * time.Minute), Number: number(num)}
		if n >= 0 {
			i.Client = refOf(n)
		}
		return crm.Unreturned{Interaction: i, Times: times}
	}
	task := func(minutes, n int, text string) crm.Task {
		return crm.Task{ID: crm.ID{byte(n)}, Kind: crm.CallbackTask, Client: refOf(n), Due: now.Add(time.Duration(minutes) * time.Minute), Text: text}
	}
	letter := func(days, n int, subject, reason string) crm.Interaction {
		i := crm.Interaction{ID: crm.NewID(now), Kind: crm.MailKind, Direction: crm.Outgoing, At: now.AddDate(0, 0, -days), Client: refOf(n), Subject: subject, Reason: reason}
		if reason != "" {
			i.Outcome = crm.Undelivered
		}
		return i
	}
	d := crm.Day{
		Bounced: []crm.Interaction{letter(0, 2, "Счёт № 1187", "5.1.1 550 no such user")},
		Silent:  []crm.Interaction{letter(3, 1, "Коммерческое предложение", "")},
		Tasks:   []crm.Task{task(-1500, 3, "сверка"), task(-3, 5, "про КП на кабель, спросить Марию"), task(95, 4, "счёт")},
		Missed:  []crm.Unreturned{missed(4, 0, "+79123456789", 1), missed(41, -1, "+78123334455", 3), missed(1500, 6, "+79123456784", 1)},
		Promises: []crm.Promise{
			{Client: refOf(0), Amount: 4000000, Due: now.AddDate(0, 0, -2)}, {Client: refOf(7), Amount: 12000000, Paid: 2000000, Due: now},
		},
		Names: map[crm.Ref]string{},
	}
	w.mu.Lock()
	d.News = append(d.News, w.heard...)
	w.mu.Unlock()
	for i, name := range names {
		d.Names[refOf(i)] = name
	}
	return d, nil
}

func (w *world) Tray(context.Context) ([]crm.Caller, error) {
	now := time.Now()
	caller := func(minutes int, num string, calls int, out crm.Outcome, mark crm.CallerMark, text string) crm.Caller {
		return crm.Caller{Number: number(num), Calls: calls, Mark: mark, Last: crm.Interaction{
			Kind: crm.CallKind, Direction: crm.Incoming, At: now.Add(-time.Duration(minutes) * time.Minute), Outcome: out, Number: number(num), Text: text,
		}}
	}
	return []crm.Caller{
		caller(31, "+78123334455", 3, crm.Missed, "", ""),
		caller(120, "+79031112200", 1, crm.Answered, "", "просит прайс на провод"),
		caller(1500, "+74957778899", 2, crm.Missed, "", ""),
		caller(3000, "+79265554433", 1, crm.Missed, crm.CallerPrivate, ""),
		caller(4000, "+74951110000", 14, crm.Missed, crm.CallerSpam, ""),
	}, nil
}
