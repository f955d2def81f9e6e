package standin

import (
	"bytes"
	"encoding/xml"
	"strconv"
	"strings"
	"time"
)

const (
	nsMetadata = "http://schemas.microsoft.com/ado/2007/08/dataservices/metadata"
	nsData     = "http://schemas.microsoft.com/ado/2007/08/dataservices"
	nsAtom     = "http://www.w3.org/2005/Atom"
)

const xmlHeader = `<?xml version="1.0" encoding="UTF-8"?>`

// atomWriter writes the form the platform chooses when nobody asks for JSON.
type atomWriter struct {
	a    *answer
	base *base
	root string // address of the service
	now  time.Time
}

func (a *answer) atom() *atomWriter {
	return &atomWriter{a: a, base: a.server.base, root: a.root(), now: a.server.wallClock()}
}

func (a *atomWriter) raw(s string) { a.a.body = append(a.a.body, s...) }

func (a *atomWriter) text(s string) {
	if !strings.ContainsAny(s, "&<>\"'\r\n\t") {
		a.raw(s)
		return
	}
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s))
	a.a.body = append(a.a.body, b.Bytes()...)
}

func (a *atomWriter) end() error { return nil }

const atomSpaces = ` xmlns="` + nsAtom + `" xmlns:d="` + nsData + `" xmlns:m="` + nsMetadata + `"`

func (a *atomWriter) open(set string, total int) {
	a.raw(xmlHeader + `<feed` + atomSpaces + ` xml:base="` + a.root + `/"><id>` + a.root + "/" + set + `</id><title type="text"/><updated>` + formatDate(a.now) + `</updated>`)
	if total >= 0 {
		a.raw("<m:count>" + strconv.Itoa(total) + "</m:count>")
	}
}

// entry writes one object; spaces are repeated when it stands alone.
func (a *atomWriter) entry(s *shape, address string, vals []any, cols []column, alone bool) {
	if alone {
		a.raw(xmlHeader + "<entry" + atomSpaces + ">")
	} else {
		a.raw("<entry>")
	}
	a.raw("<id>" + a.root + "/")
	a.text(address)
	a.raw(`</id><category term="StandardODATA.` + s.name + `" scheme="` + nsData + `/scheme"/><title type="text"/><updated>` + formatDate(a.now) +
		`</updated><author/><summary/><link rel="edit" href="`)
	a.text(address)
	a.raw(`" title="edit-link"/><content type="application/xml"><m:properties>`)
	a.properties(s, vals, cols)
	a.raw("</m:properties></content></entry>")
}

func (a *atomWriter) properties(s *shape, vals []any, cols []column) {
	for _, c := range cols {
		switch {
		case c.present == "*":
			a.property(c.name, "", a.base.presentValue(c.field, vals[c.at]))
		case c.present != "":
			a.property(c.name, "", present(s, vals))
		case c.expand != nil:
			// Expanded objects are served in JSON only.
		case c.field.kind == kindRows:
			typ := "StandardODATA." + c.field.rows.name + "_RowType"
			a.raw("<d:" + c.name + ` m:type="Collection(` + typ + `)">`)
			for _, r := range vals[c.at].([]row) {
				a.raw(`<d:element m:type="` + typ + `">`)
				a.properties(c.field.rows, r, c.rows)
				a.raw("</d:element>")
			}
			a.raw("</d:" + c.name + ">")
		default:
			a.value(c, vals[c.at])
		}
	}
}

func (a *atomWriter) value(c column, v any) {
	edm := edmNames[c.field.kind]
	switch v := v.(type) {
	case string:
		a.property(c.name, edm, v)
	case bool:
		a.property(c.name, edm, strconv.FormatBool(v))
	case number:
		a.property(c.name, edm, v.String())
	case int64:
		a.property(c.name, edm, strconv.FormatInt(v, 10))
	case time.Time:
		a.property(c.name, edm, formatDate(v))
	case guid:
		a.property(c.name, edm, v.String())
	case composite:
		value, typ := v.wire(a.base.published)
		a.property(c.name, "", value)
		a.property(c.name+"_Type", "", typ)
	}
}

func (a *atomWriter) property(name, edm, value string) {
	a.raw("<d:" + name)
	if edm != "" && edm != "Edm.String" {
		a.raw(` m:type="` + edm + `"`)
	}
	a.raw(">")
	a.text(value)
	a.raw("</d:" + name + ">")
}
