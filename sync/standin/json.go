package standin

import (
	"encoding/json"
	"strconv"
	"time"
)

// jsonWriter writes objects in the platform's JSON: 64-bit integers in quotes,
// doubles bare, composite attributes with a _Type twin.
type jsonWriter struct {
	a     *answer
	base  *base
	level string // none, minimal, full
}

func newJSONWriter(a *answer, b *base, level string) *jsonWriter { return &jsonWriter{a, b, level} }

func (j *jsonWriter) raw(s string) { j.a.body = append(j.a.body, s...) }

func (j *jsonWriter) string(s string) { j.a.body = appendJSONString(j.a.body, s) }

// end exists so that both writers are left the same way.
func (j *jsonWriter) end() error { return nil }

// appendJSONString copies runs that need no escaping at once.
func appendJSONString(b []byte, s string) []byte {
	b = append(b, '"')
	from := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= 0x20 && c != '"' && c != '\\' {
			continue
		}
		b = append(b, s[from:i]...)
		from = i + 1
		if c == '"' || c == '\\' {
			b = append(b, '\\', c)
			continue
		}
		quoted, _ := json.Marshal(string(c))
		b = append(b, quoted[1:len(quoted)-1]...)
	}
	return append(append(b, s[from:]...), '"')
}

// property writes a name with its comma before it when not the first.
func (j *jsonWriter) property(first *bool, name string) {
	if !*first {
		j.a.body = append(j.a.body, ',')
	}
	*first = false
	// Names of attributes need no escaping.
	j.a.body = append(append(append(j.a.body, '"'), name...), '"', ':')
}

// object writes the columns of one object, starting at a different property for
// different objects: the platform promises no order and clients must not count
// on one.
func (j *jsonWriter) object(s *shape, id guid, vals []any, cols []column, first bool) {
	n := len(cols)
	if n == 0 {
		return
	}
	at := int(id[15]) % n
	for range n {
		j.column(s, id, vals, &cols[at], &first)
		if at++; at == n {
			at = 0
		}
	}
}

func (j *jsonWriter) column(s *shape, id guid, vals []any, c *column, first *bool) {
	switch {
	case c.present == "*":
		j.property(first, c.name)
		j.string(j.base.presentValue(c.field, vals[c.at]))
	case c.present != "":
		j.property(first, c.name)
		j.string(present(s, vals))
	case c.expand != nil:
		j.property(first, c.name)
		j.raw("{")
		target := vals[c.at].(guid)
		inner := true
		j.object(c.expand.table.shape, guid{}, c.expand.table.valuesOf(target), c.expand.columns, inner)
		j.raw("}")
	case c.field.kind == kindRows:
		j.property(first, c.name)
		j.rows(vals[c.at].([]row), c)
	default:
		j.value(first, c.field, c.name, vals[c.at])
		j.navigation(s, id, c, first)
	}
}

func (j *jsonWriter) rows(lines []row, c *column) {
	j.raw("[")
	for i, r := range lines {
		if i > 0 {
			j.raw(",")
		}
		j.raw("{")
		first := true
		for i := range c.rows {
			j.column(c.field.rows, guid{}, r, &c.rows[i], &first)
		}
		j.raw("}")
	}
	j.raw("]")
}

// navigation adds the link of a reference. Rows have no address, hence no link,
// nor has a reference to something outside the composition.
func (j *jsonWriter) navigation(s *shape, id guid, c *column, first *bool) {
	if j.level == "none" || c.field.kind != kindRef || id == (guid{}) || !j.base.published(c.field.target) {
		return
	}
	j.property(first, c.field.nav()+"@navigationLinkUrl")
	j.raw(`"`)
	j.raw(s.name)
	j.raw("(guid'")
	j.a.body = id.appendTo(j.a.body)
	j.raw("')/")
	j.raw(c.field.nav())
	j.raw(`"`)
}

func (j *jsonWriter) value(first *bool, f *field, name string, v any) {
	j.property(first, name)
	switch v := v.(type) {
	case string:
		j.string(v)
	case bool:
		j.raw(strconv.FormatBool(v))
	case number:
		j.a.body = v.appendTo(j.a.body)
	case int64:
		if f.kind == kindInt16 {
			j.raw(strconv.FormatInt(v, 10))
		} else {
			j.raw(`"` + strconv.FormatInt(v, 10) + `"`)
		}
	case time.Time:
		j.a.body = append(appendDate(append(j.a.body, '"'), v), '"')
	case guid:
		j.a.body = append(v.appendTo(append(j.a.body, '"')), '"')
	case composite:
		value, typ := v.wire(j.base.published)
		j.string(value)
		j.property(first, name+"_Type")
		j.string(typ)
	}
}

// presentValue is the presentation of an attribute's value.
func (b *base) presentValue(f *field, v any) string {
	switch v := v.(type) {
	case guid:
		return b.presentation(f.target, v)
	case composite:
		if v.set == "" {
			return v.text
		}
		return b.presentation(v.set, v.ref)
	case string:
		return v
	}
	return ""
}
