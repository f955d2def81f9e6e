package desk

import (
	"context"
	"fmt"
	"strings"
	"time"

	"pult/app/crm"
	"pult/app/feed"
)

// maxNote bounds a note, in bytes. 1C's text is unlimited; a slip of the
// clipboard is not a note.
const maxNote = 64 << 10

// Note writes the note of a call, in place of what was there. The zero id means
// the call in progress, and without one the last that ended. When it returns
// nil, the note is on disk.
func (d *Desk) Note(ctx context.Context, id crm.ID, text string) error {
	if len(text) > maxNote {
		return fmt.Errorf("note of %d bytes: %w", len(text), crm.ErrInvalid)
	}
	return d.change(ctx, id, func(call *crm.Call, _ *live) { call.Note = strings.TrimSpace(text) })
}

// Assign gives the record of a call to a client, the one and only.
func (d *Desk) Assign(ctx context.Context, id crm.ID, client, contact crm.Ref) error {
	return d.change(ctx, id, func(call *crm.Call, l *live) {
		call.Client, call.Contact = client, contact
		if l != nil {
			l.chosen = true
		}
	})
}

// change alters the record of a call, in progress or over: then there is no live.
func (d *Desk) change(ctx context.Context, id crm.ID, apply func(*crm.Call, *live)) error {
	return d.do(ctx, func(ctx context.Context) error {
		call, err := d.find(ctx, id)
		if err != nil {
			return err
		}
		before := call.Client
		apply(&call, d.live[call.ID])
		if err := d.Journal.RecordCall(ctx, call, d.Manager, d.writes(crm.CallFacts)); err != nil {
			return fmt.Errorf("write the call: %w", err)
		}
		if l, ok := d.live[call.ID]; ok {
			l.call = call
		}
		d.Feed.Publish(feed.HistoryChanged{Interaction: d.historyLine(call)})
		if before != call.Client {
			d.Feed.Publish(feed.CallAssigned{Call: call})
		}
		return nil
	})
}

// find gives the call with that id, or for the zero id the one a person means
// by "this call".
func (d *Desk) find(ctx context.Context, id crm.ID) (crm.Call, error) {
	if id.IsZero() {
		id = d.pick(id, isAny)
	}
	if l, ok := d.live[id]; ok {
		return l.call, nil
	}
	if id.IsZero() {
		last, err := d.Journal.History(ctx, crm.HistoryFilter{Limit: 20})
		if err != nil {
			return crm.Call{}, fmt.Errorf("find the last call: %w", err)
		}
		for _, line := range last {
			if line.Kind == crm.CallKind {
				id = line.ID
				break
			}
		}
	}
	if id.IsZero() {
		return crm.Call{}, crm.ErrNoCall
	}
	return d.Journal.Call(ctx, id)
}

// AddNote writes a note about a client outside any call.
func (d *Desk) AddNote(ctx context.Context, client crm.Ref, text string) error {
	text = strings.TrimSpace(text)
	if text == "" || len(text) > maxNote {
		return fmt.Errorf("note of %d bytes: %w", len(text), crm.ErrInvalid)
	}
	now := d.Now()
	note := crm.Interaction{ID: crm.NewID(now), Kind: crm.NoteKind, At: now.UTC(), Client: client, Text: text, Author: d.Manager}
	if err := d.Journal.RecordLine(ctx, note, d.writes(crm.NoteFacts)); err != nil {
		return fmt.Errorf("write the note: %w", err)
	}
	d.Feed.Publish(feed.HistoryChanged{Interaction: note})
	return nil
}

// Promise writes what a client said it would pay, and by when.
func (d *Desk) Promise(ctx context.Context, client crm.Ref, call crm.ID, amount crm.Money, due time.Time) error {
	if amount <= 0 || client.IsZero() || due.IsZero() {
		return fmt.Errorf("promise of %s: %w", amount, crm.ErrInvalid)
	}
	now := d.Now()
	p := crm.Promise{ID: crm.NewID(now), Client: client, Call: call, Given: now.UTC(), Due: due.UTC(), Amount: amount, Author: d.Manager}
	if err := d.Journal.RecordPromise(ctx, p, d.writes(crm.NoteFacts)); err != nil {
		return fmt.Errorf("write the promise: %w", err)
	}
	d.Feed.Publish(feed.HistoryChanged{Interaction: crm.Interaction{
		ID: p.ID, Kind: crm.PromiseKind, At: p.Given, Client: client, Author: p.Author,
	}})
	return nil
}
