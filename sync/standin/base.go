package standin

import (
	"strings"
	"sync"
	"time"
)

// base is the infobase: its sets, and what the administrator has published.
type base struct {
	mu       sync.RWMutex
	tables   map[string]*table
	order    []string
	hidden   map[string]bool
	counters map[string]int  // last number given out over HTTP, by set
	changes  int             // grows with every write or change of composition
	trade    int             // grows with everything that moves money or stock
	closed   map[guid]bool   // rows the user has no right to see
	refused  map[guid]string // objects a handler does not let be written, and why
	plan     *exchangePlan

	cacheMu sync.Mutex
	results map[string]result
	derived map[string]*table
}

// result is a list of rows, or the rows themselves, kept for the pages that follow.
type result struct {
	stamp int
	rows  []int32
	table *table
}

func newBase(sets []*table) *base {
	b := &base{
		tables: map[string]*table{}, hidden: map[string]bool{}, counters: map[string]int{}, closed: map[guid]bool{}, refused: map[guid]string{},
		results: map[string]result{}, derived: map[string]*table{},
	}
	for _, t := range sets {
		b.tables[t.shape.name] = t
		b.order = append(b.order, t.shape.name)
		if j, ok := t.src.(*journalSource); ok {
			j.base = b
		}
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
	i, ok := t.find(ref)
	if !ok {
		return ""
	}
	return present(t.shape, t.values(i, t.shape.presented(), nil))
}

// presented are the attributes a presentation is made of.
func (s *shape) presented() []bool {
	want := make([]bool, len(s.fields))
	for _, name := range []string{"Description", "Code", "Date", "Number"} {
		if i, ok := s.index[name]; ok {
			want[i] = true
		}
	}
	return want
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
			if derivedSuffix(f) == rest {
				return t, f
			}
		}
	}
	return nil, nil
}

// cached gives what was worked out for an earlier page, if its stamp is the
// same still.
func (b *base) cached(key string, stamp int) (result, bool) {
	b.cacheMu.Lock()
	defer b.cacheMu.Unlock()
	r, ok := b.results[key]
	return r, ok && r.stamp == stamp
}

// remember keeps a list for the pages that follow. A few are enough: a client
// pages through one set at a time.
func (b *base) remember(key string, r result) {
	b.cacheMu.Lock()
	defer b.cacheMu.Unlock()
	if len(b.results) >= 24 {
		clear(b.results)
	}
	b.results[key] = r
}
