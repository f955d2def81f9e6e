package store

import (
	"cmp"
	"slices"
	"time"

	"pult/app/crm"
)

// salesDays is the year that sales are looked at for.
const salesDays = 365

// filtered leaves those whom the filter of the choice lets through. Of everybody only
// what the filter asks for is read, once for all clients.
func (q *asking) filtered(t *tx, list []picked) ([]picked, error) {
	asked := map[crm.FilterField][]string{}
	for _, test := range q.choice.Filter.Tests() {
		asked[test.Field] = append(asked[test.Field], test.Values...)
	}
	if len(asked) == 0 {
		return list, nil
	}
	profiles := make(map[int64]*crm.Profile, len(list))
	for _, p := range list {
		profiles[p.id] = &crm.Profile{Manager: p.Manager}
	}
	for field, values := range asked {
		if read := fieldReaders[field]; read != nil {
			if err := read(q, t, values, profiles); err != nil {
				return nil, err
			}
		}
	}
	return slices.DeleteFunc(list, func(p picked) bool { return !q.choice.Filter.Lets(*profiles[p.id]) }), nil
}

// profiles are clients by local id; others are passed over.
type profiles = map[int64]*crm.Profile

// fieldReaders fill in what a field of a filter asks for.
var fieldReaders = map[crm.FilterField]func(*asking, *tx, []string, profiles) error{
	crm.FilterSegment:  (*asking).readProperties,
	crm.FilterRegion:   (*asking).readRegions,
	crm.FilterPrices:   (*asking).readPrices,
	crm.FilterABC:      (*asking).readABC,
	crm.FilterXYZ:      (*asking).readXYZ,
	crm.FilterBought:   (*asking).readBought,
	crm.FilterReady:    (*asking).readReady,
	crm.FilterOverdue:  (*asking).readOverdue,
	crm.FilterSales:    (*asking).readSales,
	crm.FilterImported: (*asking).readImported,
}

func (q *asking) readProperties(t *tx, _ []string, all profiles) error {
	return t.each(`SELECT id, more FROM client WHERE state = 1 AND more <> ''`, nil, func(scan func(...any) error) error {
		var id int64
		var more string
		err := scan(&id, &more)
		if p := all[id]; p != nil && err == nil {
			p.Properties, err = decodeProperties(more)
		}
		return err
	})
}

// blockOf is how many numbers are told the place of at once: codes are shorter.
const blockOf = 10_000

// readRegions tells where numbers are from. Neighbours are from the same place, so
// each is looked up once for ten thousand.
func (q *asking) readRegions(t *tx, _ []string, all profiles) error {
	if q.Places == nil {
		return crm.Reason{Code: "choice_regions"}
	}
	known := map[int64][]string{}
	return t.each(`SELECT number, client FROM phone`, nil, func(scan func(...any) error) error {
		var number, client int64
		err := scan(&number, &client)
		p := all[client]
		if p == nil || err != nil {
			return err
		}
		places, met := known[number/blockOf]
		if !met {
			places = q.Places(number)
			known[number/blockOf] = places
		}
		p.Regions = append(p.Regions, places...)
		return nil
	})
}

func (q *asking) readPrices(t *tx, _ []string, all profiles) error {
	const query = `
		SELECT c.id, y.name FROM client c JOIN price_type y ON y.ref = coalesce(
			(SELECT m.type FROM terms m WHERE m.client = c.id AND m.deleted = 0 AND m.type IS NOT NULL ORDER BY m.ref LIMIT 1), c.prices)
		WHERE c.state = 1`
	return t.each(query, nil, func(scan func(...any) error) error {
		var id int64
		var name string
		err := scan(&id, &name)
		if p := all[id]; p != nil {
			p.Prices = name
		}
		return err
	})
}

// sales sums what each client in sight bought from a moment on, and to another when
// it is there.
func (t *tx) sales(from, until time.Time) (map[int64]crm.Money, error) {
	sums := map[int64]crm.Money{}
	const query = `
		SELECT d.client, sum(d.amount) FROM document d
		WHERE d.kind = 2 AND d.deleted = 0 AND d.at >= ?1 AND (?2 IS NULL OR d.at < ?2) GROUP BY d.client`
	err := t.each(query, args{from.UnixMilli(), millis(until)}, func(scan func(...any) error) error {
		var client int64
		var sum crm.Money
		err := scan(&client, &sum)
		sums[client] = sum
		return err
	})
	return sums, err
}

