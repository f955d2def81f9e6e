package onec_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pult/app/crm"
	"pult/sync/onec"
	"pult/sync/standin"
)

func TestBuiltinMapsAreWhole(t *testing.T) {
	for _, id := range []string{"ut11", "unf3", "bp3"} {
		m, err := onec.Builtin(id)
		if err != nil {
			t.Fatal(err)
		}
		if m.ID != id || m.Title == "" || len(m.Detect.All) == 0 {
			t.Errorf("%s says of itself %+v", id, m)
		}
		read := map[string]bool{}
		for _, s := range m.Read {
			read[s.Kind] = true
		}
		for _, kind := range []string{"users", "clients", "contacts", "shipments", "payments", "debts"} {
			if !read[kind] {
				t.Errorf("%s reads no %s", id, kind)
			}
		}
	}
}

func TestAMapThatIsWrongSaysWhere(t *testing.T) {
	for name, c := range map[string]struct{ text, says string }{
		"syntax":          {"[[read]\nkind = 1", "line 2"},
		"a strange word":  {"[[read]]\nkind = \"users\"\nsett = \"X\"", "sett"},
		"a strange kind":  {"[[read]]\nkind = \"deals\"", "deals"},
		"a strange field": {"[[read]]\nkind = \"users\"\n[read.fields]\ninn = \"ИНН\"", "inn"},
		"a number":        {"[[read]]\nkind = \"users\"\nset = 5", "5"},
		"the future":      {"version = 2", "version = 2"},
		"no such base":    {"extends = \"ut12\"", "ut12"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := onec.ParseMap(c.text)
			if !errors.Is(err, crm.ErrInvalid) && !errors.Is(err, crm.ErrNotFound) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("it says %v", err)
			}
		})
	}
}

// An administrator has renamed things: one field in a file of his own, and the
// rest is read as before.
func TestACorrectedMap(t *testing.T) {
	_, plain := practice(t, standin.Options{})
	before := readAll(t, plain)
	corrected, err := onec.ParseMap(`
extends = "ut11"
[[read]]
kind = "clients"
[read.fields]
comment = ["НетТакого", "НаименованиеПолное"]
`)
	if err != nil {
		t.Fatal(err)
	}
	_, base := practice(t, standin.Options{})
	base.Map = corrected
	after := readAll(t, base)
	if len(after.Clients) != len(before.Clients) || len(after.Debts) != len(before.Debts) {
		t.Fatalf("%d clients, %d debts; before %d, %d", len(after.Clients), len(after.Debts), len(before.Clients), len(before.Debts))
	}
	for i, c := range after.Clients {
		if c.Comment != c.FullName || c.Name != before.Clients[i].Name {
			t.Fatalf("read %+v", c)
		}
	}
}

// A field may be taken out: it is not read then, whether $metadata can be had or not.
func TestAFieldIsTakenOut(t *testing.T) {
	without, err := onec.ParseMap("extends = \"ut11\"\n[[read]]\nkind = \"clients\"\n[read.fields]\ncomment = []\n")
	if err != nil {
		t.Fatal(err)
	}
	for _, failures := range [][]standin.Failure{nil, {{Kind: standin.ApplicationError, Set: "$metadata"}}} {
		company, base := practice(t, standin.Options{Clients: 40})
		for _, f := range failures {
			company.Fail(f)
		}
		base.Map = without
		for _, c := range whole(t, base, "clients").Clients {
			if c.Comment != "" || c.Name == "" && !c.Deleted {
				t.Errorf("read %+v", c)
			}
		}
		if base.Report().Schema != (failures == nil) {
			t.Errorf("with %v the schema is had: %v", failures, base.Report().Schema)
		}
	}
}

// What the base has no field for is named, and everything else goes on.
func TestAMissingFieldIsNamed(t *testing.T) {
	wrong, err := onec.ParseMap(`
extends = "ut11"
[[read]]
kind = "contacts"
[read.fields]
name = "Наименование2"
position = "Должность2"
[[read]]
kind = "invoices"
set = "Document_НетТакого"
`)
	if err != nil {
		t.Fatal(err)
	}
	_, base := practice(t, standin.Options{})
	base.Map = wrong
	if err := base.Probe(t.Context()); err != nil {
		t.Fatal(err)
	}
	err = base.Read(t.Context(), "contacts", "", func(crm.Batch) error { return nil })
	var fault *crm.Fault
	if !errors.As(err, &fault) || !errors.Is(err, crm.ErrNoField) || fault.Detail != "Наименование2" {
		t.Errorf("reading contacts gives %v", err)
	}
	if err := base.Read(t.Context(), "clients", "", func(crm.Batch) error { return nil }); err != nil {
		t.Errorf("reading clients gives %v", err)
	}
	report := base.Report()
	if len(report.Faults()) != 1 || !report.Schema || report.Map != "ut11" {
		t.Errorf("the report is %+v", report)
	}
	for _, f := range report.Sources {
		if f.Name == "contacts" && strings.Join(f.Lacking, " ") != "name position" {
			t.Errorf("contacts lack %q", f.Lacking)
		}
	}
}

func TestAForeignBaseIsToldWhatToPublish(t *testing.T) {
	company, base := practice(t, standin.Options{Clients: 5})
	company.Fail(standin.Failure{Kind: standin.Unpublish, Set: "Catalog_Партнеры"})
	err := base.Probe(t.Context())
	if !errors.Is(err, crm.ErrNotPublished) || !strings.Contains(err.Error(), "Catalog_Партнеры") {
		t.Errorf("the probe says %v", err)
	}
}

// The schema is asked for once a day, and anew when a field has gone.
func TestTheSchemaIsKept(t *testing.T) {
	file := filepath.Join(t.TempDir(), "schema.json")
	_, base := practice(t, standin.Options{Clients: 5})
	base.SchemaFile = file
	if err := base.Probe(t.Context()); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Fatalf("the schema is kept as %v, %v", info, err)
	}
	company, other := practice(t, standin.Options{Clients: 5})
	_ = company
	other.SchemaFile = file // of another host: not believed
	if err := other.Probe(t.Context()); err != nil || !other.Report().Schema {
		t.Errorf("%v, %+v", err, other.Report())
	}
}
