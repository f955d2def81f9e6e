package store

import (
	"context"
	"errors"
	"strings"

	"pult/app/crm"
)

// EmailHolders finds whose addresses these are, in the form of crm.Address.Key. The
// words of search find who may have one; only the address itself decides.
func (c *Cache) EmailHolders(ctx context.Context, emails []string) (map[string][]crm.EmailHolder, error) {
	found := make(map[string][]crm.EmailHolder)
	err := c.read(ctx, "find holders of addresses", func(t *tx) error {
		for _, email := range emails {
			err := t.addressed(email, func(holder crm.EmailHolder, key string) bool {
				if key == email {
					found[email] = append(found[email], holder)
				}
				return true
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	return found, err
}

// DomainClients finds clients that have an address of a domain, two of each: more say
// no more.
func (c *Cache) DomainClients(ctx context.Context, domains []string) (map[string][]crm.Ref, error) {
	found := make(map[string][]crm.Ref)
	err := c.read(ctx, "find clients of domains", func(t *tx) error {
		for _, domain := range domains {
			err := t.addressed(domain, func(holder crm.EmailHolder, key string) bool {
				list := found[domain]
				if strings.HasSuffix(key, "@"+domain) && (len(list) == 0 || list[0] != holder.Client) {
					found[domain] = append(list, holder.Client)
				}
				return len(found[domain]) < 2
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	return found, err
}

// errEnough ends a walk over addresses.
var errEnough = errors.New("enough")

// addressed walks over the addresses of clients in sight that have all words of a
// text in one of them, until each says that it has seen enough.
func (t *tx) addressed(text string, each func(crm.EmailHolder, string) bool) error {
	asked := words(text)
	if len(asked) == 0 {
		return nil
	}
	const query = `
		WITH hit AS (SELECT ` + wordClient + ` AS id FROM word WHERE word MATCH ?1),
			seen AS (SELECT c.id, c.ref, c.emails FROM hit JOIN client c ON c.id = hit.id WHERE c.state = ?2)
		SELECT ref, NULL, emails FROM seen
		UNION ALL
		SELECT s.ref, NULL, p.emails FROM seen s JOIN counterparty p ON p.client = s.id AND p.deleted = 0
		UNION ALL
		SELECT s.ref, p.ref, p.emails FROM seen s JOIN contact p ON p.client = s.id AND p.deleted = 0`
	match := `"` + strings.Join(asked, `" "`) + `"`
	err := t.each(query, args{match, clientInSight}, func(scan func(...any) error) error {
		var holder crm.EmailHolder
		var emails string
		if err := scan(into(&holder.Client), into(&holder.Contact), &emails); err != nil {
			return err
		}
		list, err := decodeList(emails)
		if err != nil {
			return err
		}
		for _, e := range list {
			if key := crm.CleanEmail(e); key != "" && !each(holder, key) {
				return errEnough
			}
		}
		return nil
	})
	if errors.Is(err, errEnough) {
		return nil
	}
	return err
}
