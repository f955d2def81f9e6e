package store

import (
	"context"
	"strings"

	"pult/app/crm"
)

// Names gives the working names of clients; unknown ones are left out. Clients
// marked for deletion keep theirs: old lines of history name them.
func (c *Cache) Names(ctx context.Context, clients []crm.Ref) (map[crm.Ref]string, error) {
	names := make(map[crm.Ref]string, len(clients))
	if len(clients) == 0 {
		return names, nil
	}
	query := "SELECT ref, name FROM client WHERE ref IN (?" + strings.Repeat(", ?", len(clients)-1) + ")"
	values := make(args, len(clients))
	for i := range clients {
		values[i] = clients[i][:]
	}
	err := c.read(ctx, "read names of clients", func(t *tx) error {
		return t.each(query, values, func(scan func(...any) error) error {
			var ref crm.Ref
			var name string
			err := scan(into(&ref), &name)
			names[ref] = name
			return err
		})
	})
	return names, err
}
