package main

import (
	"context"
	"errors"
	"flag"
	"slices"
	"strings"
	"time"

	"pult/app/crm"
	"pult/app/desk"
	"pult/app/station"
	"pult/app/view"
)

// listVerbs are what is done with a list, or with an entry of it: the same on the
// console and for an agent.
var listVerbs = []string{"next", "why", "dial", "result", "skip", "callback", "phone", "pause", "resume", "hours"}

// runCommands are the commands by which a list is called.
func runCommands() []command {
	verb := func(name string) func(context.Context, *console, []string) error {
		return func(ctx context.Context, c *console, words []string) error { return c.listOnce(ctx, name, words) }
	}
	return []command{
		{name: "list next", args: "LIST", summary: "the next client, leased to this manager; who was passed over and why", least: 1, most: 1, run: verb("next")},
		{name: "list why", args: "LIST", summary: "why each entry is not called now", least: 1, most: 1, run: verb("why")},
		{name: "list dial", args: "ENTRY", summary: "calls the client and tells what comes of it; the panel must not run", least: 1, most: 1, run: listDial},
		{name: "list result", args: "ENTRY RESULT [REASON|SUM] [WHEN]", summary: "what came of the call", flags: saidFlags, least: 2, most: -1, run: verb("result")},
		{name: "list skip", args: "ENTRY REASON", summary: "puts an entry off without a call; it is reported", least: 2, most: -1, run: verb("skip")},
		{name: "list callback", args: "ENTRY WHEN", summary: "to be called at that time", least: 2, most: -1, run: verb("callback")},
		{name: "list phone", args: "ENTRY", summary: "the next telephone of the client", least: 1, most: 1, run: verb("phone")},
		{name: "list pause", args: "LIST CAUSE [TEXT]", summary: "hand stops it for all; lunch, meeting and work for this manager", least: 2, most: -1, run: verb("pause")},
		{name: "list resume", args: "LIST", summary: "goes on after any pause", least: 1, most: 1, run: verb("resume")},
		{name: "list hours", args: "CLIENT ZONE [9:00-18:00]", summary: "the time zone and the hours of a client: +05:00", least: 2, most: 3, run: verb("hours")},
	}
}

func saidFlags(set *flag.FlagSet, c *console) {
	set.StringVar(&c.note, "note", "", "the note of the call")
}

// offerAnswer is what a list has for its manager.
type offerAnswer struct {
	Event   string       `json:"event,omitempty"`
	List    crm.ID       `json:"list"`
	Entry   *drawnAnswer `json:"entry"` // null: nobody now
	Passed  []heldAnswer `json:"passed"`
	Purpose crm.Purpose  `json:"purpose"`
	Script  string       `json:"script,omitempty"`
	Results []crm.Result `json:"results"` // by their keys, 1 to 9
}

type drawnAnswer struct {
	entryAnswer
	Number string    `json:"number"` // that would be dialled
	Text   string    `json:"why_text"`
	Until  time.Time `json:"lease_until,omitzero"`
}

type heldAnswer struct {
	Entry  crm.ID         `json:"entry"`
	Client string         `json:"client"`
	Name   string         `json:"name"`
	State  crm.EntryState `json:"state"`
	Hold   crm.Hold       `json:"hold"` // empty: may be called
	Until  time.Time      `json:"until,omitzero"`
	Who    string         `json:"who,omitempty"`
	Text   string         `json:"text,omitempty"`
}

func (c *console) heldAnswers(left []crm.Left) []heldAnswer {
	list := make([]heldAnswer, len(left))
	for i, l := range left {
		list[i] = heldAnswer{
			l.Entry.ID, view.RefText(l.Entry.Client), l.Entry.Name, l.Entry.State, l.Verdict.Hold, l.Verdict.Until.UTC(), l.Verdict.Who, c.words.Held(l.Verdict),
		}
	}
	return list
}

func (c *console) offerAnswerOf(o desk.Offer) offerAnswer {
	a := offerAnswer{
		List: o.List.ID, Passed: c.heldAnswers(o.Passed), Purpose: o.List.Purpose, Script: o.List.Script.Text, Results: crm.ListResults(o.List.Purpose),
	}
	if !o.Entry.ID.IsZero() {
		a.Entry = &drawnAnswer{c.entryAnswerOf(o.Entry), o.Entry.Number().String(), c.words.Why(o.Entry.Why), o.Entry.Lease.Until.UTC()}
	}
	return a
}

// listOnce does one thing with a list beside a panel that may be running.
func (c *console) listOnce(ctx context.Context, verb string, words []string) error {
	return c.withStation(ctx, station.Read, func(s *station.Station) error {
		id, err := c.subject(ctx, s, verb, words[0])
		if err != nil {
			return err
		}
		answer, err := c.listDo(ctx, s, verb, id, strings.Join(words[1:], " "))
		var said *explained
		switch {
		case errors.As(err, &said):
			return err
		case err != nil:
			return &explained{text: c.refusal(err), err: err}
		case c.JSON && answer != nil:
			return c.print(answer)
		}
		c.showAnswer(answer)
		return nil
	})
}

