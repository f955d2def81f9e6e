package store

import (
	"pult/app/crm"
)

// A kind that has never been read to its end is put in without first looking for
// each row: nearly all are new, and for one that is not the database says so.

// fresh tells such a kind.
func (t *tx) fresh(kind string) (bool, error) {
	if kind == "" {
		return false, nil
	}
	var read bool
	err := t.row("SELECT EXISTS (SELECT 1 FROM checkpoint WHERE kind = ? AND full_at IS NOT NULL)", args{kind}, &read)
	return !read, err
}

// add puts in a row by a plain query, and tells when it is here already. Nothing
// is returned by the query: SQLite would make a table for that, for each row.
func (a *applier) add(query string, values ...any) (isNew bool, err error) {
	switch err = a.run(query, values...); {
	case isTaken(err):
		return false, nil
	case err == nil:
		a.changed++
	}
	return err == nil, err
}

// nextID is the id the next row of a table gets. Nobody else puts rows in while
// this transaction lasts.
func (a *applier) nextID(table string) (int64, error) {
	last, known := a.last[table]
	if !known {
		if err := a.row("SELECT coalesce(max(id), 0) FROM "+table, nil, &last); err != nil {
			return 0, err
		}
		a.last[table] = last
	}
	return last + 1, nil
}

// addOwn is add for a table with ids; 0 is the id of a row that is here already.
// The id goes before the other values.
func (a *applier) addOwn(table, query string, values args) (int64, error) {
	id, err := a.nextID(table)
	if err != nil {
		return 0, err
	}
	isNew, err := a.add(query, append(args{id}, values...)...)
	if err != nil || !isNew {
		return 0, err
	}
	a.last[table] = id
	return id, nil
}

// joined is moved for a new row.
func (a *applier) joined(owner phoneOwner, deleted bool, phones []crm.Phone) {
	a.retext(owner.client)
	if !deleted {
		a.index(owner, phones)
	}
}

// ids are local ids of clients. Documents ask for hundreds of thousands while
// kinds are read for the first time; later rounds ask for few. Ids are never
// given anew, so only those of a transaction that failed are wrong. Cache.loading
// guards them.
type ids struct{ of map[crm.Ref]int64 }

// mostIDs bounds the memory: about 10 MB.
const mostIDs = 200_000

func (k *ids) clients(fresh bool) map[crm.Ref]int64 {
	if !fresh || len(k.of) > mostIDs {
		k.of = nil
	}
	if k.of == nil {
		k.of = map[crm.Ref]int64{}
	}
	return k.of
}

func (k *ids) forget() { k.of = nil }
