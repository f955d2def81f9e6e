package store

import (
	"context"
	"strings"
	"time"
)

// walk goes through clients from the one talked to last and stops at the limit.
// For a frequent word that is soon; sorting all who have it would take half a
// second. If nobody of late has it, the walk is cut short and the rest comes
// from the index in no order.
func (c *Cache) walk(t *tx, words []string, limit int) ([]hit, error) {
	hits, done, err := t.walkFor(c.walkLimit, words, limit)
	if err != nil || done || len(words) == 0 {
		return hits, err
	}
	const unsorted = `
		SELECT c.id, c.talked FROM (SELECT rowid FROM word WHERE word MATCH ? LIMIT ?) w
		JOIN client c ON c.id = w.rowid`
	rest, err := t.hits(unsorted, args{matchOf(words), limit})
	if err != nil {
		return nil, err
	}
	return newestHits(append(hits, rest...), limit), nil
}

// shortWalk is enough to fill a list with a word that many have, and too little to
// be noticed.
const shortWalk = 5 * time.Millisecond

// walkFor walks no longer than that; done tells that nothing was left out.
func (t *tx) walkFor(longest time.Duration, words []string, limit int) (hits []hit, done bool, err error) {
	ctx, cancel := context.WithTimeout(t.ctx, longest)
	defer cancel()
	query, values := walkQuery(words, limit)
	bounded := tx{ctx: ctx, tx: t.tx}
	hits, err = bounded.hits(query, values)
	if err != nil && ctx.Err() != nil && t.ctx.Err() == nil {
		return hits, false, nil
	}
	return hits, err == nil, err
}

// walkQuery makes one of nine texts, by the number of words, so that the driver
// keeps them prepared.
func walkQuery(words []string, limit int) (string, args) {
	conditions, values := holdsAll(words)
	query := "SELECT client, -at FROM recency r"
	if len(words) > 0 {
		query += " WHERE " + conditions
	}
	return query + " ORDER BY at, client LIMIT ?", append(values, limit)
}

// holdsAll asks of a text of recency that a word of it begins with each of words.
func holdsAll(words []string) (condition string, values args) {
	conditions := make([]string, len(words))
	for i, word := range words {
		conditions[i] = "instr(r.text, ?) > 0"
		values = append(values, " "+word)
	}
	return strings.Join(conditions, " AND "), values
}
