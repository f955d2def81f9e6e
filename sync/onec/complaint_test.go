package onec_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"pult/app/crm"
	"pult/sync/onec"
	"pult/sync/standin"
)

// whole reads one kind.
func whole(t *testing.T, base *onec.Base, kind string) (all crm.Batch) {
	t.Helper()
	if err := base.Probe(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := base.Read(t.Context(), kind, "", func(b crm.Batch) error { all.Add(b); return nil }); err != nil {
		t.Fatal(err)
	}
	return all
}

// Complaints stand among the talks with a client, open ones apart from those that
// were settled; they are scanned for changes and counted like all else.
func TestComplaintsAreRead(t *testing.T) {
	_, base := practice(t, standin.Options{Clients: 100})
	all := whole(t, base, "records")
	open, settled := 0, 0
	seen := map[crm.Ref]bool{}
	for _, r := range all.Records {
		seen[r.Ref] = true
		if r.Kind != crm.ComplaintKind {
			continue
		}
		if r.Client.IsZero() || r.Subject == "" || r.Text == "" || r.At.IsZero() || r.Deleted {
			t.Errorf("a complaint is read as %+v", r)
		}
		if r.Open {
			open++
		} else {
			settled++
			if !strings.Contains(r.Text, "\nСделали скидку") {
				t.Errorf("it does not say what became of it: %q", r.Text)
			}
		}
	}
	if open == 0 || open != settled {
		t.Errorf("%d complaints are open, %d settled; the base has as many of both", open, settled)
	}
	scanned := 0
	err := base.Scan(t.Context(), "records", now.Add(-390*24*time.Hour), func(v crm.Version) {
		scanned++
		if !seen[v.Ref] {
			t.Errorf("the scan shows what was not read: %v", v)
		}
	})
	if err != nil || scanned == 0 {
		t.Errorf("%d scanned, %v", scanned, err)
	}
	if n, err := base.Count(t.Context(), "records"); err != nil || n != len(seen) {
		t.Errorf("1C counts %d, %v; %d were read", n, err, len(seen))
	}
}

// A base that names them otherwise says which field it lacks, and everything else
// goes on.
func TestComplaintsOfABaseThatHasNone(t *testing.T) {
	company, base := practice(t, standin.Options{Clients: 40})
	company.Fail(standin.Failure{Kind: standin.Unpublish, Set: "Catalog_Претензии"})
	all := whole(t, base, "records")
	for _, r := range all.Records {
		if r.Kind == crm.ComplaintKind {
			t.Errorf("read %+v", r)
		}
	}
	wrong, err := onec.ParseMap("extends = \"ut11\"\n[[read]]\nkind = \"records\"\nname = \"complaints\"\nset = \"Catalog_Претензии\"\n[read.fields]\nresult = \"Итог2\"\n")
	if err != nil {
		t.Fatal(err)
	}
	_, base = practice(t, standin.Options{Clients: 40})
	base.Map = wrong
	if err := base.Probe(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, f := range base.Report().Sources {
		if f.Name == "complaints" && strings.Join(f.Lacking, " ") != "result" {
			t.Errorf("it lacks %q, %v", f.Lacking, errors.Join(f.Err))
		}
	}
}

// What a firm has added to the card, and prices, are read in all configurations.
func TestPropertiesAndPricesOfEachConfiguration(t *testing.T) {
	for _, configuration := range standin.Configurations() {
		t.Run(configuration, func(t *testing.T) {
			_, base := practice(t, standin.Options{Clients: 300, Configuration: configuration})
			segments, tags := 0, 0
			for _, c := range whole(t, base, "clients").Clients {
				for _, p := range c.Properties {
					if p.Name == "tags" && p.Value != "" {
						tags++
					}
					if p.Name == "Сегмент" && p.Value != "" {
						segments++
					}
				}
			}
			if segments == 0 || (tags > 0) != (configuration == standin.UNF3) {
				t.Errorf("%d clients have a segment, %d tags", segments, tags)
			}
			types := map[crm.Ref]bool{}
			for _, k := range whole(t, base, "price_types").PriceTypes {
				types[k.Ref] = k.Name != ""
			}
			prices := whole(t, base, "prices").Prices
			for _, p := range prices {
				if !types[p.Type] || p.Good.IsZero() || p.Amount <= 0 {
					t.Fatalf("a price is read as %+v", p)
				}
			}
			if len(prices) == 0 || len(types) != 2 {
				t.Errorf("%d prices of %d types", len(prices), len(types))
			}
		})
	}
}

// Without $metadata the map is believed, and complaints come as well: a catalogue
// has no Date, so all of its fields are asked for.
func TestComplaintsWithoutASchema(t *testing.T) {
	company, base := practice(t, standin.Options{Clients: 40})
	company.Fail(standin.Failure{Kind: standin.ApplicationError, Set: "$metadata"})
	n := 0
	for _, r := range whole(t, base, "records").Records {
		if r.Kind == crm.ComplaintKind && !r.Client.IsZero() && !r.At.IsZero() && r.Text != "" {
			n++
		}
	}
	if n == 0 || base.Report().Schema {
		t.Errorf("%d complaints were read, with a schema: %v", n, base.Report().Schema)
	}
}
