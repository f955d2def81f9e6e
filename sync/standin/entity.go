package standin

import (
	"strings"
	"time"
)

// address is the canonical key form of an object.
func address(s *shape, ref guid, vals []any) string {
	switch {
	case len(s.keys) == 1:
		return s.name + "(guid'" + ref.String() + "')"
	case len(s.keys) == 2 && s.keys[0] == "Recorder":
		f := vals[s.index["Recorder"]].(composite)
		return s.name + "(Recorder='" + f.ref.String() + "',Recorder_Type='StandardODATA." + f.set + "')"
	case len(s.keys) > 1 && s.keys[len(s.keys)-1] != "LineNumber":
		return s.name // records of a register are addressed by nobody we know
	case len(s.keys) == 2:
		line := number(vals[s.index["LineNumber"]].(int64) * 1000)
		return s.name + "(Ref_Key=guid'" + ref.String() + "',LineNumber=" + line.String() + ")"
	}
	return s.name
}

// locate finds the object a key names.
func (b *base) locate(t *table, key string) (int32, error) {
	parts, err := keyParts(key)
	if err != nil {
		return 0, err
	}
	if len(t.shape.keys) == 1 {
		tok, ok := parts[t.shape.keys[0]]
		if !ok {
			return 0, refuse(400, 7, "Не задан элемент ключа %q", t.shape.keys[0])
		}
		ref, err := parseGUID(tok.text)
		if err != nil || tok.kind != tokGUID {
			return 0, refuse(400, 1, "Не удалось разобрать строку")
		}
		if i, ok := t.find(ref); ok {
			if b.closed[ref] {
				return 0, noRights()
			}
			return i, nil
		}
		return 0, noEntity(t.shape.name)
	}
	for _, name := range t.shape.keys {
		if _, ok := parts[name]; !ok {
			return 0, refuse(400, 7, "Не задан элемент ключа %q", name)
		}
	}
	if t.shape.keys[0] == "Recorder" {
		ref, _ := parseGUID(parts["Recorder"].text)
		set := strings.TrimPrefix(parts["Recorder_Type"].text, "StandardODATA.")
		if i, ok := t.find(ref); ok && t.values(i, nil, nil)[0].(composite).set == set {
			return i, nil
		}
		return 0, noEntity(t.shape.name)
	}
	return b.locateRow(t, parts)
}

// locateRow finds a row by all of its keys.
func (b *base) locateRow(t *table, parts map[string]token) (int32, error) {
	rows := b.all(t)
	if ref, err := parseGUID(parts["Ref_Key"].text); err == nil && t.src != nil {
		rows, _ = t.src.owned(ref)
	}
	for _, pos := range rows {
		vals := t.values(pos, nil, nil)
		same := true
		for _, name := range t.shape.keys {
			if _, known := t.shape.index[name]; !known {
				continue // the twin of a composite key
			}
			same = same && keyText(vals[t.shape.index[name]]) == parts[name].text
		}
		if same {
			return pos, nil
		}
	}
	return 0, noEntity(t.shape.name)
}

// keyText writes a value as it stands in a key.
func keyText(v any) string {
	switch v := v.(type) {
	case guid:
		return v.String()
	case int64:
		return number(v * 1000).String()
	case time.Time:
		return formatDate(v)
	case composite:
		return v.ref.String()
	case string:
		return v
	}
	return ""
}

// one answers a single object or something reached from it: an attribute, or a
// path through references by the dot.
func (a *answer) one(b *base, t *table, res resource) error {
	pos, err := b.locate(t, res.key)
	if err != nil {
		return err
	}
	for i, seg := range res.tail {
		vals := t.values(pos, nil, nil)
		next, found, ok, err := a.follow(t, vals, seg)
		if err != nil {
			return err
		}
		if next == nil {
			if i < len(res.tail)-1 {
				return badSegment(res.tail[i+1])
			}
			return a.property(t.shape, vals, seg)
		}
		if !ok {
			return noEntity(next.shape.name)
		}
		t, pos = next, found
	}
	return a.entity(t, pos)
}

// follow walks one segment from an object. A nil table means the segment is an
// attribute with a plain value.
func (a *answer) follow(t *table, vals []any, seg string) (next *table, pos int32, ok bool, err error) {
	b := a.server.base
	if f, i := t.shape.reference(seg); f != nil && b.published(f.target) {
		next = b.tables[f.target]
		pos, ok = next.find(vals[i].(guid))
		return next, pos, ok, nil
	}
	f, i := t.shape.field(seg)
	if f == nil {
		return nil, 0, false, badSegment(seg)
	}
	if f.kind == kindComposite {
		if c := vals[i].(composite); c.set != "" && b.published(c.set) {
			next = b.tables[c.set]
			pos, ok = next.find(c.ref)
			return next, pos, ok, nil
		}
	}
	return nil, 0, false, nil
}

// entity writes one object at the top level.
func (a *answer) entity(t *table, pos int32) error {
	cols, err := a.server.base.project(t.shape, a.query.sel, nil)
	if err != nil {
		return err
	}
	b, vals, ref := a.server.base, t.values(pos, nil, nil), t.ref(pos)
	if !a.json {
		a.header.Set("Content-Type", "application/atom+xml;type=entry;charset=utf-8")
		w := a.atom()
		w.entry(t.shape, address(t.shape, ref, vals), vals, cols, true)
		return w.end()
	}
	level := metadataLevel(a.query.format, a.r.Header.Get("Accept"))
	a.jsonHeader(level)
	w := newJSONWriter(a, b, level)
	w.raw("{")
	first := true
	if level != "none" {
		w.property(&first, "odata.metadata")
		w.string(a.root() + "/$metadata#" + t.shape.name + "/@Element")
	}
	w.object(t.shape, ref, vals, cols, first)
	w.raw("}")
	return w.end()
}

// property writes one attribute as {"value": ...}.
func (a *answer) property(s *shape, vals []any, name string) error {
	f, i := s.field(name)
	c := fullColumn(f, i)
	if !a.json {
		a.header.Set("Content-Type", "application/xml;charset=utf-8")
		w := a.atom()
		w.raw(xmlHeader)
		w.properties(s, vals, []column{c})
		return w.end()
	}
	a.jsonHeader("minimal")
	w := newJSONWriter(a, a.server.base, "minimal")
	w.raw("{")
	first := true
	w.property(&first, "odata.metadata")
	w.string(a.root() + "/$metadata#" + f.edm())
	c.name = "value"
	if f.kind == kindRows {
		w.column(s, guid{}, vals, &c, &first)
	} else {
		w.value(&first, f, "value", vals[i])
	}
	w.raw("}")
	return w.end()
}
