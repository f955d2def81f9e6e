// Package onec knows the configurations of 1C: which entity and field feeds
// which part of the domain, and how a fact of ours is written into a document
// of theirs. It speaks through sync/odata and gives crm types.
package onec

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"time"

	"pult/app/crm"
	"pult/app/phone"
	"pult/sync/odata"
)

// Options are what must be known of a base besides its address.
type Options struct {
	Zone *time.Location // of the base: its dates carry none
	Plan phone.Plan     // completes local numbers
	// Configuration names a map that comes with the program; empty or "auto"
	// finds it by what is published.
	Configuration string
	Map           *Map   // of the administrator, in place of any other
	ExchangePlan  string // name of the plan that registers changes for us
	ExchangeNode  string // code of our node in it
	SchemaFile    string // keeps what $metadata said; it is slow to make
	Now           func() time.Time
	Log           *slog.Logger
}

// Base is one base of 1C, read through its configuration map. It is used by one
// round at a time.
type Base struct {
	Options
	client  *odata.Client
	sets    map[string]bool // published; nil before the probe
	layout  *Map            // found by the probe
	schema  *odata.Schema   // nil when it could not be had
	sources map[string][]*source

	// What is read once a round to understand the rest.
	names map[string]map[crm.Ref]string // of helping catalogues, by kind
	links map[crm.Ref][]link            // of persons
	dues  map[crm.Ref]time.Time         // of documents

	node     crm.Ref // ours in the exchange plan
	oneDebts bool    // debts of one client can be asked for, as far as is known
}

// New makes a base. Nothing is asked of 1C before Probe.
func New(client *odata.Client, o Options) *Base {
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Base{Options: o, client: client, oneDebts: true}
}

// Kinds are the kinds of data a round reads, in an order that lets each find
// what it refers to. Before a probe they are all there are.
func (b *Base) Kinds() []string {
	if b.layout == nil {
		return order
	}
	return slices.DeleteFunc(slices.Clone(order), func(kind string) bool {
		return len(b.sources[kind]) == 0
	})
}

// Probe asks which sets are published, finds the configuration by them and
// where it keeps what. What is missing is told by Report and by reading it.
func (b *Base) Probe(ctx context.Context) error {
	names, err := b.client.Sets(ctx)
	if err != nil {
		return fmt.Errorf("probe 1C: %w", err)
	}
	if len(names) == 0 {
		return &crm.Fault{Kind: crm.ErrNotPublished, Subject: "standard.odata"}
	}
	sets := make(map[string]bool, len(names))
	for _, name := range names {
		sets[name] = true
	}
	layout, err := b.find(sets)
	if err != nil {
		return err
	}
	b.names = nil
	if maps.Equal(sets, b.sets) && b.schema != nil {
		return nil
	}
	b.sets, b.layout = sets, layout
	b.readSchema(ctx)
	b.resolve()
	return ctx.Err()
}

// find takes the map that was asked for, or the one that fits.
func (b *Base) find(sets map[string]bool) (*Map, error) {
	if b.Map != nil {
		return b.Map, nil
	}
	if b.Configuration != "" && b.Configuration != "auto" {
		return Builtin(b.Configuration)
	}
	var candidates []*Map
	for _, id := range builtin {
		m, err := Builtin(id)
		if err != nil {
			return nil, err
		}
		candidates = append(candidates, m)
	}
	return detect(sets, candidates)
}

