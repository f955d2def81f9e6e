package store

import (
	"context"
	"slices"
	"strings"

	"pult/app/crm"
	"pult/app/phone"
)

// Bounds of the search for clients that a new one may be.
const (
	alikeLimit   = 10
	alikeLetters = 3    // of a word that candidates must begin with
	alikeMost    = 1000 // candidates compared; a hint must not make one wait
)

// Alike finds clients that one being typed may be: by tax number, by telephone,
// by a name that differs in a letter or in the legal form. Fields may be empty.
func (c *Cache) Alike(ctx context.Context, name, inn, number string) (list []crm.LookAlike, err error) {
	err = c.read(ctx, "look for clients alike", func(t *tx) error {
		list, err = c.alike(t, crm.NameKey(name), crm.CleanINN(inn), c.plan.ParseAll(number))
		return err
	})
	if err != nil {
		return nil, err
	}
	return list[:min(alikeLimit, len(list))], nil
}

func (c *Cache) alike(t *tx, key, inn string, numbers []phone.Number) (list []crm.LookAlike, err error) {
	add := func(by crm.FlawKind, where string, fits func(crm.Identity) bool, values ...any) error {
		found, _, err := t.identities(where, values...)
		for _, one := range found {
			known := slices.ContainsFunc(list, func(a crm.LookAlike) bool { return a.Client == one.Ref })
			if known || fits != nil && !fits(one) {
				continue
			}
			like := crm.LookAlike{Client: one.Ref, Name: one.Name, By: by}
			if len(one.Papers) > 0 {
				like.INN = one.Papers[0].INN
			}
			list = append(list, like)
		}
		return err
	}
	if len(inn) == 10 || len(inn) == 12 {
		has := func(one crm.Identity) bool {
			return slices.ContainsFunc(one.Papers, func(p crm.Paper) bool { return p.INN == inn })
		}
		if err := add(crm.SharedINN, "c.id IN (SELECT "+wordClient+" FROM word WHERE word MATCH ? LIMIT 100)", has, `"`+inn+`"`); err != nil {
			return nil, err
		}
	}
	for _, n := range numbers {
		if n.Kind() != phone.Public {
			continue
		}
		if err := add(crm.SharedPhone, "c.id IN (SELECT client FROM phone WHERE number = ? LIMIT 100)", nil, n.E164); err != nil {
			return nil, err
		}
	}
	same := func(one crm.Identity) bool { return !crm.OtherFirms(one.Papers, []crm.Paper{{INN: inn}}) }
	for _, begin := range beginnings(key) {
		ids, err := t.namedAlike(begin, key)
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			if err := add(crm.NamesAlike, "c.id = ?", same, id); err != nil {
				return nil, err
			}
		}
	}
	return list, nil
}

// namedAlike finds clients whose name is the same but for a mistake.
func (t *tx) namedAlike(match, key string) (ids []int64, err error) {
	const query = `SELECT id, name FROM client WHERE state = 1 AND id IN (SELECT ` + wordClient + ` FROM word WHERE word MATCH ? LIMIT ?)`
	err = t.each(query, args{match, alikeMost}, func(scan func(...any) error) error {
		var id int64
		var name string
		if err := scan(&id, &name); err != nil {
			return err
		}
		if crm.Alike(crm.NameKey(name), key) {
			ids = append(ids, id)
		}
		return nil
	})
	return ids[:min(alikeLimit, len(ids))], err
}

// beginnings ask for any word that begins like one of the name. A name of one word
// may be mistyped near its beginning: then its first letter alone is trusted.
func beginnings(key string) []string {
	words := strings.Fields(key)
	if len(words) == 0 {
		return nil
	}
	begin := func(letters int) string {
		var parts []string
		for _, word := range words {
			runes := []rune(word)
			parts = append(parts, `"`+string(runes[:min(letters, len(runes))])+`"*`)
		}
		return strings.Join(parts, " OR ")
	}
	if len(words) > 1 {
		return []string{begin(alikeLetters)}
	}
	return []string{begin(alikeLetters), begin(1)}
}
