package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"pult/app/crm"
)

const factColumns = `id, kind, state, client, created, attempts, next, reason, subject, trouble, revision`

func scanFact(scan func(...any) error) (f crm.Fact, err error) {
	err = scan(into(&f.ID), &f.Kind, &f.State, into(&f.Client), timeInto{&f.Created}, &f.Attempts,
		timeInto{&f.Next}, &f.Reason, &f.Subject, &f.Trouble, &f.Revision)
	return f, err
}

// Outbox lists facts that wait or are stuck, in the order they were accepted.
func (j *Journal) Outbox(ctx context.Context) (list []crm.Fact, err error) {
	const query = `SELECT ` + factColumns + ` FROM outbox WHERE state <> 'sent' ORDER BY seq`
	err = j.read(ctx, "read the outbox", func(t *tx) error {
		return t.each(query, nil, func(scan func(...any) error) error {
			f, err := scanFact(scan)
			list = append(list, f)
			return err
		})
	})
	return list, err
}

// Parcels are the facts of Outbox with what is to be written of them.
func (j *Journal) Parcels(ctx context.Context) (list []crm.Parcel, err error) {
	facts, err := j.Outbox(ctx)
	if err != nil {
		return nil, err
	}
	err = j.read(ctx, "read what waits for 1C", func(t *tx) error {
		for _, f := range facts {
			p, err := t.parcel(f)
			if err != nil {
				return err
			}
			list = append(list, p)
		}
		return nil
	})
	return list, err
}

// OutboxCount counts facts that wait and facts that are stuck.
func (j *Journal) OutboxCount(ctx context.Context) (waiting, stuck int, err error) {
	const query = `
		SELECT count(*) FILTER (WHERE state = 'waiting'), count(*) FILTER (WHERE state = 'stuck')
		FROM outbox WHERE state <> 'sent'`
	err = j.read(ctx, "count the outbox", func(t *tx) error { return t.row(query, nil, &waiting, &stuck) })
	return waiting, stuck, err
}

// clientRemoved is the reason of a fact 1C has and whose call lost its client.
const clientRemoved = "the call no longer has a client; it stands in 1C under the former one"

// queued is a fact as the outbox is to know it.
type queued struct {
	id      crm.ID
	kind    crm.FactKind
	client  crm.Ref
	ready   bool // it may go: the call is over
	differs bool // from what was queued before
	push    bool // the administrator allows its kind
}

// queue brings the outbox in line with a fact just written. It goes in when it
// may be sent and never silently out: one that lost its client is left to a person.
func (t *tx) queue(q queued, now time.Time) error {
	var sent int
	err := t.row("SELECT sent_revision FROM outbox WHERE id = ?", args{q.id[:]}, &sent)
	isNew := errors.Is(err, sql.ErrNoRows)
	switch {
	case err != nil && !isNew:
		return err
	case isNew && (!q.push || q.client.IsZero() || !q.ready):
		return nil
	case isNew:
		return t.run(`
			INSERT INTO outbox (id, kind, state, client, created, attempts, next, leased_until, reason, subject, trouble, revision, sent_revision)
			VALUES (?, ?, 'waiting', ?, ?, 0, ?, 0, '', '', '', 1, 0)`,
			q.id[:], string(q.kind), blob(q.client), now.UnixMilli(), now.UnixMilli())
	case !q.differs:
		return nil
	}
	state, reason, trouble := crm.FactWaiting, "", crm.Trouble("")
	if q.client.IsZero() {
		state, reason, trouble = crm.FactStuck, clientRemoved, crm.TroubleOf(crm.ErrUnassigned)
	}
	// The lease stays: who is sending the former revision must be done first.
	return t.run(`
		UPDATE outbox SET revision = revision + 1, state = ?, reason = ?, subject = '', trouble = ?, client = ?, attempts = 0, next = ?
		WHERE id = ?`, string(state), reason, string(trouble), blob(q.client), now.UnixMilli(), q.id[:])
}

// FactSent notes that 1C has a revision of a fact. If the fact has changed
// meanwhile it goes on waiting.
func (j *Journal) FactSent(ctx context.Context, id crm.ID, revision int) error {
	return j.moveFact(ctx, "note a fact sent", id, sentFact, revision)
}

const sentFact = `
	UPDATE outbox SET sent_revision = max(sent_revision, ?2), leased_until = 0,
		attempts = iif(revision <= ?2, attempts, 0),
		reason = iif(revision <= ?2, '', reason),
		subject = iif(revision <= ?2, '', subject),
		trouble = iif(revision <= ?2, '', trouble),
		state = iif(revision <= ?2, 'sent', state)
	WHERE id = ?1`

// FactDelayed gives a fact back, to be tried again from next on.
func (j *Journal) FactDelayed(ctx context.Context, id crm.ID, next time.Time, why crm.Fault) error {
	return j.moveFact(ctx, "delay a fact", id, `
		UPDATE outbox SET leased_until = 0, next = ?2, reason = ?3, subject = ?4, trouble = ?5 WHERE id = ?1 AND state = 'waiting'`,
		next.UnixMilli(), why.Detail, why.Subject, string(crm.TroubleOf(why.Kind)))
}

// FactStuck takes a fact 1C refuses out of the queue until a person acts.
func (j *Journal) FactStuck(ctx context.Context, id crm.ID, why crm.Fault) error {
	return j.moveFact(ctx, "mark a fact stuck", id, `
		UPDATE outbox SET state = 'stuck', leased_until = 0, reason = ?2, subject = ?3, trouble = ?4 WHERE id = ?1 AND state = 'waiting'`,
		why.Detail, why.Subject, string(crm.TroubleOf(why.Kind)))
}

// ReleaseLeases ends the leases of senders that are no more. Only who is sure to
// be the one sender on this folder may call it.
func (j *Journal) ReleaseLeases(ctx context.Context) error {
	return j.record(ctx, "release leases", func(t *tx) error {
		_, err := t.changed("UPDATE outbox SET leased_until = 0 WHERE leased_until > 0")
		return err
	})
}

// RetryFact puts a stuck or delayed fact back in the queue at once. The attempts
// stay counted: 1C must be asked before it is sent again.
func (j *Journal) RetryFact(ctx context.Context, id crm.ID) error {
	return j.moveFact(ctx, "retry a fact", id, `
		UPDATE outbox SET state = 'waiting', next = ?2, reason = '', subject = '', trouble = ''
		WHERE id = ?1 AND state <> 'sent' AND client IS NOT NULL`, j.now().UnixMilli())
}

// moveFact runs an update of one row; crm.ErrNotFound when there is no such fact
// or it is not in a state for that.
func (j *Journal) moveFact(ctx context.Context, doing string, id crm.ID, query string, values ...any) error {
	return j.record(ctx, doing, func(t *tx) error { return t.moveFact(id, query, values...) })
}

func (t *tx) moveFact(id crm.ID, query string, values ...any) error {
	moved, err := t.changed(query, append(args{id[:]}, values...)...)
	if err == nil && !moved {
		err = fmt.Errorf("fact %s: %w", id, crm.ErrNotFound)
	}
	return err
}
