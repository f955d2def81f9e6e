// Package onec knows the configurations of 1C: which entity and field feeds
// which part of the domain, and how a fact of ours is written into a document
// of theirs. It speaks through sync/odata and gives crm types.
package onec

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
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
	Log  *slog.Logger
}

// Base is one base of 1C, read through its configuration map. It is used by one
// round at a time.
type Base struct {
	Options
	client *odata.Client
	sets   []string // published; nil before the probe
	kinds  map[crm.Ref]string
}

// New makes a base. Nothing is asked of 1C before Probe.
func New(client *odata.Client, o Options) *Base {
	if o.Log == nil {
		o.Log = slog.Default()
	}
	return &Base{Options: o, client: client}
}

// Kinds are the kinds of data a round reads, in an order that lets each find
// what it refers to.
func (b *Base) Kinds() []string {
	names := make([]string, len(ut11))
	for i, r := range ut11 {
		names[i] = r.kind
	}
	return names
}

// Probe asks which sets are published and tells whether the configuration is
// one that can be read.
func (b *Base) Probe(ctx context.Context) error {
	sets, err := b.client.Sets(ctx)
	if err != nil {
		return fmt.Errorf("probe 1C: %w", err)
	}
	b.sets = sets
	if len(sets) == 0 {
		return &crm.Fault{Kind: crm.ErrNotPublished, Subject: "standard.odata"}
	}
	if err := b.published(clientsSet); err != nil {
		return err
	}
	return b.readContactKinds(ctx)
}

// readContactKinds learns how this base calls its kinds of telephone. It is nice
// to have: without it numbers are shown bare.
func (b *Base) readContactKinds(ctx context.Context) error {
	if !slices.Contains(b.sets, kindsSet) {
		return nil
	}
	kinds := map[crm.Ref]string{}
	_, err := b.client.Rows(ctx, kindsSet, odata.Query{Select: []string{"Ref_Key", "Description"}}, func(row odata.Row) error {
		if ref, err := keyOf(row); err == nil {
			kinds[ref] = row.Text("Description")
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("read kinds of contact information from 1C: %w", err)
	}
	b.kinds = kinds
	return nil
}

// published gives a fault that names the first set that is not.
func (b *Base) published(sets ...string) error {
	for _, set := range sets {
		if !slices.Contains(b.sets, set) {
			return &crm.Fault{Kind: crm.ErrNotPublished, Subject: set}
		}
	}
	return nil
}

// pageSize is rows a request. 1C builds an answer in memory, and a page that is
// cut off is read again: thousands would cost more than they save.
const pageSize = 500

// Read reads one kind of data whole, page by page. Rows that cannot be
// understood are set aside in the batch. What was handed over before an error
// is good.
func (b *Base) Read(ctx context.Context, kind string, page func(crm.Batch) error) error {
	i := slices.IndexFunc(ut11, func(r reader) bool { return r.kind == kind })
	if i < 0 {
		return fmt.Errorf("read %q from 1C: %w", kind, crm.ErrInvalid)
	}
	r := ut11[i]
	if err := b.published(append(slices.Clone(r.needs), r.set)...); err != nil {
		return err
	}
	if r.whole != nil {
		return r.whole(ctx, b, page)
	}
	return b.readPages(ctx, r, page)
}

// readPages pages by $skip: keyset paging over references is impossible in 1C.
// Its order by Ref_Key is not the order of keys but it is stable; rows that come
// twice because something was inserted meanwhile are the store's to fold.
func (b *Base) readPages(ctx context.Context, r reader, page func(crm.Batch) error) error {
	query := odata.Query{Select: r.fields, OrderBy: "Ref_Key", Top: pageSize}
	for {
		batch := crm.Batch{Kind: r.kind}
		n, err := b.client.Rows(ctx, r.set, query, func(row odata.Row) error {
			b.take(&batch, r, row)
			return nil
		})
		if missingField(err) && query.Select != nil && n == 0 {
			// An older release lacks a field we like to have: all of them then.
			b.Log.InfoContext(ctx, "a field is not in this configuration, reading all", "set", r.set)
			query.Select = nil
			continue
		}
		if n > 0 {
			if err := page(batch); err != nil {
				return err
			}
		}
		if err != nil {
			return fmt.Errorf("read %s from 1C: %w", r.kind, err)
		}
		if n < pageSize {
			return nil
		}
		query.Skip += n
	}
}

func missingField(err error) bool {
	var refused *odata.Error
	return errors.As(err, &refused) && refused.Code == odata.CodeBadURL
}

// take puts a row into the batch, or sets it aside with the reason.
func (b *Base) take(batch *crm.Batch, r reader, row odata.Row) {
	if err := r.take(b, batch, row); err != nil {
		batch.SetAside = append(batch.SetAside, crm.SetAside{Kind: r.kind, Ref: row.Text("Ref_Key"), Reason: err.Error()})
	}
}
