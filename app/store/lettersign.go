package store

import (
	"context"
	"encoding/json"
	"fmt"

	"pult/app/crm"
)

// LetterSigns reads what lines of history show of their letters. Lines that are about
// no letter of ours are left out.
func (j *Journal) LetterSigns(ctx context.Context, lines []crm.ID) (map[crm.ID]crm.LetterSign, error) {
	const query = `
		SELECT l.data, i.direction <> ?2, l.answered IS NOT NULL, l.spoilt,
			i.direction = ?2 AND l.answered IS NULL
			AND coalesce(json_extract(l.data, '$.automatic'), 0) = 0 AND coalesce(json_extract(l.data, '$.bulk'), 0) = 0
			AND NOT EXISTS (
				SELECT 1 FROM interaction o WHERE o.client = i.client AND o.at > i.at
					AND (o.kind = 'mail' OR o.kind = 'call' AND o.outcome = 'answered'))
		FROM letter_client k JOIN letter l ON l.id = k.letter JOIN interaction i ON i.id = k.line
		WHERE k.line = ?1`
	signs := make(map[crm.ID]crm.LetterSign, len(lines))
	err := j.read(ctx, "read the signs of letters", func(t *tx) error {
		for _, line := range lines {
			err := t.each(query, args{line[:], string(crm.Incoming)}, func(scan func(...any) error) error {
				var s crm.LetterSign
				var data string
				if err := scan(&data, &s.Outgoing, &s.Answered, &s.Spoilt, &s.Waits); err != nil {
					return err
				}
				var d letterData
				if err := json.Unmarshal([]byte(data), &d); err != nil {
					return fmt.Errorf("letter of line %s: %w: %w", line, crm.ErrGarbled, err)
				}
				s.From, s.Files = d.From, len(d.Attachments)
				if len(d.To) > 0 {
					s.To = d.To[0]
				}
				signs[line] = s
				return nil
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	return signs, err
}
