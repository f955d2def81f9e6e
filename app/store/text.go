package store

import (
	"database/sql"
	"errors"
	"maps"
	"slices"
)

// saveTexts teaches search the texts of clients that changed. While a large kind
// is read for the first time it only notes whose: see stale.go.
func (a *applier) saveTexts() error {
	if a.fresh && len(a.texts) > manyClients {
		return a.noteStale()
	}
	texts := make([]stale, 0, len(a.texts))
	for _, id := range slices.Sorted(maps.Keys(a.texts)) {
		text, err := a.behind(id)
		if err != nil {
			return err
		}
		texts = append(texts, text)
	}
	slices.SortFunc(texts, byPlace)
	for _, s := range texts {
		if err := a.saveText(s.client, s.place, s.before, s.text); err != nil {
			return err
		}
	}
	return nil
}

func (a *applier) behind(id int64) (stale, error) {
	text, talked, err := a.textOf(id)
	if err != nil {
		return stale{}, err
	}
	s := stale{client: id, place: placeOf(id, talked), text: text}
	err = a.row("SELECT text FROM recency WHERE place = ?", args{s.place}, &s.before)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return s, err
}

// saveText puts a text in place of another; either may be empty. The index takes
// texts fastest in the order of their places.
func (t *tx) saveText(id, place int64, before, text string) error {
	if before == text {
		return nil
	}
	if before != "" {
		// The index keeps no texts: to forget a row it must be told what it was.
		if err := t.run("INSERT INTO word (word, rowid, text) VALUES ('delete', ?, ?)", place, before); err != nil {
			return err
		}
	}
	if text == "" {
		return t.run("DELETE FROM recency WHERE place = ?", place)
	}
	if err := t.run("INSERT INTO word (rowid, text) VALUES (?, ?)", place, text); err != nil {
		return err
	}
	if before == "" {
		return t.run("INSERT INTO recency (place, client, text) VALUES (?, ?, ?)", place, id, text)
	}
	return t.run("UPDATE recency SET text = ? WHERE place = ?", text, place)
}

// textOf puts together all a client can be found by, a space before each word;
// empty for a client out of sight.
func (a *applier) textOf(id int64) (text string, talked int64, err error) {
	const query = `
		SELECT state, talked, name, full_name, inn, emails FROM client WHERE id = ?1
		UNION ALL
		SELECT -1, 0, name, full_name, inn, emails FROM counterparty WHERE client = ?1 AND deleted = 0
		UNION ALL
		SELECT -1, 0, name, '', '', emails FROM contact WHERE client = ?1 AND deleted = 0`
	var texts []string
	var state int
	err = a.each(query, args{id}, func(scan func(...any) error) error {
		var row struct {
			state, talked                  int64
			name, fullName, inn, addresses string
		}
		err := scan(&row.state, &row.talked, &row.name, &row.fullName, &row.inn, &row.addresses)
		parts := []string{row.name, row.fullName, row.inn, row.addresses}
		if row.state >= 0 {
			state, talked = int(row.state), row.talked
			texts = append(parts, texts...) // his own name goes first
			return err
		}
		texts = append(texts, parts...)
		return err
	})
	if err != nil || state != clientInSight {
		return "", talked, err
	}
	return wording(texts), talked, nil
}
