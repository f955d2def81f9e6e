package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"pult/app/crm"
)

// QueuePosting accepts a letter to be sent. Once it returned nil the letter goes out
// or is visible as one that did not. The same letter again changes nothing: who
// presses twice sends once.
func (j *Journal) QueuePosting(ctx context.Context, p crm.Posting) error {
	letter, err := json.Marshal(p.Letter)
	if err != nil {
		return fail("queue a letter", err)
	}
	rcpt, err := json.Marshal(p.To)
	if err != nil {
		return fail("queue a letter", err)
	}
	if p.Letter.ID.IsZero() || len(p.To) == 0 || len(p.Raw) == 0 {
		return fail("queue a letter", fmt.Errorf("a letter to nobody or of nothing: %w", crm.ErrInvalid))
	}
	return j.record(ctx, "queue a letter", func(t *tx) error {
		if err := t.run("DELETE FROM letter_draft WHERE id = ?", p.Letter.ID[:]); err != nil {
			return err
		}
		return t.run(`
			INSERT INTO posting (id, account, state, sender, rcpt, letter, raw, created, attempts, next, reason, subject, trouble)
			VALUES (?, ?, 'waiting', ?, ?, ?, ?, ?, 0, 0, '', '', '') ON CONFLICT DO NOTHING`,
			p.Letter.ID[:], p.Letter.Account, p.Sender, string(rcpt), string(letter), p.Raw, j.now().UnixMilli())
	})
}

// Posting reads a letter on its way, without its bytes.
func (j *Journal) Posting(ctx context.Context, id crm.ID) (p crm.Posting, err error) {
	err = j.read(ctx, "read a letter on its way", func(t *tx) error {
		p, err = t.posting(id)
		return err
	})
	return p, err
}

// Postings are letters on their way, and those that need a person, oldest first. They
// come without their bytes.
func (j *Journal) Postings(ctx context.Context) (list []crm.Posting, err error) {
	err = j.read(ctx, "read letters on their way", func(t *tx) error {
		list, err = t.postings("NULL", "state NOT IN ('sent', 'filed') ORDER BY created, id")
		return err
	})
	return list, err
}

// ClaimPosting marks the oldest letter that is due as being sent and gives it.
func (j *Journal) ClaimPosting(ctx context.Context, account string, now time.Time) (p crm.Posting, err error) {
	err = j.record(ctx, "claim a letter", func(t *tx) error {
		list, err := t.postings("raw", "account = ? AND state = 'waiting' AND next <= ? ORDER BY created, id LIMIT 1", account, now.UnixMilli())
		if err == nil && len(list) == 0 {
			err = crm.ErrNotFound
		}
		if err != nil {
			return err
		}
		p = list[0]
		return t.run("UPDATE posting SET state = 'sending', attempts = attempts + 1 WHERE id = ?", p.Letter.ID[:])
	})
	return p, err
}

// UnfiledPosting is the oldest letter that was sent and is not among the sent ones.
func (j *Journal) UnfiledPosting(ctx context.Context, account string) (p crm.Posting, err error) {
	err = j.read(ctx, "find a letter to file", func(t *tx) error {
		list, err := t.postings("raw", "account = ? AND state = 'sent' ORDER BY created, id LIMIT 1", account)
		if err == nil && len(list) == 0 {
			err = crm.ErrNotFound
		}
		if err == nil {
			p = list[0]
		}
		return err
	})
	return p, err
}

// AbandonedPostings makes letters doubtful that were being sent when a program ended.
// Only who is sure to be the one sender of the account may call it.
func (j *Journal) AbandonedPostings(ctx context.Context, account string) (list []crm.Posting, err error) {
	err = j.record(ctx, "look after abandoned letters", func(t *tx) error {
		if err := t.run("UPDATE posting SET state = 'doubtful', trouble = ? WHERE account = ? AND state = 'sending'",
			string(crm.TroubleOf(crm.ErrOffline)), account); err != nil {
			return err
		}
		list, err = t.postings("raw", "account = ? AND state = 'doubtful' ORDER BY created, id", account)
		return err
	})
	return list, err
}

// PostingDelayed gives a letter back that the server surely has not taken.
func (j *Journal) PostingDelayed(ctx context.Context, id crm.ID, next time.Time, why crm.Fault) error {
	return j.movePosting(ctx, id, crm.PostingWaiting, next, why, crm.PostingSending)
}

// PostingRefused takes a letter out of the queue until a person acts.
func (j *Journal) PostingRefused(ctx context.Context, id crm.ID, why crm.Fault) error {
	return j.movePosting(ctx, id, crm.PostingRefused, time.Time{}, why, crm.PostingSending)
}

