package standin

import (
	"net/http"
	"slices"
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
	if a.query, err = parseQuery(a.r.URL.RawQuery, virtualFunctions[res.rest()], res.set); err != nil {
		return err
	}
	a.lock()
	defer a.unlock()
	switch res.set {
	case "":
		return a.serviceDocument()
	case "$metadata":
		return a.metadata()
	case "SelectChanges", "NotifyChangesReceived":
		return a.exchange(res)
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

func noRights() error {
	return refuse(http.StatusUnauthorized, 20, "Нарушение прав доступа")
}

func (a *answer) read(b *base, t *table, res resource) error {
	if !a.query.allowed && a.server.failures.take(a.r, Denied) != nil {
		return noRights()
	}
	switch {
	case virtualFunctions[res.rest()] != nil && !res.hasKey:
		return a.virtual(t, res)
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
		return b.section(owner, f, set), nil
	}
	return nil, noSet(set)
}

// rows filters and sorts what a set holds.
func (a *answer) rows(t *table) ([]int32, error) {
	b := a.server.base
	p := newParser(b, t.shape)
	var cond *expr
	var terms []orderTerm
	var err error
	if a.query.hasFilter {
		if cond, err = p.filter(a.query.filter); err != nil {
			return nil, err
		}
	}
	filterReads := p.reads
	if a.query.orderby != "" {
		p.reads = make([]bool, len(filterReads))
		if terms, err = parseOrder(p, a.query.orderby); err != nil {
			return nil, err
		}
	}
	stamp := t.version + t.size()<<20
	if p.far {
		stamp = b.changes
	}
	key := t.shape.name + "\x00" + a.query.filter + "\x00" + a.query.orderby
	_, calculated := t.src.(*recordSource)
	if have, ok := b.cached(key, stamp); ok && !calculated {
		return a.allowed(t, have.rows)
	}
	rows := b.all(t)
	if cond != nil {
		rows = keep(t, rows, cond, filterReads)
	}
	if terms != nil {
		rows = b.sortRows(t, rows, terms, p.reads)
	}
	// A look-up by reference is quicker than the cache is worth.
	if !calculated && (cond == nil || cond.among == nil) {
		b.remember(key, result{stamp: stamp, rows: rows})
	}
	return a.allowed(t, rows)
}

// keep picks the rows a condition holds for. When the condition names
// references, only the rows that may match are looked at.
func keep(t *table, rows []int32, cond *expr, reads []bool) []int32 {
	if some, ok := t.among(cond); ok {
		rows = some
	}
	var out []int32
	var buf []any
	for _, pos := range rows {
		if cond.eval(&env{vals: t.values(pos, reads, &buf)}).(bool) {
			out = append(out, pos)
		}
	}
	return out
}

// among are the rows a condition about references may hold for.
func (t *table) among(cond *expr) ([]int32, bool) {
	if cond.among == nil || t.src == nil {
		return nil, false
	}
	var out []int32
	for _, g := range cond.among {
		if cond.byKey && t.shape.refAt >= 0 {
			if i, ok := t.find(g); ok {
				out = append(out, i)
			}
			continue
		}
		some, ok := t.src.owned(g)
		if !ok {
			return nil, false
		}
		out = append(out, some...)
	}
	if !cond.byKey || t.shape.refAt < 0 {
		for i := range t.over {
			out = append(out, i)
		}
		for i := range int32(len(t.extra)) {
			out = append(out, ^i)
		}
	}
	slices.Sort(out)
	out = slices.Compact(out)
	return slices.DeleteFunc(out, func(i int32) bool { return t.gone[i] }), true
}

// allowed minds rights on rows: a request that meets a closed row fails whole,
// unless it asked for the allowed ones only.
func (a *answer) allowed(t *table, rows []int32) ([]int32, error) {
	b := a.server.base
	if len(b.closed) == 0 || t.shape.refAt < 0 {
		return rows, nil
	}
	shut := map[int32]bool{}
	for g := range b.closed {
		if i, ok := t.find(g); ok {
			shut[i] = true
		}
	}
	if len(shut) == 0 {
		return rows, nil
	}
	open := slices.DeleteFunc(slices.Clone(rows), func(i int32) bool { return shut[i] })
	if len(open) < len(rows) && !a.query.allowed {
		return nil, noRights()
	}
	return open, nil
}

// count is plain text with a byte order mark in front.
func (a *answer) count(t *table) error {
	rows, err := a.rows(t)
	if err != nil {
		return err
	}
	a.header.Set("Content-Type", "text/plain;charset=utf-8")
	a.body = append(a.body, bom+strconv.Itoa(len(rows))...)
	return nil
}

// list answers a set: there is no server paging, so without $top everything comes.
func (a *answer) list(t *table) error {
	rows, err := a.rows(t)
	if err != nil {
		return err
	}
	cols, err := a.server.base.project(t.shape, a.query.sel, a.query.expand)
	if err != nil {
		return err
	}
	total := -1
	if a.query.inline {
		total = len(rows)
	}
	if !a.query.inline || !a.server.habits().CountIgnoresPaging {
		rows = rows[min(a.query.skip, len(rows)):]
		if a.query.top >= 0 {
			rows = rows[:min(a.query.top, len(rows))]
		}
	}
	return a.feed(t, rows, cols, total)
}

// feed writes a collection.
func (a *answer) feed(t *table, rows []int32, cols []column, total int) error {
	s, reads := t.shape, t.shape.reads(cols)
	var buf []any
	if !a.json {
		if s.refAt < 0 {
			reads = nil // an address is made of many attributes
		}
		a.header.Set("Content-Type", "application/atom+xml;type=feed;charset=utf-8")
		w := a.atom()
		w.open(s.name, total)
		for _, pos := range rows {
			vals := t.values(pos, reads, &buf)
			w.entry(s, address(s, t.ref(pos), vals), vals, cols, false)
			a.spill()
		}
		w.raw("</feed>")
		return nil
	}
	level := metadataLevel(a.query.format, a.r.Header.Get("Accept"))
	a.jsonHeader(level)
	w := newJSONWriter(a, a.server.base, level)
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
	for i, pos := range rows {
		if i > 0 {
			w.raw(",")
		}
		w.raw("{")
		w.object(s, t.ref(pos), t.values(pos, reads, &buf), cols, true)
		w.raw("}")
		a.spill()
	}
	w.raw("]}")
	return nil
}

func (a *answer) jsonHeader(level string) {
	kind := "application/json;charset=utf-8"
	if level != "minimal" {
		kind = "application/json;odata=" + level + "metadata;charset=utf-8"
	}
	a.header.Set("Content-Type", kind)
}
