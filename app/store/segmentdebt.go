package store

import (
	"cmp"
	"encoding/json"
	"slices"
	"time"

	"pult/app/crm"
)

// readPromises reads the newest promise of each client.
func (q *asking) readPromises(t *tx) error {
	if q.facts.promises != nil {
		return nil
	}
	const query = `
		SELECT id, client, call, given, due, amount, author FROM promise p
		WHERE NOT EXISTS (SELECT 1 FROM promise n WHERE n.client = p.client AND (n.given, n.id) > (p.given, p.id))
		ORDER BY client`
	return t.each(query, nil, func(scan func(...any) error) error {
		var p crm.Promise
		err := scan(into(&p.ID), into(&p.Client), into(&p.Call), timeInto{&p.Given}, timeInto{&p.Due}, &p.Amount, &p.Author)
		q.facts.promises = append(q.facts.promises, p)
		return err
	})
}

// debtors are those with a debt that is late by so many days, the weightiest first:
// sum times days. Who has promised to pay by a day that has not passed is let alone.
func (q *asking) debtors(t *tx) ([]picked, error) {
	pending := map[crm.Ref]bool{}
	for _, p := range q.facts.promises {
		pending[p.Client] = !p.Due.Before(q.midnight(0))
	}
	list, err := q.overdue(t)
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(p picked) bool { return pending[p.Client] || p.Why.Days < q.choice.Within() })
	slices.SortStableFunc(list, func(a, b picked) int {
		return cmp.Or(-cmp.Compare(weight(a.Why), weight(b.Why)), cmp.Compare(a.Name, b.Name))
	})
	return list, nil
}

// weight is sum times days; it stays within 64 bits for any sum a firm is owed.
func weight(w crm.Why) int64 { return int64(w.Amount) / 100 * int64(w.Days) }

// overdue are all clients with a debt that is late, each with its sum and the oldest
// document.
func (q *asking) overdue(t *tx) (list []picked, err error) {
	const query = `
		SELECT ` + pickedColumns + `, b.document, iif(b.number <> '', b.number, coalesce(d.number, '')),
			coalesce(nullif(b.due, 0), bill.due, iif(m.days > 0, d.at + m.days * 86400000, NULL)) AS until, b.owed
		FROM debt b JOIN client c ON c.id = b.client LEFT JOIN user u ON u.ref = c.manager
			LEFT JOIN document d ON d.ref = b.document LEFT JOIN terms m ON m.ref = b.terms
			LEFT JOIN document bill ON bill.ref = d.parent AND bill.kind = 4
		WHERE c.state = 1 AND b.owed > 0 AND until < ?
		ORDER BY b.client, until, b.document`
	var lines []crm.DebtLine
	close := func() {
		if len(lines) == 0 {
			return
		}
		debt := crm.SumDebt(lines, q.today)
		last := &list[len(list)-1]
		last.Why = q.why()
		last.Why.Amount, last.Why.Days, last.Why.Document, last.Why.Date = debt.Overdue, debt.OverdueDays, debt.OldestText, lines[0].Due
		lines = lines[:0]
	}
	err = t.each(query, args{q.midnight(0).UnixMilli()}, func(scan func(...any) error) error {
		var line crm.DebtLine
		p, err := pick(scan, into(&line.Document), &line.Number, timeInto{&line.Due}, &line.Owed)
		if n := len(list); n == 0 || list[n-1].id != p.id {
			close()
			list = append(list, p)
		}
		lines = append(lines, line)
		return err
	})
	close()
	return list, err
}

