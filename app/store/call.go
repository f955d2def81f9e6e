package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"pult/app/crm"
	"pult/app/phone"
)

// RecordCall writes the call, its line of history and, when push is set and the
// call has a client and an end, its row in the outbox: all or nothing. To record
// the same call again changes nothing; a call that differs from what was sent
// goes to 1C once more.
func (j *Journal) RecordCall(ctx context.Context, call crm.Call, author string, push bool) error {
	if call.ID.IsZero() || call.RangAt.IsZero() {
		return fail("record a call", fmt.Errorf("a call without an id or a time: %w", crm.ErrInvalid))
	}
	return j.record(ctx, "record a call", func(t *tx) error { return t.recordCall(call, author, push, j.now()) })
}

func (t *tx) recordCall(call crm.Call, author string, push bool, now time.Time) (err error) {
	call = callAsStored(call)
	if call.Client, err = t.follow(call.Client); err != nil {
		return err
	}
	before, wrote, err := t.call(call.ID)
	isNew := errors.Is(err, sql.ErrNoRows)
	if err != nil && !isNew {
		return err
	}
	if author == "" {
		author = wrote
	}
	differs := isNew || before != call || wrote != author
	if differs {
		if err := t.saveCall(call, author); err != nil {
			return err
		}
		if err := t.saveInteraction(lineOfCall(call, author)); err != nil {
			return err
		}
	}
	return t.queue(queued{
		id: call.ID, kind: crm.CallFacts, client: call.Client, ready: !call.Open(), differs: differs, push: push,
	}, now)
}

// callAsStored cuts times to milliseconds, so that calls can be compared.
func callAsStored(c crm.Call) crm.Call {
	c.RangAt, c.AnsweredAt, c.EndedAt = moment(c.RangAt), moment(c.AnsweredAt), moment(c.EndedAt)
	return c
}

// lineOfCall is what history says of a call. It carries the id of the call.
func lineOfCall(c crm.Call, author string) crm.Interaction {
	return crm.Interaction{
		ID: c.ID, Kind: crm.CallKind, At: c.RangAt, Client: c.Client, Contact: c.Contact,
		Direction: c.Direction, Number: c.Number, Outcome: c.Outcome, Seconds: c.Seconds(),
		Text: c.Note, Author: author, AnsweredBy: c.AnsweredBy, Result: c.Result, Reason: c.Reason,
	}
}

const callColumns = `
	id, sip_call_id, account, direction, e164, short, ext, raw, display, called, client, contact,
	rang_at, answered_at, ended_at, outcome, answered_by, note, result, reason, author`

// Call reads one call; crm.ErrNotFound when there is none.
func (j *Journal) Call(ctx context.Context, id crm.ID) (call crm.Call, err error) {
	err = j.read(ctx, "read a call", func(t *tx) error {
		call, _, err = t.call(id)
		return err
	})
	return call, err
}

// LastDialled reads the newest call that was dialled here; crm.ErrNotFound when
// there is none. Ids sort by time.
func (j *Journal) LastDialled(ctx context.Context) (call crm.Call, err error) {
	const query = `SELECT ` + callColumns + ` FROM call WHERE direction = ? ORDER BY id DESC LIMIT 1`
	err = j.read(ctx, "read the last call dialled", func(t *tx) error {
		call, _, err = scanCall(func(places ...any) error { return t.row(query, args{string(crm.Outgoing)}, places...) })
		return err
	})
	return call, err
}

// OpenCalls reads calls without an end, oldest first: a panel that was stopped
// left them.
func (j *Journal) OpenCalls(ctx context.Context) (list []crm.Call, err error) {
	const query = `SELECT ` + callColumns + ` FROM call WHERE ended_at IS NULL ORDER BY rang_at, id`
	err = j.read(ctx, "read open calls", func(t *tx) error {
		return t.each(query, nil, func(scan func(...any) error) error {
			call, _, err := scanCall(scan)
			list = append(list, call)
			return err
		})
	})
	return list, err
}

// call reads a call with its author.
func (t *tx) call(id crm.ID) (crm.Call, string, error) {
	const query = `SELECT ` + callColumns + ` FROM call WHERE id = ?`
	return scanCall(func(places ...any) error { return t.row(query, args{id[:]}, places...) })
}

func scanCall(scan func(...any) error) (c crm.Call, author string, err error) {
	n := numberInto{&c.Number}
	err = scan(into(&c.ID), &c.SIPCallID, &c.Account, &c.Direction, n, &c.Number.Short, &c.Number.Ext,
		&c.Number.Raw, &c.Display, &c.Called, into(&c.Client), into(&c.Contact), timeInto{&c.RangAt},
		timeInto{&c.AnsweredAt}, timeInto{&c.EndedAt}, &c.Outcome, &c.AnsweredBy, &c.Note, &c.Result, &c.Reason, &author)
	return c, author, err
}

func (t *tx) saveCall(c crm.Call, author string) error {
	const query = `
		INSERT INTO call (` + callColumns + `)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET sip_call_id = excluded.sip_call_id, account = excluded.account,
			direction = excluded.direction, e164 = excluded.e164, short = excluded.short, ext = excluded.ext,
			raw = excluded.raw, display = excluded.display, called = excluded.called, client = excluded.client,
			contact = excluded.contact, rang_at = excluded.rang_at, answered_at = excluded.answered_at,
			ended_at = excluded.ended_at, outcome = excluded.outcome, answered_by = excluded.answered_by,
			note = excluded.note, result = excluded.result, reason = excluded.reason, author = excluded.author`
	return t.run(query, c.ID[:], c.SIPCallID, c.Account, string(c.Direction), wholeNumber(c.Number), c.Number.Short,
		c.Number.Ext, c.Number.Raw, c.Display, c.Called, blob(c.Client), blob(c.Contact), millis(c.RangAt),
		millis(c.AnsweredAt), millis(c.EndedAt), string(c.Outcome), c.AnsweredBy, c.Note,
		string(c.Result), c.Reason, author)
}

// wholeNumber is NULL for numbers that are not whole ones.
func wholeNumber(n phone.Number) any {
	if n.E164 == 0 {
		return nil
	}
	return n.E164
}

// numberInto scans what wholeNumber stores.
type numberInto struct{ n *phone.Number }

func (to numberInto) Scan(value any) error {
	switch v := value.(type) {
	case nil:
		to.n.E164 = 0
	case int64:
		to.n.E164 = v
	default:
		return fmt.Errorf("%T is not a number", value)
	}
	return nil
}
