package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"pult/app/crm"
)

// LetterBounced notes that a letter of ours did not arrive, on its lines of history
// too, and gives those. A letter that is not here, or is known to have come back,
// changes nothing: anybody can write a report.
func (j *Journal) LetterBounced(ctx context.Context, b crm.Bounce) (lines []crm.Interaction, err error) {
	err = j.record(ctx, "note a letter that came back", func(t *tx) error {
		lines = nil
		id, err := t.bouncedLetter(b)
		if err != nil || id.IsZero() {
			return err
		}
		if err := t.run("UPDATE letter SET failed = ? WHERE id = ?", b.At.UnixMilli(), id[:]); err != nil {
			return err
		}
		err = t.run("UPDATE interaction SET outcome = ?, reason = ? WHERE id IN (SELECT line FROM letter_client WHERE letter = ?)",
			string(crm.Undelivered), b.Reason(), id[:])
		if err != nil {
			return err
		}
		lines, err = t.interactions(selectInteraction+" WHERE i.id IN (SELECT line FROM letter_client WHERE letter = ?)", args{id[:]})
		return err
	})
	return lines, err
}

// bouncedLetter finds the letter a report is about; zero when there is none.
func (t *tx) bouncedLetter(b crm.Bounce) (id crm.ID, err error) {
	ours, err := crm.ParseID(b.Letter)
	if err != nil {
		ours = crm.ID{}
	}
	const query = `
		SELECT id FROM letter WHERE direction = ? AND failed IS NULL AND (id = ? OR message_id = ? AND message_id <> '')
		ORDER BY id = ? DESC LIMIT 1`
	err = t.row(query, args{string(crm.Outgoing), ours[:], b.MessageID, ours[:]}, into(&id))
	if errors.Is(err, sql.ErrNoRows) {
		return crm.ID{}, nil
	}
	return id, err
}

// fromLetter leads from a line of history to its letter.
const fromLetter = selectInteraction + " JOIN letter_client k ON k.line = i.id JOIN letter l ON l.id = k.letter "

// Bounced reads lines of letters that came back since a moment and that nothing has
// been done about: no later letter, no talk with the client.
func (j *Journal) Bounced(ctx context.Context, since time.Time) (list []crm.Interaction, err error) {
	const query = fromLetter + `
		WHERE l.failed >= ?1 AND l.settled IS NULL AND l.private = 0
			AND NOT EXISTS (
				SELECT 1 FROM interaction o WHERE o.client = i.client AND o.at > i.at AND o.id <> i.id
					AND (o.kind = 'mail' AND o.direction = 'out' AND o.outcome = '' OR o.kind = 'call' AND o.outcome IN ('answered', 'transferred')))
		ORDER BY i.at, i.id`
	err = j.read(ctx, "read letters that came back", func(t *tx) error {
		list, err = t.interactions(query, args{since.UnixMilli()})
		return err
	})
	return list, err
}

// Silent reads lines of letters of ours whose answer is missed: the client has not
// written since, nor was spoken with. What a program answers is no answer. The date of a
// letter has whole seconds, so one that came later may seem a part of one older.
func (j *Journal) Silent(ctx context.Context, now time.Time) (list []crm.Interaction, err error) {
	const query = fromLetter + `
		WHERE l.remind <= ?1 AND l.settled IS NULL AND l.failed IS NULL AND l.private = 0
			AND NOT EXISTS (
				SELECT 1 FROM interaction o WHERE o.client = i.client AND o.at > i.at AND o.kind = 'call' AND o.outcome IN ('answered', 'transferred'))
			AND NOT EXISTS (
				SELECT 1 FROM letter a JOIN letter_client ak ON ak.letter = a.id
				WHERE ak.client = i.client AND a.direction = 'in' AND (a.at > l.at OR a.seq > l.seq AND (a.thread = l.thread OR a.at > l.at - 1000))
					AND coalesce(json_extract(a.data, '$.automatic'), 0) = 0 AND coalesce(json_extract(a.data, '$.bulk'), 0) = 0)
		ORDER BY l.remind, i.id`
	err = j.read(ctx, "read letters without an answer", func(t *tx) error {
		list, err = t.interactions(query, args{now.UnixMilli()})
		return err
	})
	return list, err
}

// SettleLetter takes a letter of ours out of what waits: nobody needs its answer any
// more, or it is known that it did not arrive. The id may be that of a line.
func (j *Journal) SettleLetter(ctx context.Context, id crm.ID) error {
	return j.record(ctx, "settle a letter", func(t *tx) error {
		done, err := t.changed("UPDATE letter SET settled = ?1 WHERE id = ?2 OR id = (SELECT letter FROM letter_client WHERE line = ?2)",
			j.now().UnixMilli(), id[:])
		if err == nil && !done {
			err = fmt.Errorf("letter %s: %w", id, crm.ErrNotFound)
		}
		return err
	})
}

// RemindOfLetter says when the answer to a letter of ours is missed; the zero time
// takes the reminder away.
func (j *Journal) RemindOfLetter(ctx context.Context, id crm.ID, when time.Time) error {
	return j.record(ctx, "remind of a letter", func(t *tx) error {
		done, err := t.changed("UPDATE letter SET remind = ?1, settled = NULL WHERE direction = 'out' AND (id = ?2 OR id = (SELECT letter FROM letter_client WHERE line = ?2))",
			millis(when), id[:])
		if err == nil && !done {
			err = fmt.Errorf("letter %s: %w", id, crm.ErrNotFound)
		}
		return err
	})
}
