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
	var state int
	var name, fullName, inn, emails string
	err = a.row("SELECT state, talked, name, full_name, inn, emails FROM client WHERE id = ?", args{id},
		&state, &talked, &name, &fullName, &inn, &emails)
	if err != nil || state != clientInSight {
		return "", talked, err
	}
	texts := []string{name, fullName, inn, emails}
	add := func(scan func(...any) error) error {
		var name, fullName, inn, emails string
		if err := scan(&name, &fullName, &inn, &emails); err != nil {
			return err
		}
		texts = append(texts, name, fullName, inn, emails)
		return nil
	}
	err = a.each("SELECT name, full_name, inn, emails FROM counterparty WHERE client = ? AND deleted = 0 ORDER BY id",
		args{id}, add)
	if err != nil {
		return "", 0, err
	}
	err = a.each("SELECT name, '', '', emails FROM contact WHERE client = ? AND deleted = 0 ORDER BY id",
		args{id}, add)
	if list := words(texts...); len(list) > 0 {
		return " " + strings.Join(list, " "), talked, err
	}
	// A client without a name is still one: it is found by its number.
	return " ", talked, err
}
