package store

import (
	"context"
	"time"

	"pult/app/crm"
)

// Unanswered reads lines of letters that clients wrote since a moment and nobody has
// answered: neither in a mailbox, nor by a later letter or talk with the client. Of
// each client the last one, the oldest first. What a program wrote wants no answer.
func (j *Journal) Unanswered(ctx context.Context, since time.Time) (list []crm.Interaction, err error) {
	const query = selectInteraction + `
		JOIN letter_client k ON k.line = i.id JOIN letter l ON l.id = k.letter
		WHERE i.kind = 'mail' AND i.direction = ?1 AND i.at >= ?2 AND i.client IS NOT NULL
			AND l.answered IS NULL AND l.private = 0 AND l.spoilt = 0
			AND coalesce(json_extract(l.data, '$.automatic'), 0) = 0 AND coalesce(json_extract(l.data, '$.bulk'), 0) = 0
			AND NOT EXISTS (
				SELECT 1 FROM interaction o WHERE o.client = i.client AND o.at > i.at
					AND (o.kind = 'mail' OR o.kind = 'call' AND o.outcome = 'answered'))
		ORDER BY i.at, i.id`
	err = j.read(ctx, "read letters without an answer", func(t *tx) error {
		list, err = t.interactions(query, args{string(crm.Incoming), since.UnixMilli()})
		return err
	})
	return list, err
}
