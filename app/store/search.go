package store

import (
	"context"
	"slices"
	"strings"

	"pult/app/crm"
)

// Bounds of a search.
const (
	searchLimit = 20  // when none is asked for
	searchMost  = 500 // the most that is given
	searchWords = 8   // words of a question that are looked at
	few         = 5   // with fewer the other layout of the keyboard is tried too
)

// Search finds clients in sight by parts of words of their names, numbers, INN and
// addresses: first those whose name is what was typed, then those whose name begins
// with it, then the others; among each the ones talked to last first. An empty text
// gives those talked to last. What finds little is tried once more in the other
// keyboard layout.
func (c *Cache) Search(ctx context.Context, text string, limit int) (list []crm.Found, err error) {
	if limit <= 0 {
		limit = searchLimit
	}
	limit = min(limit, searchMost)
	err = c.read(ctx, "search", func(t *tx) error {
		var seen []int64
		if list, seen, err = c.numbered(t, text); err != nil {
			return err
		}
		documents := len(list)
		for _, reading := range append([]string{text}, otherLayouts(text)...) {
			if len(list) >= min(documents+few, limit) {
				return nil
			}
			q := c.question(reading)
			places, err := c.find(ctx, t, q, limit)
			if err != nil {
				return err
			}
			var ids []int64
			for _, place := range places {
				if id := clientAt(place); len(list)+len(ids) < limit && !slices.Contains(seen, id) {
					ids, seen = append(ids, id), append(seen, id)
				}
			}
			found, err := t.found(q, ids, c.today())
			if err != nil {
				return err
			}
			list = append(list, found...)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return list, nil
}

// question is a text as search understands it.
type question struct {
	words  []string
	name   []string // what of it a name may begin with
	digits string   // when the text may be part of a number
	exact  int64    // the whole number it may be
	empty  bool
}

func (c *Cache) question(text string) question {
	q := question{words: words(text), name: crm.PlainName(text), empty: strings.TrimSpace(text) == ""}
	q.words = q.words[:min(len(q.words), searchWords)]
	if q.digits = dialled(text); q.digits != "" {
		q.exact = c.plan.Parse(text).E164
	}
	return q
}

// find gathers the places of clients by name, by words and by number, in the order
// they are to be shown. Some may come twice.
func (c *Cache) find(ctx context.Context, t *tx, q question, limit int) ([]int64, error) {
	if q.empty {
		return t.places("SELECT place FROM recency ORDER BY place LIMIT ?", args{limit})
	}
	list, err := c.byName(ctx, t, q, limit)
	if err != nil || len(list) >= limit {
		return list, err
	}
	rest, err := c.byWords(ctx, t, q.words, limit)
	if err != nil {
		return nil, err
	}
	if q.digits != "" {
		numbers, err := t.byNumber(q)
		if err != nil {
			return nil, err
		}
		rest = append(rest, numbers...)
		slices.Sort(rest)
	}
	return append(list, rest...), nil
}

// byName finds clients whose name is what was typed, and then those whose name
// begins with the first of its words.
func (c *Cache) byName(ctx context.Context, t *tx, q question, limit int) ([]int64, error) {
	if len(q.name) == 0 {
		return nil, nil
	}
	match := quoted(nameMark(q.name))
	for _, word := range q.words {
		if !slices.Contains(q.name, word) { // the legal form: it counts when it was typed
			match += " " + quoted(beginning(word)) + "*"
		}
	}
	same, err := t.places("SELECT rowid FROM word WHERE word MATCH ? ORDER BY rowid LIMIT ?", args{match, limit})
	if err != nil || len(same) >= limit {
		return same, err
	}
	asked := slices.DeleteFunc(slices.Clone(q.words), func(word string) bool { return word == q.name[0] })
	begin, err := c.byWords(ctx, t, append([]string{nameMark(q.name[:1])}, asked...), limit)
	if err != nil {
		return nil, err
	}
	begin = slices.DeleteFunc(begin, func(place int64) bool { return slices.Contains(same, place) })
	return append(same, begin...), nil
}
