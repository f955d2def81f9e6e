package standin

import (
	"encoding/base64"
	"encoding/binary"
	"slices"
	"strings"
	"sync"
	"time"
)

// source builds the values of a generated object when somebody asks for them:
// a hundred thousand clients with their documents stay small in memory.
type source interface {
	fill(v *values)
}

// record is one object. It never changes in place; a write makes a new one, so
// an answer being sent is not torn by a write beside it.
type record struct {
	ref     guid
	version int64
	src     source
	vals    []any // set once the object came or was changed over HTTP
}

// values is an object under construction.
type values struct {
	shape *shape
	at    []any
}

func (v *values) set(name string, val any) {
	i, ok := v.shape.index[name]
	if !ok {
		panic("standin: " + v.shape.name + " has no " + name)
	}
	v.at[i] = val
}

// line makes a row of a tabular section with its columns given by name.
func (v *values) line(section string, n int, cells map[string]any) row {
	f, _ := v.shape.field(section)
	r := row(slices.Clone(f.rows.zero))
	r[0] = int64(n)
	for name, val := range cells {
		r[f.rows.index[name]] = val
	}
	return r
}

func (r *record) values(s *shape) []any {
	if r.vals != nil {
		return r.vals
	}
	v := values{shape: s, at: slices.Clone(s.zero)}
	if i, ok := s.index["Ref_Key"]; ok {
		v.at[i] = r.ref
	}
	if i, ok := s.index["DataVersion"]; ok {
		v.at[i] = versionText(r.version)
	}
	r.src.fill(&v)
	return v.at
}

// versionText is DataVersion on the wire: eight bytes in base64, the counter
// starting at zero and growing with every write, even one that changes nothing.
func versionText(n int64) string {
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], uint64(n))
	return base64.StdEncoding.EncodeToString(b[:])
}

// table is one entity set.
type table struct {
	shape *shape
	recs  []*record
	byRef map[guid]int
	// passing marks a calculated table: the next request calculates it anew.
	passing bool
}

func newTable(s *shape) *table { return &table{shape: s, byRef: map[guid]int{}} }

func (t *table) add(r *record) {
	t.byRef[r.ref] = len(t.recs)
	t.recs = append(t.recs, r)
}

func (t *table) find(ref guid) *record {
	if i, ok := t.byRef[ref]; ok {
		return t.recs[i]
	}
	return nil
}

// valuesOf gives an object's values, or empty ones for a dangling reference.
func (t *table) valuesOf(ref guid) []any {
	if r := t.find(ref); r != nil {
		return r.values(t.shape)
	}
	return t.shape.zero
}

// replace puts a new state of an object in a fresh slice: readers may still
// walk the old one.
func (t *table) replace(r *record) {
	t.recs = slices.Clone(t.recs)
	t.recs[t.byRef[r.ref]] = r
}

func (t *table) remove(ref guid) {
	i := t.byRef[ref]
	t.recs = slices.Delete(slices.Clone(t.recs), i, i+1)
	delete(t.byRef, ref)
	for j := i; j < len(t.recs); j++ {
		t.byRef[t.recs[j].ref] = j
	}
}

// base is the infobase: its sets, the movements of the debt register and what
// the administrator has published.
type base struct {
	mu        sync.RWMutex
	tables    map[string]*table
	order     []string
	hidden    map[string]bool
	movements []movement
	counters  map[string]int // last number given out, by set
	changes   int            // grows with every write or change of composition
	cacheMu   sync.Mutex
	results   map[string]result
}

// result is a filtered and sorted list kept for the pages that follow.
type result struct {
	changes int
	shape   *shape
	recs    []*record
}

func newBase() *base {
	b := &base{tables: map[string]*table{}, hidden: map[string]bool{}, counters: map[string]int{}, results: map[string]result{}}
	for _, s := range []*shape{
		partnerShape(), counterpartyShape(), personShape(), userShape(), contactKindShape(), analyticsKeyShape(), settlementShape(),
		goodShape(), companyShape(), currencyShape(), orderShape(), shipmentShape(), paymentShape(), billShape(), callShape(), debtShape(),
	} {
		b.tables[s.name] = newTable(s)
		b.order = append(b.order, s.name)
	}
	return b
}

// published tells whether a set is in the composition of the interface.
func (b *base) published(set string) bool {
	return b.tables[set] != nil && !b.hidden[set]
}

// presentation is the text the platform shows for a reference.
func (b *base) presentation(set string, ref guid) string {
	t := b.tables[set]
	if t == nil {
		return ""
	}
	r := t.find(ref)
	if r == nil {
		return ""
	}
	return present(t.shape, r.values(t.shape))
}

func present(s *shape, vals []any) string {
	if s.service != nil && s.service.document {
		at := vals[s.index["Date"]].(time.Time)
		return s.service.title + " " + vals[s.index["Number"]].(string) + " от " + at.Format("02.01.2006 15:04:05")
	}
	if i, ok := s.index["Description"]; ok {
		return vals[i].(string)
	}
	return ""
}

// owner splits the name of a derived set: a tabular section, or the single
// records of a register. Register and section names hold underscores of their
// own, so the only sound rule is "extends the name of another set".
func (b *base) owner(set string) (*table, *field) {
	for _, name := range b.order {
		rest, ok := strings.CutPrefix(set, name+"_")
		if !ok || b.hidden[name] {
			continue
		}
		t := b.tables[name]
		for _, f := range t.shape.sections() {
			if f.name == rest || (f.name == "RecordSet" && rest == "RecordType") {
				return t, f
			}
		}
	}
	return nil, nil
}
