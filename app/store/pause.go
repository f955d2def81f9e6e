package store

import (
	"context"
	"time"

	"pult/app/crm"
)

// pauseByFaults stops a list whose last calls all failed by a fault of ours.
func (t *tx) pauseByFaults(last crm.Attempt, now time.Time) (bool, error) {
	if !last.Failed() {
		return false, nil
	}
	list, err := t.callList(last.List)
	if err != nil || list.Paused.On(now) {
		return false, err
	}
	var failed, all int
	err = t.row(`
		SELECT count(*) FILTER (WHERE outcome = ?1), count(*)
		FROM (SELECT outcome FROM list_attempt WHERE list = ?2 AND outcome <> '' AND at > ?3 ORDER BY at DESC, call DESC LIMIT ?4)`,
		args{string(crm.NetworkFault), last.List[:], list.Paused.Until.UnixMilli(), crm.FaultsInRow}, &failed, &all)
	if err != nil || failed < crm.FaultsInRow || failed < all {
		return false, err
	}
	list.Paused = crm.Pause{Cause: crm.PauseByFault, Since: now}
	return true, t.saveList(list)
}

// SetPause stops a list for everybody, or lets it go on.
func (j *Journal) SetPause(ctx context.Context, id crm.ID, pause crm.Pause) error {
	return j.record(ctx, "pause a list", func(t *tx) error {
		list, err := t.callList(id)
		if err != nil {
			return err
		}
		list.Paused = pause
		return t.saveList(list)
	})
}

// RecordAway writes a break of a manager; one that lasts already ends with it.
func (j *Journal) RecordAway(ctx context.Context, a crm.Away) error {
	return j.record(ctx, "record a break", func(t *tx) error {
		now := j.now().UnixMilli()
		if err := t.run(`UPDATE list_break SET till = ?1 WHERE list = ?2 AND manager = ?3 AND (till IS NULL OR till > ?1)`,
			now, a.List[:], a.Manager); err != nil || a.Cause == "" {
			return err
		}
		return t.run(`INSERT INTO list_break (list, manager, since, till, cause, text) VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET till = excluded.till, cause = excluded.cause, text = excluded.text`,
			a.List[:], a.Manager, a.Since.UnixMilli(), millis(a.Until), string(a.Cause), a.Text)
	})
}

// AwayFrom is the break of a manager that lasts now; the zero Pause when there is none.
func (j *Journal) AwayFrom(ctx context.Context, list crm.ID, manager string) (p crm.Pause, err error) {
	err = j.read(ctx, "read a break", func(t *tx) error {
		return t.each(`SELECT cause, since, till, text FROM list_break WHERE list = ?1 AND manager = ?2 AND (till IS NULL OR till > ?3) LIMIT 1`,
			args{list[:], manager, j.now().UnixMilli()}, func(scan func(...any) error) error {
				return scan(&p.Cause, timeInto{&p.Since}, timeInto{&p.Until}, &p.Text)
			})
	})
	return p, err
}
