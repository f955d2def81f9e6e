package standin

import (
	"slices"
	"sort"
)

// noOwner serves the sources whose rows belong to nobody.
type noOwner struct{}

func (noOwner) owned(guid) ([]int32, bool) { return nil, false }

// clientSource has a row for every partner, folders of the set before them.
type clientSource struct {
	c       *practice
	folders []guid
	row     func(*practice, *partner, *values)
	folder  func(int, *values)
}

func (s *clientSource) size() int { return len(s.folders) + s.c.total }

func (s *clientSource) partner(i int32) *partner {
	return s.c.client(int(i) - len(s.folders) + 1)
}

func (s *clientSource) ref(i int32) guid {
	if int(i) < len(s.folders) {
		return s.folders[i]
	}
	n := int(i) - len(s.folders) + 1
	if n <= len(demoRefs) {
		return demoRefs[n-1]
	}
	return s.c.spaces.partner.at(n)
}

func (s *clientSource) find(g guid) int32 {
	if i := slices.Index(s.folders, g); i >= 0 {
		return int32(i)
	}
	if n, ok := s.c.partnerNumber(g); ok && !s.c.removed(n) {
		return int32(n - 1 + len(s.folders))
	}
	return -1
}

func (s *clientSource) fill(i int32, v *values) {
	if int(i) < len(s.folders) {
		s.folder(int(i), v)
		return
	}
	if !v.wantsOnly("Ref_Key", "DataVersion") {
		s.row(s.c, s.partner(i), v)
	}
}

func (s *clientSource) owned(g guid) ([]int32, bool) { return nil, false }

// removed tells of a partner deleted for good.
func (c *practice) removed(n int) bool {
	p := c.live[n]
	return p != nil && p.gone
}

// sideSource has a row for every partner under references of its own: the
// counterparty of a partner, its key of analytics, its contract.
type sideSource struct {
	c     *practice
	space guidSpace
	skip  int // predefined ones and the group have none
	row   func(*practice, *partner, *values)
}

// newSide leaves out the three partners without a legal side.
func newSide(c *practice, space guidSpace, row func(*practice, *partner, *values)) *sideSource {
	return &sideSource{c: c, space: space, skip: c.clients, row: row}
}

// firmless partners follow the clients.
const firmless = 3

func (s *sideSource) size() int { return s.c.total - firmless }

func (s *sideSource) number(i int32) int {
	if int(i) < s.skip {
		return int(i) + 1
	}
	return int(i) + 1 + firmless
}

func (s *sideSource) ref(i int32) guid { return s.space.at(s.number(i)) }

func (s *sideSource) position(n int) int32 {
	switch {
	case n <= s.skip:
		return int32(n - 1)
	case n <= s.skip+firmless:
		return -1
	}
	return int32(n - 1 - firmless)
}

func (s *sideSource) find(g guid) int32 {
	n, ok := s.space.number(g)
	if !ok || n < 1 || n > s.c.total || s.c.removed(n) {
		return -1
	}
	return s.position(n)
}

func (s *sideSource) fill(i int32, v *values) {
	if !v.wantsOnly("Ref_Key", "DataVersion") {
		s.row(s.c, s.c.client(s.number(i)), v)
	}
}

func (s *sideSource) owned(g guid) ([]int32, bool) {
	if n, ok := s.c.partnerNumber(g); ok {
		if i := s.position(n); i >= 0 {
			return []int32{i}, true
		}
		return nil, true
	}
	return nil, false
}

// personSource has a row for every person.
type personSource struct {
	c   *practice
	row func(*practice, *person, *values)
}

func (s *personSource) size() int { return int(s.c.firstPerson[len(s.c.firstPerson)-1]) }

func (s *personSource) place(i int32) (n, k int) {
	first := s.c.firstPerson
	n = sort.Search(len(first)-1, func(n int) bool { return first[n+1] > uint32(i) })
	return n, int(i) - int(first[n])
}

func (s *personSource) ref(i int32) guid {
	n, k := s.place(i)
	return s.c.spaces.person.at(n*personSlots + k)
}

