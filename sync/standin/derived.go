package standin

import (
	"maps"
)

// derived makes the set of all rows of a tabular section, or of all single
// records of a register. Both are read-only.
func (b *base) derived(owner *table, f *field, set string) *table {
	fields := f.rows.fields
	keys := []string{"Ref_Key", "LineNumber"}
	if f.name == "RecordSet" {
		keys = []string{"Recorder", "Recorder_Type", "LineNumber"}
	} else {
		fields = append([]*field{{name: "Ref_Key", kind: kindGUID}}, fields...)
	}
	key := "set\x00" + set
	if recs, ok := b.cached(key, nil); ok {
		s := b.cachedShape(key)
		return &table{shape: s, recs: recs}
	}
	s := newShape(set, keys, fields...)
	s.readOnly = true
	at := owner.shape.index[f.name]
	t := &table{shape: s}
	for _, r := range owner.recs {
		for _, line := range r.values(owner.shape)[at].([]row) {
			vals := []any(line)
			if f.name != "RecordSet" {
				vals = append([]any{r.ref}, line...)
			}
			t.recs = append(t.recs, &record{ref: r.ref, vals: vals})
		}
	}
	b.remember(key, s, t.recs)
	return t
}

// cached gives a list made for an earlier page, if nothing was written since.
// A nil shape accepts any.
func (b *base) cached(key string, s *shape) ([]*record, bool) {
	b.cacheMu.Lock()
	defer b.cacheMu.Unlock()
	r, ok := b.results[key]
	if !ok || r.changes != b.changes || (s != nil && r.shape != s) {
		return nil, false
	}
	return r.recs, true
}

func (b *base) cachedShape(key string) *shape {
	b.cacheMu.Lock()
	defer b.cacheMu.Unlock()
	return b.results[key].shape
}

// remember keeps a list for the pages that follow. A few are enough: a client
// pages through one set at a time.
func (b *base) remember(key string, s *shape, recs []*record) {
	b.cacheMu.Lock()
	defer b.cacheMu.Unlock()
	if len(b.results) >= 16 {
		maps.DeleteFunc(b.results, func(string, result) bool { return true })
	}
	b.results[key] = result{changes: b.changes, shape: s, recs: recs}
}
