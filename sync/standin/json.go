package standin

import (
	"bufio"
	"encoding/json"
	"io"
	"strconv"
	"time"
	"unicode/utf8"
)

// jsonWriter writes objects in the platform's JSON: 64-bit integers in quotes,
// doubles bare, composite attributes with a _Type twin.
type jsonWriter struct {
	w     *bufio.Writer
	base  *base
	level string // none, minimal, full
	buf   []byte
}

func newJSONWriter(w io.Writer, b *base, level string) *jsonWriter {
	return &jsonWriter{w: bufio.NewWriterSize(w, 64<<10), base: b, level: level}
}

func (j *jsonWriter) raw(s string) { _, _ = j.w.WriteString(s) }

func (j *jsonWriter) string(s string) {
	j.buf = appendJSONString(j.buf[:0], s)
	_, _ = j.w.Write(j.buf)
}

func appendJSONString(b []byte, s string) []byte {
	b = append(b, '"')
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
			i++
		case c < 0x20:
			quoted, _ := json.Marshal(string(c))
			b = append(b, quoted[1:len(quoted)-1]...)
			i++
		case c < utf8.RuneSelf:
			b = append(b, c)
			i++
		default:
			r, size := utf8.DecodeRuneInString(s[i:])
			b = utf8.AppendRune(b, r)
			i += size
		}
	}
	return append(b, '"')
}

// property writes a name with its comma before it when not the first.
func (j *jsonWriter) property(first *bool, name string) {
	if !*first {
		_ = j.w.WriteByte(',')
	}
	*first = false
	j.string(name)
	_ = j.w.WriteByte(':')
}

// object writes the columns of one object, starting at a different property for
// different objects: the platform promises no order and clients must not count
// on one.
func (j *jsonWriter) object(s *shape, id guid, vals []any, cols []column, first bool) {
	n := len(cols)
	for i := range n {
		c := cols[(i+int(id[15]))%n]
		j.column(s, id, vals, c, &first)
	}
}

func (j *jsonWriter) column(s *shape, id guid, vals []any, c column, first *bool) {
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

func (j *jsonWriter) rows(lines []row, c column) {
	j.raw("[")
	for i, r := range lines {
		if i > 0 {
			j.raw(",")
		}
		j.raw("{")
		first := true
		for _, rc := range c.rows {
			j.column(c.field.rows, guid{}, r, rc, &first)
		}
		j.raw("}")
	}
	j.raw("]")
}

// navigation adds the link of a reference. Rows have no address, hence no link,
// nor has a reference to something outside the composition.
func (j *jsonWriter) navigation(s *shape, id guid, c column, first *bool) {
	if j.level == "none" || c.field.kind != kindRef || id == (guid{}) || !j.base.published(c.field.target) {
		return
	}
	j.property(first, c.field.nav()+"@navigationLinkUrl")
	j.string(s.name + "(guid'" + id.String() + "')/" + c.field.nav())
}

func (j *jsonWriter) value(first *bool, f *field, name string, v any) {
	j.property(first, name)
	switch v := v.(type) {
	case string:
		j.string(v)
	case bool:
		j.raw(strconv.FormatBool(v))
	case number:
		j.raw(v.String())
	case int64:
		if f.kind == kindInt16 {
			j.raw(strconv.FormatInt(v, 10))
		} else {
			j.raw(`"` + strconv.FormatInt(v, 10) + `"`)
		}
	case time.Time:
		j.raw(`"` + formatDate(v) + `"`)
	case guid:
		j.raw(`"` + v.String() + `"`)
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
