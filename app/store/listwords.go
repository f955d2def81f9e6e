package store

import (
	"context"

	"pult/app/crm"
	"pult/app/phone"
)

// Words reads what all clients and all numbers have said last of being called. They
// are few beside the clients of a list.
func (j *Journal) Words(ctx context.Context) (crm.Words, error) {
	const query = selectInteraction + `
		WHERE i.kind IN ('ban', 'consent', 'complaint') OR i.result = 'complaint'
		ORDER BY +i.at, i.id` // the plus keeps it to the index of statements
	words := crm.Words{Clients: map[crm.Ref]crm.Standing{}, Numbers: map[int64]crm.Statement{}}
	err := j.read(ctx, "read who is not to be called", func(t *tx) error {
		lines, err := t.interactions(query, nil)
		for _, i := range lines {
			if i.Kind == crm.BanKind && i.Number.Kind() == phone.Public {
				words.Numbers[i.Number.E164] = crm.Statement{Value: i.Result, Since: i.At, Author: i.Author, Text: i.Text}
			}
			if !i.Client.IsZero() {
				standing := words.Clients[i.Client]
				standing.Take(i)
				words.Clients[i.Client] = standing
			}
		}
		return err
	})
	return words, err
}
