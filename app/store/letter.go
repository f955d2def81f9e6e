package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"pult/app/crm"
)

// ReceivedLetter is a letter with the place it was found at.
type ReceivedLetter struct {
	Letter crm.Letter
	Copy   crm.LetterCopy
}

// RecordLetters puts letters of a folder on record together with the place up to
// which it was read: letters, their lines of history, rows of the outbox, all or
// nothing. A letter that is here already, from another mailbox or under a former
// number, is the same letter. It returns the clients with something new.
func (j *Journal) RecordLetters(ctx context.Context, folder crm.MailFolder, list []ReceivedLetter, place crm.MailPlace, push bool) (touched []crm.Ref, err error) {
	err = j.record(ctx, "record letters", func(t *tx) error {
		touched = nil
		for _, r := range list {
			clients, err := t.recordLetter(r, push, j.now())
			if err != nil {
				return err
			}
			touched = append(touched, clients...)
		}
		return t.run(`
			INSERT INTO mail_place (account, folder, validity, last, modseq) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (account, folder) DO UPDATE SET validity = excluded.validity, last = excluded.last, modseq = excluded.modseq`,
			folder.Account, folder.Name, int64(place.Validity), int64(place.Last), int64(place.ModSeq))
	})
	return touched, err
}

// MailPlace is how far a folder was read; zero for a new one.
func (j *Journal) MailPlace(ctx context.Context, folder crm.MailFolder) (place crm.MailPlace, err error) {
	err = j.read(ctx, "read the place in a folder", func(t *tx) error {
		var validity, last, modSeq int64
		err := t.row("SELECT validity, last, modseq FROM mail_place WHERE account = ? AND folder = ?",
			args{folder.Account, folder.Name}, &validity, &last, &modSeq)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		place = crm.MailPlace{Validity: uint32(validity), Last: uint32(last), ModSeq: uint64(modSeq)}
		return err
	})
	return place, err
}

func (t *tx) recordLetter(r ReceivedLetter, push bool, now time.Time) ([]crm.Ref, error) {
	l := r.Letter
	if l.ID.IsZero() || l.Date.IsZero() {
		return nil, fmt.Errorf("a letter without an id or a time: %w", crm.ErrInvalid)
	}
	known, err := t.copyAt(r.Copy)
	if err != nil || !known.IsZero() {
		return nil, err // it has been here, under this very number
	}
	before, err := t.sameLetter(l.Message)
	switch {
	case err != nil:
		return nil, err
	case before == nil:
		l.Date = moment(l.Date)
	case before.Private: // nothing of it is kept again
		return nil, t.saveCopy(r.Copy, before.ID)
	default:
		if before.File == "" { // only its header was here
			before.File, before.Text = l.File, l.Text
		}
		if before.Remind.IsZero() {
			before.Remind = l.Remind
		}
		merged := before.With(l.Message)
		l, l.Message = *before, merged
	}
	if err := t.saveLetter(l); err != nil {
		return nil, err
	}
	if err := t.saveCopy(r.Copy, l.ID); err != nil {
		return nil, err
	}
	return t.linkLetter(l, push, now)
}

// sameLetter finds a letter that another one is a copy of; nil when there is none.
func (t *tx) sameLetter(m crm.Message) (*crm.Letter, error) {
	if m.Key == "" {
		return nil, nil
	}
	list, err := t.letters(" WHERE key = ? ORDER BY seq", m.Key)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(list, func(l crm.Letter) bool { return l.SameAs(m) })
	if i < 0 {
		return nil, nil
	}
	return &list[i], nil
}

