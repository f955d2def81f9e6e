package odata

import (
	"bytes"
	"strings"
	"time"

	"pult/app/crm"
)

// Row is one object or record as it came. A field that is missing reads as
// empty: publications differ in what they show. A row handed to a function is
// good until that returns.
type Row struct{ fields []field }

// field is a name and a value in JSON, as they stand in the answer.
type field struct{ name, value []byte }

// raw finds the value of a field; of two with one name the last one counts.
func (r Row) raw(name string) []byte {
	for i := len(r.fields) - 1; i >= 0; i-- {
		if string(r.fields[i].name) == name {
			return r.fields[i].value
		}
	}
	return nil
}

// IsEmpty tells a row without any field: none at all.
func (r Row) IsEmpty() bool { return len(r.fields) == 0 }

// Clone keeps a row for later.
func (r Row) Clone() Row {
	fields := make([]field, len(r.fields))
	for i, f := range r.fields {
		fields[i] = field{bytes.Clone(f.name), bytes.Clone(f.value)}
	}
	return Row{fields}
}

// Has tells whether the row shows a field at all.
func (r Row) Has(field string) bool { return r.raw(field) != nil }

// Text reads a string; numbers and booleans give their text.
func (r Row) Text(field string) string {
	raw := r.raw(field)
	if len(raw) == 0 || string(raw) == "null" {
		return ""
	}
	if raw[0] != '"' {
		return string(raw)
	}
	return strings.TrimSpace(unquote(raw))
}

// Bool reads a boolean.
func (r Row) Bool(field string) bool {
	raw := r.raw(field)
	return string(raw) == "true" || string(raw) == `"true"`
}

// Ref reads a reference. The field of a composite type holds the GUID without
// _Key.
func (r Row) Ref(field string) (crm.Ref, error) {
	if ref, ok := plainRef(r.raw(field)); ok {
		return ref, nil
	}
	ref, err := crm.ParseRef(r.Text(field))
	if err != nil {
		return ref, r.unread(crm.BadRef, field)
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
		return 0, r.unread(crm.BadMoney, field)
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
		return 0, r.unread(crm.BadQuantity, field)
	}
	return q, nil
}

// Time reads a wall clock of the base. 1C's empty date gives the zero time.
func (r Row) Time(field string, zone *time.Location) (time.Time, error) {
	text := r.Text(field)
	if text == "" || strings.HasPrefix(text, "0001-01-01") {
		return time.Time{}, nil
	}
	if t, ok := plainTime(text, zone); ok {
		return t, nil
	}
	t, err := time.ParseInLocation(dateLayout, text, zone)
	if err != nil {
		return time.Time{}, r.unread(crm.BadDate, field)
	}
	return t.UTC(), nil
}

// maxUnread bounds what is kept of a value that cannot be understood.
const maxUnread = 60

func (r Row) unread(code crm.UnreadCode, field string) error {
	value := []rune(r.Text(field))
	if len(value) > maxUnread {
		value = append(value[:maxUnread], '…')
	}
	return crm.Unread{Code: code, Field: field, Value: string(value)}
}

// Section reads the rows of a tabular section.
func (r Row) Section(of string) []Row {
	data := r.raw(of)
	if len(data) == 0 || data[0] != '[' {
		return nil
	}
	var rows []Row
	fields := make([]field, 0, 64)
	for i := spaceEnd(data, 1); i < len(data) && data[i] == '{'; {
		from := len(fields)
		var end int
		if fields, end = fieldsOf(data, i, fields); end <= 0 {
			return nil
		}
		rows = append(rows, Row{fields[from:len(fields):len(fields)]})
		if i = spaceEnd(data, end); i < len(data) && data[i] == ',' {
			i = spaceEnd(data, i+1)
		}
	}
	return rows
}

// Parse reads an object that stands in a text; false when it is none.
func Parse(text string) (Row, bool) {
	data := []byte(strings.TrimSpace(text))
	if len(data) == 0 || data[0] != '{' {
		return Row{}, false
	}
	fields, end := fieldsOf(data, 0, nil)
	return Row{fields}, end == len(data)
}
