package store

import (
	"cmp"
	"slices"

	"pult/app/crm"
	"pult/app/phone"
)

// Whose a number is.
const (
	ofClient       = 0
	ofCounterparty = 1
	ofContact      = 2
)

// phoneOwner is the card a number stands in and the client it leads to.
type phoneOwner struct {
	client int64
	kind   int
	id     int64 // of the client, the counterparty or the person
}

// phoneRow is a row of the index of numbers, whole or short.
type phoneRow struct {
	number int64
	short  string
	owner  phoneOwner
}

// reindex takes the numbers of a card out of the index and puts in the present
// ones. Both are in the form of encodePhones; nothing is written yet, for
// numbers go in sorted and once a batch.
func (a *applier) reindex(was phoneOwner, before string, is phoneOwner, after string) error {
	if was == is && before == after {
		return nil
	}
	if err := a.mark(was, before, false); err != nil {
		return err
	}
	return a.mark(is, after, true)
}

func (a *applier) mark(owner phoneOwner, encoded string, present bool) error {
	if owner.client == 0 {
		return nil
	}
	phones, err := decodePhones(encoded)
	if err == nil {
		a.markAll(owner, phones, present)
	}
	return err
}

func (a *applier) markAll(owner phoneOwner, phones []crm.Phone, present bool) {
	for _, p := range phones {
		switch p.Number.Kind() {
		case phone.Public:
			a.numbers[phoneRow{number: p.Number.E164, owner: owner}] = present
		case phone.Internal:
			a.numbers[phoneRow{short: p.Number.Short, owner: owner}] = present
		}
	}
}

// index puts in the numbers of a card that is new.
func (a *applier) index(owner phoneOwner, phones []crm.Phone) {
	if owner.client != 0 {
		a.markAll(owner, phones, true)
	}
}

// saveNumbers writes the collected rows in the order of the index.
func (a *applier) saveNumbers() error {
	rows := make([]phoneRow, 0, len(a.numbers))
	for row := range a.numbers {
		rows = append(rows, row)
	}
	slices.SortFunc(rows, func(x, y phoneRow) int {
		return cmp.Or(cmp.Compare(x.number, y.number), cmp.Compare(x.short, y.short),
			cmp.Compare(x.owner.client, y.owner.client))
	})
	for _, row := range rows {
		if err := a.saveNumber(row, a.numbers[row]); err != nil {
			return err
		}
	}
	return nil
}

func (a *applier) saveNumber(r phoneRow, present bool) error {
	o := r.owner
	switch {
	case r.number != 0 && present:
		return a.run("INSERT OR IGNORE INTO phone (number, client, kind, owner, tail) VALUES (?, ?, ?, ?, ?)",
			r.number, o.client, o.kind, o.id, tail(r.number))
	case r.number != 0:
		return a.run("DELETE FROM phone WHERE number = ? AND client = ? AND kind = ? AND owner = ?",
			r.number, o.client, o.kind, o.id)
	case present:
		return a.run("INSERT OR IGNORE INTO short_phone (number, client, kind, owner) VALUES (?, ?, ?, ?)",
			r.short, o.client, o.kind, o.id)
	default:
		return a.run("DELETE FROM short_phone WHERE number = ? AND client = ? AND kind = ? AND owner = ?",
			r.short, o.client, o.kind, o.id)
	}
}

// tailDigits is how many last digits of a number can be searched for.
const tailDigits = 10

// tail reverses the last digits of a number into a number of fixed width, so
// that zeros at its end do not vanish.
func tail(number int64) int64 {
	var reversed int64
	for range tailDigits {
		reversed = reversed*10 + number%10
		number /= 10
	}
	return reversed
}
