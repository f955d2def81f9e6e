package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"pult/app/crm"
	"pult/app/feed"
	"pult/app/station"
	"pult/app/view"
)

// listDial holds the line for one call of a list.
func listDial(ctx context.Context, c *console, words []string) error {
	id, err := crm.ParseID(words[0])
	if err != nil {
		return c.misread(words[0])
	}
	return c.withStation(ctx, station.Calls, func(s *station.Station) error {
		running, stop := context.WithCancel(context.WithoutCancel(ctx))
		events := s.Feed.Subscribe(eventQueue)
		over := make(chan struct{})
		go func() { defer close(over); s.Run(running) }()
		defer func() { stop(); <-over; events.Close() }()
		var call crm.ID
		asked := ctx.Done()
		for {
			select {
			case <-asked: // a person has had enough; the end of the call is still put on record
				asked = nil
				if call.IsZero() || s.Desk.Hangup(running, call) != nil {
					return ctx.Err()
				}
			case e := <-events.C:
				if line, ok := e.(feed.LineChanged); ok && call.IsZero() && line.Status.State == crm.LineRegistered {
					if call, err = s.Desk.DialEntry(ctx, id); err != nil {
						return &explained{text: c.refusal(err), err: err}
					}
				}
				if err := c.printEvent(e); err != nil {
					return err
				}
				if line, ok := e.(feed.LineChanged); ok && line.Status.State == crm.LineRefused {
					return c.explain(view.Telephone, line.Status.Err)
				}
				if end, ok := e.(feed.CallEnded); ok && end.Call.ID == call {
					return nil
				}
			}
		}
	})
}

// listWord obeys an agent's "list …": an entry that is not named is the one drawn last.
func (c *console) listWord(ctx context.Context, s *station.Station, rest string) error {
	verb, rest, _ := strings.Cut(rest, " ")
	rest = strings.TrimSpace(rest)
	id := c.drawn.entry
	if verb == "next" || verb == "why" || verb == "pause" || verb == "resume" {
		id = c.drawn.list
	}
	first, more, _ := strings.Cut(rest, " ")
	if named, err := crm.ParseID(first); err == nil && first != "" {
		id, rest = named, strings.TrimSpace(more)
	}
	if id.IsZero() {
		return fmt.Errorf("list %s: %w", verb, &crm.Fault{Kind: crm.ErrInvalid, Subject: "list " + verb + " ID"})
	}
	if verb == "dial" {
		_, err := s.Desk.DialEntry(ctx, id)
		return err
	}
	answer, err := c.listDo(ctx, s, verb, id, rest)
	if err != nil {
		return err
	}
	switch a := answer.(type) {
	case offerAnswer:
		c.drawn.list = a.List
		if a.Entry != nil {
			c.drawn.entry = a.Entry.ID
		}
		a.Event = "offer"
		return c.print(a)
	case []heldAnswer:
		return c.print(struct {
			Event string       `json:"event"`
			List  crm.ID       `json:"list"`
			Held  []heldAnswer `json:"held"`
		}{"why", id, a})
	}
	return nil
}

type (
	entryEvent struct {
		Event    string         `json:"event"`
		List     crm.ID         `json:"list"`
		Entry    crm.ID         `json:"entry"`
		State    crm.EntryState `json:"state"`
		Number   string         `json:"number,omitempty"`
		Heard    crm.Outcome    `json:"heard,omitempty"`
		Attempts int            `json:"attempts"`
		Next     time.Time      `json:"next,omitzero"`
		Result   crm.Result     `json:"result,omitempty"`
	}
	listEvent struct {
		Event  string         `json:"event"`
		List   crm.ID         `json:"list"`
		Paused crm.PauseCause `json:"paused,omitempty"`
	}
)

// entryEventOf words what concerns lists; nil for all else.
func entryEventOf(e feed.Event) any {
	switch e := e.(type) {
	case feed.EntryChanged:
		x := e.Entry
		return entryEvent{"entry", x.List, x.ID, x.State, x.Number().String(), x.Heard, x.Attempts, x.Next.UTC(), x.Result}
	case feed.ListChanged:
		return listEvent{"list", e.List, e.Paused.Cause}
	}
	return nil
}
