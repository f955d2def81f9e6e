package standin

import (
	"slices"
	"sort"
)

// sectionSource has the rows of a tabular section of all owners, or the single
// records of a register, straight from the owners.
type sectionSource struct {
	owner *table
	at    int // the section among the owner's attributes
	want  []bool
	keyed bool // each row begins with its owner's reference
	rows  []int32
	first []uint32 // first line by owner, and one past the end
}

// section makes the set of a tabular section, or of a register's records. Both
// are read-only. The lines of each owner are counted once after a change.
func (b *base) section(owner *table, f *field, set string) *table {
	b.cacheMu.Lock()
	have := b.derived[set]
	b.cacheMu.Unlock()
	if have != nil && have.version == owner.version && len(have.src.(*sectionSource).rows) == len(b.all(owner)) {
		return have
	}
	fields, keys := f.rows.fields, []string{"Recorder", "Recorder_Type", "LineNumber"}
	if f.name != "RecordSet" {
		fields, keys = append([]*field{{name: "Ref_Key", kind: kindGUID}}, fields...), []string{"Ref_Key", "LineNumber"}
	}
	src := &sectionSource{owner: owner, at: owner.shape.index[f.name], keyed: f.name != "RecordSet", rows: b.all(owner)}
	src.want = make([]bool, len(owner.shape.fields))
	src.want[src.at] = true
	src.first = make([]uint32, len(src.rows)+1)
	var buf []any
	for i, pos := range src.rows {
		lines := owner.values(pos, src.want, &buf)[src.at].([]row)
		src.first[i+1] = src.first[i] + uint32(len(lines))
	}
	var s *shape
	if have != nil {
		s = have.shape
	} else {
		s = newShape(set, keys, fields...)
		s.refAt, s.readOnly, s.service = -1, true, &serviceRules{slice: owner.shape.service.slice}
	}
	t := newTable(s, src)
	t.version = owner.version
	b.cacheMu.Lock()
	b.derived[set] = t
	b.cacheMu.Unlock()
	return t
}

func (s *sectionSource) size() int { return int(s.first[len(s.first)-1]) }

func (s *sectionSource) place(i int32) (owner int32, line int) {
	n := sort.Search(len(s.rows), func(n int) bool { return s.first[n+1] > uint32(i) })
	return s.rows[n], int(i) - int(s.first[n])
}

func (s *sectionSource) ref(i int32) guid {
	owner, _ := s.place(i)
	return s.owner.ref(owner)
}

func (s *sectionSource) find(guid) int32 { return -1 }

func (s *sectionSource) fill(i int32, v *values) {
	owner, line := s.place(i)
	if s.keyed {
		v.at[0] = s.owner.ref(owner)
		if v.wantsOnly("Ref_Key") {
			return
		}
	}
	lines := s.owner.values(owner, s.want, nil)[s.at].([]row)
	if line >= len(lines) {
		return
	}
	if s.keyed {
		copy(v.at[1:], lines[line])
	} else {
		copy(v.at, lines[line])
	}
}

// owned finds the lines of one owner, by its own reference.
func (s *sectionSource) owned(g guid) ([]int32, bool) {
	pos, ok := s.owner.find(g)
	if !ok {
		return nil, s.keyed
	}
	n := slices.Index(s.rows, pos)
	if n < 0 {
		return nil, true
	}
	var out []int32
	for i := s.first[n]; i < s.first[n+1]; i++ {
		out = append(out, int32(i))
	}
	return out, true
}