// PostingDoubtful says that the server may have it.
func (j *Journal) PostingDoubtful(ctx context.Context, id crm.ID, why crm.Fault) error {
	return j.movePosting(ctx, id, crm.PostingDoubtful, time.Time{}, why, crm.PostingSending)
}

// ResendPosting sends a letter once more: a person has said so.
func (j *Journal) ResendPosting(ctx context.Context, id crm.ID) error {
	return j.movePosting(ctx, id, crm.PostingWaiting, time.Time{}, crm.Fault{}, crm.PostingDoubtful, crm.PostingRefused, crm.PostingWaiting)
}

// DropPosting forgets a letter that was not sent.
func (j *Journal) DropPosting(ctx context.Context, id crm.ID) error {
	return j.record(ctx, "drop a letter", func(t *tx) error {
		done, err := t.changed("DELETE FROM posting WHERE id = ? AND state IN ('waiting', 'refused', 'doubtful')", id[:])
		if err == nil && !done {
			err = fmt.Errorf("letter %s is being sent, or was: %w", id, crm.ErrConflict)
		}
		return err
	})
}

func (j *Journal) movePosting(ctx context.Context, id crm.ID, to crm.PostingState, next time.Time, why crm.Fault, from ...crm.PostingState) error {
	return j.record(ctx, "note what became of a letter", func(t *tx) error {
		p, err := t.posting(id)
		if err != nil {
			return err
		}
		if !slices.Contains(from, p.State) {
			return fmt.Errorf("letter %s is %s: %w", id, p.State, crm.ErrConflict)
		}
		trouble := crm.Trouble("")
		if why.Kind != nil {
			trouble = crm.TroubleOf(why.Kind)
		}
		var due int64
		if !next.IsZero() {
			due = next.UnixMilli()
		}
		return t.run("UPDATE posting SET state = ?, next = ?, reason = ?, subject = ?, trouble = ? WHERE id = ?",
			string(to), due, why.Detail, why.Subject, string(trouble), id[:])
	})
}

// PostingSent says that the server has a letter, and puts it on record: the letter,
// its lines of history and rows of the outbox, all or nothing.
func (j *Journal) PostingSent(ctx context.Context, id crm.ID, push bool) (touched []crm.Ref, err error) {
	err = j.record(ctx, "note a letter sent", func(t *tx) error {
		p, err := t.posting(id)
		if err != nil {
			return err
		}
		if p.State == crm.PostingSent || p.State == crm.PostingFiled {
			return nil
		}
		touched, err = t.recordLetter(ReceivedLetter{Letter: p.Letter}, push, j.now())
		if err != nil {
			return err
		}
		return t.run("UPDATE posting SET state = 'sent', reason = '', subject = '', trouble = '' WHERE id = ?", id[:])
	})
	return touched, err
}

// PostingFiled says that a letter is among the sent ones of the mailbox.
func (j *Journal) PostingFiled(ctx context.Context, id crm.ID) error {
	return j.record(ctx, "note a letter filed", func(t *tx) error {
		return t.run("UPDATE posting SET state = 'filed', raw = NULL WHERE id = ? AND state = 'sent'", id[:])
	})
}

func (t *tx) posting(id crm.ID) (crm.Posting, error) {
	list, err := t.postings("NULL", "id = ?", id[:])
	if err == nil && len(list) == 0 {
		err = fmt.Errorf("letter %s: %w", id, crm.ErrNotFound)
	}
	if err != nil {
		return crm.Posting{}, err
	}
	return list[0], nil
}

func (t *tx) postings(raw, where string, values ...any) (list []crm.Posting, err error) {
	query := "SELECT state, sender, rcpt, letter, " + raw + ", created, attempts, next, reason, trouble FROM posting WHERE " + where
	err = t.each(query, values, func(scan func(...any) error) error {
		var p crm.Posting
		var rcpt, letter string
		if err := scan(&p.State, &p.Sender, &rcpt, &letter, &p.Raw, timeInto{&p.Created}, &p.Attempts, timeInto{&p.Next}, &p.Reason, &p.Trouble); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(rcpt), &p.To); err != nil {
			return fmt.Errorf("a letter on its way: %w: %w", crm.ErrGarbled, err)
		}
		if err := json.Unmarshal([]byte(letter), &p.Letter); err != nil {
			return fmt.Errorf("a letter on its way: %w: %w", crm.ErrGarbled, err)
		}
		list = append(list, p)
		return nil
	})
	return list, err
}
