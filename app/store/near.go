package store

import (
	"context"
	"slices"
	"strings"

	"pult/app/crm"
	"pult/app/phone"
)

// nearMost is how many clients a number may remind of. A hundred with more of them
// is a business centre, and then it says nothing.
const nearMost = 3

// endingDigits are those that stay when a city gets another code.
const endingDigits = 7

// Near finds clients whose numbers are almost this one, the likeliest first. Who has
// exactly this number is none of them.
func (c *Cache) Near(ctx context.Context, number phone.Number) (list []crm.Near, err error) {
	if number.Kind() != phone.Public {
		return nil, nil
	}
	err = c.read(ctx, "look for numbers alike", func(t *tx) error {
		list, err = t.near(number)
		return err
	})
	if err != nil {
		return nil, err
	}
	return list, nil
}

func (t *tx) near(number phone.Number) (list []crm.Near, err error) {
	add := func(kind crm.NearKind, where string, values ...any) error {
		found, err := t.nearBy(kind, where, append(values, number.E164))
		if err != nil || len(found) > nearMost {
			return err
		}
		for _, one := range found {
			if !slices.ContainsFunc(list, func(n crm.Near) bool { return n.Client == one.Client }) {
				list = append(list, one)
			}
		}
		return nil
	}
	if first, last, ok := number.Block(); ok {
		if err := add(crm.NearBlock, "p.number BETWEEN ? AND ?", first, last); err != nil {
			return nil, err
		}
	}
	if misread := number.Misread(); len(misread) > 0 {
		values := make([]any, len(misread))
		for i, n := range misread {
			values[i] = n
		}
		if err := add(crm.NearMisread, "p.number IN (?"+strings.Repeat(", ?", len(misread)-1)+")", values...); err != nil {
			return nil, err
		}
	}
	low := tail(number.E164)
	for range tailDigits - endingDigits {
		low /= 10
	}
	high := low + 1
	for range tailDigits - endingDigits {
		low, high = low*10, high*10
	}
	if err := add(crm.NearEnding, "p.tail >= ? AND p.tail < ?", low, high); err != nil {
		return nil, err
	}
	return list[:min(nearMost, len(list))], nil
}

// nearBy finds clients by a condition on their numbers, one more than are wanted at
// most.
func (t *tx) nearBy(kind crm.NearKind, where string, values args) (list []crm.Near, err error) {
	query := `
		SELECT c.ref, c.name, min(p.number) FROM phone p JOIN client c ON c.id = p.client
		WHERE ` + where + ` AND p.number <> ? AND c.state = 1 GROUP BY c.id ORDER BY min(p.number) LIMIT ?`
	err = t.each(query, append(values, nearMost+1), func(scan func(...any) error) error {
		one := crm.Near{Kind: kind}
		if err := scan(into(&one.Client), &one.Name, &one.Number.E164); err != nil {
			return err
		}
		list = append(list, one)
		return nil
	})
	return list, err
}
