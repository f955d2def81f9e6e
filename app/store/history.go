package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"pult/app/crm"
	"pult/app/phone"
)

// historyLimit is how many lines are read when no limit is given.
const historyLimit = 50

// History reads lines of history, newest first.
func (j *Journal) History(ctx context.Context, filter crm.HistoryFilter) (list []crm.Interaction, err error) {
	err = j.read(ctx, "read history", func(t *tx) error {
		if filter.Client, err = t.follow(filter.Client); err != nil {
			return err
		}
		list, err = t.interactions(historyQuery(filter))
		return err
	})
	return list, err
}

// Holds tells which of these lines of history are here.
func (j *Journal) Holds(ctx context.Context, ids []crm.ID) (map[crm.ID]bool, error) {
	held := make(map[crm.ID]bool, len(ids))
	err := j.read(ctx, "look for lines of history", func(t *tx) error {
		for _, id := range ids {
			var n int
			if err := t.row("SELECT count(*) FROM interaction WHERE id = ?", args{id[:]}, &n); err != nil {
				return err
			}
			held[id] = n > 0
		}
		return nil
	})
	return held, err
}

// historyQuery puts together one of a few texts, by what narrows.
func historyQuery(f crm.HistoryFilter) (string, args) {
	var conditions []string
	var values args
	narrow := func(condition string, value any) {
		conditions = append(conditions, condition)
		values = append(values, value)
	}
	if !f.Client.IsZero() {
		narrow("i.client = ?", f.Client[:])
	}
	switch f.Number.Kind() {
	case phone.Public:
		narrow("i.e164 = ?", f.Number.E164)
	case phone.Internal:
		narrow("i.e164 IS NULL AND i.short = ?", f.Number.Short)
	}
	if !f.Before.IsZero() {
		narrow("i.at < ?", f.Before.UnixMilli())
	}
	query := selectInteraction
	if len(conditions) > 0 {
		query += " WHERE " + strings.Join(conditions, " AND ")
	}
	limit := f.Limit
	if limit <= 0 {
		limit = historyLimit
	}
	return query + " ORDER BY i.at DESC, i.id DESC LIMIT ?", append(values, limit)
}

const selectInteraction = `
	SELECT i.id, i.kind, i.at, i.client, i.contact, i.direction, i.e164, i.short, i.ext, i.raw, i.outcome,
		i.seconds, i.text, i.author, i.answered_by, i.result, i.reason, i.subject, i.address, i.message, coalesce(o.state, '')
	FROM interaction i LEFT JOIN outbox o ON o.id = i.id`

func (t *tx) interactions(query string, values args) (list []crm.Interaction, err error) {
	err = t.each(query, values, func(scan func(...any) error) error {
		i, err := scanInteraction(scan)
		list = append(list, i)
		return err
	})
	return list, err
}

func scanInteraction(scan func(...any) error) (i crm.Interaction, err error) {
	err = scan(into(&i.ID), &i.Kind, timeInto{&i.At}, into(&i.Client), into(&i.Contact), &i.Direction,
		numberInto{&i.Number}, &i.Number.Short, &i.Number.Ext, &i.Number.Raw, &i.Outcome, &i.Seconds,
		&i.Text, &i.Author, &i.AnsweredBy, &i.Result, &i.Reason, &i.Subject, &i.Address, &i.Message, &i.Fact)
	return i, err
}

// interaction reads one line.
func (t *tx) interaction(id crm.ID) (crm.Interaction, error) {
	const query = selectInteraction + ` WHERE i.id = ?`
	return scanInteraction(func(places ...any) error { return t.row(query, args{id[:]}, places...) })
}

// saveInteraction writes a line of history or brings it up to date. A line
// never becomes one of another kind: that would be another fact under its id.
func (t *tx) saveInteraction(i crm.Interaction) error {
	const query = `
		INSERT INTO interaction (id, kind, at, client, contact, direction, e164, short, ext, raw, outcome,
			seconds, text, author, answered_by, result, reason, subject, address, message)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET at = excluded.at, client = excluded.client, contact = excluded.contact,
			direction = excluded.direction, e164 = excluded.e164, short = excluded.short, ext = excluded.ext,
			raw = excluded.raw, outcome = excluded.outcome, seconds = excluded.seconds, text = excluded.text,
			author = excluded.author, answered_by = excluded.answered_by, result = excluded.result, reason = excluded.reason, subject = excluded.subject,
			address = excluded.address, message = excluded.message
		WHERE kind = excluded.kind`
	written, err := t.changed(query, i.ID[:], string(i.Kind), i.At.UnixMilli(), blob(i.Client), blob(i.Contact),
		string(i.Direction), wholeNumber(i.Number), i.Number.Short, i.Number.Ext, i.Number.Raw,
		string(i.Outcome), i.Seconds, i.Text, i.Author, i.AnsweredBy, string(i.Result), i.Reason, i.Subject, i.Address, i.Message)
	if err == nil && !written {
		err = fmt.Errorf("%s %s is a line of another kind: %w", i.Kind, i.ID, crm.ErrConflict)
	}
	return err
}

// RecordLine writes a line of history that is no call: a note, a letter or a
// meeting, and when push is set and it has a client, its row in the outbox. To
// record it again with another text changes it, in 1C too.
func (j *Journal) RecordLine(ctx context.Context, line crm.Interaction, push bool) error {
	switch {
	case line.ID.IsZero() || line.At.IsZero():
		return fail("record a line", fmt.Errorf("a line without an id or a time: %w", crm.ErrInvalid))
	case !slices.Contains([]crm.InteractionKind{crm.NoteKind, crm.MailKind, crm.MeetingKind}, line.Kind):
		return fail("record a line", fmt.Errorf("a line of kind %q: %w", line.Kind, crm.ErrInvalid))
	}
	return j.record(ctx, "record a line", func(t *tx) error { return t.recordLine(line, push, j.now()) })
}

// recordLine writes a line and queues it.
func (t *tx) recordLine(line crm.Interaction, push bool, now time.Time) (err error) {
	if line.Client, err = t.follow(line.Client); err != nil {
		return err
	}
	line.At, line.Fact = moment(line.At), ""
	before, err := t.interaction(line.ID)
	isNew := errors.Is(err, sql.ErrNoRows)
	if err != nil && !isNew {
		return err
	}
	before.Fact = ""
	differs := isNew || before != line
	if differs {
		if err := t.saveInteraction(line); err != nil {
			return err
		}
	}
	return t.queue(queued{
		id: line.ID, kind: crm.FactKindOf(line.Kind), client: line.Client, ready: true, differs: differs, push: push,
	}, now)
}

// LastTalks reads for each client its last interaction with people: an answered call, a
// note, a meeting or a letter. What was promised stands elsewhere, with what became of
// it. Clients without one are not in the map.
func (j *Journal) LastTalks(ctx context.Context, clients []crm.Ref) (map[crm.Ref]crm.Interaction, error) {
	const query = selectInteraction + `
		WHERE i.client = ? AND (i.kind NOT IN ('call', 'promise', 'task', 'ban', 'consent', 'caller') OR i.outcome = 'answered')
		ORDER BY i.at DESC, i.id DESC LIMIT 1`
	talks := make(map[crm.Ref]crm.Interaction, len(clients))
	err := j.read(ctx, "read last talks", func(t *tx) error {
		for _, client := range clients {
			list, err := t.interactions(query, args{client[:]})
			if err != nil {
				return err
			}
			if len(list) > 0 {
				talks[client] = list[0]
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return talks, nil
}
