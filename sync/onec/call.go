package onec

import (
	"context"
	"errors"
	"fmt"

	"pult/app/crm"
	"pult/sync/odata"
)

// callSet holds calls in all configurations that have the interactions of БСП.
const callSet = "Document_ТелефонныйЗвонок"

// CallRecord is a call with the words 1C is to show for it.
type CallRecord struct {
	Call    crm.Call
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

// WriteCall brings the record of a call into 1C. With look set, 1C is asked
// first whether it has the record already: after a doubtful answer, or when the
// record has changed since. It is safe to call again with look.
func (b *Base) WriteCall(ctx context.Context, r CallRecord, look bool) error {
	if b.published(callSet) != nil { // not asked yet, or not ticked then
		if err := b.Probe(ctx); err != nil {
			return err
		}
		if err := b.published(callSet); err != nil {
			return err
		}
	}
	if look {
		found, err := b.findCall(ctx, r.Call.ID)
		if err != nil {
			return err
		}
		if !found.IsZero() {
			return b.updateCall(ctx, found, r)
		}
	}
	stored, err := b.client.Create(ctx, callSet, b.callDocument(r))
	if errors.Is(err, crm.ErrConflict) {
		// Our key is there: an earlier attempt had come through after all.
		return b.updateCall(ctx, crm.Ref(r.Call.ID), r)
	}
	if err != nil {
		return fmt.Errorf("write the call into 1C: %w", err)
	}
	if got := stored.Text("Комментарий"); got != marker(r.Call.ID) {
		return fmt.Errorf("write the call into 1C: %w",
			&crm.Fault{Kind: crm.ErrGarbled, Subject: callSet, Detail: "the stored document lacks our marker"})
	}
	return nil
}

// findCall looks for the record by our key, then by the marker.
func (b *Base) findCall(ctx context.Context, id crm.ID) (crm.Ref, error) {
	query := odata.Query{Select: []string{"Ref_Key"}}
	_, err := b.client.Get(ctx, callSet, crm.Ref(id), query)
	if err == nil {
		return crm.Ref(id), nil
	}
	if !errors.Is(err, crm.ErrNotFound) {
		return crm.Ref{}, fmt.Errorf("look for the call in 1C: %w", err)
	}
	query.Filter, query.Top = "substringof("+odata.Quote(marker(id))+",Комментарий) eq true", 1
	var found crm.Ref
	_, err = b.client.Rows(ctx, callSet, query, func(row odata.Row) (err error) {
		found, err = keyOf(row)
		return err
	})
	if err != nil {
		return crm.Ref{}, fmt.Errorf("look for the call in 1C: %w", err)
	}
	return found, nil
}

// updateCall changes only what is ours to change: a person may have completed
// the document in 1C meanwhile.
func (b *Base) updateCall(ctx context.Context, ref crm.Ref, r CallRecord) error {
	all := b.callDocument(r)
	changed := map[string]any{}
	for _, field := range []string{"Тема", "Описание", "АбонентКонтакт", "АбонентКонтакт_Type", "АбонентПредставление"} {
		if value, ok := all[field]; ok {
			changed[field] = value
		}
	}
	if _, err := b.client.Update(ctx, callSet, ref, changed); err != nil {
		return fmt.Errorf("update the call in 1C: %w", err)
	}
	return nil
}

// typeOf names the type of what a kind is read from, for composite fields.
func (b *Base) typeOf(kind string) string {
	if s := b.one(kind); s != nil {
		return "StandardODATA." + s.set
	}
	return "StandardODATA.Undefined"
}

func (b *Base) callDocument(r CallRecord) map[string]any {
	c := r.Call
	doc := map[string]any{
		"Ref_Key":     crm.Ref(c.ID).String(),
		"Date":        odata.Date(c.RangAt, b.Zone),
		"Входящий":    c.Direction == crm.Incoming,
		"Тема":        r.Subject,
		"Описание":    r.Text,
		"Комментарий": marker(c.ID),
		"АбонентПредставление": r.Name,
		"АбонентКакСвязаться":  c.Number.String(),
		"Важность":             "Обычная",
	}
	switch {
	case !c.Contact.IsZero():
		doc["АбонентКонтакт"], doc["АбонентКонтакт_Type"] = c.Contact.String(), b.typeOf("contacts")
	case !c.Client.IsZero():
		doc["АбонентКонтакт"], doc["АбонентКонтакт_Type"] = c.Client.String(), b.typeOf("clients")
	}
	if !r.Manager.IsZero() {
		doc["Автор_Key"], doc["Ответственный_Key"] = r.Manager.String(), r.Manager.String()
	}
	return doc
}