// broken are those whose promised day has passed without the money while they still
// owe. A promise names no invoice: what came since it was given counts for it, and
// any debt keeps it open.
func (q *asking) broken(t *tx) (list []picked, err error) {
	type given struct {
		Client crm.Ref `json:"c"`
		At     int64   `json:"g"`
	}
	var asked []given
	promises := map[crm.Ref]crm.Promise{}
	for _, p := range q.facts.promises {
		if !p.Due.IsZero() && p.Due.Before(q.midnight(0)) {
			promises[p.Client] = p
			asked = append(asked, given{p.Client, p.Given.UnixMilli()})
		}
	}
	clients, err := json.Marshal(asked)
	if err != nil || len(asked) == 0 {
		return nil, err
	}
	const query = `
		SELECT ` + pickedColumns + `,
			(SELECT coalesce(sum(d.amount), 0) FROM document d
				WHERE d.client = c.id AND d.kind = 3 AND d.at >= p.value ->> 'g' AND d.deleted = 0),
			(SELECT coalesce(sum(b.owed), 0) FROM debt b WHERE b.client = c.id) AS owed
		FROM json_each(?) p JOIN client c ON c.ref = unhex(p.value ->> 'c', '-') LEFT JOIN user u ON u.ref = c.manager
		WHERE c.state = 1 AND owed > 0`
	left := map[int64]crm.Why{}
	err = t.each(query, args{string(clients)}, func(scan func(...any) error) error {
		var paid, owed crm.Money
		one, err := pick(scan, &paid, &owed)
		p := promises[one.Client]
		if p.Paid = paid; p.Kept() {
			return err
		}
		one.Why = q.why()
		one.Why.Amount, one.Why.Date, one.Why.Days = cmp.Or(p.Amount, owed), p.Due, q.since(p.Due)
		left[one.id] = crm.Why{Amount: one.Why.Amount - min(paid, one.Why.Amount), Days: one.Why.Days}
		list = append(list, one)
		return err
	})
	slices.SortStableFunc(list, func(a, b picked) int {
		return cmp.Or(-cmp.Compare(weight(left[a.id]), weight(left[b.id])), cmp.Compare(a.Name, b.Name))
	})
	return list, err
}

// unpaid are those with an invoice older than so many days for which not all has
// come, the largest sum first. An order that was deleted, or closed with nothing
// shipped by it, was cancelled. Invoices of more than a quarter of a year are not
// waited for any more, and a payment that names nothing counts for each: nobody is
// asked for money that has come.
func (q *asking) unpaid(t *tx) (list []picked, err error) {
	const query = `
		SELECT ` + pickedColumns + `, d.number, d.at, d.amount,
			(SELECT coalesce(sum(p.amount), 0) FROM document p WHERE p.parent = d.ref AND p.kind = 3 AND p.deleted = 0)
			+ iif(d.parent IS NULL, 0, (SELECT coalesce(sum(p.amount), 0) FROM document p WHERE p.parent = d.parent AND p.kind = 3 AND p.deleted = 0))
			+ (SELECT coalesce(sum(p.amount), 0) FROM document p
				WHERE p.client = d.client AND p.kind = 3 AND p.at >= d.at AND p.parent IS NULL AND p.deleted = 0)
		FROM client c CROSS JOIN document d ON d.client = c.id AND d.kind = 4 AND d.at >= ?1 AND d.at < ?2
			LEFT JOIN document o ON o.ref = d.parent AND o.kind = 1 LEFT JOIN user u ON u.ref = c.manager
		WHERE c.state = 1 AND d.deleted = 0 AND (o.ref IS NULL OR o.deleted = 0 AND (o.open = 1 OR EXISTS (
			SELECT 1 FROM document s WHERE s.parent = o.ref AND s.kind = 2 AND s.deleted = 0)))
		ORDER BY c.id, d.at, d.ref`
	until := q.midnight(-q.choice.Within())
	err = t.each(query, args{until.AddDate(0, 0, -invoiceReach).UnixMilli(), until.UnixMilli()}, func(scan func(...any) error) error {
		var number string
		var at time.Time
		var amount, paid crm.Money
		p, err := pick(scan, &number, timeInto{&at}, &amount, &paid)
		if err != nil || paid >= amount {
			return err
		}
		if n := len(list); n == 0 || list[n-1].id != p.id {
			p.Why = q.why()
			p.Why.Document, p.Why.Date, p.Why.Days = number, at, q.since(at)
			list = append(list, p)
		}
		list[len(list)-1].Why.Amount += amount - paid
		return nil
	})
	slices.SortStableFunc(list, bySum)
	return list, err
}

// bySum puts the largest sum first.
func bySum(a, b picked) int {
	return cmp.Or(-cmp.Compare(a.Why.Amount, b.Why.Amount), cmp.Compare(a.Name, b.Name))
}
