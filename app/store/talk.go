package store

import (
	"context"
	"time"

	"pult/app/crm"
	"pult/app/phone"
)

// Talks are talks that we began with a client or a number since a moment, the newest
// first. A machine and a stranger are no talk with the client.
func (j *Journal) Talks(ctx context.Context, client crm.Ref, number phone.Number, since time.Time) (talks []crm.Talk, err error) {
	const talked = ` AND i.at >= ? AND i.kind = 'call' AND i.direction = 'out' AND (i.outcome IN ('answered', 'transferred') OR i.seconds > 0)
		AND i.result NOT IN ('voicemail', 'wrong_number')`
	seen := map[crm.ID]bool{}
	err = j.read(ctx, "read talks", func(t *tx) error {
		take := func(where string, value any) error {
			lines, err := t.interactions(selectInteraction+where+talked+` ORDER BY i.at DESC, i.id DESC`, args{value, since.UnixMilli()})
			for _, l := range lines {
				if !seen[l.ID] {
					talks = append(talks, crm.Talk{At: l.At, Who: l.Author})
				}
				seen[l.ID] = true
			}
			return err
		}
		if !client.IsZero() {
			if err := take(` WHERE i.client = ?`, client[:]); err != nil {
				return err
			}
		}
		if number.E164 == 0 {
			return nil
		}
		return take(` WHERE i.e164 = ?`, number.E164)
	})
	return talks, err
}
