package standin

import (
	"net/http"
	"strconv"
)

// run finds what the path names and answers it.
func (a *answer) run(path string) error {
	if path == "/$batch" {
		a.json = false
		return refuse(http.StatusNotImplemented, 0, "Пакетные запросы не поддерживаются")
	}
	res, err := parseResource(path)
	if err != nil {
		return err
	}
	virtual := res.rest() == "Balance"
	if a.query, err = parseQuery(a.r.URL.RawQuery, virtual); err != nil {
		return err
	}
	unlock := a.lockFor()
	defer unlock()
	switch res.set {
	case "":
		return a.serviceDocument()
	case "$metadata":
		return a.metadata()
	}
	b := a.server.base
	t, err := a.table(res.set)
	if err != nil {
		return err
	}
	switch a.r.Method {
	case http.MethodGet, http.MethodHead:
		return a.read(b, t, res)
	case http.MethodPost, http.MethodPatch, http.MethodDelete:
		return a.write(t, res)
	}
	return notAllowed()
}

func (a *answer) read(b *base, t *table, res resource) error {
	if !a.query.allowed && a.server.failures.take(a.r, Denied) != nil {
		return refuse(http.StatusUnauthorized, 20, "Нарушение прав доступа")
	}
	switch {
	case res.rest() == "Balance" && !res.hasKey:
		return a.balance(t, res)
	case res.rest() == "$count" && !res.hasKey:
		return a.count(t)
	case res.hasKey:
		return a.one(b, t, res)
	case len(res.tail) > 0:
		return badSegment(res.rest())
	}
	return a.list(t)
}

// table finds a published set; sections and single register records are built
// from their owners.
func (a *answer) table(set string) (*table, error) {
	b := a.server.base
	if b.published(set) {
		return b.tables[set], nil
	}
	if owner, f := b.owner(set); owner != nil {
		return b.derived(owner, f, set), nil
	}
	return nil, noSet(set)
}

// rows filters and sorts what a set holds.
func (a *answer) rows(t *table) ([]*record, error) {
	b := a.server.base
	key := t.shape.name + "\x00" + a.query.filter + "\x00" + a.query.orderby
	if recs, ok := b.cached(key, t.shape); ok && !t.passing {
		return recs, nil
	}
	recs := t.recs
	if a.query.hasFilter {
		cond, err := parseFilter(b, t.shape, a.query.filter)
		if err != nil {
			return nil, err
		}
		recs = keep(t.shape, recs, cond)
	}
	if a.query.orderby != "" {
		terms, err := parseOrder(newParser(b, t.shape), a.query.orderby)
		if err != nil {
			return nil, err
		}
		recs = b.sortRecords(t.shape, recs, terms)
	}
	if !t.passing {
		b.remember(key, t.shape, recs)
	}
	return recs, nil
}

func keep(s *shape, recs []*record, cond *expr) []*record {
	var out []*record
	for _, r := range recs {
		if cond.eval(&env{vals: r.values(s)}).(bool) {
			out = append(out, r)
		}
	}
	return out
}

// count is plain text with a byte order mark in front.
func (a *answer) count(t *table) error {
	recs, err := a.rows(t)
	if err != nil {
		return err
	}
	a.header.Set("Content-Type", "text/plain;charset=utf-8")
	a.body.WriteString(bom + strconv.Itoa(len(recs)))
	return nil
}

// list answers a set: there is no server paging, so without $top everything comes.
func (a *answer) list(t *table) error {
	recs, err := a.rows(t)
	if err != nil {
		return err
	}
	cols, err := a.server.base.project(t.shape, a.query.sel, a.query.expand)
	if err != nil {
		return err
	}
	total := -1
	if a.query.inline {
		total = len(recs)
	}
	if !a.query.inline || !a.server.opt.CountIgnoresPaging {
		recs = recs[min(a.query.skip, len(recs)):]
		if a.query.top >= 0 {
			recs = recs[:min(a.query.top, len(recs))]
		}
	}
	return a.feed(t.shape, recs, cols, total)
}

// feed writes a collection.
func (a *answer) feed(s *shape, recs []*record, cols []column, total int) error {
	b := a.server.base
	if !a.json {
		a.header.Set("Content-Type", "application/atom+xml;type=feed;charset=utf-8")
		w := newAtomWriter(&a.body, b, a.root(), a.server.wallClock())
		w.open(s.name, total)
		for _, r := range recs {
			vals := r.values(s)
			w.entry(s, address(s, r, vals), vals, cols, false)
		}
		w.raw("</feed>")
		return w.w.Flush()
	}
	level := metadataLevel(a.query.format, a.r.Header.Get("Accept"))
	a.jsonHeader(level)
	w := newJSONWriter(&a.body, b, level)
	w.raw("{")
	first := true
	if level != "none" {
		w.property(&first, "odata.metadata")
		w.string(a.root() + "/$metadata#" + s.name)
	}
	if total >= 0 {
		w.property(&first, "odata.count")
		w.string(strconv.Itoa(total))
	}
	w.property(&first, "value")
	w.raw("[")
	for i, r := range recs {
		if i > 0 {
			w.raw(",")
		}
		w.raw("{")
		w.object(s, r.ref, r.values(s), cols, true)
		w.raw("}")
	}
	w.raw("]}")
	return w.w.Flush()
}

func (a *answer) jsonHeader(level string) {
	kind := "application/json;charset=utf-8"
	if level != "minimal" {
		kind = "application/json;odata=" + level + "metadata;charset=utf-8"
	}
	a.header.Set("Content-Type", kind)
}
