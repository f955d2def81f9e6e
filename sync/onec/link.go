package onec

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"pult/app/crm"
	"pult/sync/odata"
)

// link ties a person to a client.
type link struct {
	client   crm.Ref
	position string
	past     bool
}

// readLinks reads who belongs to whom, in the configurations where persons do
// not know it themselves.
func (b *Base) readLinks(ctx context.Context) error {
	b.links = map[crm.Ref][]link{}
	s := b.one("contact_links")
	if s == nil {
		return nil
	}
	_, err := b.client.Rows(ctx, s.set+"/"+s.Function+"()", odata.Query{}, func(row odata.Row) error {
		person, personErr := s.ref(row, "contact")
		client, clientErr := s.ref(row, "client", b.setsOf("clients")...)
		if personErr != nil || clientErr != nil || client.IsZero() {
			return nil //nolint:nilerr // a tie that cannot be read ties nobody
		}
		b.links[person] = append(b.links[person], link{client, s.text(row, "position"), s.bool(row, "invalid")})
		return nil
	})
	if err != nil {
		return fmt.Errorf("read who belongs to whom from 1C: %w", err)
	}
	for person, links := range b.links {
		b.links[person] = present(links)
	}
	return nil
}

// present leaves past ties out where there are others: who has left a client and
// calls may well call about it still. The order makes the same part the same
// contact at every reading.
func present(links []link) []link {
	if slices.ContainsFunc(links, func(l link) bool { return !l.past }) {
		links = slices.DeleteFunc(links, func(l link) bool { return l.past })
	}
	slices.SortFunc(links, func(x, y link) int { return cmp.Compare(x.client.String(), y.client.String()) })
	return links
}
