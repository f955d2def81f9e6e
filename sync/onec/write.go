package onec

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"pult/app/crm"
	"pult/sync/odata"
)

// Entry is a fact with the words 1C is to show for it.
type Entry struct {
	crm.Parcel
	Manager crm.Ref // author and responsible user; may be zero
	Subject string  // "Входящий звонок +7 …"
	Name    string  // of the client or the person
	Text    string  // length, outcome and the manager's note
}

// marker is put into the record so that it can be found when 1C did not take
// our key, or when its answer was lost.
func marker(id crm.ID) string { return markerPrefix + id.String() }

const (
	markerPrefix = "pult:"
	idLength     = 36
)

// Write brings a fact into 1C and returns the reference it has there. With look
// set, 1C is asked first whether it has the fact already: after a doubtful answer,
// or when the fact has changed since. It is safe to call again with look.
func (b *Base) Write(ctx context.Context, e Entry, look bool) (crm.Ref, error) {
	if e.Fact.Kind == crm.ClientFacts {
		return b.writeClient(ctx, e, look)
	}
	t, err := b.writable(ctx, string(e.Fact.Kind), e.direction())
	if err != nil {
		return crm.Ref{}, err
	}
	return b.writeDocument(ctx, t, e.Fact.ID, crm.Ref(e.Fact.ID), b.eventDocument(t, e), e.at(), look)
}

func (e Entry) direction() crm.Direction {
	if e.Fact.Kind == crm.CallFacts {
		return e.Call.Direction
	}
	return e.Line.Direction
}

// at is when it happened.
func (e Entry) at() time.Time {
	if e.Fact.Kind == crm.CallFacts {
		return e.Call.RangAt
	}
	return e.Line.At
}

// writable finds where a kind is written. A base that was not asked yet, or where
// something was not ticked then, is asked.
func (b *Base) writable(ctx context.Context, kind string, direction crm.Direction) (*target, error) {
	find := func() (*target, error) {
		t := b.target(kind, direction)
		if t == nil {
			return nil, &crm.Fault{Kind: crm.ErrNoField, Subject: b.layout.ID, Detail: "[[write]] kind = " + kind}
		}
		return t, t.missing()
	}
	if b.layout != nil {
		if t, err := find(); err == nil {
			return t, nil
		}
	}
	if err := b.Probe(ctx); err != nil {
		return nil, err
	}
	return find()
}

// writeDocument writes one object: created under our key, or changed where it
// stands already.
func (b *Base) writeDocument(ctx context.Context, t *target, id crm.ID, key crm.Ref, doc map[string]any, at time.Time, look bool) (crm.Ref, error) {
	if look {
		found, err := b.lookFor(ctx, t, id, key, at)
		if err != nil {
			return crm.Ref{}, err
		}
		if !found.IsEmpty() {
			return b.update(ctx, t, found, doc)
		}
	}
	doc["Ref_Key"] = key.String()
	stored, err := b.client.Create(ctx, t.set, doc)
	switch {
	case errors.Is(err, crm.ErrConflict):
		// Our key is there: an earlier attempt had come through after all.
		return b.settle(ctx, t, id, key, doc, at, err)
	case errors.Is(err, crm.ErrGarbled):
		// It said yes and broke off, or something on the way spoke for it.
		return b.settle(ctx, t, id, key, doc, at, err)
	case err != nil:
		return crm.Ref{}, fmt.Errorf("write into 1C: %w", err)
	}
	if !t.bears(stored, id) {
		return crm.Ref{}, fmt.Errorf("write into 1C: %w",
			&crm.Fault{Kind: crm.ErrGarbled, Subject: t.set, Detail: "the stored object lacks our marker"})
	}
	return keyOf(stored)
}

