package store

import (
	"context"
	"strings"
)

// walk goes through clients from the one talked to last and stops at the limit.
// For a frequent word that is soon; sorting all who have it would take half a
// second. If nobody of late has it, the walk is cut short and the rest comes
// from the index in no order.
func (c *Cache) walk(t *tx, words []string, limit int) ([]hit, error) {
	ctx, cancel := context.WithTimeout(t.ctx, c.walkLimit)
	defer cancel()
	query, values := walkQuery(words, limit)
	bounded := tx{ctx: ctx, tx: t.tx}
	hits, err := bounded.hits(query, values)
	if err == nil || ctx.Err() == nil || t.ctx.Err() != nil {
		return hits, err
	}
	if len(words) == 0 {
		return hits, nil
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

// walkQuery makes one of nine texts, by the number of words, so that the driver
// keeps them prepared.
func walkQuery(words []string, limit int) (string, args) {
	conditions := make([]string, len(words))
	var values args
	for i, word := range words {
		conditions[i] = "instr(text, ?) > 0"
		values = append(values, " "+word)
	}
	query := "SELECT client, -at FROM recency"
	if len(words) > 0 {
		query += " WHERE " + strings.Join(conditions, " AND ")
	}
	return query + " ORDER BY at, client LIMIT ?", append(values, limit)
}
