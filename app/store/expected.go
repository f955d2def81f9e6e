package store

import (
	"context"

	"pult/app/crm"
)

// Expected are the clients who wait in a list that is open: they will be called
// whatever other lists are made.
func (j *Journal) Expected(ctx context.Context) (map[crm.Ref]bool, error) {
	const query = `
		SELECT DISTINCT e.client FROM list_entry e JOIN call_list l ON l.id = e.list
		WHERE l.closed IS NULL AND e.client IS NOT NULL AND e.state IN ('new', 'retry', 'callback', 'dialing', 'talking', 'wrapup')`
	clients := map[crm.Ref]bool{}
	err := j.read(ctx, "read who waits to be called", func(t *tx) error {
		return t.each(query, nil, func(scan func(...any) error) error {
			var client crm.Ref
			err := scan(into(&client))
			clients[client] = true
			return err
		})
	})
	return clients, err
}
