package store

import (
	"context"
	"fmt"
	"time"

	"pult/app/crm"
)

// LatestLetters are the newest letters on record, whoever wrote them.
func (j *Journal) LatestLetters(ctx context.Context, limit int) (list []crm.Letter, err error) {
	err = j.read(ctx, "read letters", func(t *tx) error {
		list, err = t.letters(" WHERE private = 0 ORDER BY at DESC LIMIT ?", min(max(limit, 1), searchMost))
		return err
	})
	return list, err
}

// DoubtfulLetters are received letters since a moment whose client is not quite known,
// the oldest first: of several clients, of nobody for sure, or from a new address in a
// talk on record. One whose client a person has named is in no doubt.
func (j *Journal) DoubtfulLetters(ctx context.Context, since time.Time) (list []crm.Letter, err error) {
	const where = `
		WHERE direction = ?1 AND at >= ?2 AND private = 0 AND settled IS NULL
			AND EXISTS (SELECT 1 FROM letter_client k WHERE k.letter = letter.id)
			AND NOT EXISTS (SELECT 1 FROM letter_client k WHERE k.letter = letter.id AND k.reason = 'hand')
			AND ((SELECT count(*) FROM letter_client k WHERE k.letter = letter.id AND k.sure) <> 1
				OR NOT EXISTS (SELECT 1 FROM letter_client k WHERE k.letter = letter.id AND k.reason <> 'thread'))
		ORDER BY at LIMIT ?3`
	err = j.read(ctx, "read doubtful letters", func(t *tx) error {
		list, err = t.letters(where, string(crm.Incoming), since.UnixMilli(), searchMost)
		return err
	})
	return list, err
}

// LetterCopies are where a letter lies.
func (j *Journal) LetterCopies(ctx context.Context, id crm.ID) (list []crm.LetterCopy, err error) {
	const query = "SELECT account, folder, validity, uid FROM letter_copy WHERE letter = ? ORDER BY account, folder, uid"
	err = j.read(ctx, "read where a letter lies", func(t *tx) error {
		list = nil
		return t.each(query, args{id[:]}, func(scan func(...any) error) error {
			var c crm.LetterCopy
			var validity, uid int64
			if err := scan(&c.Folder.Account, &c.Folder.Name, &validity, &uid); err != nil {
				return err
			}
			c.Validity, c.UID = uint32(validity), uint32(uid)
			list = append(list, c)
			return nil
		})
	})
	return list, err
}

// FillLetter puts the text of a letter on record of which there was only the header.
func (j *Journal) FillLetter(ctx context.Context, l crm.Letter) error {
	return j.record(ctx, "fill in a letter", func(t *tx) error { return t.saveLetter(l) })
}

// AttachLetter says whose a letter is: a person knows. It leaves the timelines of all
// others; what 1C has already is told by crm.ErrConflict and left to people.
func (j *Journal) AttachLetter(ctx context.Context, id crm.ID, client crm.Ref, push bool) (touched []crm.Ref, err error) {
	err = j.record(ctx, "attach a letter", func(t *tx) error {
		touched = nil
		client, err := t.follow(client)
		if err != nil {
			return err
		}
		l, err := t.onRecord(id)
		if err != nil {
			return err
		}
		if client.IsZero() {
			return fmt.Errorf("letter %s: %w", id, crm.ErrNotFound)
		}
		chosen := crm.MessageLink{Client: client}
		others := l
		others.Links = nil
		for _, link := range l.Links {
			if link.Client == client {
				chosen = link
				continue
			}
			others.Links = append(others.Links, link)
		}
		if touched, err = t.unlinkFrom(others); err != nil {
			return err
		}
		chosen.Sure, chosen.Reason = true, crm.MatchedByHand
		l.Links = []crm.MessageLink{chosen}
		fresh, err := t.linkLetter(l, push, j.now())
		if err != nil {
			return err
		}
		touched = append(touched, fresh...)
		return t.run("UPDATE letter_client SET reason = ?, sure = 1 WHERE letter = ? AND client = ?", string(crm.MatchedByHand), l.ID[:], client[:])
	})
	return touched, err
}

// unlinkFrom takes a letter off the timelines of the clients it is linked with.
func (t *tx) unlinkFrom(l crm.Letter) (touched []crm.Ref, err error) {
	for _, link := range l.Links {
		touched = append(touched, link.Client)
		const line = "SELECT line FROM letter_client WHERE letter = ? AND client = ? AND line IS NOT NULL"
		var sent int
		if err := t.row("SELECT count(*) FROM outbox WHERE sent_revision > 0 AND id IN ("+line+")", args{l.ID[:], link.Client[:]}, &sent); err != nil {
			return nil, err
		}
		if sent > 0 {
			return nil, fmt.Errorf("the letter stands in 1C already: %w", crm.ErrConflict)
		}
		for _, query := range []string{
			"DELETE FROM outbox WHERE id IN (" + line + ")",
			"DELETE FROM interaction WHERE id IN (" + line + ")",
			"DELETE FROM letter_client WHERE letter = ? AND client = ?",
		} {
			if err := t.run(query, l.ID[:], link.Client[:]); err != nil {
				return nil, err
			}
		}
	}
	return touched, nil
}
