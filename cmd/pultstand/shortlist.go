package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"pult/app/crm"
	"pult/telephony/pbx"
)

// shortCall is how a client of the short list answers, what the manager strikes then,
// and what the list must say of it.
type shortCall struct {
	how    string   // the client
	keys   []string // once somebody has answered
	note   string
	says   string // in the story
	state  crm.EntryState
	result crm.Result
}

// shortList has every way to answer once.
var shortList = []shortCall{
	{how: "busy", says: "the line was busy", state: crm.EntryRetry},
	{how: "talk:4s", keys: []string{"1"}, note: "оплатят в среду", says: "agreed", state: crm.EntryDone, result: crm.ResultAgreed},
	{how: "noanswer", says: "nobody answered", state: crm.EntryRetry},
	{how: "talk", keys: []string{"5", "1"}, says: "refused: it is dear", state: crm.EntryDone, result: crm.ResultRefused},
	{how: "decline", says: "the client declined", state: crm.EntryRetry},
	{how: "voicemail", keys: []string{"0", "F4"}, says: "a machine answered", state: crm.EntryRetry, result: crm.ResultVoicemail},
}

// shortEntry is one client of the list, as pultctl shows it.
type shortEntry struct {
	ID, Client, Name string
	Numbers          []string
	Leased           bool
	State            crm.EntryState
	Result           crm.Result
	Attempts         int
	Next             time.Time
}

// callsList makes a list of a handful of debtors, has each answer in a way of his own,
// and calls them all.
func (p *play) callsList(ctx context.Context) error {
	var made struct {
		List string
		In   int
	}
	err := p.ask(ctx, &made, "list", "build", "Шесть звонков", "--segment", string(crm.SegmentDebtors), "--purpose", string(crm.DebtPurpose),
		"--most", fmt.Sprint(len(shortList)))
	if err != nil {
		return err
	}
	entries, err := p.shortEntries(ctx, made.List)
	if err != nil || len(entries) != len(shortList) {
		return errors.Join(err, fmt.Errorf("the list has %d clients, %d are meant", len(entries), len(shortList)))
	}
	for i, e := range entries {
		if err := p.company.callees.set(e.Numbers[0], shortList[i].how); err != nil {
			return err
		}
		// Their numbers say where they are, and it may be night there.
		if err := p.ask(ctx, nil, "list", "hours", e.Client, noon(time.Now()), "9:00-20:00"); err != nil {
			return err
		}
	}
	for i := range entries {
		if err := p.callsOne(ctx, made.List, i); err != nil {
			return fmt.Errorf("client %d of the list, %s: %w", i+1, shortList[i].says, err)
		}
	}
	return p.allCalled(ctx, made.List)
}

func (p *play) shortEntries(ctx context.Context, list string) ([]shortEntry, error) {
	var shown struct{ Entries []shortEntry }
	err := p.ask(ctx, &shown, "list", "show", list)
	return shown.Entries, err
}

// callsOne draws a client, dials, and says what came of it.
func (p *play) callsOne(ctx context.Context, list string, i int) error {
	ctx, cancel := context.WithTimeout(ctx, stepTime)
	defer cancel()
	want := shortList[i]
	is := func(fits func(shortEntry) bool) func() (bool, error) {
		return func() (bool, error) {
			entries, err := p.shortEntries(ctx, list)
			return err == nil && len(entries) > i && fits(entries[i]), err
		}
	}
	next := []string{"F11"}
	if i == 0 {
		next = []string{"ctrl+6", "Down", "Return", "F11"} // the newest list is the first
	}
	if err := p.strikes(ctx, is(func(e shortEntry) bool { return e.Leased }), next...); err != nil {
		return fmt.Errorf("it is not offered: %w", err)
	}
	if err := p.strikes(ctx, is(func(e shortEntry) bool { return e.State != crm.EntryNew }), "Return"); err != nil {
		return fmt.Errorf("it is not dialled: %w", err)
	}
	if len(want.keys) > 0 {
		if err := p.talks(ctx, want); err != nil {
			return err
		}
	}
	var now shortEntry
	err := until(ctx, 300*time.Millisecond, is(func(e shortEntry) bool {
		now = e
		return e.State == want.state && e.Result == want.result && e.Attempts == 1
	}))
	if err != nil {
		return fmt.Errorf("the list says %s, %q after %d attempts: %w", now.State, now.Result, now.Attempts, err)
	}
	again := ""
	if !now.Next.IsZero() {
		again = ", again " + now.Next.Local().Format("02.01 15:04")
	}
	fmt.Fprintf(p.out, "           %d. %s: %s%s\n", i+1, now.Name, want.says, again)
	return p.screen.settle(ctx)
}

// talks says what came of a talk while it is on, and notes it.
func (p *play) talks(ctx context.Context, want shortCall) error {
	err := until(ctx, 100*time.Millisecond, func() (bool, error) {
		calls, err := p.company.exchange.Calls(ctx)
		return len(calls) > 0 && calls[len(calls)-1].State == pbx.Talking && !calls[len(calls)-1].Incoming, err
	})
	if err != nil {
		return fmt.Errorf("nobody talks: %w", err)
	}
	if err := p.screen.settle(ctx); err != nil {
		return err
	}
	for _, key := range want.keys {
		if err := p.screen.key(ctx, key); err != nil {
			return err
		}
	}
	if want.note == "" {
		return nil
	}
	return p.screen.typeText(ctx, want.note)
}

// strikes presses keys until something has come of them: on a machine that is busy the
// panel may have looked elsewhere at first.
func (p *play) strikes(ctx context.Context, done func() (bool, error), keys ...string) error {
	for {
		for _, key := range keys {
			if err := errors.Join(p.screen.settle(ctx), p.screen.key(ctx, key)); err != nil {
				return err
			}
		}
		soon, cancel := context.WithTimeout(ctx, 10*time.Second)
		err := until(soon, 200*time.Millisecond, done)
		cancel()
		if err == nil || ctx.Err() != nil {
			return err
		}
	}
}

// allCalled looks at the end: each client was called once, and 1C knows of each call.
func (p *play) allCalled(ctx context.Context, list string) error {
	var report struct{ Total, Dialled, Calls, Talks, Waiting int }
	if err := p.ask(ctx, &report, "list", "report", list); err != nil {
		return err
	}
	talks := 0
	for _, one := range shortList {
		if len(one.keys) > 0 {
			talks++
		}
	}
	if report.Total != len(shortList) || report.Dialled != report.Total || report.Calls != report.Total || report.Talks != talks {
		return fmt.Errorf("the report of the list is %+v", report)
	}
	return until(ctx, 200*time.Millisecond, func() (bool, error) {
		records := p.company.base.Calls()
		noted := false
		for _, r := range records {
			noted = noted || strings.Contains(r.Description, shortList[1].note)
		}
		if len(records) > len(shortList)+1 {
			return false, fmt.Errorf("%d records of %d calls", len(records), len(shortList)+1)
		}
		return noted && len(records) == len(shortList)+1, nil // and the call that came in
	})
}
