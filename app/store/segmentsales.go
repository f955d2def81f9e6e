package store

import (
	"bytes"
	"cmp"
	"slices"
	"time"

	"pult/app/crm"
)

// lastYear are those who bought in the same months of last year and nothing in this
// one, the best buyers of then first. Since puts another beginning in place of the
// first of January.
func (q *asking) lastYear(t *tx) (list []picked, err error) {
	then := time.Date(q.today.Year()-1, time.January, 1, 0, 0, 0, 0, q.today.Location())
	if !q.choice.Since.IsZero() {
		then = q.choice.Since.In(q.today.Location())
	}
	now, until := then.AddDate(1, 0, 0), q.midnight(1).AddDate(-1, 0, 0)
	const query = `
		SELECT ` + pickedColumns + `, s.before, s.last FROM (
			SELECT d.client, sum(iif(d.at < ?3, d.amount, 0)) AS before, sum(iif(d.at >= ?2, d.amount, 0)) AS now,
				max(iif(d.at < ?3, d.at, 0)) AS last
			FROM document d
			WHERE d.kind = 2 AND d.deleted = 0 AND (d.at >= ?1 AND d.at < ?3 OR d.at >= ?2)
			GROUP BY d.client HAVING before > 0 AND now <= 0) s
		JOIN client c ON c.id = s.client LEFT JOIN user u ON u.ref = c.manager WHERE c.state = 1`
	err = t.each(query, args{then.UnixMilli(), now.UnixMilli(), until.UnixMilli()}, func(scan func(...any) error) error {
		w := q.why()
		p, err := pick(scan, &w.Amount, timeInto{&w.Date})
		w.Days = q.since(w.Date)
		p.Why = w
		list = append(list, p)
		return err
	})
	slices.SortStableFunc(list, bySum)
	return list, err
}

// boughtGood are those who bought a good once and nothing at all for so many days,
// the best buyers of it first.
func (q *asking) boughtGood(t *tx) (list []picked, err error) {
	name := ""
	if err := t.row(`SELECT coalesce((SELECT name FROM good WHERE ref = ?), '')`, args{q.choice.Good[:]}, &name); err != nil {
		return nil, err
	}
	const query = `
		SELECT ` + pickedColumns + `, d.at, d.lines
		FROM document d JOIN client c ON c.id = d.client LEFT JOIN user u ON u.ref = c.manager
		WHERE d.kind = 2 AND d.deleted = 0 AND instr(d.lines, ?1) > 0 AND c.state = 1 AND NOT EXISTS (
			SELECT 1 FROM document n WHERE n.client = d.client AND n.kind IN (1, 2) AND n.at >= ?2 AND n.deleted = 0)
		ORDER BY d.client, d.at`
	err = t.each(query, args{q.choice.Good[:], q.midnight(-q.choice.Within()).UnixMilli()}, func(scan func(...any) error) error {
		var at time.Time
		var packed []byte
		p, err := pick(scan, timeInto{&at}, &packed)
		if err != nil {
			return err
		}
		amount, there, err := amountOf(q.choice.Good, packed)
		if err != nil || !there {
			return err
		}
		if n := len(list); n == 0 || list[n-1].id != p.id {
			p.Why = q.why()
			p.Why.Good = name
			list = append(list, p)
		}
		last := &list[len(list)-1].Why
		last.Amount, last.Date, last.Days = last.Amount+amount, at, q.since(at)
		return nil
	})
	slices.SortStableFunc(list, bySum)
	return list, err
}

// amountOf sums the lines of a good. The query has only found its bytes somewhere.
func amountOf(good crm.Ref, packed []byte) (sum crm.Money, there bool, err error) {
	if !bytes.Contains(packed, good[:]) {
		return 0, false, nil
	}
	lines, err := unpackLines(packed)
	for _, line := range lines {
		if line.Good == good {
			sum, there = sum+line.Amount, true
		}
	}
	return sum, there, err
}

// nearStep are those to whose next discount little is missing, the least first.
func (q *asking) nearStep(t *tx) (list []picked, err error) {
	if len(q.Ladder.Steps) == 0 {
		return nil, crm.Reason{Code: "choice_ladder"}
	}
	begin := time.Date(q.today.Year(), q.today.Month()-time.Month(q.Ladder.Months-1), 1, 0, 0, 0, 0, q.today.Location())
	const query = `
		SELECT ` + pickedColumns + `, s.bought FROM (
			SELECT d.client, sum(d.amount) AS bought FROM document d WHERE d.kind = 2 AND d.deleted = 0 AND d.at >= ? GROUP BY d.client) s
		JOIN client c ON c.id = s.client LEFT JOIN user u ON u.ref = c.manager WHERE c.state = 1`
	err = t.each(query, args{begin.UnixMilli()}, func(scan func(...any) error) error {
		var month crm.Month
		p, err := pick(scan, &month.Amount)
		step := q.Ladder.At([]crm.Month{month})
		if left := step.Left(); left > 0 && left <= step.Next.From*crm.StepShare/100 {
			p.Why = q.why()
			p.Why.Amount, p.Why.Percent = left, step.Next.Percent
			list = append(list, p)
		}
		return err
	})
	slices.SortStableFunc(list, func(a, b picked) int {
		return cmp.Or(cmp.Compare(a.Why.Amount, b.Why.Amount), cmp.Compare(a.Name, b.Name))
	})
	return list, err
}
