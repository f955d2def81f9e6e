package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"pult/app/crm"
)

// debtKey names a line of settlements. 1C keeps more dimensions (currency,
// contract); lines that differ only in those are summed.
type debtKey struct {
	client, document crm.Ref
	due              int64
}

func keyOf(line crm.DebtLine) debtKey {
	key := debtKey{client: line.Client, document: line.Document}
	if !line.Due.IsZero() {
		key.due = line.Due.UnixMilli()
	}
	return key
}

// sumLines adds up lines of one key, in the order of their first appearance.
func sumLines(lines []crm.DebtLine) []crm.DebtLine {
	places := make(map[debtKey]int, len(lines))
	summed := make([]crm.DebtLine, 0, len(lines))
	for _, line := range lines {
		i, ok := places[keyOf(line)]
		if !ok {
			places[keyOf(line)] = len(summed)
			summed = append(summed, line)
			continue
		}
		summed[i].Owed += line.Owed
		summed[i].Advance += line.Advance
	}
	return summed
}

// debt stores one line. It has no version in 1C, so its content is compared.
func (a *applier) debt(line crm.DebtLine) error {
	client, err := a.clientID(line.Client)
	if err != nil || client == 0 {
		return err
	}
	key := keyOf(line)
	var (
		number        string
		terms         crm.Ref
		owed, advance crm.Money
		round         int64
	)
	err = a.row("SELECT number, terms, owed, advance, round FROM debt WHERE client = ? AND document = ? AND due = ?",
		args{client, key.document[:], key.due}, &number, into(&terms), &owed, &advance, &round)
	isNew := errors.Is(err, sql.ErrNoRows)
	if err != nil && !isNew {
		return err
	}
	same := !isNew && number == line.Number && terms == line.Terms && owed == line.Owed && advance == line.Advance
	if same && round >= a.round {
		return nil
	}
	if !same {
		a.changed++
		a.touch(client)
	}
	const query = `
		INSERT INTO debt (client, document, due, number, terms, owed, advance, round) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (client, document, due) DO UPDATE SET number = excluded.number, terms = excluded.terms, owed = excluded.owed,
			advance = excluded.advance, round = max(round, excluded.round)`
	return a.run(query, client, key.document[:], key.due, line.Number, blob(line.Terms), int64(line.Owed), int64(line.Advance), a.round)
}

// debts reads the lines of a client, oldest first, with numbers of documents.
func (t *tx) debts(r clientRow) (lines []crm.DebtLine, err error) {
	err = t.debtsOf([]int64{r.id}, func(_ int64, line crm.DebtLine) {
		line.Client = r.client.Ref
		lines = append(lines, line)
	})
	return lines, err
}

// debtsOf reads the lines of clients, those of each oldest first.
// Where the register keeps no due dates they are those of the bill, or follow from
// the contract.
func (t *tx) debtsOf(clients []int64, take func(client int64, line crm.DebtLine)) error {
	const query = `
		SELECT b.client, b.document, iif(b.number <> '', b.number, coalesce(d.number, '')), coalesce(d.kind, 0),
			coalesce(nullif(b.due, 0), bill.due, iif(m.days > 0, d.at + m.days * 86400000, NULL)) AS until, b.owed, b.advance
		FROM json_each(?1) j CROSS JOIN debt b ON b.client = j.value
			LEFT JOIN document d ON d.ref = b.document LEFT JOIN terms m ON m.ref = b.terms
			LEFT JOIN document bill ON bill.ref = d.parent AND bill.kind = 4
		ORDER BY b.client, until IS NULL, until, b.document`
	return t.each(query, args{idList(clients)}, func(scan func(...any) error) error {
		var line crm.DebtLine
		var client int64
		kind := 0
		err := scan(&client, into(&line.Document), &line.Number, &kind, timeInto{&line.Due}, &line.Owed, &line.Advance)
		line.Kind = documentNames[kind]
		take(client, line)
		return err
	})
}

// debt sums up what a client owes today.
func (t *tx) debt(r clientRow, today time.Time) (crm.Debt, error) {
	lines, err := t.debts(r)
	return crm.SumDebt(lines, today), err
}

// Owed sums up all debts and advances.
func (c *Cache) Owed(ctx context.Context) (owed, advance crm.Money, lines int, err error) {
	err = c.read(ctx, "sum up debts", func(t *tx) error {
		return t.row("SELECT coalesce(sum(owed), 0), coalesce(sum(advance), 0), count(*) FROM debt WHERE client NOT IN (SELECT client FROM imported)", nil, &owed, &advance, &lines)
	})
	return owed, advance, lines, err
}
