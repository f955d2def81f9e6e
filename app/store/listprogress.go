package store

import (
	"context"
	"time"

	"pult/app/crm"
)

// ListStandings reads all lists, the newest first, with how far each has come; its pace
// is that of the calls since a moment.
func (j *Journal) ListStandings(ctx context.Context, since time.Time) (standings []crm.ListStanding, err error) {
	err = j.read(ctx, "read how far lists have come", func(t *tx) error {
		standings = nil
		err := t.each(selectList+` ORDER BY made DESC, id DESC`, nil, func(scan func(...any) error) error {
			list, err := scanList(scan)
			standings = append(standings, crm.ListStanding{List: list})
			return err
		})
		for i := range standings {
			if err == nil {
				standings[i].Progress, err = t.listProgress(standings[i].List.ID, since)
			}
		}
		return err
	})
	return standings, err
}

// ListStanding reads one list with how far it has come.
func (j *Journal) ListStanding(ctx context.Context, id crm.ID, since time.Time) (s crm.ListStanding, err error) {
	err = j.read(ctx, "read how far a list has come", func(t *tx) error {
		if s.List, err = t.callList(id); err != nil {
			return err
		}
		s.Progress, err = t.listProgress(id, since)
		return err
	})
	return s, err
}

func (t *tx) listProgress(list crm.ID, since time.Time) (p crm.ListProgress, err error) {
	err = t.each(`SELECT state, count(*) FROM list_entry WHERE list = ? GROUP BY state`, args{list[:]}, func(scan func(...any) error) error {
		var state crm.EntryState
		var n int
		if err := scan(&state, &n); err != nil {
			return err
		}
		p.Total += n
		switch {
		case state.Waits():
			p.Waiting += n
		case state.UnderWay():
			p.Busy += n
		case state == crm.EntryDone:
			p.Done += n
		default:
			p.Left += n
		}
		return nil
	})
	if err != nil {
		return p, err
	}
	err = t.row(`
		SELECT count(DISTINCT entry), count(DISTINCT CASE WHEN outcome = ? THEN entry END), coalesce(sum(counted), 0)
		FROM list_attempt WHERE list = ?`, args{string(crm.Answered), list[:]}, &p.Dialled, &p.Reached, &p.Calls)
	if err != nil {
		return p, err
	}
	err = t.each(`SELECT at, seconds, outcome FROM list_attempt WHERE list = ? AND at >= ? ORDER BY at`, args{list[:], since.UnixMilli()},
		func(scan func(...any) error) error {
			var at time.Time
			var seconds int
			var outcome crm.Outcome
			err := scan(timeInto{&at}, &seconds, &outcome)
			p.Pace.Call(at, time.Duration(seconds)*time.Second, outcome == crm.Answered)
			return err
		})
	return p, err
}
