package store

import (
	"context"
	"strconv"

	"pult/app/crm"
)

// entryQueue are the entries of a list that wait and whose time has come, in the order
// they are drawn: callbacks, those tried before, new ones.
var entryQueue = []string{
	`state = 'callback' AND next <= ?2 ORDER BY next, place`,
	`state = 'retry' AND next IS NULL ORDER BY place`,
	`state = 'retry' AND next <= ?2 ORDER BY next, place`,
	`state = 'new' AND next IS NULL ORDER BY place`,
	`state = 'new' AND next <= ?2 ORDER BY next, place`,
}

// WaitingEntries names those entries of a list whose time has come, in the order they
// are drawn, whoever has them.
func (j *Journal) WaitingEntries(ctx context.Context, list crm.ID, limit int) (ids []crm.ID, err error) {
	err = j.read(ctx, "read entries that wait", func(t *tx) error {
		for _, part := range entryQueue {
			query := `SELECT id FROM list_entry WHERE list = ?1 AND ` + part + ` LIMIT ` + strconv.Itoa(limit-len(ids))
			err := t.each(query, args{list[:], j.now().UnixMilli()}, func(scan func(...any) error) error {
				var id crm.ID
				err := scan(into(&id))
				ids = append(ids, id)
				return err
			})
			if err != nil || len(ids) >= limit {
				return err
			}
		}
		return nil
	})
	return ids, err
}

// EntriesOf reads entries by their ids, in that order.
func (j *Journal) EntriesOf(ctx context.Context, ids []crm.ID) (entries []crm.Entry, err error) {
	err = j.read(ctx, "read entries", func(t *tx) error {
		for _, id := range ids {
			e, err := t.entry(id)
			if err != nil {
				return err
			}
			entries = append(entries, e)
		}
		return nil
	})
	return entries, err
}

// EntriesUnderWay are those a manager has begun to call and given no result, the
// oldest first; of everybody when the name is empty.
func (j *Journal) EntriesUnderWay(ctx context.Context, list crm.ID, manager string) (entries []crm.Entry, err error) {
	err = j.read(ctx, "read entries under way", func(t *tx) error {
		entries, err = t.entries(`list = ?1 AND state IN ('dialing', 'talking', 'wrapup') AND (?2 = '' OR holder = ?2) ORDER BY last, place`,
			list[:], manager)
		return err
	})
	return entries, err
}
