package store

import (
	"context"
	"strings"
	"time"
)

const (
	// indexed is how many letters of a word the index knows by heart. Of a longer
	// beginning it gathers every holder first, however many there are.
	indexed = 6
	// frequent is how many holders of a longer beginning it may gather.
	frequent = 3000
	// searchPatience is for words that many have and hardly anybody all of: what was
	// found by then is given. A list is filled in a hundredth of it.
	searchPatience = 200 * time.Millisecond
)

func beginning(word string) string {
	letters := 0
	for i := range word {
		if letters == indexed {
			return word[:i]
		}
		letters++
	}
	return word
}

// byWords finds clients that have, for each word, one that begins with it, in the
// order of their places. Nothing is sorted: the index has that order.
func (c *Cache) byWords(ctx context.Context, t *tx, words []string, limit int) ([]int64, error) {
	if len(words) == 0 {
		return nil, nil
	}
	var asked, tested []string
	for _, word := range words {
		begin := beginning(word)
		if begin == word {
			asked = append(asked, quoted(word)+"*")
			continue
		}
		many, some, err := t.holders(word)
		switch {
		case err != nil || !some:
			return nil, err
		case many:
			asked, tested = append(asked, quoted(begin)+"*"), append(tested, word)
		default:
			asked = append(asked, quoted(word)+"*")
		}
	}
	match := strings.Join(asked, " ")
	if len(words) == 1 && len(tested) == 0 {
		return t.places("SELECT rowid FROM word WHERE word MATCH ? ORDER BY rowid LIMIT ?", args{match, limit})
	}
	query, values := "SELECT word.rowid FROM word", args{match}
	if len(tested) > 0 {
		query += " CROSS JOIN recency r ON r.place = word.rowid"
	}
	query += " WHERE word MATCH ?"
	for _, word := range tested {
		query += " AND instr(r.text, ?) > 0"
		values = append(values, " "+word)
	}
	return c.patiently(ctx, t, query+" ORDER BY word.rowid LIMIT ?", append(values, limit))
}

// patiently asks until patience or whoever asked gives up.
func (c *Cache) patiently(ctx context.Context, t *tx, query string, values args) ([]int64, error) {
	bounded, cancel := context.WithTimeout(ctx, c.patience)
	defer cancel()
	places, err := (&tx{ctx: bounded, tx: t.tx}).places(query, values)
	if err != nil && bounded.Err() != nil {
		err = ctx.Err()
	}
	return places, err
}

// holders tells whether anybody has a word that begins so, and whether too many
// have for the index to gather them.
func (t *tx) holders(begin string) (many, some bool, err error) {
	const query = "SELECT count(*) FROM (SELECT 1 FROM holder WHERE term >= ? AND term < ? LIMIT ?)"
	var n int
	err = t.row(query, args{begin, begin + lastSign, frequent + 1}, &n)
	return n > frequent, n > 0, err
}

// lastSign comes after every letter.
const lastSign = "\U0010FFFF"

// quoted is a word for FTS5. Folded words hold only letters and digits, so that
// quotes are all the care they need.
func quoted(word string) string { return `"` + word + `"` }

// matchOf asks FTS5 for those who have, for each word, one that begins with it.
func matchOf(words []string) string {
	var b strings.Builder
	for _, word := range words {
		b.WriteString(quoted(word) + "* ")
	}
	return b.String()
}

func (t *tx) places(query string, values args) (list []int64, err error) {
	err = t.each(query, values, func(scan func(...any) error) error {
		var place int64
		if err := scan(&place); err != nil {
			return err
		}
		list = append(list, place)
		return nil
	})
	return list, err
}
