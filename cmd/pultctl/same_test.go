package main

import (
	"database/sql"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	_ "github.com/mattn/go-sqlite3" // reads what the store wrote, from outside
)

// sayings read every table of a cache in terms that two readings of one base
// share: without local ids, numbers of rounds and times of reading.
var sayings = map[string]string{
	"users":          "SELECT hex(ref), name, version FROM user",
	"clients":        "SELECT hex(ref), state, talked, sum, version, name, full_name, inn, kpp, hex(manager), hex(prices), comment, phones, emails, more FROM client",
	"counterparties": "SELECT hex(p.ref), hex(c.ref), deleted, p.sum, p.version, p.name, p.full_name, p.inn, p.kpp, p.phones, p.emails FROM counterparty p LEFT JOIN client c ON c.id = p.client",
	"contacts":       "SELECT hex(p.ref), hex(whole), hex(c.ref), deleted, p.sum, p.version, p.name, position, p.phones, p.emails FROM contact p LEFT JOIN client c ON c.id = p.client",
	"phones":         "SELECT number, tail, kind, hex(c.ref), hex(coalesce(p.ref, q.ref)) FROM phone n LEFT JOIN client c ON c.id = n.client" + ownerOfNumber,
	"short phones":   "SELECT number, kind, hex(c.ref), hex(coalesce(p.ref, q.ref)) FROM short_phone n LEFT JOIN client c ON c.id = n.client" + ownerOfNumber,
	"documents":      "SELECT hex(d.ref), hex(c.ref), kind, number, at, amount, hex(parent), due, open, deleted, d.sum, d.version, hex(whole), hex(lines) FROM document d LEFT JOIN client c ON c.id = d.client",
	"debts":          "SELECT hex(c.ref), hex(document), due, number, hex(terms), owed, advance FROM debt d LEFT JOIN client c ON c.id = d.client",
	"goods":          "SELECT hex(ref), name, code, deleted, version FROM good",
	"price types":    "SELECT hex(ref), name FROM price_type",
	"prices":         "SELECT hex(good), hex(type), amount FROM price",
	"stocks":         "SELECT hex(good), amount FROM stock",
	"terms":          "SELECT hex(t.ref), hex(c.ref), t.name, hex(type), owing, days, deleted, t.version FROM terms t LEFT JOIN client c ON c.id = t.client",
	"records":        "SELECT hex(r.ref), kind, hex(c.ref), hex(contact), direction, at, subject, text, hex(author), hex(ours), deleted, r.sum, r.version FROM record r LEFT JOIN client c ON c.id = r.client",
	"set aside":      "SELECT kind, ref, code, field, value, name, number, at FROM set_aside",
	"checkpoints":    "SELECT kind, place, done, full_rows FROM checkpoint",
	"texts":          "SELECT c.talked, hex(c.ref), text FROM recency r JOIN client c ON c.id = r.client",
	"put off":        "SELECT client FROM stale",
	"words":          "SELECT term, doc, cnt FROM temp.vocabulary",
}

const ownerOfNumber = ` LEFT JOIN counterparty p ON n.kind = 1 AND p.id = n.owner LEFT JOIN contact q ON n.kind = 2 AND q.id = n.owner`

// sayingsOf reads a cache, table by table.
func sayingsOf(t *testing.T, home string) map[string][]string {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(home, "cache.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.ExecContext(t.Context(), "CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, word, row)"); err != nil {
		t.Fatal(err)
	}
	said := map[string][]string{}
	for table, query := range sayings {
		said[table] = rowsOf(t, db, query)
		slices.Sort(said[table])
	}
	return said
}

func rowsOf(t *testing.T, db *sql.DB, query string) (list []string) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	values, places := make([]sql.NullString, len(columns)), make([]any, len(columns))
	for i := range values {
		places[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(places...); err != nil {
			t.Fatal(err)
		}
		var line strings.Builder
		for _, v := range values {
			line.WriteString(v.String + "|")
		}
		list = append(list, line.String())
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}

// sameCaches compares two caches row for row and returns how many rows they have.
func sameCaches(t *testing.T, got, want string) (rows int) {
	t.Helper()
	first, second := sayingsOf(t, got), sayingsOf(t, want)
	for table, list := range second {
		rows += len(list)
		if slices.Equal(first[table], list) {
			continue
		}
		at := 0
		for at < min(len(list), len(first[table])) && list[at] == first[table][at] {
			at++
		}
		one := func(of []string) string { return strings.Join(of[min(at, len(of)):min(at+1, len(of))], "") }
		t.Errorf("%s: %d rows, read at once %d; the first that differs: %q, read at once %q",
			table, len(first[table]), len(list), one(first[table]), one(list))
	}
	return rows
}