// subject is what a verb is about: a list by its name too, anything else by its id.
func (c *console) subject(ctx context.Context, s *station.Station, verb, word string) (crm.ID, error) {
	if slices.Contains([]string{"next", "why", "pause", "resume"}, verb) {
		list, err := c.listOf(ctx, s, word)
		return list.ID, err
	}
	id, err := crm.ParseID(word)
	if err != nil {
		return id, c.misread(word)
	}
	return id, nil
}

// showAnswer prints what concerns a list for people.
func (c *console) showAnswer(answer any) {
	left := []heldAnswer{}
	switch a := answer.(type) {
	case offerAnswer:
		left = a.Passed
		if a.Entry == nil {
			c.printf("%s\n", c.words.T("list.nobody"))
		} else {
			c.printf("%s  %s  %s  %s\n", a.Entry.ID, a.Entry.Name, a.Entry.Number, a.Entry.Text)
		}
	case []heldAnswer:
		left = a
	}
	for _, l := range left {
		c.printf("  %s  %s  %s\n", l.Entry, l.Name, l.Text)
	}
}

// listDo does one thing with a list or an entry of it. The answer is nil when there
// is nothing to say.
func (c *console) listDo(ctx context.Context, s *station.Station, verb string, id crm.ID, rest string) (any, error) {
	d := s.Desk
	first, more, _ := strings.Cut(rest, " ")
	more = strings.TrimSpace(more)
	switch verb {
	case "next":
		offer, err := d.NextEntry(ctx, id)
		if err != nil && (!errors.Is(err, crm.ErrNotFound) || offer.List.ID.IsZero()) {
			return nil, err
		}
		return c.offerAnswerOf(offer), nil
	case "why":
		left, err := d.WhyNot(ctx, id)
		return c.heldAnswers(left), err
	case "result":
		said, err := c.saidOf(crm.Result(first), more)
		if err != nil {
			return nil, err
		}
		return nil, d.SetEntryResult(ctx, id, said)
	case "skip":
		return nil, d.SkipEntry(ctx, id, rest)
	case "callback":
		when, err := c.whenOf(rest)
		if err != nil {
			return nil, err
		}
		return nil, d.CallbackEntry(ctx, id, when.At, when.Day, when.Text)
	case "phone":
		return nil, d.NextNumber(ctx, id)
	case "pause":
		return nil, d.PauseList(ctx, id, crm.PauseCause(first), time.Time{}, more)
	case "resume":
		return nil, d.ResumeList(ctx, id)
	case "hours":
		return nil, c.setHours(ctx, d, crm.Ref(id), first, more)
	}
	return nil, unclear("list "+verb, listVerbs...)
}

// whenOf reads a time as people type it.
func (c *console) whenOf(text string) (view.When, error) {
	when, err := view.ParseWhen(text, c.words.Now())
	if errors.Is(err, view.ErrPast) {
		return when, &crm.Fault{Kind: crm.ErrIncomplete, Subject: "future"}
	}
	if err != nil {
		return when, &crm.Fault{Kind: crm.ErrIncomplete, Subject: "when"}
	}
	return when, nil
}

// saidOf reads a result with what belongs to it: "refused price", "call_back tomorrow
// 10 about the offer", "will_pay 84200 friday".
func (c *console) saidOf(result crm.Result, rest string) (said crm.Said, err error) {
	said = crm.Said{Result: result, Note: c.note}
	sum, after, _ := strings.Cut(rest, " ")
	switch {
	case !crm.IsListResult(result):
		names := []string{}
		for _, r := range crm.ListResults(crm.ServicePurpose) {
			names = append(names, string(r))
		}
		return said, unclear("result "+string(result), append(names, string(crm.ResultWillPay), string(crm.ResultVoicemail))...)
	case result == crm.ResultWillPay:
		if said.Sum, err = crm.ParseMoney(sum); err != nil {
			return said, &crm.Fault{Kind: crm.ErrIncomplete, Subject: "sum"}
		}
		rest = after
	case result != crm.ResultCallBack && (result != crm.ResultThinking || rest == ""):
		said.Reason = rest
		return said, nil
	}
	when, err := c.whenOf(rest)
	said.When, said.Day = when.At, when.Day
	if said.Note == "" {
		said.Note = when.Text
	}
	return said, err
}

func (c *console) setHours(ctx context.Context, d *desk.Desk, client crm.Ref, zone, hours string) error {
	var minutes [2]int
	from, till, _ := strings.Cut(hours, "-")
	for i, text := range []string{from, till} {
		if hours == "" {
			break
		}
		at, err := time.Parse("15:04", text)
		if err != nil {
			return unclear("hours "+hours, "9:00-18:00")
		}
		minutes[i] = at.Hour()*60 + at.Minute()
	}
	return d.SetHours(ctx, client, zone, minutes[0], minutes[1])
}