func (q *asking) readSales(t *tx, _ []string, all profiles) error {
	sums, err := t.sales(q.midnight(-salesDays), time.Time{})
	for id, p := range all {
		p.Sales = sums[id]
	}
	return err
}

// readABC sorts the sales of the whole firm into classes, whoever is asked about.
func (q *asking) readABC(t *tx, _ []string, all profiles) error {
	sums, err := t.sales(q.midnight(-salesDays), time.Time{})
	if err != nil {
		return err
	}
	ids := make([]int64, 0, len(sums))
	for id := range sums {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b int64) int { return cmp.Or(-cmp.Compare(sums[a], sums[b]), cmp.Compare(a, b)) })
	amounts := make([]crm.Money, len(ids))
	for i, id := range ids {
		amounts[i] = sums[id]
	}
	for i, class := range crm.ABC(amounts) {
		if p := all[ids[i]]; p != nil {
			p.ABC = class
		}
	}
	return nil
}

// evenMonths are looked at for how even sales are: whole ones, for the present month
// is not over.
const evenMonths = 12

func (q *asking) readXYZ(t *tx, _ []string, all profiles) error {
	month := func(back int) time.Time {
		return time.Date(q.today.Year(), q.today.Month()-time.Month(back), 1, 0, 0, 0, 0, q.today.Location())
	}
	var bounds [evenMonths + 1]int64
	for i := range bounds {
		bounds[i] = month(evenMonths - i).UnixMilli()
	}
	months := map[int64]*[evenMonths]crm.Money{}
	const query = `SELECT client, at, amount FROM document WHERE kind = 2 AND deleted = 0 AND at >= ? AND at < ?`
	err := t.each(query, args{bounds[0], bounds[evenMonths]}, func(scan func(...any) error) error {
		var client, at int64
		var amount crm.Money
		err := scan(&client, &at, &amount)
		if all[client] == nil || err != nil {
			return err
		}
		if months[client] == nil {
			months[client] = new([evenMonths]crm.Money)
		}
		i, found := slices.BinarySearch(bounds[:], at)
		if !found {
			i--
		}
		months[client][i] += amount
		return nil
	})
	for id, sums := range months {
		all[id].XYZ = crm.XYZ(sums[:])
	}
	return err
}

func (q *asking) readBought(t *tx, goods []string, all profiles) error {
	for _, text := range goods {
		good, err := crm.ParseRef(text)
		if err != nil {
			return err
		}
		const query = `SELECT client, lines FROM document WHERE kind = 2 AND deleted = 0 AND instr(lines, ?) > 0`
		err = t.each(query, args{good[:]}, func(scan func(...any) error) error {
			var client int64
			var packed []byte
			if err := scan(&client, &packed); err != nil || all[client] == nil {
				return err
			}
			_, there, err := amountOf(good, packed)
			if p := all[client]; there {
				if p.Bought == nil {
					p.Bought = map[crm.Ref]bool{}
				}
				p.Bought[good] = true
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (q *asking) readReady(t *tx, names []string, all profiles) error {
	for _, name := range names {
		segment := crm.Segment(name)
		err := q.within(segment, func() error {
			list, err := segments()[segment].cache(q, t)
			for _, one := range list {
				if p := all[one.id]; p != nil {
					if p.Ready == nil {
						p.Ready = map[crm.Segment]bool{}
					}
					p.Ready[segment] = true
				}
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (q *asking) readOverdue(t *tx, _ []string, all profiles) error {
	list, err := q.overdue(t)
	for _, one := range list {
		if p := all[one.id]; p != nil {
			p.Overdue = one.Why.Amount
		}
	}
	return err
}

func (q *asking) readImported(t *tx, _ []string, all profiles) error {
	return t.each(`SELECT client FROM imported`, nil, func(scan func(...any) error) error {
		var id int64
		err := scan(&id)
		if p := all[id]; p != nil {
			p.Imported = true
		}
		return err
	})
}
