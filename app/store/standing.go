package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"pult/app/crm"
	"pult/app/phone"
)

// statements are lines that change how a client, or a number, stands to us.
var statements = []crm.InteractionKind{crm.BanKind, crm.ConsentKind, crm.ComplaintKind, crm.CallerKind}

// RecordStatement writes such a line. What holds is what the newest one says.
func (j *Journal) RecordStatement(ctx context.Context, line crm.Interaction) error {
	switch {
	case line.ID.IsZero() || line.At.IsZero() || line.Client.IsZero() && line.Number.Kind() == phone.None:
		return fail("record a statement", fmt.Errorf("a statement of nobody or without a time: %w", crm.ErrInvalid))
	case !slices.Contains(statements, line.Kind):
		return fail("record a statement", fmt.Errorf("a statement of kind %q: %w", line.Kind, crm.ErrInvalid))
	}
	return j.record(ctx, "record a statement", func(t *tx) error { return t.declare(line) })
}

// Standings reads how clients stand to us. Those of whom nothing was said are not
// in the map.
func (j *Journal) Standings(ctx context.Context, clients []crm.Ref) (map[crm.Ref]crm.Standing, error) {
	const query = selectInteraction + `
		WHERE i.client = ? AND (i.kind IN ('ban', 'consent', 'complaint') OR i.result = 'complaint')
		ORDER BY i.at, i.id`
	standings := make(map[crm.Ref]crm.Standing)
	err := j.read(ctx, "read how clients stand", func(t *tx) error {
		for _, client := range clients {
			lines, err := t.interactions(query, args{client[:]})
			if err != nil {
				return err
			}
			var s crm.Standing
			for _, line := range lines {
				s.Take(line)
			}
			if len(lines) > 0 {
				standings[client] = s
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return standings, nil
}

// NumberBan reads the last word on calls to one number alone; it does not hold when
// nobody said one.
func (j *Journal) NumberBan(ctx context.Context, number phone.Number) (said crm.Statement, err error) {
	const query = selectInteraction + `
		WHERE i.e164 = ? AND i.kind = 'ban' ORDER BY i.at DESC, i.id DESC LIMIT 1`
	if number.Kind() != phone.Public {
		return crm.Statement{}, nil
	}
	err = j.read(ctx, "read who is not to be called", func(t *tx) error {
		lines, err := t.interactions(query, args{number.E164})
		for _, line := range lines {
			said = crm.Statement{Value: line.Result, Since: line.At, Author: line.Author, Text: line.Text}
		}
		return err
	})
	return said, err
}

// CallerMark reads what was said last of a number that 1C does not know, and whose
// it is with crm.CallerClient.
func (j *Journal) CallerMark(ctx context.Context, number phone.Number) (mark crm.CallerMark, client crm.Ref, err error) {
	const query = selectInteraction + `
		WHERE i.e164 = ? AND i.kind = 'caller' ORDER BY i.at DESC, i.id DESC LIMIT 1`
	if number.Kind() != phone.Public {
		return "", crm.Ref{}, nil
	}
	err = j.read(ctx, "read the mark of a number", func(t *tx) error {
		lines, err := t.interactions(query, args{number.E164})
		if err == nil && len(lines) > 0 {
			mark, client = crm.CallerMark(lines[0].Result), lines[0].Client
		}
		return err
	})
	return mark, client, err
}

// CallerMarks reads the newest mark of every number that has one, the newest first.
func (j *Journal) CallerMarks(ctx context.Context) (list []crm.Interaction, err error) {
	const query = selectInteraction + `
		WHERE i.kind = 'caller' AND i.e164 IS NOT NULL ORDER BY i.at DESC, i.id DESC`
	err = j.read(ctx, "read marks of numbers", func(t *tx) error {
		lines, err := t.interactions(query, nil)
		seen := map[int64]bool{}
		for _, line := range lines {
			if !seen[line.Number.E164] {
				seen[line.Number.E164] = true
				list = append(list, line)
			}
		}
		return err
	})
	return list, err
}

// CallsSince reads lines of calls from a moment on, the newest first.
func (j *Journal) CallsSince(ctx context.Context, since time.Time) (list []crm.Interaction, err error) {
	const query = selectInteraction + ` WHERE i.at >= ? AND i.kind = 'call' ORDER BY i.at DESC, i.id DESC`
	err = j.read(ctx, "read calls", func(t *tx) error {
		list, err = t.interactions(query, args{since.UnixMilli()})
		return err
	})
	return list, err
}
