package odata

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"pult/app/crm"
)

// Row is one object or record as it came, field by field. A field that is
// missing reads as empty: publications differ in what they show.
type Row map[string]json.RawMessage

// Text reads a string; numbers and booleans give their text.
func (r Row) Text(field string) string {
	raw := r[field]
	if len(raw) == 0 || string(raw) == "null" {
		return ""
	}
	if raw[0] != '"' {
		return string(raw)
	}
	var text string
	if json.Unmarshal(raw, &text) != nil {
		return ""
	}
	return strings.TrimSpace(text)
}

// Bool reads a boolean.
func (r Row) Bool(field string) bool { return r.Text(field) == "true" }

// Ref reads a reference. The field of a composite type holds the GUID without
// _Key.
func (r Row) Ref(field string) (crm.Ref, error) {
	ref, err := crm.ParseRef(r.Text(field))
	if err != nil {
		return ref, fmt.Errorf("field %s: %w", field, err)
	}
	return ref, nil
}

// RefOf reads a field of a composite type when it refers to that set, and the
// empty reference otherwise.
func (r Row) RefOf(field, set string) crm.Ref {
	if r.Text(field+"_Type") != "StandardODATA."+set {
		return crm.Ref{}
	}
	ref, _ := r.Ref(field) // no GUID behind a type: nothing to refer to
	return ref
}

// Money reads an amount from its text, never through a float.
func (r Row) Money(field string) (crm.Money, error) {
	text := r.Text(field)
	if text == "" {
		return 0, nil
	}
	m, err := crm.ParseMoney(text)
	if err != nil {
		return 0, fmt.Errorf("field %s: %w", field, err)
	}
	return m, nil
}

// Quantity reads an amount of goods from its text, never through a float.
func (r Row) Quantity(field string) (crm.Quantity, error) {
	text := r.Text(field)
	if text == "" {
		return 0, nil
	}
	q, err := crm.ParseQuantity(text)
	if err != nil {
		return 0, fmt.Errorf("field %s: %w", field, err)
	}
	return q, nil
}

// Time reads a wall clock of the base. 1C's empty date gives the zero time.
func (r Row) Time(field string, zone *time.Location) (time.Time, error) {
	text := r.Text(field)
	if text == "" || strings.HasPrefix(text, "0001-01-01") {
		return time.Time{}, nil
	}
	t, err := time.ParseInLocation(dateLayout, text, zone)
	if err != nil {
		return time.Time{}, fmt.Errorf("field %s: date %q: %w", field, text, crm.ErrInvalid)
	}
	return t.UTC(), nil
}

// Section reads the rows of a tabular section.
func (r Row) Section(field string) []Row {
	var rows []Row
	if json.Unmarshal(r[field], &rows) != nil {
		return nil
	}
	return rows
}
