package store

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"
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

func (a *applier) noteStale() error {
	for _, id := range slices.Sorted(maps.Keys(a.texts)) {
		if err := a.run("INSERT OR IGNORE INTO stale (client) VALUES (?)", id); err != nil {
			return err
		}
	}
	return nil
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
		n := 0
		err := c.load(ctx, "bring search up to date", func(t *tx) (err error) {
			n, err = t.settle()
			return err
		})
		if err != nil || n < staleMost {
			return err
		}
	}
}

// settle makes some texts and tells how many.
func (t *tx) settle() (int, error) {
	texts, err := t.staleTexts()
	if err != nil || len(texts) == 0 {
		return 0, err
	}
	for _, s := range texts {
		text := ""
		if s.state == clientInSight {
			text = wording(s.parts)
		}
		if err := t.saveText(s.client, s.talked, s.before, text); err != nil {
			return 0, err
		}
	}
	return len(texts), t.run("DELETE FROM stale WHERE client <= ?", texts[len(texts)-1].client)
}

// stale is a client whose text is behind.
type stale struct {
	client int64
	state  int
	talked int64
	before string // the text search knows
	parts  []string
}

// staleTexts reads the first clients, in their order, with all that belongs to
// their texts.
func (t *tx) staleTexts() ([]stale, error) {
	const some = "(SELECT client FROM stale ORDER BY client LIMIT ?)"
	var list []stale
	err := t.each(`
		SELECT c.id, c.state, c.talked, coalesce(r.text, ''), c.name, c.full_name, c.inn, c.emails
		FROM client c LEFT JOIN recency r ON r.at = -c.talked AND r.client = c.id
		WHERE c.id IN `+some+` ORDER BY c.id`, args{staleMost}, func(scan func(...any) error) error {
		s := stale{parts: make([]string, 4, 8)}
		err := scan(&s.client, &s.state, &s.talked, &s.before, &s.parts[0], &s.parts[1], &s.parts[2], &s.parts[3])
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

// wording puts a text together, a space before each word. A client without a name
// is still one, found by its number: it gets a text that is not empty.
func wording(parts []string) string { return " " + strings.Join(words(parts...), " ") }
