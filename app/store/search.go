package store

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"pult/app/crm"
)

// Bounds of a search.
const (
	searchLimit = 20   // when none is asked for
	searchMost  = 500  // the most that is given
	searchWords = 8    // words of a question that are looked at
	few         = 5    // with fewer the other layout of the keyboard is tried too
	frequent    = 3000 // a word with more clients than this is walked to, see walk.go
)

// Search finds clients in sight by parts of words of their names, numbers, INN
// and addresses, the ones talked to last first. An empty text gives those talked
// to last. What finds nothing is tried once more in the other keyboard layout.
func (c *Cache) Search(ctx context.Context, text string, limit int) (list []crm.Found, err error) {
	if limit <= 0 {
		limit = searchLimit
	}
	limit = min(limit, searchMost)
	err = c.read(ctx, "search", func(t *tx) error {
		var ids []int64
		if list, ids, err = c.numbered(t, text); err != nil {
			return err
		}
		documents := len(list)
		seen := map[int64]bool{}
		for _, id := range ids {
			seen[id] = true
		}
		for _, reading := range append([]string{text}, otherLayouts(text)...) {
			if len(list) >= min(documents+few, limit) {
				return nil
			}
			q := c.question(reading)
			hits, err := c.find(t, q, limit-len(list))
			if err != nil {
				return err
			}
			hits = slices.DeleteFunc(hits, func(h hit) bool { return seen[h.id] })
			for _, h := range hits {
				seen[h.id] = true
			}
			found, err := t.found(q, hits, c.today())
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
	digits string // when the text may be part of a number
	exact  int64  // the whole number it may be
	empty  bool
}

func (c *Cache) question(text string) question {
	q := question{words: words(text), empty: strings.TrimSpace(text) == ""}
	q.words = q.words[:min(len(q.words), searchWords)]
	if q.digits = dialled(text); q.digits != "" {
		q.exact = c.plan.Parse(text).E164
	}
	return q
}

// hit is a client found, with what hits are sorted by.
type hit struct{ id, talked int64 }

// find gathers clients by words and by number.
func (c *Cache) find(t *tx, q question, limit int) ([]hit, error) {
	if q.empty {
		return c.walk(t, nil, limit)
	}
	hits, err := c.byWords(t, q.words, limit)
	if err != nil || q.digits == "" {
		return hits, err
	}
	numbers, err := t.byNumber(q)
	if err != nil {
		return nil, err
	}
	return newestHits(append(hits, numbers...), limit), nil
}

func newestHits(hits []hit, limit int) []hit {
	slices.SortFunc(hits, func(x, y hit) int {
		return cmp.Or(cmp.Compare(y.talked, x.talked), cmp.Compare(x.id, y.id))
	})
	hits = slices.Compact(hits)
	return hits[:min(limit, len(hits))]
}

// byWords finds clients that have, for each word, one that begins with it.
func (c *Cache) byWords(t *tx, words []string, limit int) ([]hit, error) {
	if len(words) == 0 {
		return nil, nil
	}
	rare, least := "", frequent+1
	for _, word := range words {
		var n int
		begin := beginning(word)
		err := t.row("SELECT count(*) FROM (SELECT 1 FROM word WHERE word MATCH ? LIMIT ?)", args{matchOf([]string{begin}), frequent + 1}, &n)
		if err != nil || n == 0 {
			return nil, err
		}
		if n < least {
			rare, least = begin, n
		}
	}
	switch {
	case rare == "":
		return c.byFrequent(t, words, limit)
	case len(words) == 1 && rare == words[0]:
		return t.matching(words, limit)
	}
	return t.matchingAll([]string{rare}, words, limit)
}

// matchingAll asks the index for what is asked and keeps those who have all words.
func (t *tx) matchingAll(asked, words []string, limit int) ([]hit, error) {
	conditions, values := holdsAll(words)
	query := `
		SELECT c.id, c.talked FROM word JOIN client c ON c.id = word.rowid JOIN recency r ON r.at = -c.talked AND r.client = c.id
		WHERE word MATCH ? AND ` + conditions + ` ORDER BY c.talked DESC, c.id LIMIT ?`
	return t.hits(query, append(append(args{matchOf(asked)}, values...), limit))
}

// byFrequent finds clients by words that begin as thousands of others do. A longer
// word may be rare all the same; which it is, a short walk tells more cheaply than
// the index.
func (c *Cache) byFrequent(t *tx, words []string, limit int) ([]hit, error) {
	long := slices.ContainsFunc(words, func(word string) bool { return beginning(word) != word })
	if !long {
		return c.walk(t, words, limit)
	}
	hits, done, err := t.walkFor(min(shortWalk, c.walkLimit), words, limit)
	if err != nil || done {
		return hits, err
	}
	// Only the rarest is asked for whole: the index gathers all who have it.
	rarest, err := t.rarest(words)
	if err != nil {
		return nil, err
	}
	asked := []string{rarest}
	for _, word := range words {
		if word != rarest {
			asked = append(asked, beginning(word))
		}
	}
	var n int
	err = t.row("SELECT count(*) FROM (SELECT 1 FROM word WHERE word MATCH ? LIMIT ?)", args{matchOf(asked), frequent + 1}, &n)
	switch {
	case err != nil || n == 0:
		return nil, err
	case n > frequent:
		return c.walk(t, words, limit)
	}
	return t.matchingAll(asked, words, limit)
}

// sampled is how many clients tell a frequent word from a rare one.
const sampled = 500

// rarest is the long word that the fewest of a sample of clients have, the longest
// of several.
func (t *tx) rarest(words []string) (rarest string, err error) {
	have := make([]int, len(words))
	err = t.each("SELECT text FROM recency ORDER BY at LIMIT ?", args{sampled}, func(scan func(...any) error) error {
		var text string
		if err := scan(&text); err != nil {
			return err
		}
		for i, word := range words {
			if strings.Contains(text, " "+word) {
				have[i]++
			}
		}
		return nil
	})
	least := sampled + 1
	for i, word := range words {
		if beginning(word) == word {
			continue
		}
		if have[i] < least || have[i] == least && len(word) > len(rarest) {
			rarest, least = word, have[i]
		}
	}
	return rarest, err
}

// matching asks the index alone and sorts all it gives.
func (t *tx) matching(words []string, limit int) ([]hit, error) {
	const query = `
		SELECT c.id, c.talked FROM word JOIN client c ON c.id = word.rowid
		WHERE word MATCH ? ORDER BY c.talked DESC, c.id LIMIT ?`
	return t.hits(query, args{matchOf(words), limit})
}

// indexed is how many letters of a word the index knows by heart. Of a longer
// beginning it would gather every client first, however many there are.
const indexed = 6

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

// matchOf words the question for FTS5. Folded words hold only letters and
// digits, so that quotes are all the care they need.
func matchOf(words []string) string {
	var b strings.Builder
	for _, word := range words {
		b.WriteString(`"` + word + `"* `)
	}
	return b.String()
}

func (t *tx) hits(query string, values args) (list []hit, err error) {
	err = t.each(query, values, func(scan func(...any) error) error {
		var h hit
		if err := scan(&h.id, &h.talked); err != nil {
			return err
		}
		list = append(list, h)
		return nil
	})
	return list, err
}