// settle reads back what became of a doubtful writing; err is what made it so.
func (b *Base) settle(ctx context.Context, t *target, id crm.ID, key crm.Ref, doc map[string]any, at time.Time, err error) (crm.Ref, error) {
	found, lookErr := b.lookFor(ctx, t, id, key, at)
	if lookErr != nil || found.IsEmpty() {
		return crm.Ref{}, fmt.Errorf("write into 1C: %w", err)
	}
	return b.update(ctx, t, found, doc)
}

// bears tells that an object carries our marker.
func (t *target) bears(row odata.Row, id crm.ID) bool {
	return strings.Contains(row.Text(t.found["marker"]), marker(id))
}

// dated is how far the date of a record may have been moved by a person: the
// search for a marker is bounded by it, as 1C has no index of texts.
const dated = 7 * 24 * time.Hour

// lookFor looks for an object of ours by our key, then by the marker; the
// row is empty when 1C has neither.
func (b *Base) lookFor(ctx context.Context, t *target, id crm.ID, key crm.Ref, at time.Time) (odata.Row, error) {
	row, err := b.client.Get(ctx, t.set, key, odata.Query{})
	if err == nil {
		return row, nil
	}
	if !errors.Is(err, crm.ErrNotFound) {
		return odata.Row{}, fmt.Errorf("look for it in 1C: %w", err)
	}
	query := odata.Query{Filter: "substringof(" + odata.Quote(marker(id)) + "," + t.found["marker"] + ") eq true", Top: 1}
	if !at.IsZero() {
		query.Filter = "Date ge " + odata.DateTime(at.Add(-dated), b.Zone) + " and " + query.Filter
	}
	var found odata.Row
	_, err = b.client.Rows(ctx, t.set, query, func(row odata.Row) error {
		found = row.Clone()
		return nil
	})
	if err != nil {
		return odata.Row{}, fmt.Errorf("look for it in 1C: %w", err)
	}
	return found, nil
}

// ours are the fields of a record that stay ours to change: a person may have
// completed it in 1C meanwhile.
var ours = []string{"subject", "text", "contact", "name", "people"}

// update changes what differs of what is ours. A card belongs to 1C from its first
// day on.
func (b *Base) update(ctx context.Context, t *target, stored odata.Row, doc map[string]any) (crm.Ref, error) {
	ref, err := keyOf(stored)
	if err != nil {
		return crm.Ref{}, fmt.Errorf("update in 1C: %w", err)
	}
	changed := map[string]any{}
	for _, field := range ours {
		name := t.found[field]
		value, written := doc[name]
		if !written || !strings.HasPrefix(t.set, "Document_") {
			continue
		}
		switch value := value.(type) {
		case string:
			if !sameText(stored.Text(name), value) {
				changed[name] = value
			}
		case []any:
			if rows := t.withOthers(stored.Section(name), value); rows != nil {
				changed[name] = rows
			}
		}
		if of, typed := doc[name+"_Type"]; typed && changed[name] != nil {
			changed[name+"_Type"] = of
		}
	}
	if len(changed) == 0 {
		return ref, nil
	}
	if _, err := b.client.Update(ctx, t.set, ref, changed); err != nil {
		return crm.Ref{}, fmt.Errorf("update in 1C: %w", err)
	}
	return ref, nil
}

// withOthers puts our row of those who took part in place of the first stored one,
// and leaves the others, for a section is replaced whole; nil when it is the same.
func (t *target) withOthers(stored []odata.Row, row []any) []any {
	if len(stored) == 0 {
		return row
	}
	ours, _ := row[0].(map[string]any)
	contact := t.found["people/contact"]
	if who, ok := ours[contact].(string); !ok || who == stored[0].Text(contact) {
		return nil
	}
	rows := []any{ours}
	for _, other := range stored[1:] {
		rows = append(rows, other)
	}
	return rows
}

// sameText compares as 1C stores: it may end lines with two signs.
func sameText(stored, ours string) bool {
	return strings.ReplaceAll(stored, "\r\n", "\n") == strings.TrimSpace(ours)
}
