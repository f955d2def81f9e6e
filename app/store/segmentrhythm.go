package store

import (
	"cmp"
	"slices"
	"time"

	"pult/app/crm"
)

// due are those whose next order is near by their rhythm or was to come, the nearest
// first. Of who orders each few days "near" is half of the interval: else they would
// be here on the day after an order.
func (q *asking) due(t *tx) ([]picked, error) {
	return q.rhythm(t, func(f crm.Forecast, late int) (int, bool) { return late, late >= -min(q.choice.Within(), f.Every/2) })
}

// offRhythm are those who are late by more than a whole interval, the least late
// first: who has been away for years is not won by this call.
func (q *asking) offRhythm(t *tx) ([]picked, error) {
	return q.rhythm(t, func(f crm.Forecast, late int) (int, bool) { return late, late > f.Every })
}

// rhythm foretells the next order of everybody who has none open and asks whether
// it is wanted; late counts days from the forecast to today.
func (q *asking) rhythm(t *tx, wanted func(f crm.Forecast, late int) (int, bool)) ([]picked, error) {
	forecasts, err := q.forecasts(t)
	if err != nil {
		return nil, err
	}
	var list []picked
	err = t.each(selectPicked+`
		WHERE c.state = 1 AND c.id NOT IN (SELECT o.client FROM document o WHERE o.kind = 1 AND o.open = 1 AND o.deleted = 0)`, nil,
		func(scan func(...any) error) error {
			p, err := pick(scan)
			f, known := forecasts[p.id]
			if err != nil || !known {
				return err
			}
			late, ok := wanted(f, q.since(f.Next))
			if ok {
				p.Why = q.why()
				p.Why.Date, p.Why.Days = f.Next, late
				list = append(list, p)
			}
			return nil
		})
	slices.SortStableFunc(list, func(a, b picked) int {
		return cmp.Or(cmp.Compare(max(a.Why.Days, -a.Why.Days), max(b.Why.Days, -b.Why.Days)), cmp.Compare(a.Name, b.Name))
	})
	return list, err
}

// forecasts foretells orders of all clients with a rhythm. Where a client has no
// orders its shipments stand in for them, as on its card.
func (q *asking) forecasts(t *tx) (map[int64]crm.Forecast, error) {
	const query = `
		SELECT d.client, d.kind, d.at FROM document d WHERE d.kind IN (1, 2) AND d.deleted = 0 AND d.at IS NOT NULL
		ORDER BY d.client, d.kind, d.at DESC`
	forecasts := map[int64]crm.Forecast{}
	var times []time.Time
	var now struct {
		client int64
		kind   int
	}
	was := now
	close := func() {
		if f := crm.Foretell(times, q.today.Location()); f.Known() {
			forecasts[was.client] = f
		}
	}
	err := t.each(query, nil, func(scan func(...any) error) error {
		var at time.Time
		err := scan(&now.client, &now.kind, timeInto{&at})
		switch {
		case now.client != was.client:
			close()
			was, times = now, times[:0]
		case now.kind != was.kind: // orders came first
			return err
		}
		if len(times) < rhythmReach {
			times = append(times, at)
		}
		return err
	})
	close()
	return forecasts, err
}
