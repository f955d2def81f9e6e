package onec

import (
	"context"
	"fmt"
	"maps"
	"time"

	"pult/app/crm"
	"pult/app/phone"
	"pult/sync/odata"
)

// writeClient brings a confirmed lead into 1C: the client, and where the
// configuration parts the two and the INN is known, its legal entity.
func (b *Base) writeClient(ctx context.Context, e Entry, look bool) (crm.Ref, error) {
	t, err := b.writable(ctx, "clients", "")
	if err != nil {
		return crm.Ref{}, err
	}
	legal := b.target("counterparties", "")
	if legal != nil && e.Lead.INN != "" {
		if err := legal.missing(); err != nil {
			return crm.Ref{}, err // before half of it is written
		}
	}
	doc, err := b.partyDocument(ctx, t, e)
	if err != nil {
		return crm.Ref{}, err
	}
	client, err := b.writeDocument(ctx, t, e.Fact.ID, crm.Ref(e.Fact.ID), doc, time.Time{}, look)
	if err != nil || legal == nil || e.Lead.INN == "" {
		return client, err
	}
	if doc, err = b.partyDocument(ctx, legal, e); err != nil {
		return crm.Ref{}, err
	}
	legal.put(doc, "client", client.String())
	_, err = b.writeDocument(ctx, legal, e.Fact.ID, partRef(crm.Ref(e.Fact.ID), 1), doc, time.Time{}, look)
	return client, err
}

// personINN is the length of the INN of a person.
const personINN = 12

// partyDocument words a lead as a card.
func (b *Base) partyDocument(ctx context.Context, t *target, e Entry) (map[string]any, error) {
	l := e.Lead
	doc := maps.Clone(t.Constants)
	if doc == nil {
		doc = map[string]any{}
	}
	t.put(doc, "name", l.Name)
	full := l.Company
	if full == "" {
		full = l.Name
	}
	t.put(doc, "full_name", full)
	t.put(doc, "inn", l.INN)
	form := "company"
	if len(l.INN) == personINN {
		form = "person"
	}
	t.put(doc, "legal", t.choice(form))
	t.put(doc, "registered", odata.Date(l.At, b.Zone))
	t.mark(doc, e.Text, e.Fact.ID)
	if !e.Manager.IsZero() {
		t.put(doc, "manager", e.Manager.String())
	}
	number := b.Plan.Parse(l.Phone)
	if number.Kind() != phone.None {
		t.put(doc, "number", number.Format())
	}
	t.put(doc, "email", l.Email)
	if name := t.found["contacts"]; name != "" {
		rows, err := b.contactRows(ctx, t, number, l.Email)
		if err != nil {
			return nil, err
		}
		if len(rows) > 0 {
			doc[name] = rows
		}
	}
	return doc, nil
}

// contactRows are rows of the section all cards share. A row without its kind is
// not shown in 1C, so the kinds are looked up by the names releases agree on.
func (b *Base) contactRows(ctx context.Context, t *target, number phone.Number, email string) ([]any, error) {
	var rows []any
	add := func(kind string, row map[string]any) error {
		ref, err := b.contactKind(ctx, t.Values[kind])
		if err != nil {
			return err
		}
		if !ref.IsZero() {
			row["Вид_Key"] = ref.String()
		}
		row["LineNumber"] = fmt.Sprint(len(rows) + 1)
		rows = append(rows, row)
		return nil
	}
	if number.Kind() != phone.None {
		row := map[string]any{"Тип": "Телефон", "Представление": number.Format()}
		if number.E164 != 0 {
			row["НомерТелефона"] = fmt.Sprint(number.E164)
		}
		if err := add("phone_kind", row); err != nil {
			return nil, err
		}
	}
	if email != "" {
		row := map[string]any{"Тип": "АдресЭлектроннойПочты", "Представление": email, "АдресЭП": email}
		if err := add("mail_kind", row); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

// contactKind finds a kind of contact by its predefined name; zero when the
// catalogue is not published or has none of them.
func (b *Base) contactKind(ctx context.Context, names []string) (found crm.Ref, err error) {
	s := b.one("contact_kinds")
	if s == nil || len(names) == 0 {
		return crm.Ref{}, nil
	}
	query := odata.Query{Select: []string{"Ref_Key", "PredefinedDataName"}}
	_, err = b.client.Rows(ctx, s.set, query, func(row odata.Row) (err error) {
		for _, name := range names {
			if row.Text("PredefinedDataName") == name {
				found, err = keyOf(row)
			}
		}
		return err
	})
	if err != nil {
		return crm.Ref{}, fmt.Errorf("look up kinds of contacts in 1C: %w", err)
	}
	return found, nil
}
