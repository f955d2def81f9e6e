package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"pult/app/crm"
)

// Letter reads one letter; crm.ErrNotFound when there is none. The id may be that of
// the letter or of a line of history that is about it.
func (j *Journal) Letter(ctx context.Context, id crm.ID) (letter crm.Letter, err error) {
	err = j.read(ctx, "read a letter", func(t *tx) error {
		list, err := t.letters(" WHERE id = ?1 OR id = (SELECT letter FROM letter_client WHERE line = ?1)", id[:])
		if err == nil && len(list) == 0 {
			err = fmt.Errorf("letter %s: %w", id, crm.ErrNotFound)
		}
		if err == nil {
			letter = list[0]
		}
		return err
	})
	return letter, err
}

// LettersNamed finds letters by their Message-ID: those that an answer or a thread
// refers to.
func (j *Journal) LettersNamed(ctx context.Context, messageIDs []string) (list []crm.Letter, err error) {
	if len(messageIDs) == 0 {
		return nil, nil
	}
	err = j.read(ctx, "find letters", func(t *tx) error {
		values := make([]any, len(messageIDs))
		for i, id := range messageIDs {
			values[i] = id
		}
		list, err = t.letters(" WHERE message_id IN (?"+strings.Repeat(", ?", len(values)-1)+") ORDER BY at", values...)
		return err
	})
	return list, err
}

// SearchLetters finds letters that have, for each word, one that begins with it, the
// newest first. A zero client means those of all.
func (j *Journal) SearchLetters(ctx context.Context, client crm.Ref, text string, limit int) (list []crm.Letter, err error) {
	asked := words(text)
	if len(asked) == 0 {
		return nil, nil
	}
	asked = asked[:min(len(asked), searchWords)]
	if limit <= 0 {
		limit = searchLimit
	}
	err = j.read(ctx, "search letters", func(t *tx) error {
		where, values := " WHERE private = 0 AND seq IN (SELECT rowid FROM letter_word WHERE letter_word MATCH ?)", args{matchOf(asked)}
		if !client.IsZero() {
			if client, err = t.follow(client); err != nil {
				return err
			}
			where += " AND id IN (SELECT letter FROM letter_client WHERE client = ?)"
			values = append(values, client[:])
		}
		list, err = t.letters(where+" ORDER BY at DESC LIMIT ?", append(values, min(limit, searchMost))...)
		return err
	})
	return list, err
}

// LettersAnswered notes which letters of a folder have been answered, from wherever,
// and tells whose they are.
func (j *Journal) LettersAnswered(ctx context.Context, folder crm.MailFolder, validity uint32, uids []uint32) (touched []crm.Ref, err error) {
	err = j.record(ctx, "note answered letters", func(t *tx) error {
		touched = nil
		for _, uid := range uids {
			id, err := t.copyAt(crm.LetterCopy{Folder: folder, Validity: validity, UID: uid})
			if err != nil {
				return err
			}
			if id.IsZero() {
				continue
			}
			fresh, err := t.changed("UPDATE letter SET answered = ? WHERE id = ? AND answered IS NULL", j.now().UnixMilli(), id[:])
			if err != nil {
				return err
			}
			if !fresh {
				continue
			}
			links, err := t.linksOf(id)
			if err != nil {
				return err
			}
			for _, l := range links {
				touched = append(touched, l.Client)
			}
		}
		return nil
	})
	return touched, err
}

// HideLetter makes a letter private: its text, its words and its lines of history go,
// and what waits for 1C of it. What 1C has already is told by crm.ErrConflict and
// left to people. It returns the name of its file and whose it was.
func (j *Journal) HideLetter(ctx context.Context, id crm.ID) (file string, touched []crm.Ref, err error) {
	err = j.record(ctx, "hide a letter", func(t *tx) error {
		touched = nil
		list, err := t.letters(" WHERE id = ?1 OR id = (SELECT letter FROM letter_client WHERE line = ?1)", id[:])
		if err != nil {
			return err
		}
		if len(list) == 0 {
			return fmt.Errorf("letter %s: %w", id, crm.ErrNotFound)
		}
		l := list[0]
		file = l.File
		if touched, err = t.unlink(l); err != nil {
			return err
		}
		if l.From.Key() != "" && l.Direction == crm.Incoming {
			if err := t.addMailRule(crm.MailRule{Kind: crm.PrivateAddress, Value: l.From.Key()}, j.now()); err != nil {
				return err
			}
		}
		if err := t.run("DELETE FROM letter_word WHERE rowid = (SELECT seq FROM letter WHERE id = ?)", l.ID[:]); err != nil {
			return err
		}
		return t.run(`
			UPDATE letter SET private = 1, subject = '', sender = '', preview = '', body = '', file = '', data = '{}'
			WHERE id = ?`, l.ID[:])
	})
	return file, touched, err
}

// unlink takes a letter off the timelines of its clients.
func (t *tx) unlink(l crm.Letter) (touched []crm.Ref, err error) {
	for _, link := range l.Links {
		touched = append(touched, link.Client)
	}
	const lines = "SELECT line FROM letter_client WHERE letter = ? AND line IS NOT NULL"
	var sent int
	if err := t.row("SELECT count(*) FROM outbox WHERE sent_revision > 0 AND id IN ("+lines+")", args{l.ID[:]}, &sent); err != nil {
		return nil, err
	}
	if sent > 0 {
		return nil, fmt.Errorf("the letter stands in 1C already: %w", crm.ErrConflict)
	}
	for _, query := range []string{
		"DELETE FROM outbox WHERE id IN (" + lines + ")",
		"DELETE FROM interaction WHERE id IN (" + lines + ")",
		"DELETE FROM letter_client WHERE letter = ?",
	} {
		if err := t.run(query, l.ID[:]); err != nil {
			return nil, err
		}
	}
	return touched, nil
}

// MailRules are what keeps letters out of the history.
func (j *Journal) MailRules(ctx context.Context) (list []crm.MailRule, err error) {
	err = j.read(ctx, "read rules of mail", func(t *tx) error {
		return t.each("SELECT kind, value FROM mail_rule ORDER BY kind, value", nil, func(scan func(...any) error) error {
			var r crm.MailRule
			err := scan(&r.Kind, &r.Value)
			list = append(list, r)
			return err
		})
	})
	return list, err
}

// AddMailRule keeps letters out of the history from now on.
func (j *Journal) AddMailRule(ctx context.Context, rule crm.MailRule) error {
	return j.record(ctx, "add a rule of mail", func(t *tx) error { return t.addMailRule(rule, j.now()) })
}

func (t *tx) addMailRule(rule crm.MailRule, now time.Time) error {
	if rule.Value == "" {
		return fmt.Errorf("a rule of mail about nothing: %w", crm.ErrInvalid)
	}
	return t.run("INSERT INTO mail_rule (kind, value, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", string(rule.Kind), rule.Value, now.UnixMilli())
}

// DropMailRule lets letters in again. Those that were left out are not fetched.
func (j *Journal) DropMailRule(ctx context.Context, rule crm.MailRule) error {
	return j.record(ctx, "drop a rule of mail", func(t *tx) error {
		return t.run("DELETE FROM mail_rule WHERE kind = ? AND value = ?", string(rule.Kind), rule.Value)
	})
}
