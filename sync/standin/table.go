package standin

import (
	"encoding/base64"
	"encoding/binary"
	"slices"
)

// source makes the rows of a set when somebody asks for them: three hundred
// thousand clients with their documents stay small in memory.
type source interface {
	size() int
	ref(i int32) guid
	find(g guid) int32 // -1 when there is none
	fill(i int32, v *values)
	// owned are the rows that may refer to an object; false when only looking
	// at all of them would tell.
	owned(g guid) ([]int32, bool)
}

// record is an object as it came over HTTP, or the new version of a generated
// one. It never changes in place.
type record struct {
	ref     guid
	version int64
	vals    []any // nil while the source still tells what stands in it
}

// table is one entity set. A row is known by its position: from 0 on those of
// the source, below 0 those written over HTTP.
type table struct {
	shape   *shape
	src     source
	over    map[int32]*record
	gone    map[int32]bool
	extra   []*record
	extraAt map[guid]int32
	version int // grows with every change
	rows    rowList
}

// rowList is the list of all rows, kept until the next change.
type rowList struct {
	at            []int32
	version, size int
}

func newTable(s *shape, src source) *table {
	return &table{shape: s, src: src, over: map[int32]*record{}, gone: map[int32]bool{}, extraAt: map[guid]int32{}}
}

func (t *table) size() int {
	if t.src == nil {
		return 0
	}
	return t.src.size()
}

// find gives the position of an object.
func (t *table) find(ref guid) (int32, bool) {
	if i, ok := t.extraAt[ref]; ok {
		return i, true
	}
	if t.src == nil {
		return 0, false
	}
	i := t.src.find(ref)
	return i, i >= 0 && !t.gone[i]
}

func (t *table) ref(i int32) guid {
	if i < 0 {
		return t.extra[^i].ref
	}
	return t.src.ref(i)
}

// at gives the version of an object.
func (t *table) at(i int32) int64 {
	if i < 0 {
		return t.extra[^i].version
	}
	if r := t.over[i]; r != nil {
		return r.version
	}
	return 0
}

// values are one object's attributes. With want only those are sure to be
// right; buf is room used again for the next object.
func (t *table) values(i int32, want []bool, buf *[]any) []any {
	var rec *record
	if i < 0 {
		rec = t.extra[^i]
	} else {
		rec = t.over[i]
	}
	if rec != nil && rec.vals != nil {
		return rec.vals
	}
	if buf == nil {
		buf = new([]any)
	}
	*buf = append((*buf)[:0], t.shape.zero...)
	v := values{shape: t.shape, at: *buf, want: want}
	if t.shape.refAt >= 0 {
		v.at[t.shape.refAt] = t.src.ref(i)
	}
	if at := t.shape.versionAt; at >= 0 && v.wantsAt(at) {
		v.at[at] = versionText(t.at(i))
	}
	t.src.fill(i, &v)
	return v.at
}

// valuesOf gives an object's values, or empty ones for a dangling reference.
func (t *table) valuesOf(ref guid) []any {
	if i, ok := t.find(ref); ok {
		return t.values(i, nil, nil)
	}
	return t.shape.zero
}

// add stores a new object written over HTTP.
func (t *table) add(r *record) int32 {
	i := ^int32(len(t.extra))
	t.extra = append(slices.Clip(t.extra), r)
	t.extraAt[r.ref] = i
	t.version++
	return i
}

// replace stores a new state of an object.
func (t *table) replace(i int32, r *record) {
	t.version++
	if i >= 0 {
		t.over[i] = r
		return
	}
	t.extra = slices.Clone(t.extra)
	t.extra[^i] = r
}

// touch moves the version on after the company itself changed something; what
// was written over HTTP before gives way.
func (t *table) touch(i int32) {
	if i >= 0 {
		t.replace(i, &record{ref: t.src.ref(i), version: t.at(i) + 1})
	}
}

func (t *table) remove(i int32) {
	if i < 0 {
		delete(t.extraAt, t.extra[^i].ref)
	}
	t.gone[i] = true
	t.version++
}

// all are the positions of every row.
func (b *base) all(t *table) []int32 {
	size := t.size() // asks other sets, where the set is made of them
	b.cacheMu.Lock()
	defer b.cacheMu.Unlock()
	if t.rows.at != nil && t.rows.version == t.version && t.rows.size == size {
		return t.rows.at
	}
	list := make([]int32, 0, size+len(t.extra))
	for i := range int32(size) {
		if len(t.gone) == 0 || !t.gone[i] {
			list = append(list, i)
		}
	}
	for i := range int32(len(t.extra)) {
		if !t.gone[^i] {
			list = append(list, ^i)
		}
	}
	t.rows = rowList{list, t.version, size}
	return list
}

// values is an object under construction.
type values struct {
	shape *shape
	at    []any
	want  []bool // attributes asked for; nil for all
}

func (v *values) wantsAt(i int) bool { return v.want == nil || v.want[i] }

// wants tells whether an attribute is worth the work.
func (v *values) wants(name string) bool { return v.wantsAt(v.shape.index[name]) }

// wantsOnly tells that nothing but these is asked for.
func (v *values) wantsOnly(names ...string) bool {
	if v.want == nil {
		return false
	}
	left := 0
	for _, on := range v.want {
		if on {
			left++
		}
	}
	for _, name := range names {
		if i, ok := v.shape.index[name]; ok && v.want[i] {
			left--
		}
	}
	return left == 0
}

func (v *values) set(name string, val any) {
	i, ok := v.shape.index[name]
	if !ok {
		panic("standin: " + v.shape.name + " has no " + name)
	}
	v.at[i] = val
}

// line makes a row of a tabular section from pairs of a column's name and its
// value.
func (v *values) line(section string, n int, cells ...any) row {
	f, _ := v.shape.field(section)
	r := row(slices.Clone(f.rows.zero))
	r[0] = int64(n)
	for i := 0; i+1 < len(cells); i += 2 {
		at, ok := f.rows.index[cells[i].(string)]
		if !ok {
			panic("standin: " + f.rows.name + " has no " + cells[i].(string))
		}
		r[at] = cells[i+1]
	}
	return r
}

// versionText is DataVersion on the wire: eight bytes in base64, the counter
// starting at zero and growing with every write, even one that changes nothing.
func versionText(n int64) string {
	if n == 0 {
		return "AAAAAAAAAAA="
	}
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], uint64(n))
	return base64.StdEncoding.EncodeToString(b[:])
}
