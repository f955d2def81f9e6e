package standin

import (
	"strings"
)

// address is the canonical key form of an object.
func address(s *shape, r *record, vals []any) string {
	switch {
	case len(s.keys) == 1:
		return s.name + "(guid'" + r.ref.String() + "')"
	case len(s.keys) == 2 && s.keys[0] == "Recorder":
		f := vals[s.index["Recorder"]].(composite)
		return s.name + "(Recorder='" + f.ref.String() + "',Recorder_Type='StandardODATA." + f.set + "')"
	case len(s.keys) == 2:
		line := number(vals[s.index["LineNumber"]].(int64) * 1000)
		return s.name + "(Ref_Key=guid'" + r.ref.String() + "',LineNumber=" + line.String() + ")"
	}
	return s.name
}

// locate finds the object a key names.
func (b *base) locate(t *table, key string) (*record, error) {
	parts, err := keyParts(key)
	if err != nil {
		return nil, err
	}
	if len(t.shape.keys) == 1 {
		tok, ok := parts[t.shape.keys[0]]
		if !ok {
			return nil, refuse(400, 7, "Не задан элемент ключа %q", t.shape.keys[0])
		}
		ref, err := parseGUID(tok.text)
		if err != nil || tok.kind != tokGUID {
			return nil, refuse(400, 1, "Не удалось разобрать строку")
		}
		if r := t.find(ref); r != nil {
			return r, nil
		}
		return nil, noEntity(t.shape.name)
	}
	for _, name := range t.shape.keys {
		if _, ok := parts[name]; !ok {
			return nil, refuse(400, 7, "Не задан элемент ключа %q", name)
		}
	}
	if t.shape.keys[0] == "Recorder" {
		ref, _ := parseGUID(parts["Recorder"].text)
		set := strings.TrimPrefix(parts["Recorder_Type"].text, "StandardODATA.")
		if r := t.find(ref); r != nil && r.values(t.shape)[0].(composite).set == set {
			return r, nil
		}
		return nil, noEntity(t.shape.name)
	}
	return b.locateRow(t, parts)
}

func (b *base) locateRow(t *table, parts map[string]token) (*record, error) {
	at := t.shape.index["LineNumber"]
	for _, r := range t.recs {
		line := number(r.values(t.shape)[at].(int64) * 1000)
		if r.ref.String() == parts["Ref_Key"].text && line.String() == parts["LineNumber"].text {
			return r, nil
		}
	}
	return nil, noEntity(t.shape.name)
}

// one answers a single object or something reached from it: an attribute, or a
// path through references by the dot.
func (a *answer) one(b *base, t *table, res resource) error {
	rec, err := b.locate(t, res.key)
	if err != nil {
		return err
	}
	for i, seg := range res.tail {
		vals := rec.values(t.shape)
		next, found, err := a.follow(t, vals, seg)
		if err != nil {
			return err
		}
		if next == nil {
			if i < len(res.tail)-1 {
				return badSegment(res.tail[i+1])
			}
			return a.property(t.shape, vals, seg)
		}
		if found == nil {
			return noEntity(next.shape.name)
		}
		t, rec = next, found
	}
	return a.entity(t, rec)
}

// follow walks one segment from an object. A nil table means the segment is an
// attribute with a plain value.
func (a *answer) follow(t *table, vals []any, seg string) (*table, *record, error) {
	b := a.server.base
	if f, i := t.shape.reference(seg); f != nil && b.published(f.target) {
		next := b.tables[f.target]
		return next, next.find(vals[i].(guid)), nil
	}
	f, i := t.shape.field(seg)
	if f == nil {
		return nil, nil, badSegment(seg)
	}
	if f.kind == kindComposite {
		if c := vals[i].(composite); c.set != "" && b.published(c.set) {
			next := b.tables[c.set]
			return next, next.find(c.ref), nil
		}
	}
	return nil, nil, nil
}

// entity writes one object at the top level.
func (a *answer) entity(t *table, rec *record) error {
	cols, err := a.server.base.project(t.shape, a.query.sel, nil)
	if err != nil {
		return err
	}
	b, vals := a.server.base, rec.values(t.shape)
	if !a.json {
		a.header.Set("Content-Type", "application/atom+xml;type=entry;charset=utf-8")
		w := newAtomWriter(&a.body, b, a.root(), a.server.wallClock())
		w.entry(t.shape, address(t.shape, rec, vals), vals, cols, true)
		return w.w.Flush()
	}
	level := metadataLevel(a.query.format, a.r.Header.Get("Accept"))
	a.jsonHeader(level)
	w := newJSONWriter(&a.body, b, level)
	w.raw("{")
	first := true
	if level != "none" {
		w.property(&first, "odata.metadata")
		w.string(a.root() + "/$metadata#" + t.shape.name + "/@Element")
	}
	w.object(t.shape, rec.ref, vals, cols, first)
	w.raw("}")
	return w.w.Flush()
}

// property writes one attribute as {"value": ...}.
func (a *answer) property(s *shape, vals []any, name string) error {
	f, i := s.field(name)
	c := fullColumn(f, i)
	if !a.json {
		a.header.Set("Content-Type", "application/xml;charset=utf-8")
		w := newAtomWriter(&a.body, a.server.base, a.root(), a.server.wallClock())
		w.raw(xmlHeader)
		w.properties(s, vals, []column{c})
		return w.w.Flush()
	}
	a.jsonHeader("minimal")
	w := newJSONWriter(&a.body, a.server.base, "minimal")
	w.raw("{")
	first := true
	w.property(&first, "odata.metadata")
	w.string(a.root() + "/$metadata#" + f.edm())
	c.name = "value"
	if f.kind == kindRows {
		w.column(s, guid{}, vals, c, &first)
	} else {
		w.value(&first, f, "value", vals[i])
	}
	w.raw("}")
	return w.w.Flush()
}