func (s *personSource) find(g guid) int32 {
	v, ok := s.c.spaces.person.number(g)
	n, k := v/personSlots, v%personSlots
	if !ok || n < 1 || n+1 >= len(s.c.firstPerson) || k >= int(s.c.firstPerson[n+1]-s.c.firstPerson[n]) {
		return -1
	}
	return int32(s.c.firstPerson[n]) + int32(k)
}

func (s *personSource) fill(i int32, v *values) {
	if v.wantsOnly("Ref_Key", "DataVersion") {
		return
	}
	n, k := s.place(i)
	s.row(s.c, s.c.people(s.c.client(n))[k], v)
}

func (s *personSource) owned(g guid) ([]int32, bool) {
	n, ok := s.c.partnerNumber(g)
	if !ok || n+1 >= len(s.c.firstPerson) {
		return nil, ok
	}
	var out []int32
	for i := s.c.firstPerson[n]; i < s.c.firstPerson[n+1]; i++ {
		out = append(out, int32(i))
	}
	return out, true
}

// paperSource has a row for every document of a list.
type paperSource struct {
	c      *practice
	list   *paperList
	spaces *[paperKinds]guidSpace // of the documents, or of their objects of settlement
	row    func(*practice, *paper, *values)
}

func (s *paperSource) size() int { return len(s.list.ids) }

func (s *paperSource) ref(i int32) guid {
	e := &s.c.entries[s.list.ids[i]]
	return s.spaces[e.kind].at(int(e.partner)*paperSlots + int(e.slot))
}

func (s *paperSource) find(g guid) int32 {
	for _, kind := range s.list.kinds {
		if id, ok := s.c.idOf(s.spaces[kind], g); ok && !s.c.entries[id].is(entryGone) {
			return s.list.position(id)
		}
	}
	return -1
}

// fill takes a header from its entry and asks for the whole document only when
// more is wanted.
func (s *paperSource) fill(i int32, v *values) {
	id := s.list.ids[i]
	if v.want != nil && v.shape.service.document {
		e := &s.c.entries[id]
		if v.wantsOnly("Ref_Key", "DataVersion", "Date", "DeletionMark", "Posted", "Number") {
			v.set("Date", e.time())
			v.set("DeletionMark", e.is(entryMarked))
			v.set("Posted", e.is(entryPosted))
			if v.wants("Number") {
				v.set("Number", documentNumber(int(e.number)))
			}
			return
		}
	}
	s.row(s.c, s.c.paper(id), v)
}

func (s *paperSource) owned(g guid) ([]int32, bool) {
	n, ok := s.c.partnerNumber(g)
	if !ok {
		if n, ok = s.c.spaces.firm.number(g); !ok || n < 1 || n > s.c.total {
			return nil, false
		}
	}
	var out []int32
	take := func(id uint32) {
		if i := s.list.position(id); i >= 0 {
			out = append(out, i)
		}
	}
	if p := s.c.live[n]; p != nil {
		for _, d := range s.c.trade(p) {
			take(d.id)
		}
		slices.Sort(out)
		return out, true
	}
	for id := s.c.firstPaper[n]; id < s.c.firstPaper[n+1]; id++ {
		take(id)
	}
	return out, true
}

// listSource has a few rows known by heart.
type listSource struct {
	noOwner
	refs []guid
	rows []func(*values)
}

func (s *listSource) add(ref guid, row func(*values)) {
	s.refs, s.rows = append(s.refs, ref), append(s.rows, row)
}

func (s *listSource) size() int               { return len(s.rows) }
func (s *listSource) ref(i int32) guid        { return s.refs[i] }
func (s *listSource) find(g guid) int32       { return int32(slices.Index(s.refs, g)) }
func (s *listSource) fill(i int32, v *values) { s.rows[i](v) }

// recordSource has rows worked out beforehand.
type recordSource struct {
	noOwner
	records [][]any
}

func (s *recordSource) size() int               { return len(s.records) }
func (s *recordSource) ref(int32) guid          { return guid{} }
func (s *recordSource) find(guid) int32         { return -1 }
func (s *recordSource) fill(i int32, v *values) { copy(v.at, s.records[i]) }
