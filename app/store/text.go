package store

import (
	"database/sql"
	"errors"
	"maps"
	"slices"
	"strings"
)

// saveTexts teaches search the texts of clients that changed.
func (a *applier) saveTexts() error {
	for _, id := range slices.Sorted(maps.Keys(a.texts)) {
		if err := a.saveText(id); err != nil {
			return err
		}
	}
	return nil
}

func (a *applier) saveText(id int64) error {
	text, talked, err := a.textOf(id)
	if err != nil {
		return err
	}
	var before string
	err = a.row("SELECT text FROM recency WHERE at = ? AND client = ?", args{-talked, id}, &before)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if before == text {
		return nil
	}
	if before != "" {
		// The index keeps no texts: to forget a row it must be told what it was.
		if err := a.run("INSERT INTO word (word, rowid, text) VALUES ('delete', ?, ?)", id, before); err != nil {
			return err
		}
	}
	if text == "" {
		return a.run("DELETE FROM recency WHERE at = ? AND client = ?", -talked, id)
	}
	if err := a.run("INSERT INTO word (rowid, text) VALUES (?, ?)", id, text); err != nil {
		return err
	}
	return a.run("INSERT OR REPLACE INTO recency (at, client, text) VALUES (?, ?, ?)", -talked, id, text)
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
		if row.state >= 0 {
			state, talked = int(row.state), row.talked
		}
		texts = append(texts, row.name, row.fullName, row.inn, row.addresses)
		return err
	})
	if err != nil || state != clientInSight {
		return "", talked, err
	}
	// A client without a name is still one, found by its number: it gets a text
	// that is not empty.
	return " " + strings.Join(words(texts...), " "), talked, nil
}
