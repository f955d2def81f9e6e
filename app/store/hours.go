package store

import (
	"context"

	"pult/app/crm"
)

// RecordHours writes what a person has said of the hours of a client.
func (j *Journal) RecordHours(ctx context.Context, h crm.ClientHours) error {
	return j.record(ctx, "record the hours of a client", func(t *tx) error {
		return t.run(`
			INSERT INTO client_hours (client, zone, opens, closes, author, at) VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT (client) DO UPDATE SET zone = excluded.zone, opens = excluded.opens, closes = excluded.closes,
				author = excluded.author, at = excluded.at`,
			h.Client[:], h.Zone, h.Opens, h.Closes, h.Author, h.At.UnixMilli())
	})
}

// Hours reads what was said of the hours of a client; nothing when nobody has said.
func (j *Journal) Hours(ctx context.Context, client crm.Ref) (h crm.ClientHours, err error) {
	err = j.read(ctx, "read the hours of a client", func(t *tx) error {
		return t.each(`SELECT client, zone, coalesce(opens, 0), coalesce(closes, 0), author, at FROM client_hours WHERE client = ?`, args{client[:]},
			func(scan func(...any) error) error {
				return scan(into(&h.Client), &h.Zone, &h.Opens, &h.Closes, &h.Author, timeInto{&h.At})
			})
	})
	return h, err
}
