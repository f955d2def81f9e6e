package onec

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"pult/app/crm"
	"pult/sync/odata"
)

// Scans tells kinds whose changes can be found by versions. Registers have none.
func (b *Base) Scans(name string) bool { return kinds[name].take != nil && name != "price_types" }

// Dated tells kinds that can be scanned from a day on.
func (b *Base) Dated(name string) bool {
	return slices.Contains(kinds[name].also, "Date")
}

// Scan tells which objects of a kind there are and in which version. With a
// moment given, only documents dated since.
func (b *Base) Scan(ctx context.Context, name string, since time.Time, each func(crm.Version)) error {
	sources, err := b.ready(ctx, name)
	if err != nil {
		return err
	}
	for i, s := range sources {
		query := odata.Query{Select: []string{"Ref_Key", "DataVersion"}, OrderBy: "Ref_Key", Top: scanPage}
		if name == "records" {
			since = laterOf(since, b.since(recent))
		}
		if !since.IsZero() {
			query.Filter = s.dateField() + " ge " + odata.DateTime(since, b.Zone)
		}
		err := b.client.Pages(ctx, s.set, query, func(row odata.Row) error {
			if ref, err := keyOf(row); err == nil {
				each(crm.Version{Ref: ref, Version: row.Text("DataVersion"), Source: i})
			}
			return nil
		}, func(int) error { return nil })
		if err != nil {
			return fmt.Errorf("look for changes of %s in 1C: %w", name, err)
		}
	}
	return nil
}

func laterOf(x, y time.Time) time.Time {
	if x.After(y) {
		return x
	}
	return y
}

const (
	// scanPage is the first page of a scan: its rows are short.
	scanPage = 1000
	// fetchAtOnce keeps the address of a request under 2048 bytes, which is all
	// that some web servers take.
	fetchAtOnce = 20
)

// Fetch reads single objects of a kind. One that is not there does not come.
func (b *Base) Fetch(ctx context.Context, name string, of []crm.Version, page func(crm.Batch) error) error {
	sources, err := b.ready(ctx, name)
	if err != nil {
		return err
	}
	for i, s := range sources {
		var keys []string
		for _, v := range of {
			if v.Source == i || v.Source < 0 {
				keys = append(keys, "Ref_Key eq "+odata.GUID(v.Ref))
			}
		}
		for some := range slices.Chunk(keys, fetchAtOnce) {
			query := odata.Query{Select: s.selects(), Filter: strings.Join(some, " or "), OrderBy: "Ref_Key"}
			none := func(int) string { return "" }
			if err := b.readQuery(ctx, s, query, none, page); err != nil {
				return err
			}
		}
	}
	return nil
}
