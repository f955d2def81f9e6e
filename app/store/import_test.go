package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pult/app/crm"
)

// partyOf makes a client of a file.
func partyOf(n int, name, number string, owed crm.Money) crm.Party {
	client := crm.DerivedRef("client", fmt.Sprint(n))
	return crm.Party{
		Client:   crm.Client{Ref: client, Name: name, INN: fmt.Sprint(7700000000 + n), Phones: phonesOf(number), Emails: []string{fmt.Sprintf("a%d@firm.example", n)}},
		Manager:  "Петрова Анна",
		Contacts: []crm.Contact{{Ref: crm.DerivedRef("person", fmt.Sprint(n)), Client: client, Name: "Иванов Пётр", Phones: phonesOf("8 913 000-00-" + fmt.Sprintf("%02d", n))}},
		Debts:    []crm.DebtLine{{Client: client, Number: "УТ-1", Document: crm.DerivedRef("document", fmt.Sprint(n)), Owed: owed, Due: noon.AddDate(0, 0, -10)}},
		HasDebts: true,
	}
}

func importOf(n int) crm.Import {
	return crm.Import{ID: crm.NewID(noon.Add(time.Duration(n) * time.Second)), File: "clients.csv", At: noon, AsOf: noon.AddDate(0, 0, -n), Counts: crm.IntakeCounts{New: n}}
}

func bringIn(t testing.TB, s *Store, of crm.Import, parties ...crm.Party) {
	t.Helper()
	whole := func(int) crm.IntakeCounts { return of.Counts }
	if _, err := s.Import(context.Background(), of, parties, whole, func(crm.Progress) {}); err != nil {
		t.Fatal(err)
	}
}

