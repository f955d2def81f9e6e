package store

import (
	"database/sql"
	"errors"

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

// add puts in a row by a query that returns its id, or nothing when it is here
// already; the id is 0 then.
func (a *applier) add(query string, values ...any) (id int64, err error) {
	err = a.row(query, values, &id)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	if err == nil {
		a.changed++
	}
	return id, err
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
