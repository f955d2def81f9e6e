package store

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"pult/app/crm"
)

// RecordList writes a list and its entries: all or nothing. To record a list again
// changes it; entries that are there stay as they are, so a newcomer is added and
// nobody is called twice.
func (j *Journal) RecordList(ctx context.Context, list crm.CallList, entries []crm.Entry) error {
	if list.ID.IsZero() || list.Name == "" || list.Made.IsZero() {
		return fail("record a list", fmt.Errorf("a list without an id, a name or a time: %w", crm.ErrInvalid))
	}
	return j.record(ctx, "record a list", func(t *tx) error {
		if err := t.saveList(list); err != nil {
			return err
		}
		// Ids are digests: in the order of their index each page is written once.
		byID := slices.SortedStableFunc(slices.Values(entries), func(a, b crm.Entry) int { return bytes.Compare(a.ID[:], b.ID[:]) })
		for _, e := range byID {
			if e.List != list.ID {
				return fmt.Errorf("an entry of another list: %w", crm.ErrInvalid)
			}
			if err := t.addEntry(e); err != nil {
				return err
			}
		}
		return nil
	})
}

func (t *tx) saveList(l crm.CallList) error {
	choice, err := json.Marshal(l.Choice)
	if err != nil {
		return err
	}
	script, err := json.Marshal(l.Script)
	if err != nil {
		return err
	}
	paused, err := json.Marshal(l.Paused)
	if err != nil {
		return err
	}
	return t.run(`
		INSERT INTO call_list (id, name, purpose, live, choice, script, file, author, made, closed, paused)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET name = excluded.name, purpose = excluded.purpose, live = excluded.live, choice = excluded.choice,
			script = excluded.script, closed = excluded.closed, paused = excluded.paused`,
		l.ID[:], l.Name, string(l.Purpose), l.Live, string(choice), string(script), l.File, l.Author, l.Made.UnixMilli(),
		millis(l.Closed), string(paused))
}

const selectList = `SELECT id, name, purpose, live, choice, script, file, author, made, closed, paused FROM call_list`

// CallList reads one list; crm.ErrNotFound when there is none.
func (j *Journal) CallList(ctx context.Context, id crm.ID) (list crm.CallList, err error) {
	err = j.read(ctx, "read a list", func(t *tx) error {
		list, err = t.callList(id)
		return err
	})
	return list, err
}

func (t *tx) callList(id crm.ID) (crm.CallList, error) {
	return scanList(func(places ...any) error { return t.row(selectList+` WHERE id = ?`, args{id[:]}, places...) })
}

// CallLists reads all lists, the newest first.
func (j *Journal) CallLists(ctx context.Context) (lists []crm.CallList, err error) {
	err = j.read(ctx, "read lists", func(t *tx) error {
		return t.each(selectList+` ORDER BY made DESC, id DESC`, nil, func(scan func(...any) error) error {
			list, err := scanList(scan)
			lists = append(lists, list)
			return err
		})
	})
	return lists, err
}

func scanList(scan func(...any) error) (l crm.CallList, err error) {
	var choice, script, paused string
	err = scan(into(&l.ID), &l.Name, &l.Purpose, &l.Live, &choice, &script, &l.File, &l.Author, timeInto{&l.Made},
		timeInto{&l.Closed}, &paused)
	for _, part := range []struct {
		text string
		into any
	}{{choice, &l.Choice}, {script, &l.Script}, {paused, &l.Paused}} {
		if err == nil {
			err = json.Unmarshal([]byte(part.text), part.into)
		}
	}
	return l, err
}
