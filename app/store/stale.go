package store

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"pult/app/crm"
)

// The text of a client is put together from the card, the legal entities and the
// people. At a first reading these come one kind after another, and making a
// text three times would cost more than all the rest. So it is only noted whose
// text is behind, and Settle makes them all at the end of a round. Should that
// be long in coming, Apply does it now and then.

const (
	// staleMost is how many texts one transaction makes.
	staleMost = 5000
	// staleLong is how long search may be behind while 1C is slow.
	staleLong = 10 * time.Second
)

// noteStale notes whose texts are behind: by and by the same clients again, for
// their people come after them. New clients have ids one after the other.
func (a *applier) noteStale() error {
	ids := slices.DeleteFunc(slices.Sorted(maps.Keys(a.texts)), a.noted.has)
	for len(ids) > 0 {
		run := 1
		for run < len(ids) && ids[run] == ids[0]+int64(run) {
			run++
		}
		err := a.run("INSERT OR IGNORE INTO stale SELECT id FROM client WHERE id BETWEEN ? AND ?", ids[0], ids[run-1])
		if err != nil {
			return err
		}
		ids = ids[run:]
	}
	for id := range a.texts {
		a.noted.add(id)
	}
	return nil
}

// idSet is a set of local ids, a bit for each: they are given from 1 on.
type idSet struct{ bits []uint64 }

func (s *idSet) has(id int64) bool {
	return int(id/64) < len(s.bits) && s.bits[id/64]&(1<<(id%64)) != 0
}

func (s *idSet) add(id int64) {
	for int(id/64) >= len(s.bits) {
		s.bits = append(s.bits, 0)
	}
	s.bits[id/64] |= 1 << (id % 64)
}

// keepUp makes some texts when search has been behind for long.
func (c *Cache) keepUp(a *applier) error {
	if !a.fresh {
		return nil
	}
	if c.behind.IsZero() && len(a.texts) > 0 {
		c.behind = c.now()
	}
	if c.behind.IsZero() || c.now().Sub(c.behind) < staleLong {
		return nil
	}
	n, err := a.settle()
	if n < staleMost {
		c.behind = time.Time{}
	}
	if n > 0 {
		c.noted = idSet{}
	}
	return err
}

// Settle brings search up to date. A round of reading ends with it.
func (c *Cache) Settle(ctx context.Context) error {
	behind := false
	err := c.read(ctx, "look whether search is behind", func(t *tx) error {
		return t.row("SELECT EXISTS (SELECT 1 FROM stale)", nil, &behind)
	})
	if err != nil || !behind {
		return err
	}
	for {
		n, err := c.settleSome(ctx)
		if err != nil || n < staleMost {
			return err
		}
	}
}

func (c *Cache) settleSome(ctx context.Context) (n int, err error) {
	c.loading.Lock()
	defer c.loading.Unlock()
	c.noted = idSet{}
	err = c.load(ctx, "bring search up to date", func(t *tx) (err error) {
		n, err = t.settle()
		return err
	})
	return n, err
}

// settle makes some texts and tells how many.
func (t *tx) settle() (int, error) {
	texts, err := t.staleTexts()
	if err != nil || len(texts) == 0 {
		return 0, err
	}
	last := texts[len(texts)-1].client
	slices.SortFunc(texts, byPlace)
	for s := range worded(texts) {
		if err == nil {
			err = t.saveText(s.client, s.place, s.before, s.text)
		}
	}
	if err != nil {
		return 0, err
	}
	return len(texts), t.run("DELETE FROM stale WHERE client <= ?", last)
}

// worded hands over the clients with their texts, in their order. Texts are made
// while others are stored: both take long. It has to be read to its end.
func worded(texts []stale) <-chan stale {
	const together = 256
	ready := make(chan stale, together)
	go func() {
		defer close(ready)
		for _, s := range texts {
			if s.state == clientInSight {
				s.text = wording(s.parts)
			}
			ready <- s
		}
	}()
	return ready
}

// stale is a client whose text is behind.
type stale struct {
	client int64
	state  int
	place  int64
	before string // the text search knows
	parts  []string
	text   string // the new one, empty for a client out of sight
}

func byPlace(x, y stale) int { return cmp.Compare(x.place, y.place) }

// staleTexts reads the first clients, in their order, with all that belongs to
// their texts.
func (t *tx) staleTexts() ([]stale, error) {
	const some = "(SELECT client FROM stale ORDER BY client LIMIT ?)"
	var list []stale
	err := t.each(`
		SELECT c.id, c.state, `+clientPlace+`, coalesce(r.text, ''), c.name, c.full_name, c.inn, c.emails
		FROM client c LEFT JOIN recency r ON r.place = `+clientPlace+`
		WHERE c.id IN `+some+` ORDER BY c.id`, args{staleMost}, func(scan func(...any) error) error {
		s := stale{parts: make([]string, 4, 8)}
		err := scan(&s.client, &s.state, &s.place, &s.before, &s.parts[0], &s.parts[1], &s.parts[2], &s.parts[3])
		list = append(list, s)
		return err
	})
	for _, query := range []string{
		"SELECT client, name, full_name, inn, emails FROM counterparty WHERE deleted = 0 AND client IN " + some + " ORDER BY client, id",
		"SELECT client, name, '', '', emails FROM contact WHERE deleted = 0 AND client IN " + some + " ORDER BY client, id",
	} {
		if err != nil {
			return nil, err
		}
		at := 0
		err = t.each(query, args{staleMost}, func(scan func(...any) error) error {
			var client int64
			var parts [4]string
			if err := scan(&client, &parts[0], &parts[1], &parts[2], &parts[3]); err != nil {
				return err
			}
			for at < len(list) && list[at].client < client {
				at++
			}
			if at < len(list) && list[at].client == client {
				list[at].parts = append(list[at].parts, parts[:]...)
			}
			return nil
		})
	}
	return list, err
}

// wording puts a text together, a space before each word; the first part is the
// name. A client without one is still one, found by its number: it gets a text that
// is not empty.
func wording(parts []string) string {
	text := " " + strings.Join(words(parts...), " ")
	if mark := nameMark(crm.PlainName(parts[0])); mark != "" {
		text += " " + mark
	}
	return text
}