// linkLetter writes a line of history for each client that the letter surely
// belongs to. A line that is there stays as it is.
func (t *tx) linkLetter(l crm.Letter, push bool, now time.Time) (touched []crm.Ref, err error) {
	for _, link := range l.Links {
		if link.Client, err = t.follow(link.Client); err != nil {
			return nil, err
		}
		var line crm.ID
		err := t.row("SELECT line FROM letter_client WHERE letter = ? AND client = ?", args{l.ID[:], link.Client[:]}, into(&line))
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return nil, err
		}
		if !line.IsZero() {
			continue
		}
		if link.Sure && !l.Private {
			if line, err = t.freeLine(l.ID, now); err != nil {
				return nil, err
			}
			if err := t.recordLine(lineOfLetter(l, link, line), push, now); err != nil {
				return nil, err
			}
			touched = append(touched, link.Client)
		}
		err = t.run(`
			INSERT INTO letter_client (letter, client, contact, reason, address, sure, line) VALUES (?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (letter, client) DO UPDATE SET contact = excluded.contact, reason = excluded.reason,
				address = excluded.address, sure = excluded.sure, line = excluded.line`,
			l.ID[:], link.Client[:], blob(link.Contact), string(link.Reason), link.Address, link.Sure, blob(line))
		if err != nil {
			return nil, err
		}
	}
	return touched, nil
}

// freeLine is the id of a line: that of the letter for its first client.
func (t *tx) freeLine(letter crm.ID, now time.Time) (crm.ID, error) {
	var n int
	if err := t.row("SELECT count(*) FROM interaction WHERE id = ?", args{letter[:]}, &n); err != nil || n == 0 {
		return letter, err
	}
	return crm.NewID(now), nil
}

// lineOfLetter is what history says of a letter.
func lineOfLetter(l crm.Letter, link crm.MessageLink, id crm.ID) crm.Interaction {
	line := crm.Interaction{
		ID: id, Kind: crm.MailKind, At: l.Date, Client: link.Client, Contact: link.Contact, Direction: l.Direction,
		Subject: l.Subject, Text: l.Preview, Address: l.From.Email, Message: l.MessageID,
	}
	if l.Direction == crm.Outgoing {
		line.Author = l.From.Name
	}
	if l.Direction == crm.Outgoing && len(l.To) > 0 {
		line.Address = l.To[0].Email
	}
	return line
}

// textOfLetter is the whole text of the letter that a line is about; history shows
// its first words only.
func (t *tx) textOfLetter(line crm.Interaction) (text string, err error) {
	const query = "SELECT body FROM letter WHERE id = (SELECT letter FROM letter_client WHERE line = ?)"
	err = t.row(query, args{line.ID[:]}, &text)
	if errors.Is(err, sql.ErrNoRows) || err == nil && text == "" {
		return line.Text, nil
	}
	return text, err
}

func (t *tx) copyAt(c crm.LetterCopy) (id crm.ID, err error) {
	err = t.row("SELECT letter FROM letter_copy WHERE account = ? AND folder = ? AND validity = ? AND uid = ?",
		args{c.Folder.Account, c.Folder.Name, int64(c.Validity), int64(c.UID)}, into(&id))
	if errors.Is(err, sql.ErrNoRows) {
		return crm.ID{}, nil
	}
	return id, err
}

func (t *tx) saveCopy(c crm.LetterCopy, id crm.ID) error {
	if c.UID == 0 {
		return nil // written here; its copy in the mailbox comes later
	}
	return t.run("INSERT INTO letter_copy (account, folder, validity, uid, letter) VALUES (?, ?, ?, ?, ?)",
		c.Folder.Account, c.Folder.Name, int64(c.Validity), int64(c.UID), id[:])
}

// letterData is what of a letter is only shown.
type letterData struct {
	Account     string           `json:"account"`
	Owners      []string         `json:"owners"`
	From        crm.Address      `json:"from"`
	To          []crm.Address    `json:"to,omitempty"`
	Cc          []crm.Address    `json:"cc,omitempty"`
	InReplyTo   string           `json:"in_reply_to,omitempty"`
	References  []string         `json:"references,omitempty"`
	Attachments []crm.Attachment `json:"attachments,omitempty"`
	Automatic   bool             `json:"automatic,omitempty"`
	Bulk        bool             `json:"bulk,omitempty"`
}

