package store

import (
	"context"
	"encoding/json"

	"pult/app/crm"
)

const (
	entryColumns = `id, list, client, name, numbers, phone, portion, place, why, state, cause, attempts, faults, heard, before, last, next,
		owner, result, reason, call, holder, token, until`
	selectEntry = `SELECT ` + entryColumns + ` FROM list_entry`
)

// addEntry puts an entry into its list; one that is there stays as it is.
func (t *tx) addEntry(e crm.Entry) error {
	return t.writeEntry(e, `ON CONFLICT DO NOTHING`)
}

// saveEntry writes all of an entry but whose list and client it is.
func (t *tx) saveEntry(e crm.Entry) error {
	return t.writeEntry(e, `
		ON CONFLICT (id) DO UPDATE SET name = excluded.name, numbers = excluded.numbers, phone = excluded.phone,
			portion = excluded.portion, place = excluded.place, why = excluded.why, state = excluded.state, cause = excluded.cause,
			attempts = excluded.attempts, faults = excluded.faults, heard = excluded.heard, before = excluded.before, last = excluded.last, next = excluded.next, owner = excluded.owner,
			result = excluded.result, reason = excluded.reason, call = excluded.call, holder = excluded.holder,
			token = excluded.token, until = excluded.until`)
}

func (t *tx) writeEntry(e crm.Entry, conflict string) error {
	numbers, err := json.Marshal(e.Numbers)
	if err != nil {
		return err
	}
	why, err := json.Marshal(e.Why)
	if err != nil {
		return err
	}
	return t.run(`
		INSERT INTO list_entry (`+entryColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) `+conflict,
		e.ID[:], e.List[:], blob(e.Client), e.Name, string(numbers), e.Phone, e.Portion, e.Place, string(why), string(e.State), e.Cause,
		e.Attempts, e.Faults, string(e.Heard), string(e.Before), millis(e.Last), millis(e.Next), e.Owner, string(e.Result), e.Reason, blob(e.Call),
		e.Lease.Manager, blob(e.Lease.Token), millis(e.Lease.Until))
}

// Entry reads one entry; crm.ErrNotFound when there is none.
func (j *Journal) Entry(ctx context.Context, id crm.ID) (entry crm.Entry, err error) {
	err = j.read(ctx, "read an entry", func(t *tx) error {
		entry, err = t.entry(id)
		return err
	})
	return entry, err
}

func (t *tx) entry(id crm.ID) (crm.Entry, error) {
	return scanEntry(func(places ...any) error { return t.row(selectEntry+` WHERE id = ?`, args{id[:]}, places...) })
}

// Entries reads the entries of a list in its order, from a place on.
func (j *Journal) Entries(ctx context.Context, list crm.ID, from, limit int) (entries []crm.Entry, err error) {
	err = j.read(ctx, "read entries", func(t *tx) error {
		entries, err = t.entries(`list = ? AND place >= ? ORDER BY place LIMIT ?`, list[:], from, limit)
		return err
	})
	return entries, err
}

// EntriesInView reads so many entries as people look through them, behind the first
// ones: those under way, those that wait in their order, those that are done, the latest
// first, and those nobody calls.
func (j *Journal) EntriesInView(ctx context.Context, list crm.ID, from, limit int) (entries []crm.Entry, err error) {
	err = j.read(ctx, "look through entries", func(t *tx) error {
		entries = nil
		skip := from
		for _, part := range inView {
			if len(entries) == limit {
				return nil
			}
			if skip > 0 {
				n := 0
				if err := t.row(`SELECT count(*) FROM list_entry WHERE list = ? AND `+part.is, args{list[:]}, &n); err != nil {
					return err
				}
				if skip >= n {
					skip -= n
					continue
				}
			}
			page, err := t.entries(`list = ? AND `+part.found+` ORDER BY `+part.order+` LIMIT ? OFFSET ?`, list[:], limit-len(entries), skip)
			if err != nil {
				return err
			}
			entries, skip = append(entries, page...), 0
		}
		return nil
	})
	return entries, err
}

// inView are the parts of a list as people look through it. A plus keeps an index out:
// those that wait, mostly the many, are read in their order, the others found by their
// states.
var inView = []struct{ is, found, order string }{
	{underWay, underWay, `+place`},
	{waits, `+` + waits, `place`},
	{`state = 'done'`, `state = 'done'`, `last DESC, place`},
	{callsNobody, callsNobody, `+place`},
}

const (
	underWay    = `state IN ('dialing', 'talking', 'wrapup')`
	waits       = `state IN ('new', 'retry', 'callback')`
	callsNobody = `state NOT IN ('dialing', 'talking', 'wrapup', 'new', 'retry', 'callback', 'done')`
)

func (t *tx) entries(where string, values ...any) (list []crm.Entry, err error) {
	err = t.each(selectEntry+` WHERE `+where, values, func(scan func(...any) error) error {
		entry, err := scanEntry(scan)
		list = append(list, entry)
		return err
	})
	return list, err
}

func scanEntry(scan func(...any) error) (e crm.Entry, err error) {
	var numbers, why string
	err = scan(into(&e.ID), into(&e.List), into(&e.Client), &e.Name, &numbers, &e.Phone, &e.Portion, &e.Place, &why, &e.State, &e.Cause,
		&e.Attempts, &e.Faults, &e.Heard, &e.Before, timeInto{&e.Last}, timeInto{&e.Next}, &e.Owner, &e.Result, &e.Reason, into(&e.Call),
		&e.Lease.Manager, into(&e.Lease.Token), timeInto{&e.Lease.Until})
	if err == nil {
		err = json.Unmarshal([]byte(numbers), &e.Numbers)
	}
	if err == nil {
		err = json.Unmarshal([]byte(why), &e.Why)
	}
	return e, err
}