// dump writes out all rows of all tables that hold what people see, and what
// search finds for a word.
func dump(t testing.TB, s *Store) string {
	t.Helper()
	var b strings.Builder
	for _, of := range []struct {
		pool   *pool
		tables string
	}{
		{s.Cache.db.read, "client counterparty contact phone short_phone document debt user recency imported import_taken terms record"},
		{s.Journal.db.read, "import_party import_mapping"},
	} {
		for table := range strings.FieldsSeq(of.tables) {
			err := of.pool.do(context.Background(), func(x *tx) error {
				rows, err := x.tx.QueryContext(x.ctx, "SELECT * FROM "+table) // by the key
				if err != nil {
					return err
				}
				defer rows.Close()
				columns, err := rows.Columns()
				if err != nil {
					return err
				}
				for rows.Next() {
					values, places := make([]any, len(columns)), make([]any, len(columns))
					for i := range values {
						places[i] = &values[i]
					}
					if err := rows.Scan(places...); err != nil {
						return err
					}
					fmt.Fprintf(&b, "%s %x %v\n", table, values, values)
				}
				return rows.Err()
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, text := range []string{"ромашка", "лютик", "иванов", "7700000001"} {
		fmt.Fprintln(&b, text, must(s.Cache.Search(context.Background(), text, 20))(t))
	}
	return b.String()
}

func TestImportedClientIsFoundLikeOneOfOneC(t *testing.T) {
	s, ctx := newStore(t, t.TempDir()), context.Background()
	party := partyOf(1, "ООО Ромашка", "8 912 345-67-89", 124_500_00)
	bringIn(t, s, importOf(3), party)

	matches := must(s.Cache.Match(ctx, plan.Parse("+79123456789")))(t)
	if len(matches) != 1 || matches[0].Name != "ООО Ромашка" || matches[0].ManagerName != "Петрова Анна" {
		t.Fatalf("Match = %+v", matches)
	}
	if d := matches[0].Debt; d.Owed != 124_500_00 || d.Overdue != 124_500_00 || d.OverdueDays != 10 || d.OldestText != "УТ-1" {
		t.Errorf("debt = %+v", d)
	}
	if want := importOf(3).AsOf; !matches[0].AsOf.Equal(want) {
		t.Errorf("the debt is as of %v, the file is of %v", matches[0].AsOf, want)
	}
	if people := must(s.Cache.Match(ctx, plan.Parse("89130000001")))(t); len(people) != 1 || people[0].ContactName != "Иванов Пётр" {
		t.Errorf("by the number of a person: %+v", people)
	}
	if found := must(s.Cache.Search(ctx, "ромаш", 5))(t); len(found) != 1 {
		t.Errorf("Search = %+v", found)
	}
	card := must(s.Cache.Card(ctx, party.Client.Ref))(t)
	if len(card.Contacts) != 1 || card.Client.INN != "7700000001" || len(card.DebtLines) != 1 {
		t.Errorf("card = %+v", card)
	}
}

// A round of 1C knows nothing of clients from files and must leave them alone,
// nor look for them by name.
func TestRoundOfOneCPassesImportsBy(t *testing.T) {
	s, ctx := newStore(t, t.TempDir()), context.Background()
	bringIn(t, s, importOf(1), partyOf(1, "ООО Ромашка", "8 912 345-67-89", 100))
	before := dump(t, s)
	for _, kind := range []string{"users", "clients", "counterparties", "contacts", "debts"} {
		versions := map[crm.Ref]string{}
		if kind != "debts" {
			versions = must(s.Cache.Versions(ctx, kind, time.Time{}))(t)
		}
		if len(versions) != 0 {
			t.Errorf("%s of a file are taken for 1C's: %v", kind, versions)
		}
		round := must(s.Cache.Round(ctx))(t)
		apply(t, s.Cache, crm.Batch{Kind: kind, Checkpoint: crm.Checkpoint{Kind: kind, Round: round, At: noon, Done: true, Whole: true}})
	}
	if after := dump(t, s); after != before {
		t.Errorf("a round changed\n%s\ninto\n%s", before, after)
	}
}

func TestUndoRestoresExactly(t *testing.T) {
	s, ctx := newStore(t, t.TempDir()), context.Background()
	apply(t, s.Cache, crm.Batch{Kind: "clients", Clients: []crm.Client{{Ref: ref(1), Name: "ООО Лютик", Phones: phonesOf("8 912 000-00-01")}}, Checkpoint: crm.Checkpoint{Round: 1, At: noon, Done: true}})
	empty := dump(t, s)
	bringIn(t, s, importOf(1), partyOf(1, "ООО Ромашка", "8 912 345-67-89", 100), partyOf(2, "ИП Иванов", "8 912 345-67-90", 0))
	first := dump(t, s)

	changed := partyOf(1, "ООО Ромашка-Плюс", "8 495 123-45-67", 500)
	changed.Manager = "Сидорова"
	changed.Contacts[0].Name, changed.Contacts[0].Ref = "Лютиков", crm.DerivedRef("person", "other")
	second := importOf(2)
	bringIn(t, s, second, changed, partyOf(3, "ООО Василёк", "8 912 345-67-91", 300))
	if len(must(s.Cache.Search(ctx, "василек", 5))(t)) != 1 || len(must(s.Cache.Match(ctx, plan.Parse("84951234567")))(t)) != 1 {
		t.Fatal("the second import did not come in")
	}

	undone := must(s.UndoImport(ctx, crm.ID{}))(t)
	if undone.ID != second.ID {
		t.Errorf("undone %v, want the newest", undone.ID)
	}
	if got := dump(t, s); got != first {
		t.Errorf("after undo of the second import:\n%s\nwant\n%s", got, first)
	}
	if _, err := s.UndoImport(ctx, second.ID); !errors.Is(err, crm.ErrNotFound) {
		t.Errorf("undone twice: %v", err)
	}
	must(s.UndoImport(ctx, crm.ID{}))(t)
	if got := dump(t, s); got != empty {
		t.Errorf("after undo of both:\n%s\nwant\n%s", got, empty)
	}
	list := must(s.Journal.Imports(ctx))(t)
	if len(list) != 2 || list[0].Undone.IsZero() || list[1].Undone.IsZero() || list[0].Counts.New != 2 {
		t.Errorf("imports = %+v", list)
	}
}

// An earlier import taken back leaves what a later one says.
func TestUndoOfAnEarlierImport(t *testing.T) {
	s, ctx := newStore(t, t.TempDir()), context.Background()
	first := importOf(1)
	bringIn(t, s, first, partyOf(1, "ООО Ромашка", "8 912 345-67-89", 100), partyOf(2, "ИП Иванов", "8 912 345-67-90", 0))
	later := crm.Party{Client: crm.Client{Ref: crm.DerivedRef("client", "1"), Name: "ООО Ромашка"}, HasDebts: true}
	bringIn(t, s, importOf(2), later)
	m := must(s.Cache.Match(ctx, plan.Parse("89123456789")))(t)
	if len(m) != 1 || m[0].Debt.Owed != 0 {
		t.Fatalf("a list of debts must clear a debt and keep telephones: %+v", m)
	}
	must(s.UndoImport(ctx, first.ID))(t)
	if found := must(s.Cache.Search(ctx, "ромашка", 5))(t); len(found) != 1 || found[0].Phone != "" {
		t.Errorf("found %+v", found)
	}
	if found := must(s.Cache.Search(ctx, "иванов", 5))(t); len(found) != 0 {
		t.Errorf("the client of the undone import stays: %+v", found)
	}
}

// The cache may be thrown away at any time; imports come back from the journal.
func TestImportsSurviveANewCache(t *testing.T) {
	dir := t.TempDir()
	s := newStore(t, dir)
	bringIn(t, s, importOf(1), partyOf(1, "ООО Ромашка", "8 912 345-67-89", 100))
	bringIn(t, s, importOf(2), partyOf(2, "ИП Иванов", "8 912 345-67-90", 0))
	want := dump(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{cacheFile, cacheFile + "-wal", cacheFile + "-shm"} {
		if err := os.Remove(filepath.Join(dir, name)); err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
	}
	again, err := Open(context.Background(), Options{Dir: dir, Now: func() time.Time { return noon }, Location: moscow, Plan: plan})
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if got := strings.Count(dump(t, again), "\n"); got != strings.Count(want, "\n") {
		t.Errorf("a new cache holds\n%s\nwant\n%s", dump(t, again), want)
	}
	if m := must(again.Cache.Match(context.Background(), plan.Parse("89123456789")))(t); len(m) != 1 || m[0].Debt.Owed != 100 {
		t.Errorf("Match = %+v", m)
	}
}

// What broke off before its end has not happened, and what broke off between the
// two files is finished at the next start.
func TestImportThatBrokeOff(t *testing.T) {
	dir, ctx := t.TempDir(), context.Background()
	s := newStore(t, dir)
	cut, whole := importOf(1), importOf(2)
	cut.At = noon.Add(-2 * time.Hour)
	counts := func(int) crm.IntakeCounts { return whole.Counts }
	if _, err := s.Journal.importParties(ctx, whole, []crm.Party{partyOf(2, "ИП Иванов", "8 912 345-67-90", 0)}, counts, func(crm.Progress) {}); err != nil {
		t.Fatal(err)
	}
	party := partyOf(1, "ООО Ромашка", "8 912 345-67-89", 100)
	err := s.Journal.record(ctx, "break off", func(t *tx) error {
		err := t.run("INSERT INTO import (id, state, file, at, counts) VALUES (?, ?, '', ?, '{}')", cut.ID[:], importWriting, cut.At.UnixMilli())
		if err != nil {
			return err
		}
		return t.run("INSERT INTO import_party (import, client, data) VALUES (?, ?, ?)", cut.ID[:], party.Client.Ref[:], encodeParty(party))
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := Open(ctx, Options{Dir: dir, Now: func() time.Time { return noon }, Location: moscow, Plan: plan})
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if found := must(again.Cache.Search(ctx, "иванов", 5))(t); len(found) != 1 {
		t.Errorf("the import that was whole in the journal is not in the cache: %+v", found)
	}
	if found := must(again.Cache.Search(ctx, "ромашка", 5))(t); len(found) != 0 {
		t.Errorf("half an import is shown: %+v", found)
	}
	bringIn(t, again, importOf(3), partyOf(3, "ООО Василёк", "8 912 345-67-91", 300))
	if parties := must(again.Journal.Parties(ctx, []crm.Ref{party.Client.Ref}))(t); len(parties) != 0 {
		t.Errorf("half an import is kept: %+v", parties)
	}
}

func TestAlikeWhileTyping(t *testing.T) {
	s, ctx := newStore(t, t.TempDir()), context.Background()
	bringIn(t, s, importOf(1), partyOf(1, `ООО "Ромашка"`, "8 912 345-67-89", 100))
	apply(t, s.Cache, crm.Batch{Kind: "clients", Clients: []crm.Client{
		{Ref: ref(1), Name: "Стройинвест ООО", Phones: phonesOf("8 912 000-00-01")}, {Ref: ref(2), Name: "Рога и копыта"},
	}, Checkpoint: crm.Checkpoint{Round: 1, At: noon, Done: true}})
	for _, tt := range []struct {
		name, inn, number string
		want              string
		by                crm.FlawKind
	}{
		{"ромашка", "", "", `ООО "Ромашка"`, crm.NamesAlike},
		{"Рамашка", "", "", `ООО "Ромашка"`, crm.NamesAlike},
		{"ЗАО Стройинвст", "", "", "Стройинвест ООО", crm.NamesAlike},
		{"рога копыта", "", "", "Рога и копыта", crm.NamesAlike},
		{"", "7700000001", "", `ООО "Ромашка"`, crm.SharedINN},
		{"Совсем другое", "", "+7 912 000 00 01", "Стройинвест ООО", crm.SharedPhone},
		{"Совсем другое", "", "89130000001", `ООО "Ромашка"`, crm.SharedPhone},
		{"Совсем другое", "7707083893", "", "", ""},
		{"", "", "", "", ""},
	} {
		list := must(s.Cache.Alike(ctx, tt.name, tt.inn, tt.number))(t)
		if tt.want == "" && len(list) != 0 || tt.want != "" && (len(list) != 1 || list[0].Name != tt.want || list[0].By != tt.by) {
			t.Errorf("Alike(%q, %q, %q) = %+v, want %q by %q", tt.name, tt.inn, tt.number, list, tt.want, tt.by)
		}
	}
}