func (t *tx) saveLetter(l crm.Letter) error {
	data, err := json.Marshal(letterData{l.Account, l.Owners, l.From, l.To, l.Cc, l.InReplyTo, l.References, l.Attachments, l.Automatic, l.Bulk})
	if err != nil {
		return err
	}
	const query = `
		INSERT INTO letter (id, key, digest, direction, at, sender, subject, preview, body, message_id, thread, file, spoilt, private, answered, remind, data)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET digest = excluded.digest, preview = excluded.preview, body = excluded.body,
			file = excluded.file, private = excluded.private, answered = excluded.answered,
			remind = excluded.remind, data = excluded.data
		RETURNING seq`
	var seq int64
	err = t.row(query, args{
		l.ID[:], l.Key, l.Digest, string(l.Direction), l.Date.UnixMilli(), l.From.Key(), l.Subject, l.Preview, l.Text,
		l.MessageID, l.Thread, l.File, l.Spoilt, l.Private, millis(l.Answered), millis(l.Remind), string(data),
	}, &seq)
	if err != nil {
		return err
	}
	if err := t.run("DELETE FROM letter_word WHERE rowid = ?", seq); err != nil {
		return err
	}
	return t.run("INSERT INTO letter_word (rowid, words) VALUES (?, ?)", seq, wordsOfLetter(l))
}

// wordsOfLetter is what search finds a letter by.
func wordsOfLetter(l crm.Letter) string {
	text := l.Subject + " " + l.From.Name + " " + l.From.Email + " " + l.Text
	for _, a := range slices.Concat(l.To, l.Cc) {
		text += " " + a.Name + " " + a.Email
	}
	for _, a := range l.Attachments {
		text += " " + a.Name
	}
	return crm.Fold(text)
}

const letterColumns = `
	SELECT id, key, digest, direction, at, subject, preview, body, message_id, thread, file, spoilt, private, answered, remind, failed, settled, data FROM letter`

// letters reads letters with their links.
func (t *tx) letters(where string, values ...any) (list []crm.Letter, err error) {
	err = t.each(letterColumns+where, values, func(scan func(...any) error) error {
		var l crm.Letter
		var data string
		err := scan(into(&l.ID), &l.Key, &l.Digest, &l.Direction, timeInto{&l.Date}, &l.Subject, &l.Preview, &l.Text,
			&l.MessageID, &l.Thread, &l.File, &l.Spoilt, &l.Private, timeInto{&l.Answered},
			timeInto{&l.Remind}, timeInto{&l.Failed}, timeInto{&l.Settled}, &data)
		if err != nil {
			return err
		}
		var d letterData
		if err := json.Unmarshal([]byte(data), &d); err != nil {
			return fmt.Errorf("letter %s: %w: %w", l.ID, crm.ErrGarbled, err)
		}
		l.Account, l.Owners, l.From, l.To, l.Cc = d.Account, d.Owners, d.From, d.To, d.Cc
		l.InReplyTo, l.References, l.Attachments, l.Automatic, l.Bulk = d.InReplyTo, d.References, d.Attachments, d.Automatic, d.Bulk
		list = append(list, l)
		return nil
	})
	for i := range list {
		if err == nil {
			list[i].Links, err = t.linksOf(list[i].ID)
		}
	}
	return list, err
}

func (t *tx) linksOf(letter crm.ID) (list []crm.MessageLink, err error) {
	const query = "SELECT client, contact, reason, address, sure FROM letter_client WHERE letter = ?"
	err = t.each(query, args{letter[:]}, func(scan func(...any) error) error {
		var l crm.MessageLink
		err := scan(into(&l.Client), into(&l.Contact), &l.Reason, &l.Address, &l.Sure)
		list = append(list, l)
		return err
	})
	return list, err
}
