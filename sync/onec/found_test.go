package onec_test

import (
	"log/slog"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"pult/app/phone"
	"pult/sync/odata"
	"pult/sync/onec"
	"pult/sync/standin"
)

// Every name of a map is found in its configuration, but for what the practice
// company does not keep: a closed flag in УНФ, and the price type of a contract in
// УНФ and БП.
func TestMapsFindAllTheirNames(t *testing.T) {
	absent := map[string][]string{
		standin.UNF3: {"orders.closed", "terms.prices"},
		standin.BP3:  {"terms.prices"},
	}
	for _, configuration := range standin.Configurations() {
		t.Run(configuration, func(t *testing.T) {
			company := standin.New(standin.Options{Seed: 1, Clients: 20, Configuration: configuration, Location: moscow})
			server := httptest.NewServer(company)
			t.Cleanup(server.Close)
			client, err := odata.New(odata.Options{URL: server.URL + company.Root()})
			if err != nil {
				t.Fatal(err)
			}
			base := onec.New(client, onec.Options{Zone: moscow, Plan: phone.Plan{Country: "RU"}, Log: slog.New(slog.DiscardHandler)})
			if err := base.Probe(t.Context()); err != nil {
				t.Fatal(err)
			}
			report := base.Report()
			if report.Map != configuration || !report.Schema {
				t.Fatalf("the base is taken for %q", report.Map)
			}
			for _, f := range report.Sources {
				if f.Set == "" && slices.Contains(absent[configuration], f.Name) {
					continue
				}
				if f.Set == "" || f.Err != nil {
					t.Errorf("%s is in none of %s: %v", f.Name, strings.Join(f.Sets, ", "), f.Err)
				}
				for _, field := range f.Lacking {
					if !slices.Contains(absent[configuration], f.Name+"."+field) {
						t.Errorf("%s has no %s", f.Set, field)
					}
				}
			}
		})
	}
}