// wanted are the sets the map may read or write.
func (m *Map) wanted() []string {
	var names []string
	for _, s := range m.Read {
		names = append(names, s.Set...)
	}
	for _, t := range m.Write {
		names = append(names, t.Set...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func (b *Base) resolve() {
	b.sources = map[string][]*source{}
	for _, s := range b.layout.Read {
		r := s.resolve(b.sets, b.schema)
		if r.set == "" && s.Optional {
			continue
		}
		b.sources[s.Kind] = append(b.sources[s.Kind], r)
	}
}

// one is the source of a kind that has a single one; nil when it is not there.
func (b *Base) one(kind string) *source {
	for _, s := range b.sources[kind] {
		if s.set != "" {
			return s
		}
	}
	return nil
}

// setsOf are the published sets of a kind.
func (b *Base) setsOf(kinds ...string) []string {
	var sets []string
	for _, kind := range kinds {
		for _, s := range b.sources[kind] {
			sets = append(sets, s.set)
		}
	}
	return sets
}

// Read reads one kind of data whole, page by page; from is the Place of a page
// after which an earlier reading stopped. Rows that cannot be understood are set
// aside in the batch. What was handed over before an error is good.
func (b *Base) Read(ctx context.Context, name, from string, page func(crm.Batch) error) error {
	sources, err := b.ready(ctx, name)
	if err != nil {
		return err
	}
	at := parsePlace(from)
	for i, s := range sources {
		if i < at.source {
			continue
		}
		read := b.readPages
		if whole := kinds[name].whole; whole != nil {
			read = func(ctx context.Context, s *source, _ place, page func(crm.Batch) error) error {
				return whole(ctx, b, s, page)
			}
		}
		if i > at.source {
			at = place{source: i}
		}
		if err := read(ctx, s, at, page); err != nil {
			return err
		}
	}
	return nil
}

// ready gives the sources of a kind, with what they are understood with read.
func (b *Base) ready(ctx context.Context, name string) ([]*source, error) {
	sources := b.sources[name]
	if b.layout == nil || len(sources) == 0 {
		return nil, fmt.Errorf("read %q from 1C: %w", name, crm.ErrInvalid)
	}
	for _, s := range sources {
		if err := s.missing(); err != nil {
			return nil, err
		}
	}
	return sources, b.prepare(ctx, name)
}

// prepare reads what a kind is understood with.
func (b *Base) prepare(ctx context.Context, kind string) error {
	switch kind {
	case "clients", "counterparties":
		return errors.Join(b.readNames(ctx, "contact_kinds"), b.readNames(ctx, "property_names"), b.readNames(ctx, "tag_names"))
	case "contacts":
		return errors.Join(b.readNames(ctx, "contact_kinds"), b.readLinks(ctx))
	case "orders":
		return b.readNames(ctx, "order_states")
	case "invoices":
		return b.readDueDates(ctx)
	}
	return nil
}

// readPages reads the pages of a set. Its order by Ref_Key is not the order of
// keys but it is stable; rows that come twice because something was inserted
// meanwhile are the store's to fold.
func (b *Base) readPages(ctx context.Context, s *source, from place, page func(crm.Batch) error) error {
	for i, query := range b.queries(s) {
		if i < from.query {
			continue
		}
		if i == from.query {
			query.Skip = from.skip
		}
		next := func(skip int) string { return place{from.source, i, skip}.String() }
		if err := b.readQuery(ctx, s, query, next, page); err != nil {
			return err
		}
	}
	return nil
}

// recent is how far back the lines of documents and the interactions of others
// are read: what is older is not spoken of on the telephone.
const recent = 400 * 24 * time.Hour

// since is the beginning of a day so long ago. All readings of one day part a set
// at the same place, so one that goes on where another stopped misses nothing.
func (b *Base) since(ago time.Duration) time.Time {
	year, month, day := b.Now().Add(-ago).In(b.Zone).Date()
	return time.Date(year, month, day, 0, 0, 0, 0, b.Zone)
}

// queries are the requests a set is read by. Lines are heavy, so they come with
// recent documents only.
func (b *Base) queries(s *source) []odata.Query {
	query := odata.Query{Select: s.selects(), OrderBy: "Ref_Key"}
	since := odata.DateTime(b.since(recent), b.Zone)
	switch {
	case s.Kind == "records":
		query.Filter = s.dateField() + " ge " + since
	case len(s.Fields["lines/good"]) > 0 && s.found["lines"] != "":
		old := query
		old.Select = slices.DeleteFunc(slices.Clone(query.Select), func(f string) bool { return f == s.found["lines"] })
		old.Filter, query.Filter = "Date lt "+since, "Date ge "+since
		return []odata.Query{old, query}
	}
	return []odata.Query{query}
}

// readQuery reads the pages of one request.
func (b *Base) readQuery(ctx context.Context, s *source, query odata.Query, next func(skip int) string, page func(crm.Batch) error) error {
	batch, pages := crm.Batch{}, 0
	read := func(query odata.Query, sections unseen) error {
		batch = crm.Batch{Kind: s.Kind}
		var wide error
		return b.client.Pages(ctx, s.set, query, func(row odata.Row) error {
			if wide = sections.look(row); wide == nil {
				b.take(s, &batch, row)
			}
			return wide
		}, func(skip int) error {
			if wide != nil {
				return wide
			}
			full := batch
			batch = crm.Batch{Kind: s.Kind}
			full.Checkpoint.Place = next(skip)
			pages++
			return page(full)
		})
	}
	begun := func() bool { return pages > 0 || batch.Rows() > 0 }
	narrow, sections := s.narrowed(query)
	isNarrow := sections != nil
	err := read(narrow, sections)
	if errors.Is(err, errWide) || isNarrow && missingField(err) && !begun() {
		b.Log.InfoContext(ctx, "columns of sections cannot be asked for here, reading whole ones", "set", s.set)
		s.wide = true
		err = read(query, nil)
	}
	if missingField(err) && query.Select != nil && !begun() {
		// The base has changed since its schema was read: all fields then.
		b.Log.InfoContext(ctx, "a field is not in this configuration, reading all", "set", s.set)
		query.Select = nil
		b.forgetSchema()
		err = read(query, nil)
	}
	if err != nil {
		return fmt.Errorf("read %s from 1C: %w", s.Kind, err)
	}
	return nil
}

// take puts a row into the batch, or sets it aside with the reason.
func (b *Base) take(s *source, batch *crm.Batch, row odata.Row) {
	if err := kinds[s.Kind].take(b, s, batch, row); err != nil {
		batch.SetAside = append(batch.SetAside, b.setAside(s, row, err))
	}
}

func missingField(err error) bool {
	var refused *odata.Error
	return errors.As(err, &refused) && refused.Code == odata.CodeBadURL
}

// readNames reads the names of a helping catalogue, once a round. Without it
// what it names is shown bare.
func (b *Base) readNames(ctx context.Context, kind string) error {
	if _, done := b.names[kind]; done {
		return nil
	}
	names := map[crm.Ref]string{}
	if s := b.one(kind); s != nil {
		query := odata.Query{Select: []string{"Ref_Key", s.found["name"]}}
		_, err := b.client.Rows(ctx, s.set, query, func(row odata.Row) error {
			if ref, err := keyOf(row); err == nil {
				names[ref] = s.text(row, "name")
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("read %s from 1C: %w", kind, err)
		}
	}
	if b.names == nil {
		b.names = map[string]map[crm.Ref]string{}
	}
	b.names[kind] = names
	return nil
}
